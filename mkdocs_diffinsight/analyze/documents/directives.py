"""Lines of a document that build its page and say nothing themselves: directives, comments, tags. Pure."""

from __future__ import annotations

import re

# e.g. ::: zone pivot="python"
_DIRECTIVE = re.compile(
    r"[\s>]*(?::{3}(?!image\b)|\{%|\{\{[<%]|<!--|\[!(?!\[)|\.\. (?:_|[\w:.-]{1,60}::)|:[\w-]{1,40}:(?:\s|\Z)"
    r"|-{2,}8<-{2,}|include::\S"
    r"|</?[A-Za-z][^<>]{0,300}>\s*\Z|(?:im|ex)port\s[^.]{0,200}\sfrom\s+[\"'])"
)
# e.g. ::: moniker range=">=2.0"
_MONIKER = re.compile(r"\s*:{3,}\s*moniker\s+range\s*=\s*[\"']([^\"'<>]{0,40}[^\"']{0,200})[\"']")
MONIKER = "moniker range"
"""What a directive calls the versions that the text below it is for."""
COMMENT_START, COMMENT_END = "<!--", "-->"


def is_directive(text: str) -> bool:
    """Whether a line is for the program that makes the page rather than for its reader."""
    return bool(_DIRECTIVE.match(text[:400]))


def moniker(text: str) -> str:
    """The versions that the text below a line is for, if the line says so."""
    match = _MONIKER.match(text[:400]) if "moniker" in text else None
    return match[1] if match else ""


def opens_comment(text: str) -> bool:
    """Whether a comment begins in a line and does not end there."""
    return COMMENT_START in text and COMMENT_END not in text[text.rfind(COMMENT_START) :]


def is_comment(text: str) -> bool:
    """Whether a line is a comment and nothing else."""
    text = text.strip()
    return text.startswith(COMMENT_START) and text.find(COMMENT_END) in (-1, len(text) - len(COMMENT_END))
