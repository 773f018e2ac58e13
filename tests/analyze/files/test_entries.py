"""What a diff changes in lists of links: tables of contents, landing pages, navigations."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.findings import Action, Finding

from ..sample import changed, read, told

ONE, OTHER = (" - name: Start", "   href: start.md"), (" - name: End", "   href: end.md")


def entries(*lines: str, path: str = "toc.yml") -> list[tuple[str, str, str, str]]:
    """What happened to the entries of a file that a hunk shows as a whole."""
    return [(f.action, f.name, f.old, f.new) for f in findings(*lines, path=path)]


def findings(*lines: str, path: str = "toc.yml") -> list[Finding]:
    old, new = ("\n".join(line[1:] for line in lines if line[0] in (" ", side)).encode() for side in "-+")
    return list(read_findings(changed(path, *lines, start=1), whole=Whole(old, new)).findings)


class TestNames:
    def test_an_entry_with_another_name_is_renamed(self) -> None:
        found = read("toc.yml", *ONE, "-- name: Old name", "+- name: New name", "   href: same.md")
        assert told(found) == [("entry", "renamed", "same.md", "Old name", "New name")]

    def test_an_entry_that_leads_elsewhere_is_the_same(self) -> None:
        found = read("toc.yml", " - name: Guide", "-  href: a.md", "+  href: b.md")
        assert told(found) == [("entry", "changed", "Guide", "a.md", "b.md")]

    def test_an_entry_in_the_place_of_another_one_replaces_it(self) -> None:
        lines = ("-- name: Use it securely", "-  href: securely.md", "+- name: Access", "+  href: access.md")
        (found,) = findings(*ONE, *lines, *OTHER)
        assert (found.action, found.old, found.new) == (Action.REPLACED, "Use it securely", "Access")
        assert found.cells == (("Use it securely", "securely.md"), ("Access", "access.md"))

    def test_one_of_several_that_went_is_not_replaced(self) -> None:
        lines = ("-- name: A", "-  href: a.md", "-- name: B", "-  href: b.md", "+- name: C", "+  href: c.md")
        assert {action for action, *_ in entries(*ONE, *lines)} == {"added", "removed"}

    def test_a_page_that_stands_twice_goes_where_its_lines_do(self) -> None:
        guide = (" - name: Use", "   items:", "   - name: Guide", "     href: guide.md", " - name: Secure", "   items:")
        (found,) = findings(*guide, "-  - name: Guide", "-    href: guide.md", "   - name: Keys", "     href: k.md")
        assert (found.action, found.section) == (Action.REMOVED, "Secure")

    def test_a_short_name_elsewhere_is_that_of_another_page(self) -> None:
        lines = (" - name: A", "   items:", "-  - name: Overview", "-    href: a.md", "   - name: X", "     href: x.md")
        more = (" - name: B", "   items:", "+  - name: Overview", "+    href: b.md", "   - name: Y", "     href: y.md")
        assert [action for action, *_ in entries(*lines, *more)] == ["removed", "added"]


class TestPlaces:
    def test_an_entry_elsewhere_has_moved(self) -> None:
        found = read("toc.yml", "-- name: A", "-  href: a.md", *OTHER, "+- name: A", "+  href: a.md")
        assert told(found) == [("entry", "moved", "A", "", "")]

    def test_an_entry_under_another_one_names_both(self) -> None:
        gone = (
            " - name: One",
            "   items:",
            "-  - name: Guide",
            "-    href: guide.md",
            "   - name: X",
            "     href: x.md",
        )
        come = (
            " - name: Two",
            "   items:",
            "   - name: Y",
            "     href: y.md",
            "+  - name: Guide",
            "+    href: guide.md",
        )
        assert entries(*gone, *come) == [("moved", "Guide", "One", "Two")]

    def test_a_group_is_renamed_where_its_entries_stand_under_another_name(self) -> None:
        inside = [f"{mark}  {line}" for mark in "-+" for line in ("- name: Guide", "  href: guide.md")]
        lines = ("-- name: Old group", "-  items:", *inside[:2], *ONE, "+- name: New group", "+  items:", *inside[2:])
        assert entries(*lines) == [("renamed", "", "Old group", "New group"), ("moved", "New group", "", "")]

    def test_what_moves_along_with_its_group_is_not_told(self) -> None:
        group = ("- name: Group", "  items:", "  - name: Guide", "    href: guide.md")
        lines = (*("-" + line for line in group), *ONE, *("+" + line for line in group))
        assert entries(*lines) == [("moved", "Group", "", "")]

    def test_new_entries_of_a_new_group_are_told_with_it(self) -> None:
        (found,) = findings(*ONE, "+- name: Group", "+  items:", "+  - name: Guide", "+    href: guide.md")
        assert (found.action, found.name, found.cells) == (Action.ADDED, "Group", (("Guide", "guide.md"),))

    def test_a_list_of_a_landing_page_is_called_by_its_title(self) -> None:
        page = (" landingContent:", "   - title: About", "     linkLists:", "       - linkListType: overview")
        links = ("         links:", "           - text: One", "             url: one.md")
        (found,) = findings(*page, " " + links[0], "+" + links[1], "+" + links[2], path="index.yml")
        assert (found.name, found.section) == ("One", "About")


class TestNavigations:
    """A navigation of MkDocs gives pages their names as keys."""

    def test_pages_are_entries(self) -> None:
        lines = (" nav:", "   - Home: index.md", "-  - Guide: guide.md", "+  - Manual: guide.md")
        assert entries(*lines, path="mkdocs.yml") == [("renamed", "guide.md", "Guide", "Manual")]

    def test_a_group_has_its_pages(self) -> None:
        lines = (
            " nav:",
            "   - Home: index.md",
            "+  - API:",
            "+    - Client: api/client.md",
            "+    - Server: api/server.md",
        )
        (found,) = findings(*lines, path="mkdocs.yml")
        assert (found.name, found.section) == ("API", "")
        assert found.cells == (("Client", "api/client.md"), ("Server", "api/server.md"))

    def test_what_else_is_listed_is_set_by_keys(self) -> None:
        lines = (" plugins:", "   - search:", "-      lang: en", "+      lang: ja")
        assert told(read("mkdocs.yml", *lines)) == [("setting", "changed", "lang", "en", "ja")]


def test_what_a_search_finds_an_entry_by_is_metadata() -> None:
    found = read("toc.yml", " - name: Guide", "   href: guide.md", "-  displayName: query")
    assert told(found) == [("metadata", "removed", "displayName", "query", "")]
