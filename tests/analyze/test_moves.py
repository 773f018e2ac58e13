"""What moved from one file of a range to another one."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Findings, LineSpan

from .sample import changed

SECTIONS = {
    "en": (
        "## Limits of the service",
        "",
        "Up to ten files are taken in one request of a reader.",
        "You may send three requests in a second, and no more.",
    ),
    "ja": (
        "## サービスの制限",
        "",
        "一度の要求で送信できるファイルは最大で 10 個までで、それを超えるものは受け付けられません。",
        "一秒あたりに送信できる要求は 3 件までで、それを超えるものは受け付けられません。",
    ),
    "zh": (
        "## 服务的限制",
        "",
        "每个请求最多可以发送十个文件，超过这个数量的文件将不会被服务接受或者处理。",
        "每秒钟最多可以发送三个请求，超过这个数量的请求将不会被服务接受或者处理。",
    ),
}
FUNCTION = (
    "def load_settings(path: str, strict: bool) -> Settings:",
    "    text = Path(path).read_text(encoding='utf-8')",
    "    return Settings.parse(text, strict=strict)",
)


def removed(path: str, *lines: str) -> FileChange:
    return changed(path, " Before it.", *(f"-{line}" for line in lines), " After it.")


def added(path: str, *lines: str) -> FileChange:
    return changed(path, " Before it.", *(f"+{line}" for line in lines), " After it.")


def read(*changes: FileChange, **blobs: str) -> list[Findings]:
    return list(read_changes(changes, {name: text.encode() for name, text in blobs.items()}))


def told(found: Findings) -> list[tuple[str, str, str, str]]:
    return [(f.subject, f.action, f.name, f.path) for f in found.findings]


class TestDocuments:
    @pytest.mark.parametrize("lines", SECTIONS.values(), ids=SECTIONS)
    def test_a_section_that_stands_elsewhere_is_neither_removed_nor_added(self, lines: tuple[str, ...]) -> None:
        old, new = read(removed("a.md", *lines), added("b.md", *lines))
        name = lines[0].removeprefix("## ")
        assert told(old) == [("heading", "moved", name, "b.md")]
        assert told(new) == [("heading", "moved", name, "a.md")]

    def test_a_move_has_its_lines_on_both_sides(self) -> None:
        old, new = read(removed("a.md", *SECTIONS["en"]), added("b.md", *SECTIONS["en"]))
        assert [(m.path, m.is_here, m.lines) for m in old.moves] == [
            ("b.md", False, (LineSpan("L", 101, 101), LineSpan("L", 103, 104)))
        ]
        assert [(m.path, m.is_here) for m in new.moves] == [("a.md", True)]

    def test_a_section_of_another_level_and_other_link_targets_is_the_same(self) -> None:
        lines = "## Limits", "", "See [the quotas of each of the services](quotas.md) before you start."
        below = "### Limits", "", "See [the quotas of each of the services](../quotas.md) before you start."
        old, new = read(removed("a.md", *lines), added("b/c.md", *below))
        assert told(old) == [("heading", "moved", "Limits", "b/c.md")]
        assert told(new) == [("heading", "moved", "Limits", "a.md")]

    def test_a_section_of_which_little_stands_elsewhere_is_removed(self) -> None:
        others = (f"This is another sentence about something else, number {n}." for n in range(9))
        old, _ = read(removed("a.md", *SECTIONS["en"], *others), added("b.md", *SECTIONS["en"][2:]))
        assert [(f.subject, f.action) for f in old.findings] == [("heading", "removed")]

    def test_a_passage_and_a_list_item_move(self) -> None:
        passage = "A passage that says enough to be known again elsewhere."
        item = "- An item that says enough to be known again elsewhere, too."
        old, _ = read(removed("a.md", passage, "", item), added("b.md", item, "", passage))
        assert {(f.subject, f.action, f.path) for f in old.findings} == {
            ("paragraph", "moved", "b.md"),
            ("item", "moved", "b.md"),
        }

    def test_an_announcement_that_moves_is_no_news(self) -> None:
        line = "You must sign in again before the old client is retired."
        assert read(added("b.md", line), added("c.md", "More of it."))[0].quotations
        assert [one.quotations for one in read(removed("a.md", line), added("b.md", line))] == [(), ()]

    def test_an_entry_of_a_change_file_is_news_of_the_changelog(self) -> None:
        line = "The client waits for the server before it starts."
        changes = removed(".changeset/quick-cats-run.md", line), added("CHANGELOG.md", f"- {line}", "")
        assert [one.text for found in read(*changes) for one in found.quotations] == [line]

    def test_a_short_line_that_stands_in_two_files_did_not_move(self) -> None:
        old, new = read(removed("a.md", "See the guide."), added("b.md", "See the guide."))
        assert [f.action for found in (old, new) for f in found.findings] == ["removed", "added"]

    def test_a_line_that_came_to_several_files_did_not_move_to_one(self) -> None:
        line = "A passage that says enough to be known again elsewhere."
        old, *_ = read(removed("a.md", line), *(added(f"{n}.md", line) for n in range(2)))
        assert [f.action for f in old.findings] == ["removed"]

    def test_a_row_moves_without_a_fact(self) -> None:
        head = " | Model | Retirement |", " |---|---|"
        row = "| acme-large-and-fast | No earlier than June 1, 2031 |"
        old, new = read(changed("a.md", *head, f"-{row}"), changed("b.md", *head, f"+{row}"))
        assert told(old) == [("row", "moved", "acme-large-and-fast", "b.md")]
        assert (old.facts, new.facts) == ((), ())

    def test_links_and_callouts_go_along_with_their_lines(self) -> None:
        lines = "> [!NOTE]", "> See [the quotas of each of the services](/quotas) before you start with it."
        old, new = read(removed("a.md", *lines), added("b.md", *lines))
        assert [(f.subject, f.action) for f in old.findings] == [("paragraph", "moved")]
        assert [(f.subject, f.action) for f in new.findings] == [("paragraph", "moved")]

    def test_a_section_moves_to_a_page_that_came(self) -> None:
        page = changed("b.md", *(f"+{line}" for line in ("# All limits", "", *SECTIONS["en"])), status=Status.ADDED)
        old, _ = read(removed("a.md", *SECTIONS["en"]), page)
        assert told(old) == [("heading", "moved", "Limits of the service", "b.md")]

    def test_a_page_that_came_tells_where_its_lines_were(self) -> None:
        lines = [f"Sentence number {n} of those that are on the other page." for n in range(4)]
        page = changed("b.md", *(f"+{line}" for line in ("# New", *lines)), status=Status.ADDED)
        _, new = read(removed("a.md", *lines), page)
        assert [(m.path, m.is_here, len(m.lines)) for m in new.moves] == [("a.md", True, 4)]


class TestSymbols:
    def test_a_symbol_that_is_in_another_module_moved(self) -> None:
        old, new = read(removed("a.py", *FUNCTION), added("b.py", *FUNCTION))
        assert told(old) == [("symbol", "moved", "load_settings", "b.py")]
        assert told(new) == [("symbol", "moved", "load_settings", "a.py")]
        assert not any(f.public for f in old.findings)

    def test_a_symbol_of_the_same_declaration_and_another_body_did_not(self) -> None:
        body = "    first = compute_the_first_thing(path)", "    return combine_all_of(first, strict)"
        old, _ = read(removed("a.py", *FUNCTION), added("b.py", FUNCTION[0], *body))
        assert ("symbol", "removed", "load_settings", "") in told(old)


class TestIncludes:
    """What an included file supplies is not gone."""

    OLD = "# T\n\n## Limits\n\nUp to ten.\n\n## End\n"
    NEW = "# T\n\n[!INCLUDE [limits](includes/limits.md)]\n\n## End\n"

    def test_a_section_and_its_anchor(self) -> None:
        page = changed(
            "docs/a.md",
            *(
                " # T",
                " ",
                "-## Limits",
                "-",
                "-Up to ten.",
                "+[!INCLUDE [limits](includes/limits.md)]",
                " ",
                " ## End",
            ),
            start=1,
        )
        part = changed("docs/includes/limits.md", " Text.", "+", "+## Limits", "+", "+Up to twelve now.")
        part = part.__class__(**{**part.__dict__, "new_blob": "2" * 40})
        blobs = {"0" * 40: self.OLD, "1" * 40: self.NEW, "2" * 40: "Text.\n\n## Limits\n\nUp to twelve now.\n"}
        found, _ = read(page, part, **blobs)
        assert found.lost_anchors == ()
        assert not [f for f in found.findings if f.action == "removed"]

    def test_without_it_the_anchor_is_lost(self) -> None:
        page = changed("docs/a.md", " # T", " ", "-## Limits", "-", "-Up to ten.", "-", " ## End", start=1)
        blobs = {"0" * 40: self.OLD, "1" * 40: "# T\n\n## End\n"}
        (found,) = read(page, **blobs)
        assert found.lost_anchors == ("limits",)

    CONTENT = (
        "You can set the strictness of every filter for each of your deployments.",
        "",
        "| Level | What it does to the text |",
        "| --- | --- |",
        "| High | Only what is plainly harmful to readers is taken out. |",
        "",
        "* GPT-4o",
        "",
        "You must ask for access before you turn off a filter.",
    )
    INCLUDE = "[!INCLUDE [filters](includes/filters.md)]"

    def pages(self, old: tuple[str, ...], new: tuple[str, ...], part: str) -> list[Findings]:
        """A page with other lines, and a file that has this now, or had it before."""
        kept = tuple(f"-{line}" if line else " " for line in old[:-1]), tuple(f"+{line}" for line in new)
        page = changed("docs/a.md", " # T", *kept[0], f"-{old[-1]}", *kept[1], start=1)
        file = changed("docs/includes/filters.md", "-Old text.", "+New text.")
        file = file.__class__(**{**file.__dict__, "old_blob": "2" * 40, "new_blob": "3" * 40})
        blobs = {"0" * 40: "\n".join(("# T", *old)), "1" * 40: "\n".join(("# T", *new))}
        return read(page, file, **blobs, **dict.fromkeys(("2" * 40, "3" * 40), part))

    def test_content_that_gave_way_to_its_include_is_told_once(self) -> None:
        found, _ = self.pages(self.CONTENT, (self.INCLUDE,), "\n".join(self.CONTENT[2:]))
        assert told(found) == [("include", "moved", self.CONTENT[0], "docs/includes/filters.md")]
        assert not found.quotations
        assert not found.facts
        assert {span.side for span in found.findings[0].lines} == {"L"}

    def test_a_line_that_is_a_part_of_a_longer_one_of_the_include_is_its_content(self) -> None:
        line = "You can set the strictness of every filter for each of your deployments and of your models."
        found, _ = self.pages((line,), (self.INCLUDE,), f"Filters are on. {line} Read more about it.")
        assert told(found) == [("include", "moved", line, "docs/includes/filters.md")]

    def test_an_include_that_has_something_else_takes_the_place_of_content(self) -> None:
        found, _ = self.pages(self.CONTENT, (self.INCLUDE,), "Text about something else, which is no filter.")
        assert [(f.subject, f.action) for f in found.findings] == [("include", "replaced")]

    def test_content_that_came_in_the_place_of_its_include_is_not_new(self) -> None:
        found, _ = self.pages((self.INCLUDE,), self.CONTENT, "\n".join(self.CONTENT))
        assert told(found) == [("include", "moved", self.CONTENT[0], "docs/includes/filters.md")]
        assert found.findings[0].moved_here
