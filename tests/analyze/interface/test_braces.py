"""Declarations in languages with braces."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.interface.braces import Language, read_braces

Shown = list[str]


def public(language: Language, text: str) -> Shown:
    """What a file offers, each with its parameters where it is called."""
    declared = read_braces(text, language)
    assert declared is not None
    return [
        ".".join(one.key)
        + ("" if one.parameters is None else f"({', '.join(p.name or p.type for p in one.parameters)})")
        for one in declared.all
        if one.is_public
    ]


FILES: dict[Language, tuple[str, Shown]] = {
    Language.SCRIPT: (
        """
        /* { */
        export async function load(path: string, { a, b }: Options = {}): Promise<{ x: string }> {
          const text = `{ ${path} `
          return /[{"]/.test(text)
        }
        export const make = (a: string, b = 2) =>
          a
        export interface Options extends Base {
          a: string
          b?: (x: number) => void
          nested: {
            inner: string
          }
        }
        export class Box<T> extends Base {
          private hidden = 1
          constructor(width: number) { super() }
          get area(): number { return 1 }
        }
        export enum Form { Round, Square }
        function own() {}
        """,
        [
            "load(path, })",
            "make(a, b)",
            "Options",
            "Options.a",
            "Options.b",
            "Options.nested",
            "Box",
            "Box.constructor(width)",
            "Box.area",
            "Form",
            "Form.Round",
            "Form.Square",
        ],
    ),
    Language.GO: (
        """
package acme
type Box[T any] struct {
	Width, Height int `json:"width"`
	hidden string
	*Base
	Of map[string]interface{}
}
type Loader interface {
	Load(ctx context.Context, a, b int) (string, error)
}
const (
	Most = iota
	least
)
func (b *Box) Area(scale int, more ...string) map[string]interface{} {
	return nil
}
func (h *hidden) Area() {}
""",
        [
            "Box",
            "Box.Width",
            "Box.Height",
            "Box.Base",
            "Box.Of",
            "Loader",
            "Loader.Load(ctx, a, b)",
            "Most",
            "Box.Area(scale, more)",
        ],
    ),
    Language.RUST: (
        """
        use acme::{a, b};
        #[derive(Debug)]
        pub struct Box<'a, T: Clone> {
            pub of: HashMap<K, V>,
            own: u8,
        }
        pub enum Form { Round, Wide(u8, u16), Named { x: u8 } }
        impl<'a, T: Clone> Box<'a, T> {
            pub fn area<F: Fn(u8) -> u8>(&self, a: &'a str, f: F) -> u8 { let c = '{'; 0 }
            fn own(&self) {}
        }
        impl<T> From<T> for Box<'_, T> { fn from(t: T) -> Self {} }
        pub trait Load { fn load(&self); }
        pub(crate) fn inner() {}
        pub use acme::{Base, Other as Another};
        pub fn last() {}
        """,
        [
            "Box",
            "Box.of",
            "Form",
            "Form.Round",
            "Form.Wide",
            "Form.Named",
            "Box.area(self, a, f)",
            "Load",
            "Load.load(self)",
            "last()",
        ],
    ),
    Language.JAVA: (
        """
        package acme;
        @Deprecated
        public class Box<T> extends Base implements Load {
            public static final int MOST = 3;
            private int own;
            @Override
            public <R> List<R> load(final String a, Map<String, Integer> b) throws Failure { return null; }
            public Box(String a) {}
            public enum Form { ROUND, WIDE(1) { int x() { return 1; } }; public int size() { return 1; } }
            public interface Inner { void must(int a); }
        }
        """,
        [
            "Box",
            "Box.MOST",
            "Box.load(a, b)",
            "Box.Box(a)",
            "Box.Form",
            "Box.Form.ROUND",
            "Box.Form.WIDE",
            "Box.Form.size()",
            "Box.Inner",
            "Box.Inner.must(a)",
        ],
    ),
    Language.KOTLIN: (
        """
        package acme
        data class Box(val a: Int, private val b: String = "x") : Base() {
            companion object {
                const val MOST = 1
            }
            fun load(a: Int?): Other?
            fun area(): Int = 1
            private fun own() {}
        }
        enum class Form { ROUND, WIDE; fun size() {} }
        internal class Hidden { fun x() {} }
        fun String.twice(a: Int) {}
        """,
        [
            "Box(a, b)",
            "Box.Companion.MOST",
            "Box.load(a)",
            "Box.area()",
            "Form",
            "Form.ROUND",
            "Form.WIDE",
            "Form.size()",
            "String.twice(a)",
        ],
    ),
    Language.CSHARP: (
        """
        namespace Acme.Boxes {
            [Obsolete("x")]
            public sealed class Box<T> : Base where T : class {
                public int Width { get; set; }
                public Box(int a, string b = "x") : base(a) { }
                public async Task<int> Load(CancellationToken token = default) => await Run();
                internal void Own() {}
            }
            public enum Form { Round, Wide = 2 }
            public record Row(int A, string B);
        }
        """,
        ["Box", "Box.Width", "Box.Box(a, b)", "Box.Load(token)", "Form", "Form.Round", "Form.Wide", "Row(A, B)"],
    ),
}
"""A file of each language, and what it offers."""


@pytest.mark.parametrize("language", Language)
def test_a_file_offers_what_its_language_shows_to_others(language: Language) -> None:
    text, expected = FILES[language]
    assert public(language, text) == expected


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", ["{", "(((", "{}}{", "'", '"', "/*", "`", "class", "\0", "fn (", "export {"])
def test_any_text_is_read_without_an_error(language: Language, text: str) -> None:
    read_braces(text, language)


@pytest.mark.parametrize("language", Language)
def test_a_file_whose_brackets_stay_open_tells_nothing(language: Language) -> None:
    assert read_braces(FILES[language][0] + "\nclass Box {", language) is None


def test_a_head_is_shown_without_its_remarks() -> None:
    declared = read_braces("/** Loads. */\npub fn load(a: u8 /* bytes */) {}\n", Language.RUST)
    assert declared is not None
    assert [one.text for one in declared.all] == ["pub fn load(a: u8 )"]


def test_a_declaration_has_the_lines_of_its_head() -> None:
    declared = read_braces("package a\n\nfunc Load(\n\ta int,\n) {\n}\n", Language.GO)
    assert declared is not None
    assert [(one.line, one.last) for one in declared.all] == [(3, 5)]
