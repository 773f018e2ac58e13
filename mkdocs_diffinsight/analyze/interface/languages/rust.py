"""What declarations of Rust say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..declarations import Parameter, Trait
from .heads import NAME, Head, Heads, Written, call_of, plain

# e.g. Box<Fn() -> u8>
_ANGLE = re.compile(r"->|[<>]")
# e.g. pub use acme::
_BRACE = re.compile(r"\A\s*+(?:pub\b\s*+(?:\([^()]*\)\s*+)?)?use\b")
# e.g. &mut self
_SELF = re.compile(r"&?\s*+(?:'\w+\s++)?(?:mut\s++)?self(?:\s*+:.*)?")
# e.g. Box
_NAME = re.compile(NAME)
# e.g. pub async fn load
_ITEM = re.compile(
    r"\s*+(?P<pub>pub\b\s*+(?P<within>\([^()]*\)\s*+)?)?(?:default\s++)?(?P<words>(?:(?:async|unsafe|const|extern|\"[^\"]*\")\s++)*)"
    rf"(?P<kind>fn|struct|enum|trait|mod|type|const|static|union)\s++(?:mut\s++)?(?P<name>{NAME})\s*+"
)
# e.g. 'a
_LIFETIME = re.compile(r"'\w+\b(?!')(?:\s*+,)?\s*+|<\s*+'\w+\s*+>|\bmut\s++(?=self\b)")
# e.g. std::ops::Range
_MODULES = re.compile(r"(?<![\w:])(?:::)?+(?:[a-z_]\w*+::)++(?=[A-Z])")
# e.g. impl<T> Load for Box<T>
_IMPL = re.compile(r"\s*+(?:unsafe\s++)?impl\b(?P<rest>.*)", re.DOTALL)
# e.g. pub width: u8
_FIELD = re.compile(rf"\s*+(?P<pub>pub\b\s*+(?P<within>\([^()]*\)\s*+)?)?(?P<name>{NAME})\s*+:(?P<rest>.*)", re.DOTALL)
# e.g. Wide(u8)
_CASE = re.compile(rf"\s*+(?P<name>{NAME})\s*+(?P<rest>\(.*\)|\{{|=.*|)\s*+\Z", re.DOTALL)
# e.g. {a, b}
_LIST = re.compile(r"[{},]")
# e.g. pub use acme::{Box, Shape as Form};
_USE = re.compile(r"pub\s++use\s++([^;]*+)")


class Rust(Heads):
    """Rust: what is `pub` without a limit is for others."""

    attribute = ("#", "#!")
    brace_inside = _BRACE

    def exported(self, masked: str, /) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for match in _USE.finditer(masked):
            for item in _LIST.split(match[1]):
                path, _, name = item.strip().partition(" as ")
                last = path.strip().rpartition("::")[2].strip()
                if last and last != "*":
                    found[name.strip() or last] = last
        return found

    def sources(self, text: str, /) -> frozenset[str]:
        items = (item.strip() for match in _USE.finditer(text) for item in _LIST.split(match[1]))
        return frozenset(item for item in items if item.endswith("*"))

    def plain_type(self, text: str) -> str:
        return _MODULES.sub("", text)

    def _read(self, written: Written, around: Head | None) -> Head | None:
        masked, original = written.masked, written.original
        if around and around.kind in ("struct", "union"):
            if not (match := _FIELD.match(masked)):
                return None
            public = bool(match["pub"]) and not match["within"]
            return Head((match["name"],), match.start("name"), public, kind="field", type=plain(match["rest"]))
        if around and around.kind == "enum":
            if not (match := _CASE.match(masked)):
                return None
            rest = plain(match["rest"].partition("=")[0])
            return Head((match["name"],), match.start("name"), kind="case", type=rest)
        if match := _IMPL.match(masked):
            return self._impl(match["rest"])
        if not (match := _ITEM.match(masked)):
            return None
        kind, name = match["kind"], match["name"]
        in_trait = bool(around) and around is not None and around.kind == "trait"
        public = in_trait or (bool(match["pub"]) and not match["within"])
        end = _end_of_generics(masked, match.end())
        at, rest, generics = match.start("name"), masked[end:], plain(masked[match.end() : end])
        if kind == "fn":
            call = call_of(masked, end)
            if not call:
                return None
            traits: set[Trait] = {"async"} if "async" in match["words"] else set()
            if in_trait:
                traits.add("abstract")
            given = call.after.strip()
            kind_given = plain(given.removeprefix("->").partition(" where ")[0]) if given.startswith("->") else ""
            given, generics = _LIFETIME.sub("", kind_given), _LIFETIME.sub("", generics)
            return Head((name,), at, public, kind=kind, parameters=self._parameters(call, original), type=given,
                        traits=frozenset(traits), generics=generics)  # fmt: skip
        if kind in ("struct", "enum", "trait", "union", "mod"):
            lists = kind in ("struct", "enum", "union")
            return Head((name,), at, public, opens=not rest.strip().startswith("("), lists=lists,
                        inside=(name,), kind=kind, type=plain(rest), generics=generics)  # fmt: skip
        return Head((name,), at, public, kind=kind, type=plain(rest.partition("=")[0].strip().removeprefix(":")),
                    generics=generics)  # fmt: skip

    def _impl(self, rest: str) -> Head | None:
        """Members of a type; of a trait's they are the trait's."""
        text = _without_generics(rest)
        trait, found, of = text.partition(" for ")
        name = (of if found else trait).partition(" where ")[0].strip().rpartition("::")[2].lstrip("&").strip()
        if not _NAME.fullmatch(name):
            return None
        return Head(opens=True, inside=(name,), kind="impl trait" if found else "impl", is_public=not found)

    def _parameter(self, masked: str, text: str) -> Parameter | None:
        whole = plain(text)
        if _SELF.fullmatch(whole):
            whole = _LIFETIME.sub("", whole)
            return Parameter("self", whole.removeprefix("mut "), text=whole)
        found = super()._parameter(masked.replace("==", "  "), text)
        return found and replace(found, type=self.plain_type(_LIFETIME.sub("", found.type)))


def _end_of_generics(masked: str, start: int) -> int:
    """Where angle brackets end that start there; the start where none do."""
    depth = 0
    for match in _ANGLE.finditer(masked, start) if masked[start : start + 1] == "<" else ():
        if match[0] != "->":
            depth += 1 if match[0] == "<" else -1
            if not depth:
                return match.end()
    return start


def _without_generics(text: str) -> str:
    """A text without what stands in angle brackets."""
    kept = []
    depth = 0
    for i, char in enumerate(text):
        if char == "<":
            depth += 1
        elif char == ">" and text[i - 1 : i] != "-":
            depth -= 1
        elif not depth:
            kept.append(char)
    return plain("".join(kept))
