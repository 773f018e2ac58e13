"""What declarations of Java and C# say. Pure."""

from __future__ import annotations

import re

from ..declarations import Parameter, Trait
from .heads import ANNOTATION, Head, Heads, Written, call_of, equals, plain

MODIFIERS = (
    "public protected private internal static final abstract async override virtual sealed partial extern const"
    " readonly synchronized native transient volatile default strictfp new unsafe required open data inline suspend"
    " operator infix tailrec external lateinit inner value annotation fun expect actual ref file fixed event implicit"
    " explicit non-sealed companion"
).split()
MODIFIED = rf"(?P<words>(?:(?:{'|'.join(map(re.escape, MODIFIERS))})\s++)*+)"
_TYPED = r"(?P<type>[\w$?.]++(?:\s*+<[^;={}()]{0,300}>)?+[\w$?.\[\]*, ]{0,80}?)"
# e.g. public static class Box
_TYPE = re.compile(
    rf"\s*+{MODIFIED}(?P<kind>class|interface|@interface|enum|struct|record(?:\s++(?:class|struct))?|namespace"
    r"|delegate\s++[\w<>,?.\[\] ]{1,100}?)\s++(?P<name>[\w$.]++)\s*+(?P<generics><[^(){}]{0,300}>)?"
)
# e.g. public static int count(
_METHOD = re.compile(
    rf"\s*+{MODIFIED}(?:<[^(){{}}]{{0,200}}?>\s++)?(?:{_TYPED}\s++)?(?P<name>[\w$]++)\s*+(?P<generics><[^(){{}}]{{0,200}}>)?\s*+\("
)
# e.g. public static final int MOST
_FIELD = re.compile(rf"\s*+{MODIFIED}{_TYPED}\s++(?P<name>[\w$]++)\s*+(?P<rest>[=;,].*|\Z|=>.*)", re.DOTALL)
# e.g. int[]
_BRACE = re.compile(r"\]\s*+\Z")
# e.g. [FromBody] Box box
_ATTRIBUTE = re.compile(r"\[[^\]]{0,80}\]\s*+(?=\w)")
# e.g. WIDE(1)
CASE = re.compile(r"\s*+(?P<name>[\w$]++)\s*+(?P<rest>\(.*|=.*|)\s*+\Z", re.DOTALL)


class Curly(Heads):
    """Java and C#: what is `public` is for others."""

    attribute = ("",)
    brace_inside = _BRACE

    def _read(self, written: Written, around: Head | None) -> Head | None:
        masked, original = written.masked, written.original
        if match := _TYPE.match(masked):
            return self._type(match, masked, original, around)
        if not around or around.kind == "namespace":
            return None
        if around.kind == "enum" and around.lists and (match := CASE.match(masked)):
            return Head((match["name"],), match.start("name"), kind="case")
        inherits = around.kind in ("interface", "@interface")
        if (match := _METHOD.match(masked)) and "=" not in masked[: match.end()]:
            words, kind = match["words"].split(), match["type"]
            if not kind and match["name"] != (around.inside or ("",))[-1]:
                return None
            if kind in ("return", "new", "throw", "else", "await", "yield"):
                return None
            call = call_of(masked, match.end() - 1)
            if not call:
                return None
            traits: set[Trait] = set()
            if "abstract" in words or (inherits and not {"default", "static", "private"} & set(words)
                                       and "=>" not in masked):  # fmt: skip
                traits.add("abstract")
            return Head((match["name"],), match.start("name"), self._is_public(words, inherits=inherits), kind="method",
                        parameters=self._parameters(call, original), type=plain(kind or ""),
                        traits=frozenset(traits))  # fmt: skip
        if match := _FIELD.match(masked):
            words = match["words"].split()
            if match["type"] in ("return", "new", "throw", "using", "import", "package"):
                return None
            return Head((match["name"],), match.start("name"), self._is_public(words, inherits=inherits), kind="field",
                        type=plain(match["type"]))  # fmt: skip
        return None

    def _is_public(self, words: list[str], *, inherits: bool) -> bool:
        return "public" in words or (inherits and "private" not in words)

    def _type(self, match: re.Match[str], masked: str, original: str, around: Head | None) -> Head:
        kind, name = match["kind"].split()[0], match["name"]
        if kind == "namespace":
            return Head(opens=True, kind=kind)
        words = match["words"].split()
        inherits = bool(around) and around is not None and around.kind in ("interface", "@interface")
        rest = masked[match.end() :]
        parameters = None
        if rest.lstrip().startswith("(") and (call := call_of(masked, match.end())):
            parameters, rest = self._parameters(call, original), call.after
        return Head((name,), match.start("name"), self._is_public(words, inherits=inherits), opens=True,
                    lists=kind == "enum", inside=(name,), kind=kind, type=plain(rest), parameters=parameters,
                    generics=plain(match["generics"] or ""))  # fmt: skip

    def _parameter(self, masked: str, text: str) -> Parameter | None:
        """A parameter `Type name = default`."""
        at = equals(masked)
        before, default = (text, None) if at < 0 else (text[:at], plain(text[at + 1 :]))
        before = (
            re.sub(r"\[[^\]]{0,80}\]\s*+(?=\w)", "", ANNOTATION.sub("", before))
            if before.lstrip()[:1] in "[@"
            else before
        )
        words = [word for word in before.split() if word not in ("final", "this")]
        if not words:
            return None
        several = "params" in words or "..." in before
        return Parameter(words[-1], " ".join(words[:-1]), default, default is None and not several, text=plain(text))
