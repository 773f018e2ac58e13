"""The type of a change: what its authors say of it, held against what its diff shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mkdocs_diffinsight.analyze.carriers import mark_breaks
from mkdocs_diffinsight.explain.rules.judgement import modification_type
from mkdocs_diffinsight.model.changes import Commit, FileChange
from mkdocs_diffinsight.model.findings import Action, Break, Finding, Findings, Form, Kind, Noise, Subject

from ...commits import commit_saying, commits_saying
from .sample import added, evidence, modified, removed

CODE = modified("src/client.py", " def get(url):", "-    return send(url)", "+    return send(url, retry=True)")
GONE = modified("src/client.py", "-def get(url):", "-    return send(url)", "+RETRIES = 3")
GUIDE = modified("docs/guide.md", "-Send one request.", "+Send a single request.")
TEST = modified("tests/test_client.py", "-    assert get(1)", "+    assert get(2)")
LOCK = modified("package-lock.json", '-  "version": "1.0.0"', '+  "version": "1.0.1"')
MANIFEST = modified("pyproject.toml", '-requires-python = ">=3.8"', '+requires-python = ">=3.10"')


def judged(change: FileChange, *subjects: str) -> str:
    return judged_of(change, *commits_saying(*subjects))


def judged_of(change: FileChange, *commits: Commit) -> str:
    [file] = mark_breaks([replace(evidence(change), commits=commits)])
    return modification_type(file)


@pytest.mark.parametrize(
    ("subjects", "type_"),
    [
        (["feat: try again"], "new feature"),
        (["fix: try again"], "bug fix"),
        (["feat!: try again"], "breaking change"),
        (["chore: try again"], "minor update"),
        (["refactor: try again"], "minor update"),
        (["docs: try again"], "minor update"),
        (["perf: try again"], "minor update"),
        ([":bug: Try again"], "bug fix"),
        (["Fix lost requests"], "bug fix"),
        (["Add retries"], "new feature"),
        (["失われたリクエストを修正"], "bug fix"),
        (["新增重试"], "new feature"),
        (["fix: say why", "feat: try again", "chore: sort imports"], "new feature"),
        (["Use the other client"], "minor update"),
        ([], "minor update"),
    ],
)
def test_code_is_of_the_type_that_its_authors_name(subjects: list[str], type_: str) -> None:
    assert judged(CODE, *subjects) == type_


@pytest.mark.parametrize("change", [TEST, LOCK, modified(".github/workflows/ci.yml", "-a: 1", "+a: 2")])
@pytest.mark.parametrize("subject", ["feat: try again", "fix: try again"])
def test_what_readers_do_not_open_is_a_minor_update(change: FileChange, subject: str) -> None:
    assert judged(change, subject) == "minor update"


@pytest.mark.parametrize("change", [CODE, GUIDE, MANIFEST, removed("docs/a.md", "# A", "Text.")])
def test_what_its_author_calls_breaking_is_so_in_source_documents_and_requirements(change: FileChange) -> None:
    assert judged(change, "feat!: drop Python 3.8") == "breaking change"
    footer = commit_saying("feat: drop it", "BREAKING CHANGE: Python 3.8 is not supported.")
    assert judged_of(change, footer) == "breaking change"


def test_a_list_of_what_broke_breaks_nothing_where_only_a_release_is_told() -> None:
    """It came before the range. Where the range has more, nobody else may say it."""
    told = ["## 2.0.0", "", "### Breaking changes", "", "- Python 3.8 is not supported."]
    log = evidence(modified("CHANGELOG.md", *(f"+{line}" for line in told)))
    code = replace(evidence(CODE), commits=commits_saying("feat: try again"))
    released = replace(log, commits=commits_saying("chore: release 2.0.0"))
    assert [*map(modification_type, mark_breaks([released]))] == ["minor update"]
    assert [*map(modification_type, mark_breaks([released, code]))] == ["breaking change", "new feature"]


def test_what_only_changes_white_space_breaks_nothing() -> None:
    code = replace(evidence(CODE), commits=commits_saying("feat!: drop Python 3.8"))
    noise = replace(code, findings=replace(code.findings, noise=Noise.WHITESPACE))
    assert [*map(modification_type, mark_breaks([code]))] == ["breaking change"]
    assert [*map(modification_type, mark_breaks([noise]))] == ["minor update"]


@pytest.mark.parametrize(
    ("subjects", "type_"),
    [
        ([], "breaking change"),
        (["Rework the client"], "breaking change"),
        (["refactor: rework the client"], "minor update"),
        (["fix: rework the client"], "bug fix"),
        (["refactor: rework the client", "Rework the client"], "breaking change"),
    ],
)
def test_a_symbol_that_is_gone_is_weak_where_authors_mark_breaks_and_did_not(subjects: list[str], type_: str) -> None:
    symbol = Finding(Subject.SYMBOL, Action.REMOVED, "get", public=True, breaks=Break.CERTAIN)
    gone = replace(evidence(GONE), findings=Findings(Kind.CODE, Form.CONTENT, [symbol], interface=(symbol,)))
    assert modification_type(replace(gone, commits=commits_saying(*subjects))) == type_


@pytest.mark.parametrize(
    ("lines", "type_"),
    [
        (["+    if url is None:", "+        return None"], "bug fix"),
        (["-    const name = user.name;", "+    const name = user?.name;"], "bug fix"),
        (["+    if err == nil {"], "bug fix"),
        (["-    retries = 1", "+    retries = 2"], "minor update"),
        (["+    # if url is None, it is the last one"], "minor update"),
        (["+    if url:", *["+        call()"] * 40], "minor update"),
        (["+def put(url):", "+    if url is None:"], "new feature"),
    ],
)
def test_a_fix_is_seen_where_its_author_says_nothing(lines: list[str], type_: str) -> None:
    """A few lines that tell cases apart, and nothing that others can reach."""
    assert judged(modified("src/client.py", " def get(url):", *lines)) == type_
    assert judged(modified("src/client.py", " def get(url):", *lines), "chore: sort") == "minor update"


def test_what_a_document_says_to_end_has_ended_whatever_its_author_calls_it() -> None:
    ended = modified("docs/guide.md", "-Use it.", "+The preview will be retired on May 1.")
    assert judged(ended, "docs: mend the wording") == "breaking change"


@pytest.mark.parametrize(
    ("subject", "type_"),
    [
        ("Add a note", "minor update"),
        ("Update the docs", "minor update"),
        ("Fix a wrong limit", "bug fix"),
        ("feat: a guide for retries", "new feature"),
    ],
)
def test_of_documents_plain_words_tell_fixes_alone(subject: str, type_: str) -> None:
    """In a repository of documents, everything is an addition to them."""
    assert judged(GUIDE, subject) == type_


def test_a_new_file_of_a_fix_is_a_part_of_it() -> None:
    new = added("src/retry.py", "def retry():", "    pass")
    assert [judged(new, subject) for subject in ("fix: try again", "feat: try again")] == ["bug fix", "new feature"]
    assert judged(new) == "new feature"


def test_a_commit_that_says_nothing_leaves_it_to_the_diff() -> None:
    new = added("src/retry.py", "def retry():", "    pass")
    assert judged(new, "wip", "fix: say why") == "new feature"
    assert judged(new, "wip") == "new feature"


@pytest.mark.parametrize(
    ("entry", "type_"),
    [
        ("Removed `Client.get`.", "breaking change"),
        ("The deprecated `proxies` argument has now been removed.", "breaking change"),
        ("`retries` no longer accepts a list.", "breaking change"),
        ("Drop support for Python 3.8.", "breaking change"),
        ("Drop Python 3.8.", "breaking change"),
        ("引数 `retries` を削除しました。", "breaking change"),
        ("Python 3.8 のサポートを終了しました。", "breaking change"),
        ("移除 `retries` 参数", "breaking change"),
        ("不再支持 Python 3.8。", "breaking change"),
        ("Removed dead code of `get`.", "minor update"),
        ("Removed Python 3.8 from CI.", "minor update"),
        ("Removed the `acme` dependency.", "minor update"),
        ("Removed the file `setup.cfg` of ours.", "minor update"),
        ("Removed an old drawing.", "minor update"),
        ("The `retries` argument is now deprecated.", "minor update"),
    ],
)
def test_what_a_changelog_says_is_gone_breaks_what_uses_it(entry: str, type_: str) -> None:
    changelog = modified("CHANGELOG.md", " # Changelog", " ", " ## 2.0.0", " ", f"+- {entry}", "+")
    assert judged(changelog, "Update the changelog") == type_


@pytest.mark.parametrize(
    ("entry", "type_"), [("The `proxies` argument", "breaking change"), ("An old drawing", "minor update")]
)
def test_a_removed_section_breaks_what_uses_the_names_in_it(entry: str, type_: str) -> None:
    changelog = modified("CHANGELOG.md", " # Changelog", " ", " ## 2.0.0", " ", " ### Removed", " ", f"+- {entry}")
    assert judged(changelog, "Update the changelog") == type_


def test_a_fragment_of_a_changelog_that_says_what_is_gone_breaks_what_uses_it() -> None:
    assert judged(added("news/12.removal.md", "The `proxies` argument is gone."), "Drop it") == "breaking change"


def test_a_release_does_not_tell_what_is_gone_anew() -> None:
    changelog = modified("CHANGELOG.md", " # Changelog", " ", " ## 2.0.0", " ", "+- Removed `Client.get`.")
    assert judged(changelog, "chore(main): release 2.0.0") == "minor update"


@pytest.mark.parametrize("subject", ["Update the docs", "docs: say when models retire"])
def test_a_new_document_that_tells_what_ends_breaks_nothing(subject: str) -> None:
    guide = "# Retirement", "", "Models labeled as retired are no longer available for use."
    assert judged(added("docs/retirement.md", *guide), subject) != "breaking change"
    assert judged(modified("docs/retirement.md", " # Models", " ", "+" + guide[-1]), subject) == "breaking change"


def test_a_new_document_of_a_break_is_breaking() -> None:
    assert judged(added("docs/guide.md", "# Guide", "", "Use `put`."), "feat!: drop `get`") == "breaking change"


def test_a_value_of_a_document_that_changed_is_a_minor_update_whatever_section_notes_it() -> None:
    value = ["-It retires on November 15, 2024.", "+It retires on November 13, 2024."]
    section = ["+## September 12, 2024", "+", "+The date is another one."]
    assert judged(modified("docs/models.md", " # Models", " ", *value, " ", *section)) == "minor update"
    assert judged(modified("docs/models.md", " # Models", " ", " It stays.", " ", *section)) == "new feature"
