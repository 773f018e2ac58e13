"""What changelogs, release notes and change files are quoted for."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.authors.words import named_in
from mkdocs_diffinsight.model.findings import Source, Topic

from .sample import quotations, told

OLD = """# Changelog

## 1.0.0

### Fixed

- A crash.
"""


def entry(line: str, section: str = "Changed") -> list[tuple[str, str]]:
    """What one more entry of a changelog is quoted as."""
    return told(
        quotations("CHANGELOG.md", OLD, OLD.replace("## 1.0.0", f"## 1.1.0\n\n### {section}\n\n{line}\n\n## 1.0.0"))
    )


class TestWhere:
    @pytest.mark.parametrize(
        "path",
        [
            "CHANGELOG.md",
            "packages/web/CHANGELOG.md",
            "CHANGES",
            "HISTORY.md",
            "NEWS.txt",
            "RELEASES.md",
            "docs/changelog.md",
            "docs/about/release-notes.md",
            "docs/releases/1.1.md",
            "docs/whats-new.md",
            "docs/what-s-new/2025.md",
            "docs/markdown/changelog.zh-CN.md",
        ],
    )
    def test_an_added_entry_is_quoted_with_its_line_version_and_section(self, path: str) -> None:
        new = OLD.replace("## 1.0.0", "## 1.1.0\n\n### Added\n\n- Export to CSV.\n\n## 1.0.0")
        (found,) = quotations(path, OLD, new)
        assert (found.topic, found.text, found.source) == (Topic.FEATURE, "Export to CSV.", Source.CHANGELOG)
        assert (found.where, list(map(str, found.lines))) == (("1.1.0", "Added"), ["R7"])

    @pytest.mark.parametrize("path", ["docs/changelog-format.md", "docs/releases.md", "docs/news.md"])
    def test_a_page_about_changelogs_is_none(self, path: str) -> None:
        page = "# How we write it\n\n## Order\n\n- One thing.\n"
        assert quotations(path, page, page + "- Another thing.\n") == ()

    def test_versions_may_be_underlined(self) -> None:
        old = "Changes\n=======\n\nVersion 1.0\n-----------\n\n- Fix a crash.\n"
        new = old.replace(
            "Version 1.0", "Version 1.1\n-----------\n\n- Add a *limit*\n  for all requests. :pr:`12`\n\nVersion 1.0"
        )
        (found,) = quotations("CHANGES.rst", old, new)
        assert (found.text, found.where) == ("Add a *limit* for all requests.", ("Version 1.1",))

    @pytest.mark.parametrize(
        ("line", "numbers"),
        [
            ("- Add a limit. (#12, #13)", (12, 13)),
            ("- Add a limit. :pr:`12` :issue:`13`", (12, 13)),
            ("- Add a limit ([acme#12](https://example.org/pull/12)).", (12,)),
            ("- Add a limit of 12 requests.", ()),
        ],
    )
    def test_the_numbers_that_an_entry_names_are_kept(self, line: str, numbers: tuple[int, ...]) -> None:
        (found,) = quotations("CHANGELOG.md", OLD, OLD.replace("## 1.0.0", f"## 1.1.0\n\n{line}\n\n## 1.0.0"))
        assert found.references == numbers

    def test_entries_that_a_tool_writes_in_another_way_are_not_new(self) -> None:
        words = [f"{first}{last}" for first in "abcdefgh" for last in "klmnopqr"]
        old, new = (
            OLD.replace("- A crash.", "\n".join(f"- {label} update {word} and {word}s (#12)" for word in words))
            for label in ("feat(web)!:", "**web:**")
        )
        assert quotations("CHANGELOG.md", old, new) == ()

    def test_lines_of_a_wrapped_entry_are_joined(self) -> None:
        assert entry("- Uploads are\n  limited to 10 MB\n  for each user.") == [
            ("limit", "Uploads are limited to 10 MB for each user.")
        ]

    def test_lines_of_japanese_are_joined_without_a_blank(self) -> None:
        assert entry("- 出力の形式に\n  表を追加しました。", "変更") == [("feature", "出力の形式に表を追加しました。")]

    def test_a_row_of_a_table_is_quoted_with_its_name(self) -> None:
        old = "# Release notes\n\n## May 2025\n\n| Feature | What is new |\n| --- | --- |\n| Chat | It streams. |\n"
        (found,) = quotations("docs/release-notes.md", old, old + "| Voice | It speaks ten languages now. |\n")
        assert (found.text, found.where) == ("It speaks ten languages now.", ("May 2025", "Voice"))

    def test_a_paragraph_is_quoted_by_its_first_sentences(self) -> None:
        old = "# What's new\n\n## May 2025\n\nNothing.\n"
        new = old.replace(
            "## May", "## June 2025\n\n### Voice\n\nVoice is here. " + "It speaks many words. " * 30 + "\n\n## May"
        )
        (found,) = quotations("docs/whats-new.md", old, new)
        assert found.text.startswith("Voice is here. It speaks many words. It")
        assert found.text.endswith("words.")
        assert len(found.text) < 300
        assert found.where == ("June 2025", "Voice")

    def test_of_a_new_changelog_the_first_version_is_quoted(self) -> None:
        new = "# Changelog\n\n## 1.1.0\n\n- Add a limit.\n\n## 1.0.0\n\n- Add all.\n"
        assert told(quotations("CHANGELOG.md", "", new)) == [("feature", "Add a limit.")]

    def test_what_is_nested_below_an_entry_is_a_detail_of_it(self) -> None:
        assert entry("- Add limits.\n  - 1a2b3c4 feat: limits") == [("feature", "Add limits.")]

    def test_what_comes_to_an_entry_that_was_there_is_told(self) -> None:
        old = OLD.replace("- A crash.", "- Custom models changed\n  - They are faster.")
        new = old.replace("faster.", "faster.\n  - They support paid training.")
        (found,) = quotations("CHANGELOG.md", old, new)
        assert (found.text, found.where[-1]) == ("They support paid training.", "Custom models changed")

    def test_a_sentence_that_was_there_is_not_told_where_the_next_one_is_another(self) -> None:
        old = "# What is new\n\n## May 2024\n\nThe libraries are available now! The latest SDKs use 2.0 by default.\n"
        new = old.replace("The latest SDKs use 2.0", "From June on, all but the oldest of them take version 3.1")
        (found,) = quotations("whats-new.md", old, new)
        assert found.text == "From June on, all but the oldest of them take version 3.1 by default."

    def test_the_longest_cell_is_told_without_the_addresses_in_it(self) -> None:
        head = "# What is new\n\n## May 2024\n\n| Item | What |\n|---|---|\n"
        row = "| [Chat](https://example.org/a/long/address/of/a/page/that/shows/it) | A template for a chat. |\n"
        (found,) = quotations("whats-new.md", head, head + row)
        assert found.text == "A template for a chat."

    def test_what_is_nested_below_a_name_belongs_to_it(self) -> None:
        new = OLD.replace("## 1.0.0", "## 1.1.0\n\n- Button\n  - 🐞 It blinked at night.\n\n## 1.0.0")
        (found,) = quotations("CHANGELOG.md", OLD, new)
        assert (found.topic, found.text, found.where) == (Topic.FIX, "It blinked at night.", ("1.1.0", "Button"))


class TestTopics:
    @pytest.mark.parametrize(
        ("section", "topic"),
        [
            ("⚠ BREAKING CHANGES", "breaking"),
            ("Backwards-incompatible changes", "breaking"),
            ("Major Changes", "breaking"),
            ("Removed", "end"),
            ("Deprecated", "deprecation"),
            ("Features", "feature"),
            (":sparkles: New features", "feature"),
            ("Added", "feature"),
            ("Minor Changes", "feature"),
            ("Bug Fixes", "fix"),
            ("🐛 Bugs", "fix"),
            ("Fixed", "fix"),
            ("Security", "fix"),
            ("Patch Changes", "fix"),
            ("Dependencies", "upkeep"),
            ("Documentation", "upkeep"),
            ("Changed", "news"),
            ("破壊的変更", "breaking"),
            ("廃止", "end"),
            ("非推奨", "deprecation"),
            ("新機能", "feature"),
            ("バグ修正", "fix"),
            ("重大变更", "breaking"),
            ("移除", "end"),
            ("弃用", "deprecation"),
            ("新增", "feature"),
            ("修复", "fix"),
        ],
    )
    def test_a_section_tells_the_topic(self, section: str, topic: str) -> None:
        assert entry("- The option `a` and its values", section) == [(topic, "The option `a` and its values")]

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("- **BREAKING**: the option `a` is another one", ("breaking", "the option `a` is another one")),
            ("- breaking: the option `a` is another one", ("breaking", "breaking: the option `a` is another one"[10:])),
            ("- feat(api)!: rename `a`", ("breaking", "feat(api)!: rename `a`")),
            ("- 💥 the option `a` is another one", ("breaking", "the option `a` is another one")),
            ("- The reader is async now. This is a breaking change.", None),
            ("- [Fix] it blinked at night", ("fix", "it blinked at night")),
            ("- 【修正】夜に点滅していた", ("fix", "夜に点滅していた")),
            ("- Fix: it blinked at night", ("fix", "it blinked at night")),
            ("- ✨ it shines at night", ("feature", "it shines at night")),
            ("- **changed:** the bar is 2 wide", ("news", "the bar is 2 wide")),
            ("- Fixed a crash at night", ("fix", "Fixed a crash at night")),
            ("- Add a limit", ("feature", "Add a limit")),
            ("- Drop Python 3.8", ("end", "Drop Python 3.8")),
            ("- Deprecate the old client", ("deprecation", "Deprecate the old client")),
            ("- Bump acme to 2.0", ("upkeep", "Bump acme to 2.0")),
            ("- CSV への出力を追加しました", ("feature", "CSV への出力を追加しました")),
            ("- 起動しない問題を修正", ("fix", "起動しない問題を修正")),
            ("- 修复无法启动的问题", ("fix", "修复无法启动的问题")),
            ("- 新增 `limit` 属性", ("feature", "新增 `limit` 属性")),
        ],
    )
    def test_an_entry_tells_its_topic_by_its_label_or_its_words(self, line: str, told: tuple[str, str] | None) -> None:
        assert entry(line) == [told or ("breaking", line[2:])]

    @pytest.mark.parametrize(
        ("section", "line", "topic"),
        [
            ("Deprecated", "- The deprecated `old` argument has now been removed.", "end"),
            ("Removed", "- `old` had been deprecated before. It is now fully removed.", "end"),
            ("Fixed", "- Show the deprecation notice of `old`.", "fix"),
            ("Changed", "- `deprecated: bool` is a field of options.", "news"),
            ("Changed", "- `old` is no longer deprecated.", "news"),
            ("Deprecated", "- Bugfix: An empty list is one.", "fix"),
            ("Deprecated", "- `old` is deprecated and will be removed in 3.0.", "deprecation"),
            ("Deprecated", "- `connect` now requires a host.", "requirement"),
            ("Removed", "- `old` is now deprecated.", "deprecation"),
            ("Removed", "- Files must be opened in binary mode.", "requirement"),
            ("Removed", "- Remove unused imports.", "upkeep"),
            ("Added", "- Dropped support for Python 3.8.", "end"),
            ("Added", "- `parse` no longer accepts a list.", "end"),
            ("Added", "- refactor(client): split it up", "upkeep"),
            ("Fixed", "- `old` is now deprecated.", "deprecation"),
            ("Fixed", "- `parse` no longer fails on a list.", "fix"),
            ("Internal", "- Drop support for Python 3.8", "end"),
            ("Build", "- Drop Python 3.8", "end"),
            ("Build", "- Drop Python 3.8 from the test matrix", "upkeep"),
            ("Internal", "- The minimum Rust version is 1.80.", "requirement"),
            ("Internal", "- Removed the old helper", "upkeep"),
            ("Dependencies", "- `acme` is gone.", "upkeep"),
            ("非推奨", "- 引数 `old` を削除しました。", "end"),
            ("追加", "- 引数 `old` は非推奨になりました。", "deprecation"),
            ("追加", "- `host` が必要になりました。", "requirement"),
            ("新增", "- 不再支持 Python 3.8。", "end"),
            ("新增", "- `old` 已弃用。", "deprecation"),
            ("弃用", "- `old` 参数已被移除。", "end"),
        ],
    )
    def test_an_entrys_own_words_go_before_its_sections(self, section: str, line: str, topic: str) -> None:
        assert [topic for topic, _ in entry(line, section)] == [topic]

    @pytest.mark.parametrize(
        ("line", "topic"),
        [
            ("- `old` has been removed.", "end"),
            ("- `old` is removed.", "end"),
            ("- Python 3.8 has been dropped.", "end"),
            ("- No longer supports lists", "end"),
            ("- No longer asks for a name", "news"),
            ("- **client:** drop `old`", "end"),
            ("- Support for Python 3.8 was dropped.", "end"),
            ("- The command no longer supports lists.", "end"),
            ("- `old` を廃止", "end"),
            ("- `old` は削除されました", "end"),
            ("- Python 3.8 のサポートを終了しました。", "end"),
            ("- Button: 移除 `old` 属性", "end"),
            ("- `old` 不再可用", "end"),
            ("- `old` will be removed in 3.0.", "deprecation"),
            ("- `old` は 3.0 で削除される予定です。", "deprecation"),
            ("- `old` 将在 3.0 中移除。", "deprecation"),
            ("- Removed dead code", "upkeep"),
            ("- Removed Python 3.8 from CI", "upkeep"),
            ("- Dropped Python 3.8 from the test matrix", "upkeep"),
            ("- Remove the `acme` dependency", "upkeep"),
            ("- 使われていないコードを削除しました。", "upkeep"),
            ("- 移除未使用的代码", "upkeep"),
            ("- Remove redundant checks of the host", "news"),
            ("- Blanks are removed from names", "news"),
            ("- 移除多余的检查", "news"),
        ],
    )
    def test_what_went_is_an_end_unless_it_was_never_the_readers(self, line: str, topic: str) -> None:
        assert [topic for topic, _ in entry(line)] == [topic]

    @pytest.mark.parametrize(
        ("line", "topic"),
        [
            ("- Add `limit`, which is used by default.", "feature"),
            ("- It incorporates all changes up to 4.19.2.", "news"),
            ("- Deprecated commands no longer show a blank.", "news"),
            ("- It reads a stream again. The file must be opened before.", "news"),
            ("- The option `a` is another one. The option `b` is now deprecated.", "deprecation"),
            ('- Revert "fix(client): avoid a crash"', "news"),
        ],
    )
    def test_what_an_entry_only_adds_to_its_sentence_tells_nothing_else_of_it(self, line: str, topic: str) -> None:
        assert [topic for topic, _ in entry(line)] == [topic]

    @pytest.mark.parametrize(
        "label",
        [
            "**The following changes are also included**:",
            "**Other changes**",
            "The following changes are also included:",
            "__Also__:",
            "**その他の変更**",
            "其他更改：",
        ],
    )
    def test_a_section_ends_where_a_list_of_other_things_begins(self, label: str) -> None:
        lists = f"- The option `a`\n\n{label}\n\n- The name is a short one now\n- Dropped the `b` flag"
        found = entry(lists, "Deprecated")
        assert {text: topic for topic, text in found} == {
            "The option `a`": "deprecation",
            "The name is a short one now": "news",
            "Dropped the `b` flag": "end",
        }

    def test_a_label_ends_the_section_of_the_label_before_it(self) -> None:
        text = "**Deprecations**:\n\n* The option `a`\n\n**The client**:\n\n* The name is a short one now"
        new = OLD.replace("## 1.0.0", f"## 1.1.0\n\n{text}\n\n## 1.0.0")
        assert [(str(one.topic), one.where) for one in quotations("CHANGELOG.md", OLD, new)] == [
            ("deprecation", ("1.1.0", "Deprecations")),
            ("news", ("1.1.0", "The client")),
        ]

    def test_a_label_below_a_heading_is_a_part_of_its_section(self) -> None:
        new = OLD.replace("## 1.0.0", "## 1.1.0\n\n### Fixed\n\n**The client**\n\n- It waits for long\n\n## 1.0.0")
        (found,) = quotations("CHANGELOG.md", OLD, new)
        assert (found.topic, found.where) == (Topic.FIX, ("1.1.0", "Fixed", "The client"))

    @pytest.mark.parametrize(
        ("lead", "topic"),
        [
            ("The following options have been deprecated:", "deprecation"),
            ("*The following options have been deprecated...*", "deprecation"),
            ("The following options have been removed:", "end"),
            ("次のオプションは削除されました：", "end"),
            ("以下选项已弃用：", "deprecation"),
        ],
    )
    def test_a_sentence_that_leads_to_a_list_is_no_entry_and_tells_what_is_in_it(self, lead: str, topic: str) -> None:
        assert entry(f"{lead}\n\n- The option `a`\n- The option `b`") == [
            (topic, "The option `a`"),
            (topic, "The option `b`"),
        ]

    def test_of_a_paragraph_that_ends_with_one_the_rest_is_said(self) -> None:
        found = entry("*Most need no change. These options are deprecated...*\n\n- The option `a`", "Deprecated")
        assert found == [("deprecation", "The option `a`"), ("news", "Most need no change.")]

    def test_what_stands_between_the_entries_of_a_section_is_none_of_its_sort(self) -> None:
        found = entry("We work on a small interface.\n\n- The option `a`", "Deprecated")
        assert found == [("deprecation", "The option `a`"), ("news", "We work on a small interface.")]

    def test_what_follows_a_paragraph_that_tells_of_an_end_only_says_more_of_it(self) -> None:
        text = "The suffix had no effect.\n\nThe old behaviour of events stays."
        assert entry(text, "Remove the suffix") == [
            ("end", "The suffix had no effect."),
            ("news", "The old behaviour of events stays."),
        ]

    def test_a_section_of_paragraphs_tells_their_topic(self) -> None:
        assert entry("The old client and its options", "Deprecated") == [
            ("deprecation", "The old client and its options")
        ]

    @pytest.mark.parametrize("line", ["- This is not a breaking change.", "- No breaking changes here, all is well."])
    def test_what_is_said_to_break_nothing_does_not(self, line: str) -> None:
        assert entry(line) == [("news", line[2:])]

    def test_scopes_stay(self) -> None:
        assert entry("- **client:** retry once more", "Features") == [("feature", "**client:** retry once more")]

    def test_what_a_reader_has_to_act_on_comes_first(self) -> None:
        found = entry("- A thing is new.\n\n### Added\n\n- A new limit.\n\n### Removed\n\n- The old client.")
        assert [topic for topic, _ in found] == ["end", "feature", "news"]


class TestSentences:
    @pytest.mark.parametrize(
        "line",
        [
            "- Retry once more (#12)",
            "- Retry once more #12",
            "- Retry once more ([#12](https://example.org/12)) ([1a2b3c4](https://example.org/1a2b3c4))",
            "- Retry once more ([`1a2b3c4d5e`](https://example.org/1a2b3c4d5e)), closes [#12](https://example.org/12)",
            "- Retry once more by @ada in https://example.org/pull/12",
            "- [#12](https://a.bc) [`1a2b3c4`](https://a.bc) Thanks [@ada](https://b.c)! - Retry once more",
            "- 1a2b3c4: Retry once more",
            "- Retry [once](https://example.org) more (thanks @ada)",
            "- `1a2b3c4d5` (#12 by @ada) Retry once more",
            "- 1a2b3c4 Retry once more by `@ada` in #12",
            "- Retry once more PR [#12](https://example.org/12) by [@ada](https://b.c).",
            "- Retry once more {issue}`12` {pr}`13`",
        ],
    )
    def test_links_hashes_and_numbers_are_no_part_of_a_sentence(self, line: str) -> None:
        assert entry(line, "Fixed") == [("fix", "Retry once more")]

    def test_a_number_that_the_sentence_needs_stays(self) -> None:
        assert entry("- Revert the change in #12", "Fixed") == [("fix", "Revert the change in #12")]

    @pytest.mark.parametrize("section", ["New Contributors", "❤️ Thank You", "新贡献者", "謝辞"])
    def test_who_took_part_is_no_news(self, section: str) -> None:
        assert entry("- Ada Lovelace\n- @ada made their first contribution in #12", section) == []

    def test_names_of_code_stand_without_their_roles(self) -> None:
        assert entry("- Retry {meth}`Client.get` and `{id}` once more", "Fixed") == [
            ("fix", "Retry `Client.get` and `{id}` once more")
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "By [@ada](https://b.c) in https://example.org/pull/12",
            "**Full Changelog**: https://example.org/compare/a...b",
            "Released on 2025-01-27",
            "- acme@1.2.3",
            "- Updated dependencies [1a2b3c4]:",
        ],
    )
    def test_what_says_nothing_is_left_out(self, line: str) -> None:
        assert entry(line) == []


class TestNews:
    def test_a_release_that_only_names_what_was_unreleased_quotes_nothing(self) -> None:
        old = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Export to CSV.\n\n## 1.0.0\n\n- All.\n"
        assert quotations("CHANGELOG.md", old, old.replace("## Unreleased", "## Unreleased\n\n## 1.1.0")) == ()
        assert quotations("CHANGELOG.md", old, old.replace("## Unreleased", "## 1.1.0")) == ()

    def test_entries_that_move_below_another_version_are_not_new(self) -> None:
        entry = "- Export to CSV is here."
        old = f"# Changelog\n\n## Unreleased\n\n{entry}\n\n## 1.0.0\n\n- All is new.\n"
        moved = f"## Unreleased\n\n- More to come.\n\n## 1.1.0\n\n- All else.\n{entry} (#12)"
        new = old.replace(f"## Unreleased\n\n{entry}", moved)
        assert [text for _, text in told(quotations("CHANGELOG.md", old, new))] == ["More to come.", "All else."]

    def test_a_reworded_entry_is_not_new(self) -> None:
        old = OLD.replace("A crash.", "The crash of the client when it starts twice.")
        assert quotations("CHANGELOG.md", old, old.replace("the client", "every client")) == ()

    def test_a_removed_changelog_says_nothing(self) -> None:
        assert quotations("CHANGELOG.md", OLD, "") == ()


class TestChangeFiles:
    @pytest.mark.parametrize(("level", "topic"), [("major", "breaking"), ("minor", "feature"), ("patch", "fix")])
    def test_a_changeset_tells_its_topic_by_the_step_of_the_version(self, level: str, topic: str) -> None:
        text = f'---\n"@acme/web": {level}\n"acme": patch\n---\n\nThe client waits\nfor the server.\n\nMore of it.\n'
        (found,) = quotations(".changeset/quick-cats-run.md", "", text)
        assert (found.topic, found.text, list(map(str, found.lines))) == (
            topic,
            "The client waits for the server.",
            ["R6-R7"],
        )

    def test_a_fix_of_a_whole_step_is_one(self) -> None:
        text = '---\n"acme": minor\n---\n\nfix: the client waits\n'
        assert told(quotations(".changeset/quick-cats-run.md", "", text)) == [("fix", "the client waits")]

    @pytest.mark.parametrize(
        ("path", "topic"),
        [
            ("changelog.d/12.breaking.md", "breaking"),
            ("newsfragments/12.removal.rst", "end"),
            ("news/12.feature.rst", "feature"),
            ("newsfragments/12.bugfix", "fix"),
            ("changes/12.misc.1.md", "upkeep"),
            ("changelog.d/12.change.md", "news"),
        ],
    )
    def test_a_news_fragment_tells_its_topic_by_its_name(self, path: str, topic: str) -> None:
        assert told(quotations(path, "", "The client waits for the server.\n")) == [
            (topic, "The client waits for the server.")
        ]

    def test_a_change_file_is_told_by_its_title(self) -> None:
        text = "### Count errors ([Issue #12](https://example.org/12))\n\nThere is a counter now.\n"
        assert told(quotations(".changesets/feat_count_errors.md", "", text)) == [("feature", "Count errors")]

    def test_a_change_file_that_went_says_nothing(self) -> None:
        assert quotations(".changeset/quick-cats-run.md", '---\n"acme": minor\n---\n\nIt waits.\n', "") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("``Box.load`` and `run()` of OptionParser", {"Box", "load", "run", "OptionParser"}),
        ("Set max_tokens and maxItems", {"max_tokens", "maxItems"}),
        ("Remove the old parser. It is gone", set()),
    ],
)
def test_names_of_programs_stand_in_code_or_look_like_it(text: str, names: set[str]) -> None:
    assert named_in(text) == names
