"""What a report page adds to a statement: links to the diff lines and files that prove it, and its doubts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from markupsafe import Markup, escape

from ...language.catalog import Catalog
from ...language.quoting import showable
from ...model.findings import LineSpan
from ...model.listed import AnyReport
from ...model.report import Report, ReportFile
from ...model.texts import Overview, Statement, Statements
from ..diff.budget import shown_part
from ..diff.line_addresses import LineAddresses
from ..diff.report_diffs import diff_file
from ..html.prose import Passage, plain_text
from ..map.parts import Places

LISTS = ("new_features", "breaking_changes", "other_updates")
"""What an overview tells in lists."""
GATHERED = ("breaking_changes", "new_features")
"""The lists that the report on several categories shows."""
_MOST_LINKS = 3
"""After one statement; more would be in the way of reading."""
_MOST_NAMES = 50
"""Names of lines without a link; a change of a large table may have ten thousands."""


def file_names(report: AnyReport) -> Mapping[str, str]:
    """The name of each file by its path, with as much of its folder as tells it from the report's other files."""
    endings = {file.change.path: _endings(file.change.path) for file in report.files}
    counts = Counter(chain.from_iterable(endings.values()))
    return {path: next((ending for ending in own if counts[ending] <= 1), path) for path, own in endings.items()}


class Proofs:
    """Finds the proof of statements, as seen from a page of their report."""

    def __init__(
        self,
        catalog: Catalog,
        report: Report,
        names: Mapping[str, str],
        places: Places,
        elsewhere: Collection[str] = (),
        hidden: Collection[str] = (),
    ) -> None:
        """`elsewhere` are the items whose diffs have files of their own, `hidden` those whose diffs are nowhere."""
        self._t = catalog
        self._files = {file.change.path: file for file in report.files}
        self._names = names
        self._places = places
        self._elsewhere = elsewhere
        self._hidden = hidden
        self._diffs: dict[str, tuple[LineAddresses, str]] = {}

    def passages(self, statements: Statements, file: ReportFile | None = None) -> list[Passage]:
        """Statements about one file, or about the report."""
        return [self._passage(statement, file) for statement in statements]

    def link(self, path: str) -> Markup:
        """A link to a file of the report; its path as text where the report has none."""
        file = self._files.get(path)
        if not file:
            return Markup(f"<code>{escape(path)}</code>")  # noqa: S704 - escaped
        href, name = self._places.href(file), self._names[path]
        return Markup(f'<a href="{escape(href)}" title="{escape(path)}">{escape(name)}</a>')  # noqa: S704 - escaped

    def lines(self, spans: Sequence[LineSpan], file: ReportFile) -> Markup:
        """Links to lines of a file's diff; a mere name where the diff does not show them."""
        if not spans:
            return Markup()
        addresses, page = self._diff(file.change.path)
        brief = addresses.brief(spans)
        links = [_line_link(span, addresses.find(span), page) for span in brief[:_MOST_LINKS]]
        if more := brief[_MOST_LINKS:]:
            links.append(f'<span title="{names_of(more, _MOST_NAMES)}">+{len(more)}</span>')
        # Ids and numbers need no escaping.
        return Markup(f'<sup class="di-proof">{" ".join(links)}</sup>')  # noqa: S704

    def _passage(self, statement: Statement, file: ReportFile | None) -> Passage:
        mentioned = [self._files[path] for path in dict.fromkeys(statement.files) if path in self._files]
        # What a text may call a file and mean no other.
        calls = [(other, name) for other in mentioned for name in (other.change.path, self._names[other.change.path])]
        links = {name: self._places.href(other) for other, name in calls}
        named = any(f"`{name}`" in statement.text for name in links)
        # In an overview, lines can only be those of the one file that it is about.
        shown = file or (mentioned[0] if len(mentioned) == 1 else None)
        lines = self.lines(statement.lines, shown) if shown else Markup()
        notes = [lines, "" if named else self._file_links(mentioned), doubt_note(self._t, statement.unproven)]
        return Passage(
            statement.text,
            # Line numbers follow the last mark closely; names stand apart.
            Markup(" ".join(note for note in notes if note or note is lines)),  # noqa: S704 - each is HTML
            statement.unproven,
            self._t("page.not_found"),
            links,
        )

    def _file_links(self, files: Sequence[ReportFile]) -> str:
        links = [self.link(file.change.path) for file in files[:_MOST_LINKS]]
        if more := len(files) - len(links):
            links.append(Markup('<a href="#summary-table">{}</a>').format(self._t("page.more", n=more)))
        return f'<small class="di-sources">{" ".join(links)}</small>' if links else ""

    def _diff(self, path: str) -> tuple[LineAddresses, str]:
        """Where the lines of a file's diff are, and as HTML what leads to the page that shows them."""
        if path not in self._diffs:
            file = self._files[path]
            if file.item_id in self._elsewhere:
                page = f"{self._places.folder}{diff_file(file.item_id)}"
            else:
                page = self._places.href(file).partition("#")[0]
            patch = "" if file.item_id in self._hidden else file.change.patch or ""
            self._diffs[path] = LineAddresses(shown_part(patch), file.item_id), str(escape(page))
        return self._diffs[path]


def _line_link(span: LineSpan, address: str | None, page: str) -> str:
    """A link as HTML; `page` is escaped."""
    name = f"{span.side}{span.first}"
    if span.last != span.first:
        name += f"\N{EN DASH}{span.last}"
    return f'<a href="{page}#{address}">{name}</a>' if address else f"<span>{name}</span>"


def doubt_note(t: Catalog, unproven: Sequence[str]) -> Markup:
    """What was not found, in small print; nothing where all was."""
    if not unproven:
        return Markup()
    words = ", ".join(f"<code>{escape(word)}</code>" for word in unproven)
    return Markup(f'<small class="di-doubt">{t("page.unproven", words=words)}</small>')  # noqa: S704 - escaped


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
