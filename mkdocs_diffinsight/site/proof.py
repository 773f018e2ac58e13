"""What a report page adds to a statement: links to the diff lines and files that prove it, and its doubts. Pure."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Sequence

from markupsafe import Markup

from ..catalog import Catalog
from ..findings import LineSpan
from ..model import Overview, Report, ReportFile, Statement, Statements
from .diff.addresses import LineAddresses
from .diff.budget import shown_part
from .diff.report_diffs import diff_file
from .prose import Passage, plain_text, showable

_MOST_LINKS = 3
"""After one statement; more would be in the way of reading."""
_MOST_NAMES = 50
"""Of lines without a link; a change of a large table may have ten thousands."""


class Proofs:
    """Finds the proof of statements on the page of their report."""

    def __init__(self, catalog: Catalog, report: Report, elsewhere: Collection[str] = ()) -> None:
        """`elsewhere` are the items whose diffs have files of their own."""
        self._t = catalog
        self._elsewhere = elsewhere
        self._files = {file.change.path: file for file in report.files}
        self._endings = Counter(ending for path in self._files for ending in _endings(path))
        self._addresses = functools.cache(self._line_addresses)

    def passages(self, statements: Statements, file: ReportFile | None = None) -> list[Passage]:
        """Statements about one file, or about the report."""
        return [self._passage(statement, file) for statement in statements]

    def name(self, path: str) -> str:
        """A file's name, with as much of its folder as it takes to tell it from the report's other files."""
        return next((ending for ending in _endings(path) if self._endings[ending] <= 1), path)

    def link(self, path: str) -> Markup:
        """A link to a file of the report; its path as text where the report has none."""
        file = self._files.get(path)
        if not file:
            return Markup("<code>{}</code>").format(path)
        return Markup('<a href="#{}" title="{}">{}</a>').format(file.item_id, path, self.name(path))

    def lines(self, spans: Sequence[LineSpan], file: ReportFile) -> Markup:
        """Links to lines of a file's diff; a mere name where the diff does not show them."""
        brief = self._addresses(file.change.path).brief(spans)
        links = [self._line_link(span, file) for span in brief[:_MOST_LINKS]]
        if more := brief[_MOST_LINKS:]:
            links.append(Markup('<span title="{}">+{}</span>').format(names_of(more, _MOST_NAMES), len(more)))
        return Markup('<sup class="di-proof">{}</sup>').format(Markup(" ").join(links)) if links else Markup()

    def _passage(self, statement: Statement, file: ReportFile | None) -> Passage:
        mentioned = [self._files[path] for path in dict.fromkeys(statement.files) if path in self._files]
        links = {name: f"#{other.item_id}" for other in mentioned for name in self._calls(other)}
        named = any(f"`{name}`" in statement.text for name in links)
        # In an overview, lines can only be those of the one file that it is about.
        shown = file or (mentioned[0] if len(mentioned) == 1 else None)
        lines = self.lines(statement.lines, shown) if shown else Markup()
        notes = [lines, Markup() if named else self._file_links(mentioned), doubt_note(self._t, statement.unproven)]
        return Passage(
            statement.text,
            # Line numbers follow the last mark closely; names stand apart.
            Markup(" ").join(note for note in notes if note or note is lines),
            statement.unproven,
            self._t("page.not_found"),
            links,
        )

    def _calls(self, file: ReportFile) -> set[str]:
        """What a text may call a file and mean no other."""
        return {file.change.path, self.name(file.change.path)}

    def _file_links(self, files: Sequence[ReportFile]) -> Markup:
        links = [self.link(file.change.path) for file in files[:_MOST_LINKS]]
        if more := len(files) - len(links):
            links.append(Markup('<a href="#summary-table">{}</a>').format(self._t("page.more", n=more)))
        return Markup('<small class="di-sources">{}</small>').format(Markup(" ").join(links)) if links else Markup()

    def _line_link(self, span: LineSpan, file: ReportFile) -> Markup:
        name = str(span) if span.first == span.last else f"{span.side}{span.first}\N{EN DASH}{span.last}"
        address = self._addresses(file.change.path).find(span)
        if not address:
            return Markup("<span>{}</span>").format(name)
        page = diff_file(file.item_id) if file.item_id in self._elsewhere else ""
        return Markup('<a href="{}#{}">{}</a>').format(page, address, name)

    def _line_addresses(self, path: str) -> LineAddresses:
        file = self._files[path]
        return LineAddresses(shown_part(file.change.patch or ""), file.item_id)


def doubt_note(t: Catalog, unproven: Sequence[str]) -> Markup:
    """What was not found, in small print; nothing where all was."""
    if not unproven:
        return Markup()
    words = Markup(", ").join(Markup("<code>{}</code>").format(word) for word in unproven)
    return Markup('<small class="di-doubt">{}</small>').format(t.html("page.unproven", words=words))


def plain_summary(t: Catalog, overview: Overview) -> str:
    """The summary without markup, for places that show no marks: its doubts follow in words."""
    summary = plain_text(overview.summary)
    if overview.summary_unproven:
        summary += " " + t("page.unproven", words=", ".join(map(showable, overview.summary_unproven)))
    return summary


def names_of(spans: Sequence[LineSpan], most: int) -> str:
    """The names of the first lines."""
    return ", ".join(map(str, spans[:most])) + (", …" if len(spans) > most else "")


def _endings(path: str) -> list[str]:
    """The file's name, then with its folder's, and so on up to the whole path."""
    parts = path.split("/")
    return ["/".join(parts[n:]) for n in reversed(range(len(parts)))]
