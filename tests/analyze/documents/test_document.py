"""What a diff of a document changes: headings, paragraphs, lists, callouts, links."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.documents.words import elements
from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.findings import Action, Findings, Form, Noise, Subject

from ..sample import changed, read, told


class TestDocuments:
    def test_a_new_heading_stands_for_the_lines_below_it(self) -> None:
        found = read("a.md", " Intro.", "+", "+## Limits", "+", "+Ten per day.", "+", "+- one", " ")
        assert told(found) == [("heading", "added", "Limits", "", "Ten per day.")]

    def test_a_heading_with_other_words_is_renamed(self) -> None:
        found = read("a.md", "-## Install the tool", "+## Install the plugin", " ")
        assert told(found) == [("heading", "renamed", "", "Install the tool", "Install the plugin")]

    def test_a_comment_in_a_code_block_is_no_heading(self) -> None:
        found = read("a.md", " ```bash", "+# first step", "+make", " ```")
        assert {f.subject for f in found.findings} == {Subject.LINE}

    def test_a_fence_is_closed_by_its_own_kind(self) -> None:
        found = read("a.md", " Text.", "+````markdown", "+```python", "+x = 1", "+```", "+````", "+## After", " ")
        assert told(found) == [("heading", "added", "After", "", ""), ("block", "added", "markdown", "", "")]

    def test_a_repeated_key_of_front_matter_is_told_once_changed(self) -> None:
        found = read("a.md", " ---", "-author: one", "-author: two", " kept: 1", "+author: three", " ---", start=1)
        assert [f.action for f in found.findings] == ["changed", "removed"]

    def test_a_tab_heading_is_named_by_its_label(self) -> None:
        found = read("a.md", "+# [Python](#tab/python)", "+", "+Text.")
        assert [f.name for f in found.findings] == ["Python"]

    @pytest.mark.parametrize("section", ["ms.author: someone", "Some sentence that git took for a function"])
    def test_what_git_prints_beside_a_hunk_is_no_section(self, section: str) -> None:
        (finding,) = read("a.md", "-The old limit is 10.", "+The old limit is 20.", section=section).findings
        assert finding.section == ""

    def test_the_heading_above_a_line_is_its_section(self) -> None:
        (finding,) = read("a.md", " ## Quotas", " ", "-The limit is 10.", "+The limit is 20.").findings
        assert (finding.section, finding.old, finding.new) == ("Quotas", "10", "20")

    def test_front_matter_changes_key_by_key(self) -> None:
        found = read(
            "a.md", " ---", " title: A", "-date: 2024-01-02", "+date: 2024-02-03", "+author: b", " ---", start=1
        )
        assert found.form is Form.METADATA
        assert told(found) == [
            ("metadata", "changed", "date", "2024-01-02", "2024-02-03"),
            ("metadata", "added", "author", "", "b"),
        ]

    def test_an_item_of_a_metadata_list_belongs_to_its_key(self) -> None:
        (finding,) = read("a.md", " ---", " tags:", "   - a", "+  - b", " ---", start=1).findings
        assert (finding.name, finding.new) == ("tags", "b")

    def test_a_list_below_the_front_matter_is_no_metadata(self) -> None:
        found = read("a.md", " - An item", "+- Another item", " ", section="author: someone", start=20)
        assert [f.subject for f in found.findings] == [Subject.ITEM]

    def test_a_link_with_another_target_is_retargeted(self) -> None:
        found = read("a.md", "-See [the guide](old.md) now.", "+See [the guide](new.md) now.")
        assert told(found) == [("link", "changed", "the guide", "old.md", "new.md")]

    def test_a_link_of_the_same_words_in_another_section_is_another_link(self) -> None:
        lines = " ## One", "-See [the log](one.md).", "-", " ## Two", "+See", "+[the log](two.md) then."
        found = [f for f in read("a.md", *lines).findings if f.subject is Subject.LINK]
        assert [(f.action, f.old, f.new) for f in found] == [("removed", "one.md", ""), ("added", "", "two.md")]

    def test_a_link_that_only_moved_is_not_told(self) -> None:
        found = read("a.md", "-See [x](x.md) first.", " Between.", "+Then [x](x.md) again here.")
        assert not [f for f in found.findings if f.subject is Subject.LINK]

    @pytest.mark.parametrize(
        ("line", "subject", "target"),
        [
            ("![Chart](img/a.png)", Subject.IMAGE, "img/a.png"),
            (':::image type="content" source="media/b.png" alt-text="B":::', Subject.IMAGE, "media/b.png"),
            ('<img src="c.png" alt="C">', Subject.IMAGE, "c.png"),
            ("[!INCLUDE [part](includes/d.md)]", Subject.INCLUDE, "includes/d.md"),
            ("[ref]: https://example.org/e", Subject.LINK, "https://example.org/e"),
        ],
    )
    def test_images_includes_and_references_are_told_apart(self, line: str, subject: Subject, target: str) -> None:
        found = read("a.md", " Text.", "+" + line)
        assert [(f.subject, f.new) for f in found.findings] == [(subject, target)]

    def test_a_table_cell_is_named_by_its_row(self) -> None:
        found = read(
            "a.md", " | Model | Limit |", " | --- | --- |", "-| `small` | 10 |", "+| `small` | 20 |", "+| `big` | 99 |"
        )
        assert told(found) == [("row", "changed", "small", "10", "20"), ("row", "added", "big", "", "")]

    def test_a_code_block_is_named_by_its_language(self) -> None:
        found = read("a.md", " Run:", "+", "+```python", "+print(1)", "+```")
        assert told(found) == [("block", "added", "python", "", "")]

    def test_a_callout_is_named_by_its_kind(self) -> None:
        found = read("a.md", " Text.", "+> [!WARNING]", "+> Mind the gap.")
        assert ("note", "added", "WARNING", "", "") in told(found)

    def test_rewrapped_lines_are_white_space(self) -> None:
        found = read("a.md", "-one two three", "-four", "+one two", "+three four")
        assert (found.form, found.findings) == (Form.WHITESPACE, ())

    def test_rewrapped_output_is_white_space(self) -> None:
        lines = ("-The book shows the Earth as a system. It combines images.", "-- One.")
        more = ("+The book shows the Earth", "+as a system. It combines", "+- images.", "+- One.")
        found = read("a.md", " It looks like this:", " ", " ```", *lines, *more, " ```")
        assert (found.form, found.noise, found.findings) == (Form.WHITESPACE, Noise.WHITESPACE, ())

    def test_rewrapped_lines_beside_changed_ones_are_not_told(self) -> None:
        found = read("a.md", "-One two", "-three.", "+One two three.", " ", "-A kept word.", "+A changed word.")
        assert told(found) == [("phrase", "changed", "", "kept", "changed")]

    def test_a_fence_below_a_blank_line_opens_a_code_block(self) -> None:
        found = read(
            "a.md", " It looks like this:", " ", " ```", "-old words of the sample", "+other words of it", " ```"
        )
        assert found.findings[0].subject is Subject.LINE

    def test_a_fence_below_code_closes_the_block(self) -> None:
        found = read("a.md", " print(1)", " ```", " ", "-This is the text of before.", "+There is another text now.")
        assert found.findings[0].subject is not Subject.LINE

    def test_lines_in_another_order_are_moved(self) -> None:
        assert read("a.md", "-first line", " kept line", "+first line").form is Form.MOVED

    def test_a_rewritten_line_is_a_reworded_passage(self) -> None:
        old = "You must first install the package and then configure it by hand."
        new = "Before you configure anything, the package has to be on your machine."
        assert [(f.subject, f.action) for f in read("a.md", "-" + old, "+" + new).findings] == [
            (Subject.PARAGRAPH, Action.CHANGED)
        ]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("specific version like Foo 2 and", "model you can"),
            ("and", "North Bay, South Bay, and"),
            ("several models of the Foo Turbo", "Bar mini"),
            ("fast answers", "careful reading"),
        ],
    )
    def test_words_that_make_no_sense_alone_are_a_reworded_passage(self, old: str, new: str) -> None:
        rest = "deploy in the region where the people are who wait for them"
        (finding,) = read("a.md", f"-Choose the {old} {rest}.", f"+Choose the {new} {rest}.").findings
        assert (finding.subject, finding.action) == (Subject.PARAGRAPH, Action.CHANGED)
        assert finding.new == f"Choose the {new} {rest}."

    def test_code_that_makes_no_sense_alone_is_a_changed_line(self) -> None:
        lines = (" ```python", "-if ready and waiting: run(1)", "+if not slow or fast: run(1)", " ```")
        assert [f.subject for f in read("a.md", *lines).findings] == [Subject.LINE]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Foo Studio", "Bar Portal"),
            ("Foo 3.5 Turbo", "Bar-4o mini"),
            ("`foo_bar`", "`bar`"),
            ("US", "US, EU"),
            ("blue pages", "red pages"),
            ("this", "each"),
        ],
    )
    def test_names_terms_and_single_words_are_replaced_words(self, old: str, new: str) -> None:
        rest = "in the region where the people are who wait for them"
        (finding,) = read("a.md", f"-Run {old} {rest}.", f"+Run {new} {rest}.").findings
        assert finding.subject is Subject.PHRASE

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            (
                "a.md",
                "Send `0c91f6c4-2a41-4b55-9d6e-1fb2a37c7c11` with every request that you make.",
                "Send `00000000-0000-0000-0000-000000000000` with every request that you make.",
            ),
            ("a.yml", "app: 00000000-0000-0000-0000-000000000000", "app: aaaa0a0a-bb1b-cc2c-dd3d-eeeeee4e4e4e"),
            ("a.md", "Set the key to XXXXXXXX.", "Set the key to XXXX."),
            ("a.md", "| id | 0000000000 | no |", "| id | aaaaaaaa | no |"),
        ],
    )
    def test_sample_identifiers_are_no_words_and_no_facts(self, path: str, old: str, new: str) -> None:
        found = read(path, f"-{old}", f"+{new}")
        assert {f.subject for f in found.findings} == {Subject.SAMPLE}
        assert found.facts == ()

    def test_a_number_beside_a_sample_identifier_is_told(self) -> None:
        found = read("a.md", "-Send 10 to XXXXXXXX.", "+Send 20 to XXXXXXXX.")
        assert [(fact.old, fact.new) for fact in found.facts] == [("10", "20")]

    def test_the_answer_of_a_new_question_is_no_key(self) -> None:
        lines = (" sections:", "+  - question: Is it free?", "+    answer: |", "+      It is.")
        found = read("faq.yml", *lines)
        assert ("entry", "added", "Is it free?", "", "It is.") in told(found)
        assert not any(f.subject is Subject.SETTING for f in found.findings)

    def test_a_value_of_a_new_entry_is_a_key(self) -> None:
        found = read("a.yml", " - name: foo", "   port: 80", "+- name: bar", "+  port: 81")
        assert ("setting", "added", "port", "", "81") in told(found)

    def test_a_callout_of_another_kind_is_one_change(self) -> None:
        found = read("a.md", " Text.", "-> [!NOTE]", "+> [!IMPORTANT]", " > Mind the gap.")
        assert told(found) == [("note", "changed", "", "NOTE", "IMPORTANT")]

    def test_quotation_marks_alone_are_punctuation(self) -> None:
        assert [f.subject for f in read("a.md", "-It doesn’t run.", "+It doesn't run.").findings] == [
            Subject.PUNCTUATION
        ]

    def test_a_new_document_is_outlined(self) -> None:
        lines = ("---", "title: The Guide", "description: How to.", "---", "# Guide", "## One", "```sh", "x", "```")
        found = read_findings(changed("a.md", *("+" + line for line in lines), start=1, status=Status.ADDED))
        assert found.outline is not None
        assert found.outline.title == "The Guide"
        assert found.outline.description == "How to."
        assert found.outline.headings == ("Guide", "One")
        assert found.outline.languages == ("sh",)


class TestSections:
    def test_a_section_that_came_in_the_place_of_another_replaces_it(self) -> None:
        found = read("a.md", " x", "-## Old way", "-", "-Do this.", "+## Bora setup", "+", "+Click there now.", " x")
        assert [(f.subject, f.action, f.old, f.new) for f in found.findings] == [
            ("heading", "replaced", "Old way", "Bora setup")
        ]

    def test_a_passage_with_the_same_start_is_a_reworded_one(self) -> None:
        long = "that stands in for the one which was used before, with all of its many settings and its own ways"
        found = read("a.md", " x", f"-- A deployed model {long}", "+- A deployed model (see below)", " x")
        assert "added" not in [f.action for f in found.findings]


class TestLabels:
    def test_an_entry_of_several_lines_is_named_by_its_first(self) -> None:
        lines = (" sections:", "+  - question: |", "+      Is it free?", "+    answer: |", "+      Yes.")
        assert ("entry", "added", "Is it free?", "", "") in told(read("faq.yml", *lines))

    def test_metadata_of_settings_is_metadata(self) -> None:
        found = read("faq.yml", " metadata:", "-  ms.date: 1/1/2024", "+  ms.date: 1/2/2024")
        assert ([f.subject for f in found.findings], found.facts) == (["metadata"], ())


def test_other_words_in_an_element_of_a_list_are_no_other_element() -> None:
    rest = "the Other Kit for Python, the Third Tool, or templates."
    found = told(read("a.md", f"-If so, use the Foo Studio, {rest}", f"+If so, use the Bar Portal, {rest}"))
    assert found == [("phrase", "changed", "", "Foo Studio", "Bar Portal")]


def test_the_elements_of_a_list_keep_their_letters() -> None:
    assert elements("Switzerland North, Tenor East, and Sweden") == ["Switzerland North", "Tenor East", "Sweden"]


class TestNoNews:
    """Case, white space, hyphens and the numbers of footnotes say nothing new."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("The Log in page is here.", "The login page is here."),
            ("A long running task starts.", "A long-running task starts."),
            ("The API Version is shown.", "The API version is shown."),
            ("It does not work and they are gone.", "It doesn't work and they’re gone."),
            ("It is free<sup>1</sup> now.", "It is free<sup>2</sup> now."),
            ("It is free[^1] now.", "It is free[^2] now."),
            ("無料です[^1]。はい。", "無料です[^2]。はい。"),
            ("可以免费使用<sup>1</sup>。", "可以免费使用<sup>3</sup>。"),
        ],
    )
    def test_of_a_sentence(self, old: str, new: str) -> None:
        found = read("a.md", f"-{old}", f"+{new}")
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}
        assert found.facts == ()

    def test_of_a_heading(self) -> None:
        found = read("a.md", "-## Get Started", "+## Get started", " ")
        assert [f.subject for f in found.findings] == [Subject.PUNCTUATION]

    def test_but_a_hyphen_between_numbers_is(self) -> None:
        found = read("a.md", "-Choose 2-3 of the small ones.", "+Choose 23 of the small ones.")
        assert Subject.PUNCTUATION not in {f.subject for f in found.findings}


class TestDirectives:
    """What is for the program that makes the page is no prose."""

    @pytest.mark.parametrize(
        "line",
        [
            '::: zone pivot="programming-language-python"',
            "::: zone-end",
            "::: moniker-end",
            ":::row:::",
            "{% if page.title %}",
            "{{< tabs name=one >}}",
            "<!-- a note to the authors -->",
            '<details class="x">',
            'import Tabs from "@theme/Tabs";',
            ".. toctree::",
            "[!notoc]",
        ],
    )
    def test_a_directive_that_came_is_no_passage(self, line: str) -> None:
        found = read("a.md", " Text.", f"+{line}", " More.")
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}

    def test_a_changed_directive_is_no_changed_phrase(self) -> None:
        found = read("a.md", '-::: zone pivot="old-one"', '+::: zone pivot="new-one"')
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}

    def test_a_moniker_range_says_which_versions_a_part_is_for(self) -> None:
        lines = " ## Limits", '-::: moniker range=">=acme-2.0"', '+::: moniker range=">=acme-3.0"', " Text."
        found = read("a.md", *lines)
        assert told(found) == [("setting", "changed", "moniker range", ">=acme-2.0", ">=acme-3.0")]
        assert [(f.kind, f.where) for f in found.facts] == [("version", ("Limits", "moniker range"))]

    def test_the_range_of_a_part_that_stays_is_told_beside_one_that_went(self) -> None:
        lines = (
            '-::: moniker range="acme-2.0"',
            "-",
            "-Read the old guide.",
            "-::: moniker-end",
            '-::: moniker range="acme-3.0"',
            '+::: moniker range=">=acme-2.0"',
            " ",
            " Send a request.",
        )
        monikers = [(f.action, f.old, f.new) for f in read("a.md", *lines).findings if f.subject is Subject.SETTING]
        assert monikers == [("changed", "acme-3.0", ">=acme-2.0"), ("removed", "acme-2.0", "")]

    def test_the_moniker_range_of_a_page_is_a_version_too(self) -> None:
        lines = " ---", "-monikerRange: 'acme-2.0'", "+monikerRange: '>=acme-2.0'", " ---"
        assert [(f.kind, f.old, f.new) for f in read("a.md", *lines, start=1).facts] == [
            ("version", "acme-2.0", ">=acme-2.0")
        ]

    @pytest.mark.parametrize(
        "line",
        [
            ':::code language="python" source="~/samples/a.py" range="1-9":::',
            '--8<-- "~/samples/a.py"',
            '{% include "~/samples/a.py" %}',
            ".. literalinclude:: ~/samples/a.py",
            "include::~/samples/a.py[]",
        ],
    )
    def test_other_ways_to_include_a_file_are_includes(self, line: str) -> None:
        assert told(read("a.md", " Text.", f"+{line}")) == [("include", "added", "", "", "~/samples/a.py")]

    def test_the_label_of_an_include_is_no_prose(self) -> None:
        found = read("a.md", "-[!INCLUDE [Feature preview](a.md)]", "+[!INCLUDE [feature-preview](b.md)]")
        assert told(found) == [("include", "changed", "", "a.md", "b.md")]

    def test_callouts_of_other_generators_are_callouts(self) -> None:
        assert ("note", "added", "warning", "", "") in told(read("a.md", " Text.", "+::: warning", "+Mind it."))


class TestComments:
    """What is commented out stands nowhere."""

    COMMENTED = ("<!--", "## Hidden", "It is not shown.", "| a | b | c |", "-->")

    def test_a_comment_of_several_lines_is_no_prose(self) -> None:
        found = read("a.md", " Text.", *(f"+{line}" for line in self.COMMENTED), " More.")
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}

    def test_by_the_whole_file_too(self) -> None:
        """The hunk does not show where the comment starts."""
        old = "# T\n\n## One\n\n<!-- A note\n" + "line\n" * 9 + "-->\n\nThe text is here.\n"
        new = old.replace("line\n-->", "A limit of 10 files.\n-->").replace("is here", "stays here")
        lines = (
            " line",
            " line",
            " line",
            "-line",
            "+A limit of 10 files.",
            " -->",
            " ",
            "-The text is here.",
            "+The text stays here.",
        )
        found = read_findings(changed("a.md", *lines, start=11), whole=Whole(old.encode(), new.encode()))
        assert [(f.subject, f.section) for f in found.findings] == [("phrase", "One")]

    def test_a_comment_that_never_ends_hides_nothing(self) -> None:
        new = "# T\n\n<!-- open\n\n## One\n\nText.\n"
        lines = " ## One", " ", "-Old words.", "+Text."
        found = read_findings(changed("a.md", *lines, start=5), whole=Whole(new.encode(), new.encode()))
        assert {f.section for f in found.findings} == {"One"}


class TestReplacements:
    """What came right in the place of something else replaces it."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Foo bar baz qux.", "Totally other words stand now."),
            ("- Old thing", "- Something entirely different stands there"),
            ("これは古い文です。", "新しく別の内容になりました"),
            ("旧句子已经过时。", "现在改为完全不同内容"),
        ],
    )
    def test_one_passage_in_the_place_of_another(self, old: str, new: str) -> None:
        (finding,) = read("a.md", " Before.", f"-{old}", f"+{new}", " After.").findings
        assert (finding.subject, finding.action) in {
            (Subject.PARAGRAPH, Action.REPLACED),
            (Subject.PARAGRAPH, Action.CHANGED),
        }
        assert (finding.old, finding.new) == (old.removeprefix("- "), new.removeprefix("- "))

    def test_two_passages_in_the_place_of_one_are_none(self) -> None:
        found = read("a.md", "-Foo bar baz qux.", "+Totally other words.", "+", "+And one more of them.")
        assert Action.REPLACED not in [f.action for f in found.findings]

    def test_an_include_takes_the_place_of_a_callout(self) -> None:
        lines = "-> [!NOTE]", "-> It is in preview.", "+[!INCLUDE [preview](includes/preview.md)]"
        assert told(read("a.md", " Text.", *lines, " More.")) == [
            ("include", "replaced", "", "It is in preview.", "includes/preview.md")
        ]

    def test_an_include_takes_the_place_of_a_section(self) -> None:
        lines = "-## Limits", "-", "-Up to ten.", "+[!INCLUDE [limits](limits.md)]"
        assert told(read("a.md", " Text.", *lines, " More.")) == [("include", "replaced", "", "Limits", "limits.md")]


class TestReleases:
    """The headings of a changelog are known by their versions."""

    def test_another_version_is_another_section(self) -> None:
        lines = (
            "-## 1.2.0 (2025-01-27)",
            "+## 1.3.0 (2025-02-27)",
            "+",
            "+- One more.",
            "+",
            "+## 1.2.0 (27 January 2025)",
        )
        assert told(read("CHANGELOG.md", *lines, " ", " - One."))[:2] == [
            ("heading", "renamed", "", "1.2.0 (2025-01-27)", "1.2.0 (27 January 2025)"),
            ("heading", "added", "1.3.0 (2025-02-27)", "", "One more."),
        ]

    def test_one_version_does_not_replace_another(self) -> None:
        lines = "-## 1.2.0", "-", "-- One.", "+## 2.0.0", "+", "+- Two are there now."
        actions = [f.action for f in read("CHANGELOG.md", " # All", " ", *lines).findings]
        assert Action.REPLACED not in actions
        assert Action.RENAMED not in actions


class TestSameContent:
    def test_a_section_with_other_words_above_the_same_lines_has_another_heading(self) -> None:
        lines = (
            "-## Run a query",
            "+A client shows how it works in the language that you know best.",
            " ",
            "-1. Select the view of the query, which shows all of its text.",
            "+## Send your text",
            " ",
            "-1. Replace the template with a query of your own, which has a text.",
            "+1. Select the view of the query, which shows most of its text.",
            "+1. Replace the template with a query of your own, which has your text.",
            " ",
            "-1. Send it and look at the results of the service below it.",
            "+1. Send it and look at the results of the service next to it.",
        )
        found = read("a.md", *lines)
        headings = [(f.action, f.old, f.new) for f in found.findings if f.subject is Subject.HEADING]
        assert headings == [("renamed", "Run a query", "Send your text")]

    def test_a_passage_that_stands_in_a_new_section_reworded_is_not_gone(self) -> None:
        lines = (
            "-Support is available with the version of August for all models and in the version of May for two:",
            " ",
            " More text.",
            " ",
            "+## Versions",
            "+",
            "+Support is available with version 3.0 of August for all models and in version 3.1 of May for two:",
            "+",
            "+Read more about it.",
        )
        assert [(f.subject, f.action) for f in read("a.md", *lines).findings] == [("heading", "added")]

    def test_an_element_that_a_list_had_twice_is_not_gone(self) -> None:
        row = "| Acme 7B <br> Acme 7B <br> Acme 70B | East |", "| Acme 7B <br> Acme 70B | East |"
        found = read("a.md", " | Model | Region |", " | --- | --- |", f"-{row[0]}", f"+{row[1]}")
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}
        found = read("a.md", "-Regions: North, East, East, West", "+Regions: North, East, West")
        assert {f.subject for f in found.findings} == {Subject.PUNCTUATION}


def read_whole(*lines: str) -> Findings:
    """A document of which all lines are shown."""
    sides = (("\n".join(line[1:] for line in lines if line[0] in (" ", mark))).encode() for mark in "-+")
    return read_findings(changed("a.md", *lines, start=1), whole=Whole(*sides))


class TestRemarks:
    SAMPLE = (
        '"""',
        "# Give the query. It's sent to the engine as well.",
        "query = ask()",
        "# Send it",
        "client.send(query)",
    )

    def test_a_comment_of_code_without_its_fence_is_no_heading(self) -> None:
        lines = [f" {line}" for line in self.SAMPLE]
        lines.insert(2, "+# The query has both parts. One of them is a vector.")
        found = read_whole(*lines)
        assert not [f for f in found.findings if f.subject in (Subject.HEADING, Subject.CAPTION)]
        assert not found.title

    def test_a_first_heading_below_other_ones_is_no_title(self) -> None:
        assert not read_whole(" ## Part", " ", " # Guide", " ", "+Text.").title
        assert read_whole(" [a badge](b.md)", " ", " # Guide", " ", "+Text.").title == "Guide"
