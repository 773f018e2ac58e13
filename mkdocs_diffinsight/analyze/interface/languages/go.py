"""What declarations of Go say. Pure."""

from __future__ import annotations

import re

from ..declarations import Parameter
from .heads import NAME, Call, Head, Heads, Written, call_of, parts, plain

# e.g. package main
_PROGRAM = re.compile(r"^package main\b", re.MULTILINE)
# e.g. func (s *Server[T]) Serve
_FUNCTION = re.compile(
    rf"\s*+func\s*+(?:\(\s*+(?:{NAME}\s++)?\*?\s*+(?P<owner>{NAME})[^()]*\)\s*+)?(?P<name>{NAME})\s*+(?P<generics>\[[^\]]*\])?"
)
# e.g. type Box[T any] struct
_TYPE = re.compile(
    rf"\s*+type\s++(?P<name>{NAME})(?P<generics>\[[^\]]{{0,200}}[\w\]]\s[^\]]{{0,200}}\])?\s*+(?P<rest>.*)", re.DOTALL
)
# e.g. type Box struct
_OPENS = re.compile(rf"type\s++{NAME}\s*+(?:\[[^()]{{0,200}}\]\s*+)?(?:interface|struct)\Z")
# e.g. func(name string) error
_NAMED_TYPE = re.compile(r"(?<=[(,])\s*+\w+ (?=[\w*\[.])")
# e.g. name string
_NAMED = re.compile(rf"{NAME}\s++\S")
# e.g. const A, B = 1, 2
_VALUE = re.compile(rf"\s*+(?P<kind>const|var)\s++(?P<names>{NAME}(?:\s*+,\s*+{NAME})*+)\s*+(?P<rest>.*)", re.DOTALL)
# e.g. Width, Height int
_FIELD = re.compile(rf"\s*+(?P<names>{NAME}(?:\s*+,\s*+{NAME})*+)\s++(?P<rest>\S.*)", re.DOTALL)
# e.g. *acme.Box
_EMBEDDED = re.compile(rf"\s*+\*?(?:{NAME}\.)?(?P<name>{NAME})\s*+(?:\[[^\]]*\])?\s*+\Z")
# e.g. Serve(
_METHOD = re.compile(rf"\s*+(?P<name>{NAME})\s*+\(")


class Go(Heads):
    """Go: what begins with a capital letter is for others."""

    ends_lines = True
    groups = frozenset(("const", "var", "type"))
    program = _PROGRAM

    def goes_on(self, text: str) -> bool:
        return text[-1] in ",(|&=+-." and not text.endswith(("++", "--"))

    def has_brace_inside(self, masked: str) -> bool:
        text = masked.strip()
        return text.endswith(("interface", "struct")) and not (_OPENS.match(text))

    def plain_type(self, text: str) -> str:
        text = text.replace("interface{}", "any").replace("interface {}", "any")
        return _NAMED_TYPE.sub("", text) if "(" in text else text

    def _read(self, written: Written, around: Head | None) -> Head | None:
        masked, original, prefix = written
        shift = len(prefix)
        whole = prefix + masked.lstrip()
        shift -= len(masked) - len(masked.lstrip())
        if around:
            return self._member(masked, original, around)
        if match := _FUNCTION.match(masked):
            owner, name = match["owner"], match["name"]
            call = call_of(masked, match.end())
            if not call:
                return None
            public = name[0].isupper() and (not owner or owner[0].isupper())
            return Head((name,), match.start("name"), public, owner=(owner,) if owner else (), kind="func",
                        parameters=self._parameters(call, original), type=plain(call.after),
                        generics=match["generics"] or "")  # fmt: skip
        if match := _TYPE.match(whole):
            name, rest = match["name"], plain(match["rest"])
            at = max(0, match.start("name") - shift)
            opens = rest in ("struct", "interface")
            return Head((name,), at, name[0].isupper(), opens=opens, inside=(name,), kind=rest if opens else "type",
                        type=rest, generics=plain(match["generics"] or ""))  # fmt: skip
        if match := _VALUE.match(whole):
            names = tuple(name.strip() for name in match["names"].split(","))
            public = [name for name in names if name[0].isupper()]
            kind = plain(match["rest"].partition("=")[0])
            at = max(0, match.start("names") - shift)
            return Head(tuple(public or names), at, bool(public), kind=match["kind"], type=kind)
        return None

    def _member(self, masked: str, original: str, around: Head) -> Head | None:
        if around.kind == "interface" and (match := _METHOD.match(masked)):
            call = call_of(masked, match.start("name"))
            if not call:
                return None
            name = match["name"]
            return Head((name,), match.start("name"), name[0].isupper(), kind="method",
                        parameters=self._parameters(call, original), type=plain(call.after),
                        traits=frozenset(("abstract",)))  # fmt: skip
        bare = masked.partition('"')[0]
        if match := _EMBEDDED.match(bare):
            name = match["name"]
            return Head((name,), match.start("name"), name[0].isupper(), kind="field", type=plain(bare))
        if match := _FIELD.match(bare):
            names = tuple(name.strip() for name in match["names"].split(","))
            public = tuple(name for name in names if name[0].isupper())
            return Head(public or names, match.start("names"), bool(public), kind="field", type=plain(match["rest"]))
        return None

    def _parameters(self, call: Call, _original: str, /) -> tuple[Parameter, ...]:
        """Parameters have names all or none; one without a type has that of the next one."""
        written = [plain(call.inner[start:end]) for start, end in parts(call.inner)]
        named = any(_NAMED.match(part) and not part.startswith(("func ", "chan ")) for part in written)
        found: list[Parameter] = []
        kind = ""
        for part in reversed([part for part in written if part]):
            name = ""
            if named:
                name, _, own = part.partition(" ")
                kind = own.strip() or kind
            else:
                kind = part
            found.append(Parameter(name, self.plain_type(kind), text=part))
        return tuple(reversed(found))
