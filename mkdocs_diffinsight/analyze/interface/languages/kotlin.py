"""What declarations of Kotlin say. Pure."""

from __future__ import annotations

import re

from ..declarations import Parameter, Trait
from .curly import CASE, MODIFIED
from .heads import ANNOTATION, Head, Heads, Written, call_of, plain

# e.g. ?: start
_CONTINUED = re.compile(r"[{=:.?&|,)]|->|(?:where|by)\s")
# e.g. 'fun '
_FUN = re.compile(r"\bfun\s")
# e.g. enum class Form
_ENUM = re.compile(rf"\s*+{MODIFIED}enum\s++class\b")
# e.g. data class Box<T>
_TYPE = re.compile(
    rf"\s*+{MODIFIED}(?:enum\s++)?(?P<kind>class|interface|object|typealias)\b\s*+(?P<name>[\w$]*)\s*+(?P<generics><[^(){{}}]{{0,300}}>)?"
)
# e.g. suspend fun <T> Box.load(
_FUNCTION = re.compile(
    rf"\s*+{MODIFIED}(?:fun\s++)?(?:<[^()]{{0,300}}>\s*+)?(?:(?P<of>[\w$.?]+(?:<[^()]{{0,100}}>)?)\??\.)?(?P<name>[\w$]+|`[^`]*`)\s*+\("
)
# e.g. val Box.width: Int
_VALUE = re.compile(
    rf"\s*+{MODIFIED}va[lr]\s++(?:<[^()]{{0,100}}>\s*+)?(?:(?P<of>[\w$.?]+(?:<[^()]{{0,100}}>)?)\??\.)?(?P<name>[\w$]++)\s*+(?P<rest>.*)",
    re.DOTALL,
)


class Kotlin(Heads):
    """Kotlin: what nothing hides is for others."""

    ends_lines = True
    continued = _CONTINUED

    def goes_on(self, text: str) -> bool:
        return not text.endswith("?") and super().goes_on(text)

    def _read(self, written: Written, around: Head | None) -> Head | None:
        masked, original = written.masked, written.original
        enum = bool(_ENUM.match(masked))
        if match := _TYPE.match(masked):
            return self._type(match, masked, original, enum=enum)
        if around and around.kind == "enum" and around.lists and (match := CASE.match(masked)):
            return Head((match["name"],), match.start("name"), kind="case")
        if (match := _FUNCTION.match(masked)) and _FUN.search(masked[: match.start("name")]):
            words = masked[: match.start("name")].split()
            if not (call := call_of(masked, match.end() - 1)):
                return None
            traits: set[Trait] = {"async"} if "suspend" in words else set()
            after = call.after.strip()
            if "abstract" in words or (around and around.kind == "interface" and "=" not in after):
                traits.add("abstract")
            given = plain(after[1:].partition("=")[0]) if after.startswith(":") else ""
            owner = (match["of"],) if match["of"] else ()
            return Head((match["name"],), match.start("name"), self._is_public(words), owner=owner, kind="fun",
                        parameters=self._parameters(call, original), type=given, traits=frozenset(traits))  # fmt: skip
        if match := _VALUE.match(masked):
            words = masked[: match.start("name")].split()
            kind = match["rest"].partition("=")[0].strip()
            given = plain(kind[1:].partition(" by ")[0]) if kind.startswith(":") else ""
            owner = (match["of"],) if match["of"] else ()
            return Head((match["name"],), match.start("name"), self._is_public(words), owner=owner, kind="val",
                        type=given)  # fmt: skip
        return None

    def _is_public(self, words: list[str]) -> bool:
        return not {"private", "internal", "protected"} & set(words)

    def _type(self, match: re.Match[str], masked: str, original: str, *, enum: bool) -> Head:
        words = match["words"].split()
        name, rest = match["name"] or "Companion", masked[match.end() :]
        kind = "enum" if enum else match["kind"]
        parameters = None
        if rest.lstrip().startswith("(") and (call := call_of(masked, match.end())):
            parameters, rest = self._parameters(call, original), call.after
        public = self._is_public(words)
        if kind == "typealias":
            return Head((name,), match.start("name"), public, kind=kind, type=plain(rest.partition("=")[2]))
        names = (name,) if match["name"] else ()
        return Head(names, match.start("name"), public, opens=True, lists=enum, inside=(name,), kind=kind,
                    parameters=parameters, type=plain(rest), generics=plain(match["generics"] or ""))  # fmt: skip

    def _parameter(self, masked: str, text: str) -> Parameter | None:
        blank = ANNOTATION.sub(lambda match: " " * len(match[0]), masked)
        start = len(blank) - len(blank.lstrip())
        return super()._parameter(blank[start:], text[start:])
