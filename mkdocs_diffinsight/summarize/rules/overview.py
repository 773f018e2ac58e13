"""The overview of a report by rules: what matters most, what is upkeep, and where it all happened. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...catalog import Catalog
from ...findings import Action, Findings, Form, Kind, Subject
from ...model import (
    BREAKING_CHANGE,
    BUG_FIX,
    NEW_FEATURE,
    RULES,
    FileChange,
    Overview,
    ReportFile,
    Statement,
    Statements,
    Status,
    plain,
)
from ...quoting import escape
from .phrases import Phrases

_MAX_ITEMS = 8
_MAX_NAMES = 6
_RANK = {BREAKING_CHANGE: 0, NEW_FEATURE: 1, BUG_FIX: 3}

Headline = Callable[[FileChange, Findings], str]


@dataclass(frozen=True)
class _Told:
    """A file of the report with what its diff shows."""

    file: ReportFile

    @property
    def found(self) -> Findings:
        return self.file.evidence.findings

    @property
    def change(self) -> FileChange:
        return self.file.change

    @property
    def type(self) -> str:
        return self.file.summary.modification_type

    @property
    def is_image(self) -> bool:
        return self.found.kind in (Kind.IMAGE, Kind.BINARY)

    @property
    def is_plain_rename(self) -> bool:
        return self.change.status is Status.RENAMED and not self.change.changes and not self.is_image

    @property
    def is_upkeep(self) -> bool:
        modified = self.change.status is Status.MODIFIED and not self.is_image
        return modified and self.found.form in (Form.METADATA, Form.WHITESPACE, Form.NOTHING)

    @property
    def weight(self) -> tuple[int, int, str]:
        return (_RANK.get(self.type, 2), -self.change.changes, self.change.path)


def write_overview(catalog: Catalog, files: Iterable[ReportFile], headline: Headline) -> Overview:
    """Tell what the files of a report have in common and which of them matter most."""
    told = sorted((_Told(file) for file in files), key=lambda file: file.weight)
    return _Writer(catalog, told, headline).overview()


class _Writer:
    """Writes one overview."""

    def __init__(self, catalog: Catalog, told: Sequence[_Told], headline: Headline) -> None:
        self._catalog = catalog
        self._headline = headline
        self._files = told
        self._main = [f for f in told if not (f.is_image or f.is_upkeep or f.is_plain_rename)]
        self._phrases = Phrases.markdown(catalog)
        self._names = _short_names(file.change.path for file in told)
        self._shared = _shared_replacements(self._main)

    def _t(self, key: str, **values: object) -> str:
        return self._catalog(f"rules.overview.{key}", **values)

    def overview(self) -> Overview:
        if not self._files:
            nothing = self._t("nothing")
            return Overview(nothing, plain(nothing), (), (), (), (), RULES)
        return Overview(
            summary=self._summary(2),
            highlights=plain(self._summary(3)),
            new_features=_items(self._items(NEW_FEATURE)),
            breaking_changes=_items(self._items(BREAKING_CHANGE)),
            other_updates=_items(self._other_updates()),
            insights=plain(self._insights()),
            author=RULES,
        )

    def _sentences(self, sentences: Iterable[str]) -> str:
        return self._catalog("rules.space").join(filter(None, sentences))

    def _summary(self, most: int) -> str:
        main = self._main[:most]
        texts = [self._item(file) for file in main]
        upkeep = sum(f.is_upkeep for f in self._files)
        if texts:
            told = self._t("main_of", text=self._t("main_comma").join(texts))
        else:
            told = self._catalog("rules.sentence", text=images) if (images := self._images()) else ""
        if upkeep == len(self._files):
            rest = self._t("all_upkeep")
        else:
            rest = self._t("upkeep_summary", n=upkeep) if upkeep else ""
        return self._sentences([self._t("summary", n=len(self._files), parts=self._parts()), told, rest])

    def _parts(self) -> str:
        statuses = Counter(file.change.status for file in self._files)
        parts = [self._t(status.replace(" ", "_"), n=statuses[status]) for status in Status if statuses[status]]
        return self._catalog("rules.comma").join(filter(None, (*parts, self._lines())))

    def _lines(self) -> str:
        added = sum(file.change.additions for file in self._files)
        deleted = sum(file.change.deletions for file in self._files)
        return self._t("lines", n=added, deleted=deleted) if added or deleted else ""

    def _item(self, file: _Told) -> str:
        summary = file.file.summary
        by_rules = summary.author == RULES
        title = self._headline(file.change, file.found) if by_rules else escape(summary.modification_title)
        name = self._phrases.quote(self._names[file.change.path])
        return title if name in title else self._t("item", name=name, title=title)

    def _items(self, wanted: str) -> tuple[str, ...]:
        return self._capped([self._item(f) for f in self._main if f.type == wanted])

    def _capped(self, items: list[str]) -> tuple[str, ...]:
        if len(items) <= _MAX_ITEMS + 1:
            return tuple(items)
        return (*items[:_MAX_ITEMS], self._t("rest", n=len(items) - _MAX_ITEMS))

    def _other_updates(self) -> tuple[str, ...]:
        others = [f for f in self._main if f.type not in (NEW_FEATURE, BREAKING_CHANGE)]
        shared, rest = self._same_replacement(others)
        items = self._capped([*shared, *(self._item(f) for f in rest)])
        upkeep = [f for f in self._files if f.is_upkeep]
        renamed = [f for f in self._files if f.is_plain_rename]
        grouped = [
            self._images(),
            self._t("renamed_files", n=len(renamed), names=self._name_list(renamed)) if renamed else "",
            self._t("upkeep", n=len(upkeep), names=self._name_list(upkeep)) if upkeep else "",
        ]
        return (*items, *filter(None, grouped))

    def _same_replacement(self, files: list[_Told]) -> tuple[list[str], list[_Told]]:
        """One item for all files in which nothing happened but a replacement that others share."""
        groups: dict[tuple[str, str], list[_Told]] = {}
        for file in files:
            changes = _replacements(file)
            if len(changes) == 1 and _only_replacements(file):
                groups.setdefault(changes.pop(), []).append(file)
        lines = []
        told: set[str] = set()
        for change, _ in self._shared:
            same = groups.get(change, [])
            if len(same) > 1:
                told.update(file.change.path for file in same)
                lines.append(self._t("same", text=self._arrow(change), n=len(same), names=self._name_list(same)))
        return lines, [file for file in files if file.change.path not in told]

    def _arrow(self, change: tuple[str, str]) -> str:
        return self._catalog(
            "rules.phrase.changed", old=self._phrases.quote(change[0]), new=self._phrases.quote(change[1])
        )

    def _name_list(self, files: Sequence[_Told], limit: int = _MAX_NAMES) -> str:
        return self._phrases.names([self._phrases.quote(self._names[f.change.path]) for f in files], limit)

    def _images(self) -> str:
        images = [f for f in self._files if f.is_image]
        parts = []
        for status in (Status.ADDED, Status.REMOVED, Status.MODIFIED, Status.RENAMED):
            group = [f for f in images if f.change.status is status]
            if group:
                names = self._name_list(group, 3)
                parts.append(self._t(f"images_{status}", n=len(group), names=names))
        return self._t("images", parts=self._catalog("rules.semicolon").join(parts)) if parts else ""

    def _insights(self) -> str:
        if len(self._files) > 1:
            return "\n\n".join(filter(None, (self._concentration(), self._repetition())))
        name, lines = self._phrases.path(self._files[0].change.path), self._lines()
        return self._t("only_file", name=name, lines=lines) if lines else self._t("only_file_no_lines", name=name)

    def _concentration(self) -> str:
        total = sum(f.change.changes for f in self._files)
        if not total:
            return self._t("no_lines", n=len(self._files))
        folder, changes, n = _main_folder(self._files)
        largest = max(self._files, key=lambda f: f.change.changes)
        numbers = {"percent": round(100 * changes / total), "total": total, "n": n, "files": len(self._files)}
        key = "one_folder" if n == len(self._files) else "concentration"
        where = self._t(key, folder=self._phrases.path(folder), **numbers)
        name = self._phrases.quote(self._names[largest.change.path])
        return self._sentences([where, self._t("largest", name=name, n=largest.change.changes)])

    def _repetition(self) -> str:
        sentences = [self._t("repeated", text=self._arrow(change), n=n) for change, n in self._shared[:3]]
        upkeep = sum(f.is_upkeep or f.is_plain_rename for f in self._files)
        images = sum(f.is_image for f in self._files)
        if upkeep:
            sentences.append(self._t("upkeep_share", n=upkeep, files=len(self._files)))
        if images:
            sentences.append(self._t("binary_share", n=images, files=len(self._files)))
        return self._sentences(sentences)


def _items(texts: Iterable[str]) -> Statements:
    return tuple(map(Statement, texts))


def _replacements(file: _Told) -> set[tuple[str, str]]:
    sorts = ((Subject.PHRASE, Action.CHANGED),)
    return {(f.old, f.new) for f in file.found.findings if (f.subject, f.action) in sorts}


def _only_replacements(file: _Told) -> bool:
    return all(f.subject in (Subject.PHRASE, Subject.METADATA) for f in file.found.findings)


def _shared_replacements(files: Iterable[_Told]) -> list[tuple[tuple[str, str], int]]:
    """Replacements that more than one file shows, with the number of files."""
    numbers = Counter(change for file in files for change in _replacements(file))
    return [(change, n) for change, n in numbers.most_common() if n > 1 and all(map(_is_name, change))]


def _is_name(words: str) -> bool:
    """Whether a replaced phrase means something without its line; a scrap of code does not."""
    return len(words) > 2 and words.count("(") == words.count(")") and words[0] not in "=.,;:"


def _main_folder(files: Sequence[_Told]) -> tuple[str, int, int]:
    """The folder with the most changed lines, with their number and the number of its changed files."""
    changes: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for file in files:
        folder = file.change.path.rpartition("/")[0] or "."
        changes[folder] += file.change.changes
        numbers[folder] += 1
    folder, most = changes.most_common(1)[0]
    return folder, most, numbers[folder]


def _short_names(paths: Iterable[str]) -> dict[str, str]:
    """File names, with as many folders before them as tell them apart."""
    names: dict[str, str] = {}
    waiting = list(paths)
    for depth in range(1, 64):
        shown = {path: "/".join(path.split("/")[-depth:]) for path in waiting}
        numbers = Counter(shown.values())
        names |= {path: name for path, name in shown.items() if numbers[name] == 1 or name == path}
        waiting = [path for path in waiting if path not in names]
        if not waiting:
            break
    return names | {path: path for path in waiting}
