"""What the rules read from a diff."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.lines.edits import narrowed, replaced_words
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.language.quoting import code_span, display, escape
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Action, Finding, Findings, Form, Kind, Subject

from .sample import changed


def read(path: str, *lines: str, section: str = "", start: int = 100) -> Findings:
    return read_findings(changed(path, *lines, section=section, start=start))


def told(found: Findings) -> list[tuple[str, str, str, str, str]]:
    return [(f.subject, f.action, f.name, f.old, f.new) for f in found.findings]


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
        assert ("entry", "added", "Is it free?", "", "") in told(found)
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


TABLE = (" ## Models", " ", " | Model | Retirement | Vendor |", " |---|---|---|")


class TestTables:
    def test_a_new_row_keeps_its_cells(self) -> None:
        found = read("a.md", *TABLE, "+| acme | 2025-10-01 | Acme |")
        assert found.findings[0].cells == (("Retirement", "2025-10-01"), ("Vendor", "Acme"))

    def test_the_dates_of_a_new_row_are_facts(self) -> None:
        (fact,) = read("a.md", *TABLE, "+| acme | No earlier than 2025-10-01 | Acme |").facts
        assert (fact.kind, fact.old, fact.new) == ("date", "", "No earlier than 2025-10-01")
        assert (fact.section, fact.name, fact.column) == ("Models", "acme", "Retirement")

    def test_a_date_in_a_cell_needs_no_head(self) -> None:
        (fact,) = read("a.md", " | x | y |", "+| acme | No earlier than October 1, 2025 |", " | z | y |").facts
        assert (fact.kind, fact.name, fact.new) == ("date", "acme", "No earlier than October 1, 2025")

    def test_a_fact_of_two_places_says_which(self) -> None:
        (fact,) = read("a.md", *TABLE[2:], "-| acme | 2025-10-01 | Acme |", "+| acme | 2025-11-01 | Acme |").facts
        assert (fact.where, fact.section, fact.name, fact.column) == (("acme", "Retirement"), "", "acme", "Retirement")

    def test_another_head_is_another_column(self) -> None:
        lines = ("-| Model | Retirement |", "+| Model | End |", " |---|---|", " | acme | 2025 |")
        assert told(read("a.md", *lines)) == [("column", "renamed", "", "Retirement", "End")]

    def test_a_new_column_is_no_change_of_its_rows(self) -> None:
        old = ("-| Model | End |", "-|---|---|", "-| acme | 2025 |", "-| bora | 2026 |")
        new = ("+| Model | Size | End |", "+|---|---|---|", "+| acme | 7 | 2025 |", "+| bora | 8 | 2027 |")
        assert told(read("a.md", *old, *new)) == [
            ("column", "added", "Size", "", ""),
            ("row", "changed", "bora", "2026", "2027"),
        ]

    def test_rows_need_no_bars_at_their_ends(self) -> None:
        lines = (" Model | End | Vendor", " --- | --- | ---", "+acme | 2025 | Acme")
        assert told(read("a.md", *lines)) == [("row", "added", "acme", "", "")]

    def test_rows_that_only_stand_elsewhere_do_not_change_their_names(self) -> None:
        old = ("-| north | 10 units in all |", "-| south | 20 units in all |")
        new = ("+| east | 10 units in all |", "+| north | 20 units in all |")
        found = told(read("a.md", " | Place | Size |", " |---|---|", *old, *new))
        assert ("row", "changed", "Place", "north", "east") not in found
        assert ("row", "added", "east", "", "") in found

    def test_of_a_long_list_in_a_cell_the_elements_are_told(self) -> None:
        places = "North Land<br>South Land<br>East Land<br>West Land<br>Far Land"
        found = read("a.md", *TABLE, f"-| acme | {places} | x |", f"+| acme | {places}<br>New Land | x |")
        assert told(found) == [("row", "changed", "acme", "", "New Land")]


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


class TestWords:
    @pytest.mark.parametrize(
        ("old", "new", "replaced"),
        [
            ("Use Acme Web Studio now.", "Use Acme Web Foundry now.", ("Acme Web Studio", "Acme Web Foundry")),
            ("Version 2024-09-12 is out.", "Version 2024-10-01 is out.", ("2024-09-12", "2024-10-01")),
            ("In Studio you start.", "In Foundry you start.", ("Studio", "Foundry")),
            ("Open the portal.", "Open the Acme portal.", ("portal", "Acme portal")),
            ("It is a guide.", "It is the guide.", ("a guide", "the guide")),
            ("設定を変更します。", "設定を保存します。", ("変更", "保存")),
        ],
    )
    def test_the_precise_words_are_found(self, old: str, new: str, replaced: tuple[str, str]) -> None:
        assert [(part.old, part.new) for part in replaced_words(old, new)] == [replaced]

    def test_long_texts_are_narrowed_to_what_differs(self) -> None:
        start = "https://example.org/a/very/long/path/that/nobody/reads/"
        assert narrowed(start + "old/end", start + "new/end") == ("old", "new")

    @pytest.mark.parametrize(
        ("old", "new", "fix"),
        [
            ("This sytem runs.", "This system runs.", True),
            ("The teh-word recieve here.", "The teh-word receive here.", True),
            ("Put it in the the box.", "Put it in the box.", False),
            ("Two indexes here.", "Two index here.", False),
            ("The ranking is on.", "The ranker is on.", False),
            ("See [x](https://a.org/x.).", "See [x](https://a.org/x).", True),
            ("See [x](https://a.org/x).", "See [x](https://a.org/y).", False),
        ],
    )
    def test_only_evident_slips_are_a_fix(self, old: str, new: str, *, fix: bool) -> None:
        assert read("a.md", "-" + old, "+" + new).fix is fix


class TestSettings:
    def test_keys_change_under_the_key_above_them(self) -> None:
        found = read("a.yml", " server:", "-  port: 80", "+  port: 8080", "+  host: example.org")
        assert told(found) == [
            ("setting", "changed", "port", "80", "8080"),
            ("setting", "added", "host", "", "example.org"),
        ]
        assert {f.section for f in found.findings} == {"server"}

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("a.json", '  "level": 1,', '  "level": 2,'),
            ("a.toml", "level = 1", "level = 2"),
            ("a.ini", "level=1", "level=2"),
            ("a.yaml", "level: 1", "level: 2"),
        ],
    )
    def test_every_notation_is_read(self, path: str, old: str, new: str) -> None:
        assert told(read(path, "-" + old, "+" + new)) == [("setting", "changed", "level", "1", "2")]

    def test_entries_of_a_table_of_contents_are_named(self) -> None:
        found = read(
            "toc.yml",
            " - name: Start",
            "   href: start.md",
            "-- name: Old name",
            "+- name: New name",
            "   href: same.md",
            "+- name: Extra",
            "+  href: extra.md",
        )
        assert told(found) == [
            ("entry", "renamed", "same.md", "Old name", "New name"),
            ("entry", "added", "Extra", "", "extra.md"),
        ]

    def test_an_entry_elsewhere_has_moved(self) -> None:
        found = read(
            "toc.yml", "-- name: A", "-  href: a.md", " - name: B", "   href: b.md", "+- name: A", "+  href: a.md"
        )
        assert told(found) == [("entry", "moved", "A", "", "")]

    @pytest.mark.parametrize(
        ("path", "old", "new", "name", "versions"),
        [
            ("requirements.txt", "lib==1.0", "lib==1.1", "lib", ("==1.0", "==1.1")),
            ("package.json", '    "lib": "^1.2.3",', '    "lib": "^2.0.0",', "lib", ("^1.2.3", "^2.0.0")),
            ("go.mod", "\texample.org/a/b v1.2.3", "\texample.org/a/b v1.3.0", "example.org/a/b", ("v1.2.3", "v1.3.0")),
            ("Gemfile", "gem 'lib', '~> 1.0'", "gem 'lib', '~> 2.0'", "lib", ("~> 1.0", "~> 2.0")),
        ],
    )
    def test_dependencies_have_versions(
        self, path: str, old: str, new: str, name: str, versions: tuple[str, str]
    ) -> None:
        assert told(read(path, "-" + old, "+" + new)) == [("dependency", "changed", name, *versions)]


class TestCode:
    @pytest.mark.parametrize(
        ("path", "line", "name"),
        [
            ("a.py", "def load(path):", "load"),
            ("a.py", "    async def go(self):", "go"),
            ("a.py", "class Thing(Base):", "Thing"),
            ("a.ts", "export const make = (a: string) => a;", "make"),
            ("a.ts", "export interface Shape { x: number }", "Shape"),
            ("a.go", "func (s *Server) Serve(x int) error {", "Serve"),
            ("a.rs", "pub async fn run() {", "run"),
            ("A.java", "  public static int count(String s) {", "count"),
            ("A.cs", "public sealed class Box", "Box"),
            ("a.kt", "fun main() {", "main"),
            ("a.c", "static int add(int a, int b)", "add"),
            ("a.rb", "  def self.make", "self.make"),
            ("a.php", "  public function send($x) {", "send"),
            ("a.sh", "build() {", "build"),
        ],
    )
    def test_symbols_of_many_languages_are_known(self, path: str, line: str, name: str) -> None:
        assert [(f.subject, f.action, f.name) for f in read(path, " x", "+" + line).findings] == [
            (Subject.SYMBOL, Action.ADDED, name)
        ]

    def test_a_changed_signature_shows_both_forms(self) -> None:
        (finding,) = read("a.py", "-def load(path):", "+def load(path, mode):").findings
        assert finding.action is Action.CHANGED
        assert (finding.old, finding.new) == ("def load(path):", "def load(path, mode):")

    def test_a_change_in_a_body_names_its_function(self) -> None:
        (finding,) = read(
            "a.py", "-    return limit + 10", "+    return limit + 20", section="def count(limit):"
        ).findings
        assert finding.section == "count"

    def test_imports_are_told_apart(self) -> None:
        found = read("a.py", "-from one import x", "+from two import x")
        assert told(found) == [("import", "removed", "one", "", ""), ("import", "added", "two", "", "")]

    @pytest.mark.parametrize(
        ("path", "line", "public"),
        [
            ("a.py", "def load():", True),
            ("a.py", "def _load():", False),
            ("tests/test_a.py", "def load():", False),
            ("a.go", "func Load() {", True),
            ("a.go", "func load() {", False),
            ("a.rs", "pub fn load() {", True),
            ("a.rs", "pub(crate) fn load() {", False),
            ("a.ts", "function load() {", False),
            ("A.java", "  private int load() {", False),
        ],
    )
    def test_only_what_others_can_use_is_public(self, path: str, line: str, *, public: bool) -> None:
        (finding,) = [f for f in read(path, "-" + line, " x").findings if f.subject is Subject.SYMBOL]
        assert finding.public is public


class TestKinds:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("docs/a.md", Kind.DOCUMENT),
            ("a.rst", Kind.DOCUMENT),
            ("mkdocs.yml", Kind.SETTINGS),
            ("requirements-dev.txt", Kind.SETTINGS),
            ("src/a.tsx", Kind.CODE),
            ("a.svg", Kind.IMAGE),
            ("poetry.lock", Kind.GENERATED),
            ("app.min.js", Kind.GENERATED),
            ("LICENSE", Kind.TEXT),
        ],
    )
    def test_a_path_tells_the_kind(self, path: str, kind: Kind) -> None:
        assert read(path, "-a", "+b").kind is kind

    def test_a_submodule_moves_from_commit_to_commit(self) -> None:
        change = changed("lib", "-Subproject commit aaa", "+Subproject commit bbb", start=1)
        found = read_findings(FileChange(**{**vars(change), "old_mode": "160000", "new_mode": "160000"}))
        assert found.findings == (Finding(Subject.LINE, Action.CHANGED, old="aaa", new="bbb"),)


class TestHostileText:
    @pytest.mark.parametrize(
        "line",
        ["", "\r", "\x00\x1b", "\udcff\udc80", "[" * 3000, "| " * 2000, "`" * 500, "{n} {0} {", "a" * 50_000, "\\"],
    )
    @pytest.mark.parametrize("path", ["a.md", "a.yml", "a.json", "a.py", "a.c", "package.json", "x\ny", ""])
    def test_nothing_stops_the_reader(self, path: str, line: str) -> None:
        assert isinstance(read(path, "-" + line, "+" + line + "b", " " + line, "+" + line), Findings)

    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`a`", "`` `a` ``"),
            ("a\n\tb", "`a b`"),
            ("\udcff", "`\ufffd`"),
            ("a\u202eb", "`a\ufffdb`"),
        ],
    )
    def test_a_code_span_cannot_be_closed_from_inside(self, text: str, span: str) -> None:
        assert code_span(text) == span

    @pytest.mark.parametrize("text", ["", " ", "\x00\x1f"])
    def test_a_code_span_is_never_empty(self, text: str) -> None:
        assert code_span(text) == "`\ufffd`"

    def test_a_long_quotation_is_cut(self) -> None:
        assert display("word " * 50, 12) == "word word…"

    def test_a_word_without_end_is_cut_within(self) -> None:
        assert display("x" * 100, 12) == "x" * 11 + "…"

    def test_escaped_text_is_no_markup(self) -> None:
        assert escape("<b>*a* [x](y) `c`") == r"&lt;b&gt;\*a\* \[x\](y) \`c\`"
