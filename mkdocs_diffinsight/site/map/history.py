"""What becomes of a file from report to report. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...model.changes import Status
from ...model.findings import Noise
from ...model.listed import ListedFile, ListedReport

if TYPE_CHECKING:
    from ...analyze.audience import Audience


@dataclass(frozen=True)
class Item:
    """A file of a report."""

    report: ListedReport
    file: ListedFile

    @property
    def key(self) -> tuple[str, str]:
        """Tells it from all other items of a language."""
        return self.report.slug, self.file.item_id


@dataclass(eq=False)
class Trail:
    """The changes of a file, from the first to the last, whatever it was called."""

    path: str
    """Its last one."""
    changes: list[Item] = field(default_factory=list)
    """Different ones: what two reports tell of is here once, as the first of them tells it."""

    @property
    def audience(self) -> Audience:
        """Whom the file is for. What generators mark as theirs is known by its latest change."""
        from ...analyze.audience import Audience, audience_of  # only the list of the most changed files asks

        latest = self.changes[-1].file
        return Audience.NOBODY if latest.noise is Noise.GENERATED else audience_of(latest.change.path)


class Histories:
    """The histories of all files of some reports."""

    def __init__(self, earliest_first: Iterable[ListedReport]) -> None:
        self.trails: list[Trail] = []
        self._places: dict[tuple[str, str], tuple[Trail, int]] = {}
        trails: dict[str, Trail] = {}
        numbers: dict[tuple[int, str], int] = {}
        for item in _items(earliest_first):
            change = item.file.change
            trail = self._follow(trails, item)
            trail.path = change.path
            number = numbers.setdefault((id(trail), item.file.diff_hash), len(trail.changes))
            if number == len(trail.changes):
                trail.changes.append(item)
            self._places[item.key] = trail, number

    def _follow(self, trails: dict[str, Trail], item: Item) -> Trail:
        change = item.file.change
        trail = None
        if change.status is Status.RENAMED and change.previous_path:
            # A report on a longer range tells of the same move again, when the old path is gone already.
            trail = trails.pop(change.previous_path, None)
        trail = trail or trails.get(change.path)
        if trail is None:
            trail = Trail(change.path)
            self.trails.append(trail)
        trails[change.path] = trail
        return trail

    def trail(self, item: Item) -> Trail:
        """The history that an item is part of."""
        return self._places[item.key][0]

    def neighbours(self, item: Item) -> tuple[Item | None, Item | None]:
        """The change of the file before that of an item, and the one after it."""
        trail, number = self._places[item.key]
        before = trail.changes[number - 1] if number else None
        after = trail.changes[number + 1] if number + 1 < len(trail.changes) else None
        return before, after

    def most_changed(self, most: int) -> Sequence[Trail]:
        """The files that changed most often, more than once: what people read before upkeep and generated files."""
        several = [trail for trail in self.trails if len(trail.changes) > 1]
        return sorted(several, key=lambda trail: (trail.audience, -len(trail.changes), trail.path))[:most]


def _items(reports: Iterable[ListedReport]) -> Iterator[Item]:
    return (Item(report, file) for report in reports for file in report.files)


def different(items: Iterable[Item]) -> Iterator[Item]:
    """Each change once, where several reports tell of it."""
    seen: set[str] = set()
    for item in items:
        if item.file.diff_hash not in seen:
            seen.add(item.file.diff_hash)
            yield item
