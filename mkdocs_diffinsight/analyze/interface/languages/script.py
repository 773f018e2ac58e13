"""What declarations of JavaScript and TypeScript say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..declarations import Trait
from .heads import NAME, Head, Heads, Written, call_of, plain

# e.g. | "b"
_CONTINUED = re.compile(r"[|&?:.=+*/<>,){]|(?:extends|implements|as)\s")
# e.g. (a, b, )
_LAST_COMMA = re.compile(r"[,;](?=\s*+[)}\]>])")
# e.g. export default async function load
_SCRIPT = re.compile(
    r"\s*+(?P<export>export\s++)?(?:default\s++)?(?:declare\s++)?(?:abstract\s++)?(?P<async>async\s++)?"
    r"(?P<kind>function\b\s*+\*?|(?:class|interface|const\s++enum|enum|type|namespace|module|const|let|var)\b)\s*+"
    rf"(?P<name>{NAME})"
)
# e.g. static async load
_SCRIPT_MEMBER = re.compile(
    r"\s*+(?P<words>(?:(?:public|private|protected|static|readonly|abstract|override|async|declare|get|set|accessor)\s++)*)"
    rf"\*?(?P<name>#?{NAME}|\"[^\"\n]*\")(?P<optional>[?!]?)\s*+(?P<next>[(:=<]|\Z)"
)
# e.g. export { load as start } from
_SCRIPT_LIST = re.compile(r"export\s++(?:type\s++)?\{([^{}]{0,20000})\}")
# e.g. export * from "./load"
_SOURCE = re.compile(r"export\s++\*\s*+from\s*+[\"']([^\"'\n]++)")
# e.g. module.exports = { load }
_COMMON_LIST = re.compile(r"module\.exports\s*+=\s*+\{([^{}]{0,20000})\}")
# e.g. exports.load = load
_COMMON = re.compile(rf"(?:module\.)?exports\.({NAME})\s*+=\s*+({NAME})?")
# e.g. module.exports = load
_COMMON_ONE = re.compile(rf"module\.exports\s*+=\s*+({NAME})[ \t]*+(?:;|\n|\Z)")
# e.g. = async (
_ARROW = re.compile(
    r"\s*+(?::[^=]{0,300})?=\s*+(?:async\s*+)?(?:function\b\s*+\*?\s*+[\w$]*\s*+)?(?:<[^()]{0,200}>\s*+)?\("
)


class Script(Heads):
    """JavaScript and TypeScript."""

    ends_lines = True
    continued = _CONTINUED

    def goes_on(self, text: str) -> bool:
        return super().goes_on(text) or text.endswith(("extends", "implements", "export", "default"))

    def plain_type(self, text: str) -> str:
        return _LAST_COMMA.sub("", text.lstrip("| "))

    def has_brace_inside(self, masked: str) -> bool:
        text = masked.strip()
        if text in ("export", "export type", "import", "import type"):
            return True
        if text.startswith(("type ", "export type ", "export declare type ")):
            return not text.endswith("=")
        return text.endswith((":", "|", "&", "<", ",")) or text.count("<") > text.count(">")

    def exported(self, masked: str, /) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for match in _SCRIPT_LIST.finditer(masked):
            for item in match[1].split(","):
                local, _, name = item.strip().removeprefix("type ").partition(" as ")
                if local.strip():
                    found[name.strip() or local.strip()] = local.strip()
        for match in _COMMON_LIST.finditer(masked):
            for item in match[1].split(","):
                name, _, local = item.strip().partition(":")
                if name.strip().isidentifier():
                    found[name.strip()] = local.strip() or name.strip()
        for match in _COMMON.finditer(masked):
            found[match[1]] = match[2] or match[1]
        for match in _COMMON_ONE.finditer(masked):
            found["module.exports"] = match[1]
        return found

    def sources(self, text: str, /) -> frozenset[str]:
        return frozenset(_SOURCE.findall(text))

    def _read(self, written: Written, around: Head | None) -> Head | None:
        masked, original = written.masked, written.original
        if around and around.kind not in ("namespace", "module"):
            return self._member(masked, original, around)
        match = _SCRIPT.match(masked)
        if not match:
            return None
        kind = match["kind"].split()[-1].rstrip("*")
        public = bool(match["export"]) or bool(around)
        name, at = match["name"], match.start("name")
        rest = masked[match.end() :]
        if kind in ("class", "interface", "enum", "namespace", "module"):
            return Head(
                (name,), at, public, opens=True, lists=kind in ("enum", "interface"), inside=(name,), kind=kind,
                type=plain(rest),
            )  # fmt: skip
        if kind == "type":
            if rest.strip().endswith("="):
                return Head((name,), at, public, opens=True, lists=True, inside=(name,), kind="interface")
            return Head((name,), at, public, kind=kind, type=plain(original[match.end() :].partition("=")[2]))
        traits: frozenset[Trait] = frozenset(("async",)) if match["async"] else frozenset()
        if kind == "function" or _ARROW.match(rest):
            start = match.end() if kind == "function" else masked.find("=", match.end())
            if call := call_of(masked, start):
                given = _given_type(call.after)
                return Head((name,), at, public, kind=kind, parameters=self._parameters(call, original), type=given,
                            traits=traits)  # fmt: skip
            return None
        annotation = rest.partition("=")[0].strip().removeprefix(":")
        return Head((name,), at, public, kind=kind, type=plain(annotation))

    def _member(self, masked: str, original: str, around: Head) -> Head | None:
        if around.kind == "enum":
            name = masked.partition("=")[0].strip()
            return Head((name,), masked.find(name), kind="case") if name.isidentifier() else None
        match = _SCRIPT_MEMBER.match(masked)
        if not match:
            return None
        words = match["words"].split()
        name = original[match.start("name") : match.end("name")].strip("\"'")
        public = not name.startswith("#") and "private" not in words and "protected" not in words
        if around.kind == "class" and name.startswith("_"):
            public = False
        traits: set[Trait] = set()
        if "async" in words:
            traits.add("async")
        if "abstract" in words or (around.kind == "interface" and not match["optional"]):
            traits.add("abstract")
        if match["next"] in ("(", "<") and not ({"get", "set"} & set(words)):
            if call := call_of(masked, match.end("name")):
                return Head((name,), match.start("name"), public, kind="method",
                            parameters=self._parameters(call, original), type=_given_type(call.after),
                            traits=frozenset(traits))  # fmt: skip
            return None
        if around.kind == "class" and match["next"] == "" and not words:
            return None
        kind = original[match.end("optional") :].strip()
        kind = kind.partition("=")[0] if around.kind == "class" else kind
        kind = plain(kind.strip().removeprefix(":").rstrip(";,"))
        kind = f"{kind} | undefined" if kind and match["optional"] == "?" else kind
        return Head((name,), match.start("name"), public, kind="field", type=kind, traits=frozenset(traits))


def _given_type(after: str) -> str:
    """What a call gives: after a colon, up to an arrow or the end."""
    text = after.strip()
    return plain(text[1:].partition("=>")[0] if text.startswith(":") else "")
