"""What an overview says first, where it lists the rest, and what it leaves to the files."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.explain.rules.passages import leading
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Action, Evidence, Fact, Finding, Kind, Source, Subject, Topic
from mkdocs_diffinsight.model.texts import Statements, markdown

from .sample import LANGUAGES, added, everything, evidence, metadata, modified, removed, report, texts
from .telling import LIMIT, code, commit, found, of, overview, phrase, quotation

CODE = Fact(FactKind.LIMIT, "1 GB", "2 GB", ("Uploads",))


def page(path: str, *findings: Finding, **fields: object) -> Evidence:
    return of(found(*findings, **fields), modified(path, "-a", "+b"))


def section(name: str, action: Action = Action.ADDED) -> Finding:
    return Finding(Subject.HEADING, action, name)


def row(name: str, section: str = "") -> Finding:
    return Finding(Subject.ROW, Action.ADDED, name, section=section)


def files_of(statements: Statements) -> list[tuple[str, ...]]:
    return [statement.files for statement in statements]


class TestHighlights:
    def test_each_document_has_one(self, rules: Rules) -> None:
        pages = [page(f"{name}.md", section("One"), row("x"), facts=(LIMIT,)) for name in "abc"]
        pages[1] = page("b.md", facts=(CODE,))
        pages[2] = page("c.md", section("Three"), row("z"))
        told = overview(rules, *pages, page("d.md", row("d")), page("e.md", row("e")))
        assert files_of(told.highlights) == [("a.md",), ("b.md",), ("c.md",), ("d.md",), ("e.md",)]

    def test_there_are_seven_at_most(self, rules: Rules) -> None:
        told = report(rules, *(added(f"{n}.md", f"# Title {n}", "Text.") for n in range(20)))
        assert len(told.highlights) == 7

    def test_what_authors_call_breaking_is_first_and_whole(self, rules: Rules) -> None:
        note = "The option `run` is gone, so that nothing starts by itself any longer; " + "call `start` instead. " * 8
        file = code("src/a.py", section("x"), commits=(commit("feat!: start by hand", f"BREAKING CHANGE: {note}"),))
        assert note.strip().rstrip(".") in overview(rules, page("a.md", facts=(LIMIT,)), file).highlights[0].text

    def test_breaks_leave_room_for_what_is_new(self, rules: Rules) -> None:
        entries = [quotation(Topic.BREAKING, f"The option `{name}` is gone.") for name in "abcdefghij"]
        log = of(found(quotations=tuple(entries)), modified("CHANGELOG.md", "+x"))
        told = overview(rules, log, page("a.md", facts=(LIMIT,)), page("b.md", row("b")))
        assert files_of(told.highlights)[-2:] == [("a.md",), ("b.md",)]
        assert len(told.breaking_changes) == 10

    def test_a_name_is_told_as_listed(self, rules: Rules) -> None:
        log = of(
            found(quotations=(quotation(Topic.NEWS, "RAG chat with Search + Python"),), title="What is new"),
            modified("whats-new.md", "+x"),
        )
        told = overview(rules, log)
        assert texts(told.highlights) == ("“What is new” now lists “RAG chat with Search + Python”.",)

    def test_values_come_before_other_words_for_a_heading(self, rules: Rules) -> None:
        renamed = Finding(Subject.HEADING, Action.RENAMED, "Related content", old="See also", new="Related content")
        told = overview(rules, page("a.md", renamed), page("b.md", row("b")))
        assert files_of(told.highlights) == [("b.md",), ("a.md",)]

    def test_what_leads_to_pages_comes_last(self, rules: Rules) -> None:
        entry = Finding(Subject.ENTRY, Action.ADDED, "Guide")
        contents = page("toc.yml", entry, kind=Kind.SETTINGS)
        told = overview(rules, contents, evidence(added("guide.md", "# Guide", "Text.")))
        assert files_of(told.highlights) == [("guide.md",), ("toc.yml",)]

    def test_an_entry_that_leads_to_a_new_document_is_told_by_it(self, rules: Rules) -> None:
        entry = Finding(Subject.ENTRY, Action.ADDED, "Guide", new="how/guide.md?view=1#start")
        contents = page("toc.yml", entry, kind=Kind.SETTINGS)
        told = overview(rules, contents, evidence(added("how/guide.md", "# Guide", "Text.")))
        assert files_of(told.highlights) == [("how/guide.md",)]

    def test_versions_of_what_a_project_depends_on_come_last(self, rules: Rules) -> None:
        versions = phrase("acme 1.2.3", "acme 1.2.4")
        told = overview(
            rules, *(page(f"requirements-{n}.txt", versions, kind=Kind.SETTINGS) for n in "ab"), page("a.md", row("a"))
        )
        assert files_of(told.highlights)[0] == ("a.md",)

    def test_a_few_words_that_say_nothing_come_last(self, rules: Rules) -> None:
        told = report(
            rules,
            modified("a.md", "+Agentic frameworks:"),
            modified("b.md", "+The limits hold for all plans."),
        )
        assert told.highlights[0].files == ("b.md",)

    def test_what_gives_way_twice_in_a_file_is_told_once(self, rules: Rules) -> None:
        facts = [
            Fact(FactKind.VERSION, "2024-02-29-preview", "2024-07-31-preview", (name,), name=name)
            for name in ("api-version", "apiVersion")
        ]
        assert everything(overview(rules, page("a.md", facts=tuple(facts)))).count("2024-07-31-preview") == 2

    def test_a_document_is_named_once_in_a_row(self, rules: Rules) -> None:
        told = overview(rules, page("a.md", section("One"), row("x"), title="The guide"))
        assert markdown(told.highlights).count("The guide") == 1

    def test_a_product_of_another_name_in_several_files_ranks(self, rules: Rules) -> None:
        words = phrase("Foo Studio", "Foo AI Portal")
        told = overview(rules, *(page(f"{n}.md", words) for n in "ab"), *(page(f"{n}.md", row(n)) for n in "cdefghijk"))
        assert files_of(told.highlights)[0] == ("a.md", "b.md")

    def test_a_version_in_the_targets_of_links_is_that_of_other_files(self, rules: Rules) -> None:
        lines = [f"[The package](https://example.org/acme/{version}/) is there." for version in ("1.0.0b2", "1.0.0b4")]
        pages = [modified(f"{n}.md", f"-{lines[0]}", f"+{lines[1]}", " ", "+It is new.") for n in "ab"]
        told = report(rules, *pages, modified("c.md", "-Install acme 1.0.0b2 now.", "+Install acme 1.0.0b4 now."))
        assert told.highlights[0].files == ("a.md", "b.md", "c.md")

    def test_a_heading_of_another_name_is_no_other_name_for_a_thing(self, rules: Rules) -> None:
        renamed = Finding(Subject.HEADING, Action.RENAMED, "Entra", old="JavaScript", new="Entra")
        told = overview(rules, *(page(f"{n}.md", renamed) for n in "ab"), page("c.md", row("c")))
        assert "gives way" not in everything(told)
        assert files_of(told.highlights) == [("c.md",), ("a.md", "b.md")]

    def test_the_same_row_in_several_sections_is_one(self, rules: Rules) -> None:
        told = overview(rules, page("a.md", row("x", "One")), page("b.md", row("x", "Two")))
        assert texts(told.highlights) == ("`a.md` and `b.md`: The table has the new row “x”.",)

    def test_a_name_written_in_another_case_is_the_same(self, rules: Rules) -> None:
        told = overview(rules, page("a.md", section("Data Zone")), page("b.md", section("Data zone")))
        assert texts(told.highlights) == ("`a.md` and `b.md`: The section “Data Zone” is new.",)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_several_pages_say_names_none_of_them_within(self, language: str) -> None:
        said = quotation(Topic.LIMIT, "At most five requests are read at once.", Source.DOCUMENT)
        files = [page(f"{name}.md", quotations=(said,)) for name in "ab"]
        (told,) = texts(overview(Rules(load_catalog(language)), *files).highlights)
        assert told.count("`a.md`") == told.count("`b.md`") == 1


class TestLists:
    def test_a_removed_statement_is_no_new_feature(self, rules: Rules) -> None:
        gone = quotation(
            Topic.AVAILABILITY, "Lists of words can be made in a preview.", Source.DOCUMENT, is_removed=True
        )
        told = overview(rules, page("a.md", section("Lists"), quotations=(gone,)))
        assert texts(told.new_features) == ("`a.md`: New section “Lists”",)

    def test_a_restriction_is_no_new_feature(self, rules: Rules) -> None:
        said = quotation(Topic.AVAILABILITY, "Uploads are only supported in one region.", Source.DOCUMENT)
        told = overview(rules, page("a.md", section("Uploads"), quotations=(said,)))
        assert "only supported" not in markdown(told.new_features)

    def test_a_new_document_is_listed_with_what_it_is_about(self, rules: Rules) -> None:
        told = report(rules, added("a.md", "# Guide", "", "It shows how to begin."))
        assert texts(told.new_features) == ("New document “Guide”: “It shows how to begin”",)

    def test_of_a_highlight_the_list_has_what_is_left(self, rules: Rules) -> None:
        told = overview(rules, page("a.md", facts=(LIMIT,)), *(page(f"{n}.md", row(n), row(n + n)) for n in "bcdefgh"))
        more = overview(
            rules, page("a.md", row("x"), facts=(LIMIT, CODE)), *(page(f"{n}.md", row(n)) for n in "bcdefgh")
        )
        assert not [one for one in told.other_updates if one.files == ("a.md",)]
        assert more.other_updates[0].files == ("a.md",)

    def test_topics_without_room_are_named_in_one_line(self, rules: Rules) -> None:
        told = overview(rules, *(page(f"{n}.md", row(str(n))) for n in range(30)))
        assert len(told.other_updates) == 13
        assert told.other_updates[-1].text.startswith("Smaller changes in 11 more files: ")
        assert len({path for one in (*told.highlights, *told.other_updates) for path in one.files}) == 30

    def test_a_line_names_its_section_once(self, rules: Rules) -> None:
        both = (section("x"), row("one", "Part"), Finding(Subject.COLUMN, Action.ADDED, "two", section="Part"))
        told = overview(rules, page("a.md", *both), *(page(f"{n}.md", row(n)) for n in "bcdef"))
        assert markdown(told.other_updates).count("Part") == 1


class TestSummary:
    def test_it_names_the_topics_that_change(self, rules: Rules) -> None:
        told = overview(
            rules,
            page("limits.md", facts=(LIMIT,), title="Limits"),
            evidence(added("guide.md", "# The guide", "Text.")),
            evidence(removed("old.md", "# The old one", "Text.")),
        )
        assert told.summary == ("“The old one” is removed. “Limits” says something new about limits.")

    def test_news_of_several_kinds_are_told_together(self, rules: Rules) -> None:
        version = Fact(FactKind.VERSION, "1.0", "2.0", ("Models",))
        pages = (page("a.md", facts=(LIMIT,)), page("b.md", facts=(version,)), page("c.md", row("c")))
        assert overview(rules, *pages).summary == (
            "`a.md` and `b.md` say something new about limits, versions, availability or other values. "
            "Rows, columns or entries of `c.md` are new, gone or renamed."
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["action", "values", "parts"])
    def test_every_kind_has_words_in_every_language(self, language: str, kind: str) -> None:
        catalog = load_catalog(language)
        kinds = {
            "action": "end deprecation requirement",
            "values": "limit price default availability value",
            "parts": "section table",
        }
        assert all("x" in catalog(f"rules.overview.about_{key}", n=1, names="x") for key in kinds[kind].split())

    def test_another_name_in_several_files_is_said_at_once(self, rules: Rules) -> None:
        words = phrase("Foo Studio", "Foo AI Portal")
        told = overview(rules, *(page(f"{n}.md", words) for n in "ab"), *(page(f"{n}.md", row(n)) for n in "cde"))
        assert told.summary.startswith("“Foo Studio” gives way to “Foo AI Portal” in 2 files")

    def test_authors_have_the_first_word(self, rules: Rules) -> None:
        entry = quotation(Topic.END, "The option `run` is gone.")
        log = of(found(quotations=(entry,)), modified("CHANGELOG.md", "+x"))
        told = overview(rules, log, *(page(f"{name}.md", row(name)) for name in "abc"))
        assert told.summary.startswith("Removed or ending: “The option `run` is gone”.")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_counts_no_files(self, language: str) -> None:
        told = report(Rules(load_catalog(language)), *(metadata(f"{name}.md") for name in "abc"))
        assert "3" not in told.summary

    def test_a_squashed_commit_without_words_is_not_told(self, rules: Rules) -> None:
        file = code("src/a.py", commits=(commit("feat: Say more", "* fix: more\n\n* fix: keep names\n"),))
        assert "“”" not in everything(overview(rules, file))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It is short.", "It is short."),
        ("It ends here. " + "More follows " * 20, "It ends here."),
        ("It is read once from its start, which " + "takes time and " * 20, "It is read once from its start…"),
        ("It is read once, as " + "long words " * 4, "It is read once, as " + "long words " * 4),
    ],
)
def test_a_quotation_ends_where_a_sentence_or_a_clause_does(text: str, said: str) -> None:
    assert leading(text.strip(), 40 if "long" not in text else 60) == said.strip()
