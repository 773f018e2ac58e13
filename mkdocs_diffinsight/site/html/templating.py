"""Pages by Jinja templates that a theme's `custom_dir` may replace, and what they have in common."""

from __future__ import annotations

import contextlib
import functools
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, NamedTuple

import jinja2
import jinja2.runtime
from markupsafe import Markup, escape

from ...errors import TemplateError
from ...language.catalog import Catalog
from ...language.quoting import cleaned, showable
from ...language.unseen import has_unseen, visible
from ...model.changes import Status
from ...model.texts import Author, type_name
from .slots import SEARCHED, slot

TEMPLATES = Path(__file__).parents[1] / "pages" / "templates"
_PIECES = "diffinsight/pieces/all_pieces.html"
_PAGE = "page"
"""The slot of the page as a whole, after what only search reads."""
_CONTEXTS = "_contexts"
"""Among the values of a page."""
TAG = re.compile(r"(<[^<>]*+>)")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a template gets, besides `t`, `lang` and `late`."""

    template: ClassVar[str]
    """Its name."""


class Heading(NamedTuple):
    """An entry of a page's table of contents."""

    title: str
    id: str
    level: int
    full_title: str = ""
    """As search shows it, away from the page, if that differs."""


@dataclass(frozen=True)
class Body:
    """What a page shows below the theme's header.

    `html` is what search reads: titles, texts and paths. What it should not read is put into slots later, and
    neither Markdown nor the search index ever meets it. What only search reads goes then.
    """

    html: str
    headings: Sequence[Heading]
    late: Mapping[str, str] = field(default_factory=dict)
    """What belongs into slots, by their names."""
    diffs: Callable[[str], str | None] | None = None
    """Makes what belongs into a slot named after an item; it is big, so it is made when the page is."""

    def part(self, name: str) -> str | None:
        """What belongs into a slot; nothing where others fill it."""
        part = self.late.get(name)
        return part if part is not None or self.diffs is None else self.diffs(name)


class _Context(jinja2.runtime.Context):
    """What a template sees; those of a page are gathered in a list that the page's values have.

    Macros that a page imports with its context know that, and it knows them. They are parted when the page is made: the
    page's report, with all its diffs, would else stay in memory until the garbage collector comes.
    """

    def __init__(self, environment: jinja2.Environment, parent: dict[str, Any], *more: Any, **named: Any) -> None:
        super().__init__(environment, parent, *more, **named)
        if _CONTEXTS in parent:
            parent[_CONTEXTS].append(self)


class Templates:
    """The templates of one language."""

    def __init__(self, catalog: Catalog, folders: Sequence[str | Path], theme_language: str) -> None:
        """`folders` are searched in their order, our own templates last.

        `theme_language` is what the theme says about every page; ours say what differs.
        """
        self._t = catalog
        self._script_words = _script_words(catalog)
        loader = jinja2.FileSystemLoader([*map(str, folders), str(TEMPLATES)])
        undefined = jinja2.StrictUndefined
        # Each build has templates of its own, so none has to look whether a file has changed.
        self._environment = jinja2.Environment(loader=loader, autoescape=True, undefined=undefined, auto_reload=False)
        self._environment.context_class = _Context
        # Pieces that say no more than a word are made once for each.
        self._environment.filters |= {
            "badge": functools.cache(functools.partial(self._piece, "badge")),
            "reason_note": functools.cache(functools.partial(self._piece, "reason_note")),
            "author_note": functools.cache(lambda author: self._piece("author_note", author_name(catalog, author))),
            "author_name": functools.cache(functools.partial(author_name, catalog)),
            "status_name": {status: catalog(f"status.{status}") for status in Status}.__getitem__,
            "type_name": functools.cache(functools.partial(type_name, catalog)),
            "basename": lambda path: PurePosixPath(path).name,
            "folder": lambda path: path.removesuffix(PurePosixPath(path).name),
        }
        self._environment.globals |= {
            "t": catalog,
            "lang": catalog.language if catalog.language != theme_language else None,
        }

    def body(
        self,
        context: Context,
        headings: Sequence[Heading],
        searched: str,
        diffs: Callable[[str], str | None] | None = None,
    ) -> Body:
        """The body of a page, of which search reads `searched`. Raises `TemplateError`.

        What begins with the page's heading is one entry of its index.
        """
        # Search reads nothing else of a page, so there is nothing left to do for what a template puts off.
        html = f"{self._render(context, late=lambda caller: caller())}\n{slot('words')}"
        parts = {"words": self._script_words, _PAGE: html}
        return Body(f"{slot(SEARCHED)}{_shown(searched)}{slot(_PAGE)}", headings, parts, diffs)

    def document(self, context: Context) -> str:
        """A whole page, which no theme puts into its own. Raises `TemplateError`."""
        return self._render(context, script_words=Markup(self._script_words))  # noqa: S704 - ours

    def macro(self, name: str, *values: object) -> str:
        """One of the pieces that the pages share. Raises `TemplateError`."""
        with _errors(_PIECES):
            return _shown(self._piece(name, *values))

    def _piece(self, name: str, *values: object) -> str:
        piece: Callable[..., str] = getattr(self._environment.get_template(_PIECES).module, name)
        return piece(*values)

    def _render(self, context: Context, **more: object) -> str:
        name = f"diffinsight/{context.template}"
        with _errors(name):
            contexts: list[jinja2.runtime.Context] = []
            try:
                template = self._environment.get_template(name)
                return _shown(template.render({**vars(context), **more, _CONTEXTS: contexts}))
            finally:
                while contexts:
                    contexts.pop().vars.clear()


def _shown(html: str) -> str:
    """HTML in whose text everything is seen. Addresses stay as they are; diffs see to it themselves."""
    html = cleaned(html)
    if not has_unseen(html):
        return html
    before, *others = html.split("<pre ")
    shown = [_text_shown(before)]
    for other in others:
        code, end, after = other.partition("</pre>")
        shown += ["<pre ", code, end, _text_shown(after)]
    return "".join(shown)


def _text_shown(html: str) -> str:
    parts = TAG.split(html)
    parts[::2] = map(visible, parts[::2])
    return "".join(parts)


@contextlib.contextmanager
def _errors(template: str) -> Iterator[None]:
    """Say which template is wrong."""
    try:
        yield
    except Exception as error:  # a template may run into any of them
        where = getattr(error, "filename", None) or template
        raise TemplateError(
            f"The template {where} cannot be rendered: {type(error).__name__}: {error}. "
            "Compare the one in your `custom_dir` with the plugin's own."
        ) from error


def author_name(t: Catalog, author: Author) -> str:
    """Who wrote a text, in words."""
    if author.kind == "rules":
        return t("author.rules")
    return t(f"author.{author.kind}", name=author.name) if author.name else t(f"author.unnamed_{author.kind}")


def _script_words(catalog: Catalog) -> str:
    """The script's texts as JSON, in an element that shows nothing.

    No `<script>`: with Material's instant navigation, even one of JSON would be run.
    """
    texts = {"language": catalog.language, "texts": catalog.section("script")}
    words = html.escape(json.dumps(texts, ensure_ascii=False, separators=(",", ":")), quote=False)
    return f'<template class="di-words">{words}</template>'


def escape_heading(title: str) -> str:
    """A heading's text for a table of contents, which themes print as HTML."""
    return str(escape(showable(title)))
