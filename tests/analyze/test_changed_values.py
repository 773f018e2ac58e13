"""Values that changed."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Fact, LineSpan

from .sample import changed

Told = tuple[str, str, str, tuple[str, ...]]


def facts(path: str, *lines: str, start: int = 100) -> tuple[Fact, ...]:
    return read_findings(changed(path, *lines, start=start)).facts


def told(path: str, *lines: str, start: int = 100) -> list[Told]:
    return [(fact.kind, fact.old, fact.new, fact.where) for fact in facts(path, *lines, start=start)]


def in_text(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.old, fact.new) for fact in facts("a.md", f"-{old}", f"+{new}")]


class TestText:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("2024-11-01", "2025-01-27"),
            ("11/01/2024", "01/27/2025"),
            ("November 1, 2024", "December 1, 2024"),
            ("1 November 2024", "27 January 2025"),
            ("2024年11月1日", "2025年1月27日"),
            ("2024 年 11 月", "2025 年 1 月"),
        ],
    )
    def test_a_date_is_told_as_it_is_written(self, old: str, new: str) -> None:
        assert in_text(f"It retires on {old}.", f"It retires on {new}.") == [("date", old, new)]

    @pytest.mark.parametrize(
        ("old", "new", "fact"),
        [
            ("Send up to 10 documents.", "Send up to 20 documents.", ("limit", "10 documents", "20 documents")),
            ("最大 10 件まで送信できます。", "最大 20 件まで送信できます。", ("limit", "10 件", "20 件")),
            ("最多发送 10 个文件。", "最多发送 20 个文件。", ("limit", "10 个", "20 个")),
            ("There are 3 stages.", "There are 4 stages.", ("number", "3 stages", "4 stages")),
            ("It costs $1.50 a day.", "It costs $2 a day.", ("price", "$1.50", "$2")),
            ("料金は 100 円です。", "料金は 120 円です。", ("price", "100 円", "120 円")),
            ("Needs version 3.1.", "Needs version 4.0.", ("version", "3.1", "4.0")),
            ("Needs Python 3.9 now.", "Needs Python 3.11 now.", ("version", "3.9", "3.11")),
            (
                "Select the `2024-10-01` model version.",
                "Select the `2024-12-17` model version.",
                ("version", "2024-10-01", "2024-12-17"),
            ),
            ("Get 1.0.0b2 here.", "Get 1.0.0b4 here.", ("version", "1.0.0b2", "1.0.0b4")),
            ("Use API version 2024-02-01.", "Use API version 2024-06-01.", ("version", "2024-02-01", "2024-06-01")),
            ("The default is 30 seconds.", "The default is 60 seconds.", ("default", "30 seconds", "60 seconds")),
            ("既定値は 30 です。", "既定値は 60 です。", ("default", "30", "60")),
            ("Hosted in eastus2.", "Hosted in westus3.", ("region", "eastus2", "westus3")),
            ("Hosted in eu-west-1.", "Hosted in eu-north-1.", ("region", "eu-west-1", "eu-north-1")),
            ("Call `run_all` first.", "Call `run_some` first.", ("name", "run_all", "run_some")),
            ("Deploy acme-small-2.", "Deploy acme-small-3.", ("name", "acme-small-2", "acme-small-3")),
        ],
    )
    def test_a_value_is_narrowed_down_and_named(self, old: str, new: str, fact: tuple[str, str, str]) -> None:
        assert in_text(old, new) == [fact]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("You can open the page.", "You could open this page."),
            ("It holds 1000 items.", "It holds 1,000 items."),
            ("1. Open the page.", "2. Open the page."),
            ("See [the guide](v1.2.3.md).", "See [the guide](v1.2.4.md) now."),
            ("- [75b78be](a.md) It adds a width.", "- [24e3133](b.md) It adds a size."),
            ("There are 3 of them.", "None of them is left after 9 days, if nobody asked for one in the mean time."),
        ],
    )
    def test_rewording_is_no_fact(self, old: str, new: str) -> None:
        assert [fact for fact in in_text(old, new) if fact[0] != FactKind.LINK] == []

    def test_a_word_that_joins_sentences_is_no_unit(self) -> None:
        assert in_text("There are 3 which help.", "There are 4 which help.") == [("number", "3", "4")]

    def test_it_stands_below_its_heading_and_label(self) -> None:
        lines = " ## Limits", " ", "-- **Uploads**: up to 10 MB", "+- **Uploads**: up to 20 MB"
        assert told("a.md", *lines) == [("limit", "10 MB", "20 MB", ("Limits", "Uploads"))]

    def test_the_lines_prove_it(self) -> None:
        (fact,) = facts("a.md", " One.", "-Up to 10 files.", "+Up to 20 files.", start=7)
        assert fact.lines == (LineSpan("L", 8, 8), LineSpan("R", 8, 8))

    def test_the_same_value_in_many_places_is_told_once(self) -> None:
        lines = [line for n in "abcde" for line in (f" ## {n}", f"-Get 1.0.1 {n}.", f"+Get 1.0.2 {n}.")]
        (fact,) = facts("a.md", *lines)
        assert (fact.old, fact.where, len(fact.lines)) == ("1.0.1", (), 10)

    def test_renamed_products_are_names(self) -> None:
        assert in_text("Go to Acme Web Studio to start.", "Go to Acme Cloud Studio to start.") == [
            ("name", "Acme Web Studio", "Acme Cloud Studio")
        ]


class TestOwners:
    """A value is paired with another one of what it belongs to, never by position."""

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("setup.py", '    "acme>=0.23.0",', '    "bora2>=2.7.0",'),
            ("a.md", "Install Acme 1.2.0 first.", "Install Bora 2.4.0 first."),
            ("a.md", "Run `pip install acme==1.0.1` now.", "Run `pip install bora==2.0.1` now."),
        ],
    )
    def test_the_version_of_something_else_is_no_other_version(self, path: str, old: str, new: str) -> None:
        assert FactKind.VERSION not in [fact.kind for fact in facts(path, f"-{old}", f"+{new}")]

    def test_a_version_has_the_name_that_stands_before_it(self) -> None:
        assert told("a.md", "-Needs Python 3.9 now.", "+Needs Python 3.11 now.") == [
            ("version", "3.9", "3.11", ("Python",))
        ]

    def test_a_requirement_in_a_text_has_its_package(self) -> None:
        assert told("a.md", "-Use `acme==0.8.*` for now.", "+Use `acme==0.9.*` for now.") == [
            ("version", "==0.8.*", "==0.9.*", ("acme",))
        ]

    def test_a_requirement_that_gives_way_to_another_one_is_removed_and_added(self) -> None:
        found = read_findings(changed("requirements.txt", "-acme>=0.23.0", "+acme2>=2.7.0"))
        assert found.facts == ()
        assert [(f.action, f.name) for f in found.findings] == [("removed", "acme"), ("added", "acme2")]

    def test_of_a_list_of_names_none_is_paired_with_another(self) -> None:
        found = in_text("Deploy `acme-3`, `acme-4`, or another.", "Deploy `bora-9`, `bora-9-small`, or another.")
        assert FactKind.NAME not in [kind for kind, *_ in found]

    def test_of_a_key_that_is_there_several_times_no_value_is_paired(self) -> None:
        old = (f'-    "name": "{name}",' for name in ("one", "two"))
        new = (f'+    "name": "{name}",' for name in ("three", "four"))
        assert facts("a.py", *old, *new) == ()

    def test_a_word_before_a_name_is_no_part_of_it(self) -> None:
        assert in_text("Using Acme Entra needs a key.", "Acme Entra needs a key.") == []

    def test_a_number_of_a_directive_is_no_fact(self) -> None:
        assert in_text("{* ../a.py hl[10] *}", "{* ../a.py hl[12] *}") == []

    @pytest.mark.parametrize("option", ["lines: {}", "emphasize-lines: {},30", "maxdepth: {}", "pr: {}", "pr:`{}`"])
    def test_an_option_of_a_directive_is_no_fact(self, option: str) -> None:
        lines = (f"{side}   :{option.format(number)}" for side, number in (("-", 12), ("+", 11)))
        assert facts("a.rst", " .. include:: a.py", *lines) == ()

    def test_front_matter_that_starts_above_is_no_text(self) -> None:
        assert in_text("ms.date: 06/03/2024", "ms.date: 01/16/2025") == []

    def test_an_argument_has_its_name(self) -> None:
        assert told("a.py", "-    run(first, retries=2)", "+    run(first, retries=3)") == [
            ("number", "2", "3", ("retries",))
        ]

    def test_a_default_beside_another_value_does_not_make_it_one(self) -> None:
        (fact,) = facts("a.py", '-x = a.get("old_one", default=None)', '+x = a.get("new_one", default=None)')
        assert fact.kind is FactKind.NAME


class TestNoFacts:
    """What a program wrote, or somebody made up, is no fact."""

    @pytest.mark.parametrize("column", ["Example", "Sample output", "出力例", "示例"])
    def test_cells_of_samples(self, column: str) -> None:
        lines = f" | Field | {column} |", " |---|---|"
        assert facts("a.md", *lines, "-| Pay | $2744.10 |", "+| Pay | $3000.10 |", "+| Tax | $1.50 |") == ()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"created": 1686676106', '"created": 1700001106'),
            ('"time": "2024-05-01T10:00:00Z"', '"time": "2025-05-01T10:00:00Z"'),
            ('"commit": "0a1b2c3d4e5f"', '"commit": "f5e4d3c2b1a0"'),
            ('"run": "asst_a1b2c3d4e5f6g7"', '"run": "asst_z9y8x7w6v5u4t3"'),
            ('"sha256": "abc"', '"sha256": "def"'),
            ('"@search.score": 5.600783,', '"@search.score": 2.2896252,'),
            ("first = run(self.one.two)", "first = run(Other(self.one))"),
            ("    value = content", "    value = stream"),
            ("if sys.version_info >= (3, 7):", "if sys.version_info >= (3, 8):"),
            ("uses: acme/run@0a1b2c3d4e # main", "uses: acme/run@f0e1d2c3b4 # main"),
            ("let start = at('2021-02-23 17:40');", "let start = at('2024-02-23 17:40');"),
        ],
    )
    def test_identifiers_hashes_and_times(self, old: str, new: str) -> None:
        assert facts("a.py", f"-{old}", f"+{new}") == ()


class TestWholeValues:
    """A value is never cut in the middle."""

    def test_the_target_of_a_link(self) -> None:
        old, new = (f"https://example.org/{'deep/' * 20}{end}/guide" for end in ("v1", "v2"))
        assert told("a.md", f"-See [it]({old}).", f"+See [it]({new}).") == [("link", old, new, ("it",))]

    def test_the_value_of_a_key(self) -> None:
        old, new = (f"the first words of a value, the {word} one, and the last words" for word in ("old", "new"))
        assert told("a.yml", f"-text: {old}", f"+text: {new}") == [("key", old, new, ("text",))]

    def test_the_elements_that_a_list_in_a_cell_gets(self) -> None:
        lines = " | Model | Regions |", " |---|---|"
        old, new = "North<br>South<br>East", "North<br>South<br>East<br>Far West"
        assert told("a.md", *lines, f"-| acme | {old} |", f"+| acme | {new} |") == [
            ("cell", "", "Far West", ("acme", "Regions"))
        ]


class TestNames:
    """A name is one of a thing, whole, and it gave way to another."""

    def test_a_name_of_one_list_is_not_cut_out_of_another(self) -> None:
        old, new = "+ **Land**: Far West, North Shore, Old Town", "+ **Land**: Sea North, Old Town"
        assert in_text(old, new) == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Run it by `one`, `two`, and `three`, as said.", "Run it by `one`, `two`, `three`, and `four`, as said."),
            (
                "Set it by `a.js` (not `b.js` or `c.js`), as said.",
                "Set it by the plugin in your `b.js` (not `c.js`), as said.",
            ),
        ],
    )
    def test_a_name_that_stays_gave_way_to_none(self, old: str, new: str) -> None:
        assert in_text(old, new) == []

    def test_a_line_of_text_has_not_taken_the_place_of_a_row_or_of_an_item(self) -> None:
        assert in_text("|`a-size`|Enables the set_size command.|", "Enables the get_monitor command.") == []
        assert in_text("Its name is `get_size`, as said.", "* Its name is `get_monitor`, as said.") == []

    def test_what_stands_between_two_names_is_none(self) -> None:
        old, new = "* ``one`` is a word of ``one``.", "* ``one`` is a name of ``one``."
        assert facts("a.rst", f"-{old}", f"+{new}") == ()

    def test_the_target_of_a_role_is_one_without_its_title(self) -> None:
        old, new = "The :class:`Data <acme.one.Data>` class.", "The :class:`Data <acme.two.Data>` class."
        assert told("a.rst", f"-{old}", f"+{new}") == [("name", "acme.one.Data", "acme.two.Data", ())]

    def test_a_line_of_a_licence_has_none(self) -> None:
        assert facts("a.kt", "- * Copyright (C) 2022 Acme, Inc.", "+ * Copyright (C) 2023 Bora, Inc.") == ()

    def test_a_part_of_an_expression_is_none(self) -> None:
        old, new = ('    assert(a, "x=1; Only")', '    assert(a, "x=1; Only; Site=Lax")')
        assert facts("a.go", f"-{old}", f"+{new}") == ()

    def test_a_badge_is_called_by_its_words(self) -> None:
        old, new = (f"[![Latest]({end}.svg)](https://example.org/{end})" for end in ("yaml", "yml"))
        found = facts("a.md", f"-{old}", f"+{new}")
        assert {fact.name for fact in found if fact.new == "https://example.org/yml"} == {"Latest"}

    def test_a_section_is_called_by_its_words(self) -> None:
        lines = " ## Plugins [docs](https://example.org)", " ", "-Up to 10 files.", "+Up to 20 files."
        assert told("a.md", *lines) == [("limit", "10 files", "20 files", ("Plugins docs",))]


class TestVersions:
    """A version is one, and of what it is said to be."""

    @pytest.mark.parametrize("path", ["a.sh", "a.md", "a.txt"])
    def test_that_of_a_pinned_package_has_its_name(self, path: str) -> None:
        lines = "-install acme-tools==1.16.0 --quiet", "+install acme-tools==1.16.1 --quiet"
        assert told(path, *lines) == [("version", "1.16.0", "1.16.1", ("acme-tools",))]

    @pytest.mark.parametrize("later", ["or later", "以降", "或更高版本"])
    def test_a_number_behind_a_name_that_later_ones_do_as_well(self, later: str) -> None:
        assert in_text(f"- .NET 6 {later}", f"- .NET 9 {later}") == [("version", "6", "9")]

    @pytest.mark.parametrize("heading", ["Minimum supported Rust version", "最低バージョン", "最低版本"])
    def test_below_a_heading_of_versions_it_is_no_limit(self, heading: str) -> None:
        (fact,) = facts("a.md", f" ## {heading}", " ", "-The MSRV is 1.65.", "+The MSRV is 1.66.")
        assert fact.kind is FactKind.VERSION

    def test_a_version_has_the_name_of_what_is_required_on_its_line(self) -> None:
        line = " implementation group: 'org.acme', name: 'acme-core', version: '1.0.0-beta.{}'"
        found = told("a.md", " ```gradle", "-" + line.format(2), "+" + line.format(4), " ```")
        assert found == [("version", "1.0.0-beta.2", "1.0.0-beta.4", ("acme-core",))]

    def test_a_key_of_versions_has_them_also_where_they_look_like_dates(self) -> None:
        lines = '-  api_version="2024-08-01-preview"', '+  api_version="2024-10-21"'
        assert [fact.kind for fact in facts("a.py", *lines)] == [FactKind.VERSION]

    def test_words_of_a_version_before_it_make_it_one_and_no_limit(self) -> None:
        assert in_text("The minimum supported version is now 1.54.", "The minimum supported version is now 1.56.") == [
            ("version", "1.54", "1.56")
        ]

    @pytest.mark.parametrize("column", ["Version", "バージョン", "模型版本"])
    def test_in_a_column_of_versions_a_date_is_one(self, column: str) -> None:
        head = f" | Model | {column} |", " |---|---|"
        for lines in (("+| a | 2024-08-06 |",), ("-| a | 2024-08-06 |", "+| a | 2024-11-20 |")):
            assert {fact.kind for fact in facts("a.md", *head, *lines)} == {FactKind.VERSION}

    def test_that_of_a_line_of_its_own_has_the_name_before_it(self) -> None:
        assert told("example/go.mod", "-go 1.17", "+go 1.21") == [("version", "1.17", "1.21", ("go",))]

    @pytest.mark.parametrize("package", ["acme", "@acme/load"])
    def test_that_of_a_package_behind_an_at_sign_has_its_name(self, package: str) -> None:
        lines = f"-npm i {package}@1.0.0 bora", f"+npm i {package}@1.1.0 bora"
        assert told("a.sh", *lines) == [("version", "1.0.0", "1.1.0", (package,))]

    @pytest.mark.parametrize(
        ("text", "old", "new"), [("Use Acme **version {}**.", "3", "4"), ("バージョン {}を使います。", "3", "4")]
    )
    def test_a_whole_number_behind_that_word_is_one(self, text: str, old: str, new: str) -> None:
        assert in_text(text.format(old), text.format(new)) == [("version", old, new)]

    @pytest.mark.parametrize(
        ("path", "line", "old", "new"),
        [
            ("package.json", '"version": "{}",', "7.0.0-next.1", "7.0.0-next.2"),
            ("workspace.yaml", "rolling: {}", "^1.1.2", "^1.2.0"),
        ],
    )
    def test_a_key_has_one_whatever_stands_around_its_numbers(self, path: str, line: str, old: str, new: str) -> None:
        (fact,) = facts(path, f"-{line.format(old)}", f"+{line.format(new)}")
        assert (fact.kind, fact.old, fact.new) == ("version", old, new)


class TestStatements:
    """In code, a value is paired with that of the same key, given in the same way."""

    def test_another_statement_has_other_values(self) -> None:
        lines = '-    {"min_length": 1, "max_length": 10},', "+    acme.text(min_length=10, max_length=100),"
        assert facts("a.py", *lines) == ()

    def test_the_value_of_another_argument_is_no_other_value(self) -> None:
        lines = '-@run("--one", retries=42, mode=fast)', '+@run("--other", retries=43)'
        assert facts("a.py", *lines) == ()

    def test_what_a_name_is_annotated_with_is_no_key(self) -> None:
        lines = '-    MODEL: str = "acme-3-turbo"', '+    MODEL: str = "acme-4o"'
        assert [(fact.old, fact.new, fact.name) for fact in facts("a.py", *lines)] == [
            ("acme-3-turbo", "acme-4o", "MODEL")
        ]

    def test_a_variable_is_no_value(self) -> None:
        lines = '-  "--no-default-features", "${ALL_ONES}"', '+  "--no-default-features", "${ALL_OTHERS}"'
        assert facts("Makefile.toml", *lines) == ()

    def test_a_remark_has_none(self) -> None:
        assert (
            facts("a.yml", "-    # the errors are others on 1.54 which", "+    # the errors are others on 1.56 which")
            == ()
        )

    def test_what_is_called_with_a_value_is_no_key(self) -> None:
        assert facts("a.go", '-	router.Run(":5150")', '+	router.Run(":8080")') == ()

    def test_a_place_in_a_file_is_no_number(self) -> None:
        assert facts("a.stderr", "- --> tests/one.rs:4:1", "+ --> tests/one.rs:3:1") == ()

    def test_a_map_of_one_line_has_keys(self) -> None:
        lines = "-  - {name: One, python: '3.10'}", "+  - {name: One, python: '3.11'}"
        assert [(fact.old, fact.new, fact.name) for fact in facts("a.yml", *lines)] == [("3.10", "3.11", "python")]

    def test_a_key_is_no_value(self) -> None:
        lines = "-[target.'cfg(target_os = \"a\")'.dependencies]", "+[target.'cfg(target_vendor = \"b\")'.dependencies]"
        assert facts("Cargo.toml", *lines) == ()


class TestPlaces:
    def test_a_cell_has_its_row_and_column(self) -> None:
        lines = (
            *(" ## Models", " ", " | Model | Retirement |", " |---|---|"),
            *("-| acme-1 | 2024-11-01 |", "+| acme-1 | 2025-01-27 |"),
        )
        assert told("a.md", *lines) == [("date", "2024-11-01", "2025-01-27", ("Models", "acme-1", "Retirement"))]

    def test_a_cell_without_a_known_sort_is_a_cell(self) -> None:
        assert told("a.md", " | A | B |", " |---|---|", "-| x | no |", "+| x | yes |") == [
            ("cell", "no", "yes", ("x", "B"))
        ]

    def test_a_row_of_a_region_came(self) -> None:
        lines = " | Region | Small |", " |---|---|", " | eastus | yes |", "+| westus3 | yes |"
        assert told("a.md", *lines) == [("region", "", "westus3", ())]

    def test_a_field_of_front_matter(self) -> None:
        lines = " ---", "-title: One", "-date: 2024-01-01", "+title: Two", "+date: 2024-02-02", " ---"
        assert told("a.md", *lines, start=1) == [("metadata", "One", "Two", ("title",))]

    def test_a_setting_has_its_keys(self) -> None:
        assert told("a.yml", " server:", "-  mode: fast", "+  mode: safe") == [
            ("key", "fast", "safe", ("server", "mode"))
        ]

    def test_a_key_that_names_a_limit_or_a_default(self) -> None:
        assert told("a.yml", "-max_files: 10", "+max_files: 20") == [("limit", "10", "20", ("max_files",))]
        assert told("b.yml", "-default_mode: a", "+default_mode: b") == [("default", "a", "b", ("default_mode",))]

    def test_a_dependency_has_a_version(self) -> None:
        assert told("requirements.txt", "-acme==1.0", "+acme==1.1") == [("version", "==1.0", "==1.1", ("acme",))]

    def test_a_value_in_code(self) -> None:
        lines = " ```python", '-model = "small"', '+model = "large"', " ```"
        assert told("a.md", *lines) == [("key", "small", "large", ("model",))]

    def test_versions_in_code(self) -> None:
        lines = (
            " ```",
            "-run acme:3.9 https://a.b/c?api-version=2024-07-31-preview",
            "+run acme:3.14 https://a.b/c?api-version=2024-11-30",
            " ```",
        )
        assert [(f.kind, f.old, f.new) for f in facts("a.md", *lines)] == [
            ("version", "3.9", "3.14"),
            ("version", "2024-07-31-preview", "2024-11-30"),
        ]

    def test_the_case_of_a_text_is_no_value(self) -> None:
        assert facts("a.py", '-    short = "run the thing"', '+    short = "Run the thing"') == ()

    def test_a_path_in_code_is_whole(self) -> None:
        lines = " ```yaml", "-folder: /srv/shared", "+folder: /srv/share", " ```"
        assert told("a.md", *lines) == [("key", "/srv/shared", "/srv/share", ("folder",))]

    def test_words_that_a_sentence_in_a_cell_gets_are_no_value(self) -> None:
        old = "10,000 when using the interface or the Acme pages. 20 when using the Acme studio."
        new = "10,000 when using the interface or the Acme pages. In the Acme studio the limit was 20."
        lines = " | Name | Limit |", " |---|---|", f"-| Files | {old} |", f"+| Files | {new} |"
        assert "the limit was 20" not in [fact.new for fact in facts("a.md", *lines)]

    def test_a_link_of_another_row_is_another_link(self) -> None:
        lines = "-| One | Python | [Link](one.md) |", "+| Other | Python | [Link](other.md) |"
        assert FactKind.LINK not in [fact.kind for fact in facts("a.md", " | A | B | C |", " |---|---|---|", *lines)]

    def test_a_link_of_other_words_is_another_link(self) -> None:
        assert facts("a.md", "-See the [Acme hubs](hub.md) here.", "+See the [Acme parts](part.md) here.") == ()

    def test_a_line_of_links_is_no_row_of_a_table(self) -> None:
        old, new = (f"[One](a.md) | [Two](b.md) | [Three{end}](c.md) | [Four](d.md)" for end in ("", " of them"))
        assert FactKind.CELL not in [fact.kind for fact in facts("a.md", f"-{old}", f"+{new}")]

    def test_another_target_of_a_link(self) -> None:
        assert told("a.md", "-See [it](a.md).", "+See [it](b.md).") == [("link", "a.md", "b.md", ("it",))]


def test_a_day_that_changed_in_a_long_cell_is_told_with_its_date() -> None:
    row = "| `foo` | Deployments are upgraded automatically to the next version, starting on November {}, 2024. |"
    (fact,) = facts("a.md", " | Model | Upgrade |", " |---|---|", "-" + row.format(15), "+" + row.format(13))
    assert (fact.kind, fact.old, fact.new) == (FactKind.DATE, "November 15, 2024", "November 13, 2024")
    assert fact.where == ("foo", "Upgrade")
