"""What messages of commits say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mkdocs_diffinsight.analyze.authors.messages import purposes, read_message
from mkdocs_diffinsight.model.changes import CommitType, Purpose

from ...commits import commit_saying, commits_saying


def read(subject: str, body: str = "", *, is_merge: bool = False) -> Purpose:
    return read_message(commit_saying(subject, body, is_merge=is_merge))


@pytest.mark.parametrize(
    ("subject", "type_", "scope", "title"),
    [
        ("feat(client): accept a proxy", "feature", "client", "accept a proxy"),
        ("fix: crash on an empty file", "fix", "", "crash on an empty file"),
        ("Fix(api/v2): say why", "fix", "api/v2", "say why"),
        ("docs: say how to install", "docs", "", "say how to install"),
        ("perf: read once", "performance", "", "read once"),
        ("chore(deps): update httpx to v2", "upkeep", "deps", "update httpx to v2"),
        ("ci: run on every branch", "upkeep", "", "run on every branch"),
        ("refactor(core): split the parser", "upkeep", "core", "split the parser"),
        ("revert: accept a proxy", "revert", "", "accept a proxy"),
        ("feat：支持代理", "feature", "", "支持代理"),
        ("[docs] say how to install", "docs", "", "say how to install"),
        ("[Fix] crash on an empty file", "fix", "", "crash on an empty file"),
    ],
)
def test_a_conventional_subject_says_type_scope_and_title(subject: str, type_: str, scope: str, title: str) -> None:
    purpose = read(subject)
    assert (purpose.type, purpose.scope, purpose.title) == (type_, scope, title)


@pytest.mark.parametrize(
    ("subject", "type_", "title"),
    [
        (":sparkles: Accept a proxy", "feature", "Accept a proxy"),
        ("✨ Accept a proxy", "feature", "Accept a proxy"),
        ("🚑️ Say why", "fix", "Say why"),
        ("📝(guide): say why", "docs", "say why"),
        ("⬆️ httpx 2", "upkeep", "httpx 2"),
        ("feat: ✨ accept a proxy", "feature", "accept a proxy"),
        (":recycle: refactor: split the parser", "upkeep", "split the parser"),
    ],
)
def test_gitmoji_say_the_type_as_names_and_as_signs(subject: str, type_: str, title: str) -> None:
    assert (read(subject).type, read(subject).title) == (type_, title)


@pytest.mark.parametrize(
    ("subject", "type_"),
    [
        ("Fix crash when the file is empty", "fix"),
        ("Fixed wrong encoding of names", "fix"),
        ("Add support for comments", "feature"),
        ("Implement retries", "feature"),
        ("Remove the old client", "removal"),
        ("Deprecate the old client", "deprecation"),
        ("Bump httpx from 1.0 to 2.0", "upkeep"),
        ("Update dependency httpx to v2", "upkeep"),
        ("Refactor the parser", "upkeep"),
        ("Document the limits", "docs"),
        ("Release v1.2.0", "upkeep"),
        ("v1.2.0", "upkeep"),
        ("net/http: fix a leak", "fix"),
        ("Use the new parser", ""),
        ("ログインできない不具合を修正", "fix"),
        ("プロキシの設定を追加", "feature"),
        ("IPv6 に対応", "feature"),
        ("古いクライアントを削除", "removal"),
        ("設定を追加できない不具合の修正", "fix"),
        ("誤字を修正", "docs"),
        ("修复登录错误", "fix"),
        ("新增代理设置", "feature"),
        ("添加对 IPv6 的支持", "feature"),
        ("移除旧客户端", "removal"),
        ("修复无法添加代理的问题", "fix"),
        ("更新文档", "docs"),
    ],
)
def test_a_plain_subject_says_the_type_by_its_words(subject: str, type_: str) -> None:
    assert read(subject).type == type_


@pytest.mark.parametrize(
    ("subject", "type_"),
    [
        ("Add tests for the parser", "upkeep"),
        ("Fix flake8 warnings", "upkeep"),
        ("Fix typo in the guide", "docs"),
        ("Add a missing docstring", "docs"),
        ("Fix a crash in tests", "upkeep"),
        ("Say more, and add x to the README", ""),
        ("Add a note on limits to the README", "docs"),
        ("Add test client", "feature"),
        ("Add support for dependencies", "feature"),
        ("テストを追加", "upkeep"),
        ("修复测试", "upkeep"),
    ],
)
def test_what_is_fixed_or_added_tells_upkeep_and_documents(subject: str, type_: str) -> None:
    assert read(subject).type == type_


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("feat!: drop Python 3.8", ""),
        ("feat(client)!: drop Python 3.8", ""),
        ("sdk!: drop Python 3.8", ""),
        ("breaking: drop Python 3.8", ""),
        ("Python: [BREAKING] drop 3.8", ""),
        (":boom: Drop Python 3.8", ""),
        ("💥 Drop Python 3.8", ""),
        ("feat: drop it", "BREAKING CHANGE: Python 3.8 is not supported."),
        ("feat: drop it", "Why.\n\nBREAKING-CHANGE: Python 3.8 is not supported.\nCloses #12"),
        ("feat: drop it", "**BREAKING CHANGE**: Python 3.8 is not supported."),
        ("feat: drop it", "Why.\n\n## Breaking changes\n\nPython 3.8 is not supported."),
        ("feat: drop it", "Breaking change: Python 3.8 is not supported."),
        ("feat: drop it", "破壊的変更: Python 3.8 には対応しません。"),
        ("feat: drop it", "破坏性变更：不再支持 Python 3.8。"),
        ("feat: drop it", "- [x] Breaking change (something that worked no longer does)"),
        ("Merge pull request #12 from ada/topic", "feat!: drop Python 3.8"),
        ("Merge pull request #12 from ada/topic", "BREAKING CHANGE: Python 3.8 is not supported."),
    ],
)
def test_an_author_says_that_something_breaks(subject: str, body: str) -> None:
    assert read(subject, body).is_breaking


@pytest.mark.parametrize(
    "body",
    [
        "- [ ] Breaking change (something that worked no longer does)",
        "- [x] Breaking change?",
        "BREAKING CHANGE: none",
        "Breaking changes: No.",
        "## Breaking changes\n\nN/A",
        "破壊的変更: なし",
        "破坏性变更：无",
        "There are no breaking changes.",
        "This avoids the\nbreaking change which caused it.",
        "> BREAKING CHANGE: quoted of another project",
        "Bumps [httpx](https://example.org) from 1 to 2.\n\nBREAKING CHANGE: of httpx",
        "<details>\n\nBREAKING CHANGE: of httpx\n\n</details>",
    ],
)
def test_a_form_that_is_not_filled_in_and_notes_of_others_break_nothing(body: str) -> None:
    purpose = read("Use httpx 2", body)
    assert (purpose.is_breaking, purpose.notes) == (False, ())


def test_a_release_lists_what_other_commits_break() -> None:
    purpose = read("chore(main): release 2.0.0", "### ⚠ BREAKING CHANGES\n\n* drop Python 3.8")
    assert (purpose.type, purpose.title, purpose.is_breaking) == (CommitType.UPKEEP, "", False)


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("BREAKING CHANGE: One line\nand another.\n\nMore.", "One line and another."),
        ("BREAKING CHANGE: One line.\nCloses #12", "One line."),
        ("BREAKING CHANGE: One line.\nReviewed-on: example.org", "One line."),
        ("BREAKING CHANGE:\n\n- `a` is gone\n- `b` is\n  required\n\nMore.", "- `a` is gone\n- `b` is required"),
        ("BREAKING CHANGE: these are gone:\n\n* `a`\n\n* `b`\n\nMore.", "these are gone:\n* `a`\n* `b`"),
        ("破壊的変更: 古いものは\n使えません。", "古いものは使えません。"),
    ],
)
def test_a_note_is_the_whole_paragraph_and_the_list_that_it_leads_to(body: str, note: str) -> None:
    assert read("feat: drop it", body).notes == (note,)


def test_each_note_is_told() -> None:
    body = "BREAKING CHANGE: `a` is gone.\nBREAKING CHANGE: `b` is required."
    assert read("feat: drop it", body).notes == ("`a` is gone.", "`b` is required.")


@pytest.mark.parametrize(
    ("subject", "body", "pull", "title"),
    [
        ("feat: accept a proxy (#12)", "", 12, "accept a proxy"),
        ("Accept a proxy (ada/project#12)", "", 12, "Accept a proxy"),
        ("Accept a proxy (#7) (#12)", "", 12, "Accept a proxy"),
        ("Merge pull request #12 from ada/topic", "Accept a proxy\n\nWhy.", 12, "Accept a proxy"),
        ("Merged PR 12: Accept a proxy", "", 12, "Accept a proxy"),
        ("Merged in topic (pull request #12)", "Accept a proxy", 12, "Accept a proxy"),
        ("Merge branch 'topic' into 'main'", "Accept a proxy\n\nSee merge request group/x!12", 12, "Accept a proxy"),
        ("Accept a proxy", "", None, "Accept a proxy"),
        ("Merge pull request #12 from ada/topic", "", 12, ""),
    ],
)
def test_number_and_title_of_a_pull_request_are_read_from_merges_and_squashes(
    subject: str, body: str, pull: int | None, title: str
) -> None:
    purpose = read(subject, body)
    assert (purpose.pull, purpose.title) == (pull, title)


@pytest.mark.parametrize(
    ("subject", "type_", "title"),
    [
        ("wip", "feature", "accept a proxy"),
        ("Use the other client", "feature", "Use the other client"),
        ("Fix lint", "upkeep", "Fix lint"),
        ("docs: say how", "docs", "say how"),
    ],
)
def test_what_a_commit_leaves_open_the_merge_says_that_brought_it_in(subject: str, type_: str, title: str) -> None:
    merge = "Merge pull request #12 from ada/topic\n\nfeat!: accept a proxy"
    purpose = read_message(replace(commit_saying(subject), brought_by=merge))
    assert (purpose.type, purpose.title, purpose.pull) == (type_, title, 12)
    assert purpose.is_breaking == (type_ != "docs")


def test_a_squash_lists_the_commits_that_became_one() -> None:
    purpose = read("Next (#12)", "* feat(api): accept a proxy (#7)\n\n* fix!: drop the old one\n\n* more\n")
    assert purpose.squashed == (
        Purpose(CommitType.FEATURE, "api", "accept a proxy", pull=7, is_conventional=True),
        Purpose(CommitType.FIX, "", "drop the old one", is_breaking=True, is_conventional=True),
    )
    assert (purpose.type, purpose.is_breaking) == (CommitType.FEATURE, True)


def test_a_revert_has_the_title_of_what_it_takes_back() -> None:
    purpose = read('Revert "feat: accept a proxy" (#12)', "This reverts commit 0123456.")
    assert (purpose.type, purpose.title, purpose.pull) == (CommitType.REVERT, "feat: accept a proxy", 12)


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "update",
            "wip",
            "WIP.",
            "fix",
            "Merge branch 'main' of example.org",
            "v1.2.0",
            "Version Packages",
            "",
            "...",
        ),
        *("Merge remote-tracking branch 'origin/main' into topic", "Update README.md", "Add files via upload", "更新"),
    ],
)
def test_a_subject_that_says_nothing_is_no_purpose(subject: str) -> None:
    commit = commit_saying(subject)
    assert read_message(commit).title == ""
    assert purposes([commit]) == {}


@pytest.mark.parametrize(
    "subject",
    [
        "Sync 2024-12-24",
        "Nightly update",
        "Daily sync of docs",
        "Automated report (2024-01-02)",
        "Automatic update of the latest data",
        "Insights - search (2024-12-24): head",
        "[en_US] Insights - search (2025-01-18): base",
        "2024-12-24: what came in",
        "Content of 24 Dec 2024",
        "Publish 20241224.1",
        "Backup 2024-12-24 03:00",
        "Build 1234",
        "Merge from upstream",
        "head",
        "PR feedback",
        "Apply suggestions from code review",
        "address review comments",
        "more minor edits",
        "Update docs",
        "Freshness review for 12/24/2024",
        "定期更新 2024年12月24日",
        "自動更新",
        "每日同步 2024-12-24",
    ],
)
def test_a_subject_written_by_rote_is_no_purpose(subject: str) -> None:
    assert read(subject).title == ""


@pytest.mark.parametrize(
    "subject",
    [
        "Support API version 2024-10-21",
        "Use api-version 2024-12-01-preview",
        "Move the retirement of gpt-4 to 2025-06-06",
        "Fix parsing of dates such as 2024-02-30",
        "Add the release notes of 2024-12-24",
        "Drop support for Python 3.8",
        "Update the limits of uploads",
        "Merge the two parsers into one",
        "Sync writes to disk",
        "feat: auto refresh",
        "fix: daily report",
        "Say why a build fails",
        "Review links of the guide",
        "ファイルの上限を更新",
        "更新上传限制",
    ],
)
def test_a_subject_that_names_its_work_is_a_purpose(subject: str) -> None:
    assert read(subject).title


def test_subjects_that_differ_in_their_last_word_alone_are_no_purpose() -> None:
    assert purposes(commits_saying("Contents for azure", "Contents for bicep", "Contents for cosmos")) == {}


def test_the_same_work_on_several_things_stays_a_purpose() -> None:
    removals = commits_saying("Remove BaseCommand", "Remove MultiCommand", "Remove OptionParser")
    assert list(purposes(removals)) == list(removals)


def test_a_subject_that_many_commits_share_is_no_purpose() -> None:
    many = [commit_saying(f"Sync the limits of {n}", f"Run {n}.") for n in range(3)]
    (own,) = commits_saying("Accept a proxy")
    assert list(purposes([*many, own])) == [own]
    assert len(purposes(many[:2])) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Names with blanks\nwere lost.\n\nMore.", "Names with blanks were lost."),
        ("空白のある名前が\n失われていた。", "空白のある名前が失われていた。"),
        (f"Names were lost. {'word ' * 200}", "Names were lost."),
        ("* feat: one\n* fix: two", ""),
        ("## Summary\n\nNames were lost.", ""),
        ("Closes #12", ""),
        ("Related to https://example.org/12", ""),
        ("BREAKING CHANGE: Names are lost.", ""),
        ("Keep names", ""),
    ],
)
def test_the_first_paragraph_says_why_in_whole_sentences(body: str, reason: str) -> None:
    assert read("fix: Keep names", body).reason == reason
