"""What changelogs, release notes and change files are quoted for."""

from __future__ import annotations

import pytest

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
        ],
    )
    def test_links_hashes_and_numbers_are_no_part_of_a_sentence(self, line: str) -> None:
        assert entry(line, "Fixed") == [("fix", "Retry once more")]

    def test_a_number_that_the_sentence_needs_stays(self) -> None:
        assert entry("- Revert the change in #12", "Fixed") == [("fix", "Revert the change in #12")]

    @pytest.mark.parametrize(
        "line",
        [
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
