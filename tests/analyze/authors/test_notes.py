"""What code says of itself to those who use it."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.findings import Source, Topic

from .sample import quotations, told

PYTHON = "class Client:\n    def load(self):\n        return 1\n"


def added(path: str, before: str, note: str, after: str) -> list[tuple[str, str]]:
    """What a file of code quotes to which a note came."""
    return told(quotations(path, before + after, before + note + after))


class TestMarks:
    @pytest.mark.parametrize(
        ("path", "note", "after", "text"),
        [
            ("a.py", '@deprecated("Use `b` instead.")\n', "def load():\n    pass\n", "Use `b` instead."),
            ("a.py", '@typing_extensions.deprecated("Use b.")\n', "def load():\n    pass\n", "Use b."),
            (
                "a.rs",
                '#[deprecated(since = "1.2", note = "use `b` instead")]\n',
                "pub fn load() {}\n",
                "use `b` instead",
            ),
            ("a.cs", '[Obsolete("Use B instead.")]\n', "public void Load() {}\n", "Use B instead."),
            ("a.kt", '@Deprecated("Use b.")\n', "fun load() = 1\n", "Use b."),
            (
                "a.java",
                "/**\n * @deprecated Use b\n * instead.\n */\n@Deprecated\n",
                "public void load() {}\n",
                "Use b instead.",
            ),
            ("a.java", "@Deprecated\n", "public void load() {}\n", "@Deprecated"),
            ("a.ts", "/** @deprecated Use b instead. */\n", "export function load() {}\n", "Use b instead."),
            ("a.ts", "/**\n * Loads.\n * @deprecated\n */\n", "export function load() {}\n", "@deprecated"),
            (
                "a.go",
                "// Load loads.\n//\n// Deprecated: Use B\n// instead.\n",
                "func Load() {}\n",
                "Deprecated: Use B instead.",
            ),
        ],
    )
    def test_what_is_deprecated_is_quoted_as_its_author_says(self, path: str, note: str, after: str, text: str) -> None:
        assert added(path, "\n", note, after) == [("deprecation", text)]

    def test_the_place_is_the_symbol_below(self) -> None:
        new = PYTHON.replace("    def", '    @deprecated("Use b.")\n    def')
        (found,) = quotations("a.py", PYTHON, new)
        assert (found.source, found.where, list(map(str, found.lines))) == (Source.CODE, ("Client", "load"), ["R2"])

    def test_a_mark_that_went_is_news(self) -> None:
        old = PYTHON.replace("    def", '    @deprecated("Use b.")\n    def')
        (found,) = quotations("a.py", old, PYTHON)
        assert (found.is_removed, found.text) == (True, "Use b.")

    def test_a_reworded_note_is_no_news(self) -> None:
        old = PYTHON.replace("    def", '    @deprecated("Use b.")\n    def')
        assert quotations("a.py", old, old.replace("Use b.", "Please use b.")) == ()


class TestMessages:
    @pytest.mark.parametrize(
        ("path", "call", "topic", "text"),
        [
            ("a.py", 'warnings.warn("load() goes away", DeprecationWarning)', "deprecation", "load() goes away"),
            (
                "a.py",
                'warnings.warn(\n    "load() is deprecated, "\n    "use b().",\n)',
                "deprecation",
                "load() is deprecated, use b().",
            ),
            ("a.py", 'raise ValueError("A key must be given.")', "requirement", "A key must be given."),
            ("a.py", 'raise TypeError("Files are no longer supported.")', "end", "Files are no longer supported."),
            ("a.ts", 'throw new Error("Node 16 is not supported.");', "limit", "Node 16 is not supported."),
            ("a.go", 'return errors.New("a key is required")', "requirement", "a key is required"),
            ("a.rs", 'panic!("a key must be given");', "requirement", "a key must be given"),
            ("A.java", 'throw new IllegalStateException("A key is required.");', "requirement", "A key is required."),
        ],
    )
    def test_a_message_that_announces_is_quoted(self, path: str, call: str, topic: str, text: str) -> None:
        assert added(path, "x = 1\n", f"{call}\n", "y = 2\n") == [(topic, text)]

    @pytest.mark.parametrize("call", ['raise ValueError("It is wrong.")', 'name = "must"', "# It must be here."])
    def test_other_texts_of_code_say_nothing(self, call: str) -> None:
        assert added("a.py", "x = 1\n", f"{call}\n", "y = 2\n") == []

    @pytest.mark.parametrize(
        "path", ["tests/test_a.py", "src/a_test.go", "web/a.spec.ts", "examples/a.py", "testdata/a.rs"]
    )
    def test_what_users_do_not_run_says_nothing(self, path: str) -> None:
        assert added(path, "x = 1\n", 'raise ValueError("A key must be given.")\n', "y = 2\n") == []

    def test_what_is_over_while_a_program_runs_is_no_end(self) -> None:
        assert added("a.py", "x = 1\n", 'raise ValueError("The body is no longer available.")\n', "y = 2\n") == []

    def test_a_message_that_moved_is_no_news(self) -> None:
        old = 'def a():\n    raise ValueError("A key must be given.")\n\n\ndef b():\n    return 1\n'
        new = 'def a():\n    return 2\n\n\ndef b():\n    raise ValueError("A key must be given.")\n'
        assert quotations("a.py", old, new) == ()


class TestComments:
    @pytest.mark.parametrize(
        ("path", "comment", "topic"),
        [
            ("a.rs", "/// This type is no longer supported.\n", "end"),
            ("a.ts", "/** This option is deprecated. */\n", "deprecation"),
            ("a.go", "// This field has been removed.\n", "end"),
        ],
    )
    def test_a_comment_that_announces_an_end_is_quoted(self, path: str, comment: str, topic: Topic) -> None:
        text = comment.strip(" /*\n")
        assert added(path, "\n", comment, "\n") == [(topic, text)]

    def test_a_tag_that_goes_on_is_told_from_its_word_on(self) -> None:
        assert added("a.ts", "\n", "/** @deprecated in version 2 */\n", "export const a = 1\n") == [
            ("deprecation", "deprecated in version 2")
        ]

    def test_a_note_to_those_who_write_the_code_says_nothing(self) -> None:
        assert added("a.ts", "\n", "// This has been removed.\n", "\n") == []
