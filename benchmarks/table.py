"""The tables that are printed: what was measured, and how it stands to where it is to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .measure import COPIES
from .suite import Results, Row

_KB, _MB = 1000, 1_000_000


@dataclass(frozen=True)
class Goal:
    """A figure, and what it is to be at most (or at least)."""

    what: str
    figure: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    @property
    def cells(self) -> tuple[str, str, str, str]:
        bound = "at least" if self.at_least else "at most"
        show = _number if self.unit or self.limit >= 1 else _fraction
        limit = f"{bound} {show(self.limit)}{self.unit}"
        return self.what, f"{show(self.figure)}{self.unit}", limit, "met" if self.is_met else "missed"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _fraction(value: float) -> str:
    return f"1/{1 / value:.3g}" if 0 < value < 1 else _number(value)


def heading(results: Results) -> str:
    by_rules = f", {results.by_rules:,} texts by rules" if results.by_rules else ""
    return f"## {results.reports:,} reports, {results.files:,} files{by_rules}"


def rows_table(rows: Sequence[Row], plain: float | None = None) -> str:
    """What was built, a row for each way; `plain` is what all are compared with, in seconds."""
    head = ("", "CPU s", "memory MB", "site MB", "search index MB", "largest page KB", "index page KB")
    cells = [(row.name, f"{row.usage.seconds:.2f}", *_sizes(row)) for row in rows]
    if plain is None:
        return markdown_table(head, cells)
    ratios = [_fraction(row.usage.seconds / plain) for row in rows]
    return markdown_table(
        (*head[:2], "of plain", *head[2:]), [(*c[:2], r, *c[2:]) for c, r in zip(cells, ratios, strict=True)]
    )


def _sizes(row: Row) -> Sequence[str]:
    memory, output = f"{row.usage.memory / _MB:.0f}", row.output
    if output is None:
        return memory, "", "", "", ""
    index = f"{output.search_index / _MB:.1f}" if output.search_index else "none"
    return (
        memory,
        f"{output.site / _MB:.1f}",
        index,
        f"{output.largest_page / _KB:.0f}",
        f"{output.index_page / _KB:.0f}",
    )


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column is text, the others are figures."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
        return f"| {' | '.join([cells[0].ljust(widths[0]), *padded])} |"

    rule = "|".join(["-" * (widths[0] + 2), *(f"{'-' * (width + 1)}:" for width in widths[1:])])
    return "\n".join([line(head), f"|{rule}|", *map(line, rows)])


def goals_table(goals: Sequence[Goal]) -> str:
    return markdown_table(("", "measured", "to be", ""), [goal.cells for goal in goals])


def goals_of(results: Results) -> Iterator[Goal]:
    """Where the builds of one size are to be."""
    seconds = results.seconds
    plain, floor = seconds("plain"), seconds("floor")
    yield Goal("again, of plain MkDocs", seconds("again") / plain, 1 / 16)
    yield Goal("again, of as many empty pages", seconds("again") / floor, 1.6)
    if "zensical_again" in results.rows:
        yield Goal("again, of Zensical's repeat build", seconds("again") / seconds("zensical_again"), 1)
    alone = seconds("again") + seconds("one") - seconds("floor_1")
    yield Goal("one new report, of again and that report alone", seconds("one_new") / alone, 1.1)
    yield Goal("an ordinary page edited, of as many empty pages", seconds("edit") / floor, 1.6)
    yield Goal("cold, of plain MkDocs", seconds("cold") / plain, 1 / 4)
    yield Goal("cold, of plain MkDocs: the stretch", seconds("cold") / plain, 1 / 6)
    yield Goal("memory, of plain MkDocs", results.memory("again", "cold") / results.memory("plain"), 1 / 3)
    if results.git:
        yield Goal(f"git: {results.git['ranges']} diffs, of bare `git diff`", results.git["ratio"], 1.3)
    again = results.serve["again"]
    yield Goal("serve, the plugin's share after an edit", again["hooks"], 0.5, " s")
    yield Goal("serve, ranges read after an edit", again["ranges_read"], 0)
    yield Goal("serve, reports rendered after an edit", again["reports_rendered"], 0)
    ours, theirs = results.rows["cold"].output, results.rows["plain"].output
    if ours and theirs:
        yield Goal("search index, of plain MkDocs", ours.search_index / theirs.search_index, 1 / 8)
        yield Goal("site, of plain MkDocs", ours.site / theirs.site, 1 / 2)
        pages = ours.site - ours.copies
        yield Goal(f"site without {' and '.join(COPIES)}, of plain MkDocs", pages / theirs.site, 1 / 2)
        yield Goal("largest page", ours.largest_page / _KB, 1500, " KB")
        yield Goal("index page", ours.index_page / _KB, 150, " KB")


def goals_of_growth(small: Results, large: Results) -> Iterator[Goal]:
    """How the costs are to grow with the reports."""
    sizes = f"{large.reports:,} reports, of {small.reports:,}"
    linear = large.reports / small.reports
    for key in ("again", "cold"):
        yield Goal(f"{key}, {sizes}", large.seconds(key) / small.seconds(key), 1.05 * linear)
    for key in ("again", "cold"):
        yield Goal(f"memory {key}, {sizes}", large.memory(key) / small.memory(key), 1.5)
    if output := large.rows["cold"].output:
        yield Goal(f"index page, {large.reports:,} reports", output.index_page / _KB, 150, " KB")
        yield Goal(f"largest page, {large.reports:,} reports", output.largest_page / _KB, 1500, " KB")


def goals_of_extremes(extremes: Mapping[str, Row], marks: Mapping[str, float]) -> Iterator[Goal]:
    """What the largest of changes may cost."""
    for row in extremes.values():
        yield Goal(row.name.removeprefix("ours, "), row.usage.seconds, 10, " s")
        if row.output:
            yield Goal(f"its page, {row.name.removeprefix('ours, ')}", row.output.largest_page / _KB, 1500, " KB")
    for kind, lines in marks.items():
        yield Goal(f"lines of {kind} marked in a second", lines, 200_000, at_least=True)
