"""The pages of a report."""

from __future__ import annotations

import functools
import math
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ...language.catalog import Catalog
from ...language.quoting import display, size
from ...model.changes import Commit, FileMode, Status
from ...model.fact_kinds import FactKind
from ...model.findings import Fact, Kind, Noise
from ...model.ranges import short_compare
from ...model.report import Checked, Report, ReportFile, count_checked
from ...model.texts import BREAKING_CHANGE, MODIFICATION_TYPES
from ..diff.report_diffs import ReportDiffs
from ..html.prose import is_web_address, render_item, render_line, render_passages, render_prose, render_words
from ..html.searched import FILE, OVERVIEW, gist, searched
from ..html.slots import slot
from ..html.templating import Body, Context, Heading, Templates, author_name
from ..map.around import Around, Link, Neighbourhood
from ..map.limits import encoding_text, limits_of
from ..map.parts import Part, Places
from .fact_table import values_of, values_to_act_on
from .proof_links import LISTS, Proofs, doubt_note, file_names

_EXPLANATION_LEVEL, _INSIGHTS_LEVEL = 4, 3
_MOST_VALUES, _MOST_VALUES_OF_A_FILE = 12, 6
"""Before the rest is counted or folded."""
_MOST_FOLDED_VALUES = 200
"""Values of a file; the rest is counted."""
_FACT_LENGTH = 160
"""Characters of a value, or of where it is."""
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""The only HTML that values in documents often have."""
_ARROW = Markup(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ")
_MOST_NAMES = 3
"""Names of a range's authors."""
_MOST_COMMITS = 250
_MOST_PINS = 5
"""Links to files, above everything else."""
_MOST_IGNORED = 1_000
"""Paths."""
_LEAST = 60
"""Bytes of an overview's part that are worth an entry in the index."""
_RANKS = {name: n for n, name in enumerate(dict.fromkeys([BREAKING_CHANGE, *MODIFICATION_TYPES]))}
_TAGS = "tags"
"""The slot of the links to lists."""


class FactRow(NamedTuple):
    """A fact as a table shows it."""

    kind: str
    where: Markup
    old: Markup
    new: Markup
    lines: Markup
    path: str
    """The path of its file."""


class PartBody(NamedTuple):
    """A page of a report."""

    name: str
    """The name of its address, below the report's; "" is the report's own page."""
    title: str
    items: Sequence[str]
    """The ids of those that it shows with their diffs, where the report has several pages."""
    body: Body


class ShownFile:
    """A changed file as a page of its report shows it."""

    def __init__(
        self, catalog: Catalog, report: Report, places: Places, proofs: Proofs, most_changes: int, file: ReportFile
    ) -> None:
        """`most_changes` are the lines of the report's largest change."""
        change, summary, noise = file.change, file.summary, file.evidence.noise
        self._t = catalog
        self._report = report
        self._proofs = proofs
        self.file = file
        self.id = file.item_id
        self.diff_slot, self.history_slot = slot(self.id), slot(_history_slot(self.id))
        self.href = places.href(file)
        self.is_here = places.is_here(file)
        self.name = posixpath.basename(change.path)
        self.folder = change.path.removesuffix(self.name)
        self.bar = _bar_lengths(change.additions, change.deletions, most_changes)
        """Both parts of its bar in the table, in percent."""
        self.encoding = encoding_text(catalog, change) if any(change.encodings) else ""
        """What the text is written in, where it is not UTF-8 all along."""
        self.reason = noise if noise is Noise.REPEATED or summary.author.kind != "rules" else None
        """Why the file is folded, unless the rules wrote its title, which says it."""

    @cached_property
    def title_words(self) -> Markup:
        """The title with its marks, without the note on them."""
        summary = self.file.summary
        return render_words(summary.modification_title, summary.title_unproven, self._t("page.not_found"))

    @property
    def title(self) -> Markup:
        """The title with its marks and the note on them."""
        note = doubt_note(self._t, self.file.summary.title_unproven)
        return self.title_words + " " + note if note else self.title_words

    @cached_property
    def explanation(self) -> Markup:
        return render_passages(self._proofs.passages(self.file.summary.statements, self.file), _EXPLANATION_LEVEL)

    @property
    def unseen(self) -> Sequence[Markup]:
        """What is said of characters that nobody sees: of invisible ones, and of letters that look like others."""
        points: dict[str, list[Markup]] = {"page.invisible": [], "page.alike": []}
        for one in self.file.evidence.findings.unseen:
            lines = self._proofs.lines(one.lines, self.file)
            key = "page.alike" if one.is_letter else "page.invisible"
            points[key].append(Markup("<code>{}</code>{}").format(one.points, lines))
        return [self._t.html(key, points=Markup(", ").join(some)) for key, some in points.items() if some]

    @cached_property
    def _facts(self) -> Sequence[Fact]:
        return values_of(self.file)

    @property
    def facts(self) -> Sequence[FactRow]:
        """The values to show at once."""
        return [fact_row(self._t, fact, self.file, self._proofs) for fact in self._facts[: self._shown_facts]]

    @property
    def folded_facts(self) -> Sequence[FactRow]:
        """Further ones."""
        folded = self._facts[self._shown_facts :][:_MOST_FOLDED_VALUES]
        return [fact_row(self._t, fact, self.file, self._proofs) for fact in folded]

    @property
    def further_facts(self) -> int:
        """How many there are besides those to show at once."""
        return len(self._facts[self._shown_facts :])

    @property
    def _shown_facts(self) -> int:
        # What the rules wrote has them in words already.
        return 0 if self.file.summary.author.kind == "rules" else _MOST_VALUES_OF_A_FILE

    @property
    def forge_pages(self) -> tuple[str | None, str | None]:
        """Where the forge shows the file before and after, as far as it does."""
        report, change = self._report, self.file.change
        forge = report.forge
        if not forge or FileMode.SUBMODULE in (change.old_mode, change.new_mode):
            return None, None
        base = report.linked_base if change.status is not Status.ADDED else None
        return (
            forge.file(base, change.previous_path or change.path) if base else None,
            forge.file(report.linked_head, change.path) if change.status is not Status.REMOVED else None,
        )


@dataclass(frozen=True, kw_only=True)
class TableContext(Context):
    """What all pages of reports are made of, which have a table of files."""

    report: Report
    """The report."""
    around: Around
    """The rest of the site."""
    rows: Sequence[ShownFile]
    """The files in the order of the table."""
    is_lean: bool
    """There are too many files to say much about each in the table."""
    common_folder: str
    """The folder that all files are in."""
    file_link: Callable[[str], Markup]
    """A link to the file of a path."""


@dataclass(frozen=True, kw_only=True)
class PartContext(TableContext):
    """What a further page of a report is made of."""

    template = "report_further_page.html"
    title: str
    """The heading."""
    items: Sequence[ShownFile]
    """The files that this page shows with their diffs."""
    parts: Sequence[Link]
    """The report's pages."""


@dataclass(frozen=True, kw_only=True)
class TopContext(TableContext):
    """What the top of a report is made of."""

    additions: int
    """Lines that were added."""
    deletions: int
    """Lines that were deleted."""
    bar_lengths: tuple[int, int]
    """Both parts of their bar, in percent."""
    types: Sequence[tuple[str, int]]
    """How many changes there are of each type, those first that may need action."""
    commits: Sequence[Commit]
    """The commits to show."""
    commit_authors: str
    """Those who wrote the most."""
    most_commits: int
    """How many of the commits are shown."""
    written_by: str
    """Who wrote the texts."""
    unseen: Sequence[ReportFile]
    """Files with characters that nobody sees."""
    breaking: Sequence[ShownFile]
    """The first files with breaking changes."""
    breaking_count: int
    """How many there are."""
    watched: Sequence[tuple[str, Sequence[ReportFile]]]
    """The files that have each watched term."""
    most_pins: int
    """How many links to files there are of a kind."""
    compare: str
    """The range in short."""
    compare_href: str | None
    """Its page on the forge."""
    checked: Checked
    """How many statements of a model were held against the diff."""
    limits: Sequence[str]
    """What the report does not tell, a sentence for each."""
    notice: Markup | None
    """What the site's owner says on every report."""
    message: Markup | None
    """What the tag says that the range leads to."""
    file_label: Callable[[ReportFile], str]
    """A file's name with as much of its folder as tells it from others."""
    tags_slot: Markup
    """The place of the links to lists."""


@dataclass(frozen=True, kw_only=True)
class ReportContext(PartContext, TopContext):
    """What a report's own page is made of."""

    template = "report.html"
    most_ignored: int
    """How many paths of ignored files are shown."""
    folded: int
    """How many files are folded."""
    highlights: Markup
    """A text."""
    lists: Sequence[tuple[str, Sequence[Markup]]]
    """The statements of each list, by its key."""
    facts: Sequence[FactRow]
    """The values of all files that readers act on."""
    further_facts: int
    """How many more there are."""
    insights: Markup
    """A text."""
    has_proof: bool
    """Some text has links to lines."""


def report_bodies(
    t: Catalog, templates: Templates, diffs: ReportDiffs, around: Callable[[str], Around], *, notice: str | None
) -> Sequence[PartBody]:
    """The pages of a report, its own first. `around` is what its page of a name knows about the site.

    They have an empty slot for each diff and for `neighbour_slots`, and depend on the report, and on no other one.
    """
    return [_part_body(t, templates, diffs, part, around(part.name), notice) for part in diffs.layout.parts]


def _part_body(
    t: Catalog, templates: Templates, diffs: ReportDiffs, part: Part, around: Around, notice: str | None
) -> PartBody:
    report, layout = diffs.report, diffs.layout
    files, names = report.files, file_names(report)
    places = Places(layout.parts, part, around.page_href)
    proofs = Proofs(t, report, names, places, diffs.elsewhere, diffs.hidden)

    most = max((file.change.changes for file in files), default=0)
    show = functools.partial(ShownFile, t, report, places, proofs, most)
    own = not part.name
    in_table = part.files if layout.table == "apart" else files if own else ()
    rows = {file.item_id: show(file) for file in in_table}
    # As in the table; which page a file is on goes by its path, so that its address stays.
    items = [rows.get(file.item_id) or show(file) for file in sorted(part.files, key=weight)]
    titles = [
        t("page.part", title=report.title, n=n, total=len(layout.parts)) if other.name else report.title
        for n, other in enumerate(layout.parts, 1)
    ]
    title = titles[layout.parts.index(part)]
    shown: dict[str, Any] = {
        "report": report,
        "around": around,
        "title": title,
        "items": items,
        "rows": [rows[file.item_id] for file in sorted(in_table, key=weight)],
        "is_lean": layout.table == "lean",
        "parts": [
            Link(name, around.page_href(other.name), current=other is part)
            for name, other in zip(titles, layout.parts, strict=True)
        ],
        "common_folder": common_folder([file.change.path for file in files]),
        "file_link": proofs.link,
    }
    context = PartContext(**shown)
    sections = [(Heading(title, "report", 1), "")]
    if own:
        overview = _overview_values(t, report, proofs)
        sections = [*_overview_sections(t, report, overview)]
        context = ReportContext(
            **top_values(t, report, names, show, notice),
            **shown,
            **overview,
            most_ignored=_MOST_IGNORED,
            folded=sum(1 for file in files if file.evidence.noise and not file.evidence.findings.unseen),
            has_proof=any(s.lines for file in files for s in file.summary.statements),
        )
    sections += _sections(t, rows, items)
    slots = functools.partial(diffs.on_page, folder=places.folder)
    body = templates.body(context, [heading for heading, _ in sections], searched(sections), slots)
    return PartBody(part.name, title, [file.item_id for file in part.files] if len(titles) > 1 else (), body)


def _sections(t: Catalog, rows: Collection[str], items: Sequence[ShownFile]) -> Iterator[tuple[Heading, str]]:
    """The headings of the files, and what search reads below them."""
    if rows:
        yield _heading(t, "summary_table", 2), ""
    yield _heading(t, "modified_contents", 2), ""
    for item in items:
        yield Heading(item.name, item.id, 3, item.file.change.path), _searched(item)


def neighbour_slots(templates: Templates, around: Neighbourhood) -> Mapping[str, str]:
    """What a page says about other reports, by the names of its slots."""
    notes = {_history_slot(item): templates.macro("history_note", note) for item, note in around.histories.items()}
    return {**notes, _TAGS: templates.macro("tag_links", around.tags)}


def _overview_values(t: Catalog, report: Report, proofs: Proofs) -> Mapping[str, Any]:
    """What a report says about all its files, as its page shows it."""
    overview, values = report.overview, values_to_act_on(report)
    return {
        "highlights": render_passages(proofs.passages(overview.highlights), _EXPLANATION_LEVEL),
        "lists": [
            (key, [render_item(item, _EXPLANATION_LEVEL) for item in proofs.passages(getattr(overview, key))])
            for key in LISTS
        ],
        "facts": [fact_row(t, fact, file, proofs) for fact, file in values[:_MOST_VALUES]],
        "further_facts": len(values[_MOST_VALUES:]),
        "insights": render_passages(proofs.passages(overview.insights), _INSIGHTS_LEVEL),
    }


def _overview_sections(t: Catalog, report: Report, shown: Mapping[str, Any]) -> Iterator[tuple[Heading, str]]:
    """The headings of what is shown of an overview, and what search reads below them."""
    budget = OVERVIEW

    def read(text: str) -> str:
        nonlocal budget
        part = gist(text, budget) if budget > _LEAST else ""
        budget -= size(part)
        return part

    yield Heading(report.title, "report", 1), read(render_prose(report.overview.summary, 1))
    yield _heading(t, "highlights", 2), read(shown["highlights"])
    for key, items in shown["lists"]:
        yield _heading(t, key, 3), read(" ".join(items))
    if shown["facts"]:
        yield _heading(t, "changed_values", 3), ""
    if shown["insights"]:
        yield _heading(t, "insights", 2), read(shown["insights"])


def _heading(t: Catalog, key: str, level: int) -> Heading:
    return Heading(t(f"page.{key}"), key.replace("_", "-"), level)


def top_values(
    t: Catalog, report: Report, names: Mapping[str, str], show: Callable[[ReportFile], ShownFile], notice: str | None
) -> Mapping[str, Any]:
    """What stands at the top of a report, but for the report and what is around it."""
    files = report.files
    breaking = [file for file in files if file.summary.modification_type == BREAKING_CHANGE]
    # Merges only say when the others came in.
    commits = [one for one in report.history.commits if not one.is_merge] or report.history.commits
    return {
        "additions": (additions := sum(file.change.additions for file in files)),
        "deletions": (deletions := sum(file.change.deletions for file in files)),
        "bar_lengths": _bar_lengths(additions, deletions, additions + deletions),
        "types": ranked_types(files),
        "commits": commits,
        "commit_authors": _commit_authors(t, commits),
        "most_commits": _MOST_COMMITS,
        "written_by": _written_by(t, report),
        "unseen": [file for file in files if file.evidence.findings.unseen],
        "breaking": [*map(show, breaking[:_MOST_PINS])],
        "breaking_count": len(breaking),
        "watched": [
            (term, [file for file in files if term in file.hits])
            for term in dict.fromkeys(term for file in files for term in file.hits)
        ],
        "most_pins": _MOST_PINS,
        "compare": short_compare(report.range),
        "compare_href": report.permalink if is_web_address(report.permalink or "") else None,
        "checked": count_checked(report),
        "limits": limits_of(report, t),
        "notice": render_prose(notice, _EXPLANATION_LEVEL) if notice else None,
        "message": render_prose(report.range.message, _EXPLANATION_LEVEL) if report.range.message else None,
        "file_label": lambda file: names[file.change.path],
        "tags_slot": slot(_TAGS),
    }


def _commit_authors(t: Catalog, commits: Sequence[Commit]) -> str:
    """The names of those who wrote the most."""
    names = [name for name, _ in Counter(commit.author for commit in commits).most_common()]
    shown = t("rules.comma").join(names[:_MOST_NAMES])
    more = len(names[_MOST_NAMES:])
    return t("page.more_authors", names=shown, n=more) if more else shown


def _written_by(t: Catalog, report: Report) -> str:
    """Who wrote the texts, and how many of them where there are several."""
    overviews = [one.overview.author for one in report.parts or [report]]
    authors = Counter([*overviews, *(file.summary.author for file in report.files)])
    if len(authors) == 1:
        return author_name(t, report.overview.author)
    return " · ".join(f"{author_name(t, author)} ({n})" for author, n in authors.most_common())


def _searched(item: ShownFile) -> str:
    """What search reads of a file: its title, and the beginning of its explanation unless nobody needs that."""
    title = gist(item.title_words, FILE)
    return title if item.file.evidence.noise else f"{title} {gist(item.explanation, FILE - size(title))}"


def fact_row(t: Catalog, fact: Fact, file: ReportFile, proofs: Proofs) -> FactRow:
    """A row of a table of values."""
    in_document = file.evidence.findings.kind is Kind.DOCUMENT
    value = _cell if in_document and fact.kind is FactKind.CELL else _plain
    place = _cell if in_document else _plain
    old, new, *where = (
        _LINE_BREAK.sub(" ", text) if in_document else text for text in (fact.old, fact.new, *fact.where)
    )
    return FactRow(
        t(f"fact.{fact.kind}"),
        _ARROW.join(map(place, where)),
        value(old),
        value(new),
        proofs.lines(fact.lines, file),
        file.change.path,
    )


def _history_slot(item_id: str) -> str:
    return f"history-{item_id}"


def ranked_types(files: Iterable[ReportFile]) -> Sequence[tuple[str, int]]:
    """How many changes there are of each type, those first that may need action."""
    counts = Counter(file.summary.modification_type for file in files)
    return sorted(counts.items(), key=lambda item: (_rank(item[0]), item[0]))


def _rank(modification_type: str) -> int:
    """The place of a type among all of them, those first that may need action."""
    return _RANKS.get(modification_type, len(_RANKS))


def weight(file: ReportFile) -> tuple[bool, bool, int]:
    """Where a file stands in the table: what nobody sees first, then what may need action, upkeep last."""
    evidence = file.evidence
    return not evidence.findings.unseen, bool(evidence.noise), _rank(file.summary.modification_type)


def common_folder(paths: Sequence[str]) -> str:
    """The folder that all files are in, with a final slash, where there are several files."""
    beginning = posixpath.commonprefix(paths) if len(paths) > 1 else ""
    return beginning[: beginning.rfind("/") + 1]


def _bar_lengths(additions: int, deletions: int, most: int) -> tuple[int, int]:
    """The lengths of both parts of a bar in percent of the longest one, which has `most` lines.

    The whole grows with the logarithm of the lines, so that five still show beside five thousand.
    """
    changes = additions + deletions
    if not changes:
        return 0, 0
    length = 100 * math.log1p(changes) / math.log1p(most)
    added = round(length * additions / changes)
    return added, round(length) - added


def _cell(text: str) -> Markup:
    """A heading, or a cell of a table, in a document."""
    return render_line(display(text, _FACT_LENGTH))


def _plain(text: str) -> Markup:
    return escape(display(text, _FACT_LENGTH))
