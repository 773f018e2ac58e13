"""The body of a report page."""

from __future__ import annotations

import functools
import math
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from ..catalog import Catalog
from ..findings import Fact, FactKind, Kind, Noise
from ..model import BREAKING_CHANGE, MODIFICATION_TYPES, Commit, FileMode, Report, ReportFile, Status
from ..quoting import display
from ..ranges import short_compare
from ..report import count_checked
from .around import Around, FileHistory, Link
from .diff.report_diffs import ReportDiffs
from .proof import Proofs, doubt_note
from .prose import is_web_address, render_item, render_line, render_passages, render_prose, render_words
from .templating import Body, Heading, Templates, author_name, slot
from .values import values_of, values_to_act_on

_LISTS = ("new_features", "breaking_changes", "other_updates")
_EXPLANATION_LEVEL, _INSIGHTS_LEVEL = 4, 3
_MOST_VALUES, _MOST_VALUES_OF_A_FILE = 12, 6
"""Before the rest is counted or folded."""
_FACT_LENGTH = 160
"""Characters of a value, or of where it is."""
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""The only HTML that values in documents often have."""
_MOST_NAMES = 3
"""Of a range's authors."""
_MOST_COMMITS = 250
_MOST_PINS = 5
"""Links to files, above everything else."""

_TAGS = "tags"
"""The slot of the links to lists."""


@dataclass(frozen=True)
class FactRow:
    """A fact as a table shows it."""

    kind: str
    where: Markup
    old: Markup
    new: Markup
    lines: Markup
    file: Markup
    """A link to the file."""


class ReportPages:
    """Makes the report pages of one language."""

    def __init__(self, catalog: Catalog, templates: Templates) -> None:
        self._t = catalog
        self._templates = templates

    def body(self, report: Report, around: Around, *, notice: str | None) -> Body:
        """The page of a report, with an empty slot for each diff and for `neighbours`.

        It depends on the report, and on no other one.
        """
        overview = report.overview
        diffs = ReportDiffs(self._t, report)
        proofs = Proofs(self._t, report, diffs.elsewhere)
        values = values_to_act_on(report)
        return self._templates.body(
            "report.html",
            list(self._headings(report)),
            diffs.on_page,
            report=report,
            around=around,
            additions=sum(file.change.additions for file in report.files),
            deletions=sum(file.change.deletions for file in report.files),
            most_changes=max((file.change.changes for file in report.files), default=0),
            common_folder=_common_folder([file.change.path for file in report.files]),
            bar_lengths=_bar_lengths,
            types=_count_types(report.files),
            by_weight=sorted(report.files, key=_weight),
            commits=(commits := _commits(report)),
            commit_authors=self._commit_authors(commits),
            most_commits=_MOST_COMMITS,
            written_by=self._written_by(report),
            breaking=[file for file in report.files if file.summary.modification_type == BREAKING_CHANGE],
            watched=[
                (term, [file for file in report.files if term in file.hits])
                for term in dict.fromkeys(term for file in report.files for term in file.hits)
            ],
            most_pins=_MOST_PINS,
            folded=sum(1 for file in report.files if file.evidence.noise),
            forge_pages=functools.partial(_forge_pages, report),
            compare=short_compare(report.range),
            compare_href=report.permalink if is_web_address(report.permalink or "") else None,
            checked=count_checked(report),
            notice=render_prose(notice, _EXPLANATION_LEVEL) if notice else None,
            message=render_prose(report.range.message, _EXPLANATION_LEVEL) if report.range.message else None,
            highlights=render_passages(proofs.passages(overview.highlights), _EXPLANATION_LEVEL),
            lists=[
                (key, [render_item(item, _EXPLANATION_LEVEL) for item in proofs.passages(getattr(overview, key))])
                for key in _LISTS
            ],
            facts=[self._fact_row(fact, file, proofs) for fact, file in values[:_MOST_VALUES]],
            further_facts=len(values[_MOST_VALUES:]),
            insights=render_passages(proofs.passages(overview.insights), _INSIGHTS_LEVEL),
            diff_slot=lambda file: slot(file.item_id),
            history_slot=lambda file: slot(_history_slot(file.item_id)),
            tags_slot=slot(_TAGS),
            has_proof=any(s.lines for file in report.files for s in file.summary.statements),
            file_link=proofs.link,
            file_label=lambda file: proofs.name(file.change.path),
            reason=_reason,
            title_words=self._title,
            title=lambda file: Markup(" ").join(
                filter(None, [self._title(file), doubt_note(self._t, file.summary.title_unproven)])
            ),
            explanation=lambda file: render_passages(
                proofs.passages(file.summary.statements, file), _EXPLANATION_LEVEL
            ),
            file_facts=lambda file: self._file_facts(file, proofs),
        )

    def neighbours(self, histories: Mapping[str, FileHistory], tags: Sequence[Link]) -> Mapping[str, str]:
        """What the page says about other reports, by the names of its slots.

        `histories` are those of the items that other reports tell of, too; `tags` are links to the report's category,
        its types of changes and the watched terms that it hits.
        """
        notes = {_history_slot(item): self._templates.macro("history_note", note) for item, note in histories.items()}
        return {**notes, _TAGS: self._templates.macro("tag_links", tags)}

    def _commit_authors(self, commits: Sequence[Commit]) -> str:
        """The names of those who wrote the most."""
        names = [name for name, _ in Counter(commit.author for commit in commits).most_common()]
        shown = self._t("rules.comma").join(names[:_MOST_NAMES])
        more = len(names[_MOST_NAMES:])
        return self._t("page.more_authors", names=shown, n=more) if more else shown

    def _written_by(self, report: Report) -> str:
        """Who wrote the texts, and how many of them where there are several."""
        authors = Counter([report.overview.author, *(file.summary.author for file in report.files)])
        if len(authors) == 1:
            return author_name(self._t, report.overview.author)
        return " · ".join(f"{author_name(self._t, author)} ({n})" for author, n in authors.most_common())

    def diff_files(
        self, report: Report, *, page_href: str, stylesheet_href: str, script_href: str
    ) -> Mapping[str, str]:
        """The files beside the page for diffs that are too large for it, as `ReportDiffs.files` has them."""
        diffs = ReportDiffs(self._t, report)
        return diffs.files(
            self._templates, page_href=page_href, stylesheet_href=stylesheet_href, script_href=script_href
        )

    def _title(self, file: ReportFile) -> Markup:
        summary = file.summary
        return render_words(summary.modification_title, summary.title_unproven, self._t("page.not_found"))

    def _file_facts(self, file: ReportFile, proofs: Proofs) -> tuple[Sequence[FactRow], Sequence[FactRow]]:
        """The values of a file to show at once, and the others. What the rules wrote has them in words already."""
        rows = [self._fact_row(fact, file, proofs) for fact in values_of(file)]
        shown = 0 if file.summary.author.kind == "rules" else _MOST_VALUES_OF_A_FILE
        return rows[:shown], rows[shown:]

    def _fact_row(self, fact: Fact, file: ReportFile, proofs: Proofs) -> FactRow:
        in_document = file.evidence.findings.kind is Kind.DOCUMENT
        value = _cell if in_document and fact.kind is FactKind.CELL else _plain
        place = _cell if in_document else _plain
        old, new, *where = (
            _LINE_BREAK.sub(" ", text) if in_document else text for text in (fact.old, fact.new, *fact.where)
        )
        return FactRow(
            self._t(f"fact.{fact.kind}"),
            Markup(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ").join(map(place, where)),
            value(old),
            value(new),
            proofs.lines(fact.lines, file),
            proofs.link(file.change.path),
        )

    def _headings(self, report: Report) -> Sequence[Heading]:
        def heading(key: str, level: int) -> Heading:
            return Heading(self._t(f"page.{key}"), key.replace("_", "-"), level)

        return [
            Heading(report.title, "report", 1),
            heading("highlights", 2),
            *(heading(key, 3) for key in _LISTS),
            *([heading("changed_values", 3)] if values_to_act_on(report) else []),
            heading("insights", 2),
            heading("summary_table", 2),
            heading("modified_contents", 2),
            *(
                Heading(PurePosixPath(file.change.path).name, file.item_id, 3, file.change.path)
                for file in report.files
            ),
        ]


def _history_slot(item_id: str) -> str:
    return f"history-{item_id}"


def _commits(report: Report) -> Sequence[Commit]:
    """The commits to show. Merges only say when the others came in."""
    return [commit for commit in report.commits if not commit.is_merge] or report.commits


def _count_types(files: Iterable[ReportFile]) -> Sequence[tuple[str, int]]:
    """How many changes there are of each type, those first that may need action."""
    counts = Counter(file.summary.modification_type for file in files)
    return sorted(counts.items(), key=lambda item: (_rank(item[0]), item[0]))


def _rank(modification_type: str) -> int:
    """The place of a type among all of them, those first that may need action."""
    order = [BREAKING_CHANGE, *MODIFICATION_TYPES]
    return order.index(modification_type) if modification_type in order else len(order)


def _weight(file: ReportFile) -> tuple[bool, int]:
    """Where a file stands in the table: what may need action first, upkeep last."""
    return bool(file.evidence.noise), _rank(file.summary.modification_type)


def _common_folder(paths: Sequence[str]) -> str:
    """The folder that all files are in, with a final slash, where there are several files."""
    folder = posixpath.commonpath(map(posixpath.dirname, paths)) if len(paths) > 1 else ""
    return f"{folder}/" if folder else ""


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


def _forge_pages(report: Report, file: ReportFile) -> tuple[str | None, str | None]:
    """Where the forge shows a file before and after, as far as it does."""
    forge, change = report.forge, file.change
    if not forge or FileMode.SUBMODULE in (change.old_mode, change.new_mode):
        return None, None
    base = report.linked_base if change.status is not Status.ADDED else None
    return (
        forge.file(base, change.previous_path or change.path) if base else None,
        forge.file(report.linked_head, change.path) if change.status is not Status.REMOVED else None,
    )


def _reason(file: ReportFile) -> Noise | None:
    """Why a file is folded, unless the rules wrote its title, which says it."""
    noise = file.evidence.noise
    return noise if noise is Noise.REPEATED or file.summary.author.kind != "rules" else None


def _cell(text: str) -> Markup:
    """A heading, or a cell of a table, in a document."""
    return render_line(display(text, _FACT_LENGTH))


def _plain(text: str) -> Markup:
    return escape(display(text, _FACT_LENGTH))
