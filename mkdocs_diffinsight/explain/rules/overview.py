"""The overview of a report by rules: what a reader would act on first, then what is new, then upkeep. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...language.catalog import Catalog
from ...language.quoting import escape
from ...model.changes import FileChange, Status
from ...model.findings import Action, Evidence, Fact, FactKind, Finding, Findings, Form, Kind, Noise, Subject
from ...model.report import ReportFile
from ...model.texts import BREAKING_CHANGE, BUG_FIX, NEW_FEATURE, RULES, Overview, Statement, Statements, plain
from .judgement import Announcement, Notice, anchors_gone, anchors_reworded, announcements, own_anchors_gone
from .phrases import Phrases, group_facts
from .points import REMARKS, as_read, read_points, telling_facts
from .terms import Term, shared_terms

_MAX_ITEMS = 8
_MAX_NAMES = 6
_FEW_NAMES = 3
_MAX_HIGHLIGHTS = 4
_MAX_BRIEFS = 3
_MAX_FACTS = 3
_RANK = {BREAKING_CHANGE: 0, NEW_FEATURE: 1, BUG_FIX: 3}
_FORMS = {Form.METADATA: Noise.METADATA, Form.WHITESPACE: Noise.WHITESPACE, Form.MOVED: Noise.MOVED}
_PICTURES = (Noise.IMAGE, Noise.BINARY, Noise.LFS)
_UPKEEP = (
    Noise.METADATA,
    Noise.WHITESPACE,
    Noise.MOVED,
    Noise.LINKS,
    Noise.RENAMED,
    Noise.MODE,
    Noise.ENCODING,
    Noise.GENERATED,
)
_TEXT = (Subject.PHRASE, Subject.PARAGRAPH, Subject.ITEM, Subject.LINK, Subject.LINE)
_RECURRING = {"tables": (Subject.COLUMN, Subject.ROW), "code": (Subject.BLOCK, Subject.LINE), "links": (Subject.LINK,)}

Headline = Callable[[Evidence], str]


@dataclass(frozen=True)
class _File:
    """A file of the report with what its diff shows."""

    file: ReportFile

    @cached_property
    def found(self) -> Findings:
        return as_read(self.file.evidence.findings)

    @cached_property
    def announced(self) -> tuple[Announcement, ...]:
        return announcements(self.found)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that a reader would act on."""
        return tuple(fact for fact in telling_facts(self.found) if fact.is_highlight)

    @cached_property
    def dates_rows(self) -> bool:
        """Whether it has new rows with dates: a reader has to plan for them."""
        added = {span for f in self.found.findings if _is_new_row(f) for span in f.lines}
        return any(f.kind is FactKind.DATE and not f.old and not added.isdisjoint(f.lines) for f in self.found.facts)

    @property
    def change(self) -> FileChange:
        return self.file.change

    @property
    def path(self) -> str:
        return self.file.change.path

    @property
    def type(self) -> str:
        return self.file.summary.modification_type

    @cached_property
    def noise(self) -> Noise | None:
        """Why the file is upkeep, if so; one with the same edit as another is told with that one."""
        if noise := self.found.noise:
            return noise
        if self.found.kind in (Kind.IMAGE, Kind.BINARY, Kind.LFS):
            return Noise(self.found.kind)
        if self.change.status is Status.RENAMED and not self.change.changes:
            return Noise.RENAMED
        if self.change.status is not Status.MODIFIED:
            return None
        return Noise.GENERATED if self.found.kind is Kind.GENERATED else _FORMS.get(self.found.form)

    @property
    def is_main(self) -> bool:
        return self.noise not in (*_PICTURES, *_UPKEEP) or self.change.status in (Status.ADDED, Status.REMOVED)

    @property
    def is_gone(self) -> bool:
        """Whether it was removed for good."""
        return self.change.status is Status.REMOVED and not (self.found.successor or self.change.is_unpaired)

    @property
    def is_picture(self) -> bool:
        return self.noise in _PICTURES

    @property
    def weight(self) -> tuple[int, bool, bool, int, str]:
        return (_RANK.get(self.type, 2), self.is_small, self.is_prose, -self.change.changes, self.path)

    @cached_property
    def is_prose(self) -> bool:
        """Whether the file stays and the most that changes in it is its text: no value, row, section or the like."""
        if self.change.status is not Status.MODIFIED or telling_facts(self.found) or not self.found.findings:
            return False
        return read_points(self.found.findings)[0].subject in _TEXT

    @cached_property
    def is_small(self) -> bool:
        """Whether the file stays and nothing in it changes but single words, marks and metadata."""
        if self.change.status is not Status.MODIFIED or self.facts or not self.found.findings:
            return False
        return all(point.is_minor or point.subject in REMARKS for point in read_points(self.found.findings))


@dataclass(frozen=True)
class _Theme:
    """One thing that the report is about, in a few words and as a sentence."""

    brief: str
    sentence: str
    files: tuple[_File, ...]


def write_overview(catalog: Catalog, files: Iterable[ReportFile], headline: Headline) -> Overview:
    """Tell what the files of a report have in common and which of them matter most."""
    told = sorted((_File(file) for file in files), key=lambda file: file.weight)
    return _Writer(catalog, told, headline).overview()


class _Writer:
    """Writes one overview."""

    def __init__(self, catalog: Catalog, told: Sequence[_File], headline: Headline) -> None:
        self._catalog = catalog
        self._headline = headline
        self._files = told
        self._main = [file for file in told if file.is_main and not file.is_picture]
        self._upkeep = [file for file in told if not file.is_main and not file.is_picture]
        self._pictures = [file for file in told if file.is_picture]
        self._phrases = Phrases.headline(catalog)
        self._names = _short_names(file.path for file in told)
        self._terms = shared_terms((file.path, file.found) for file in self._main)
        self._by_path = {file.path: file for file in told}

    def _t(self, key: str, **values: object) -> str:
        return self._catalog(f"rules.overview.{key}", **values)

    def _name(self, file: _File) -> str:
        return self._phrases.quote_at_length(self._names[file.path])

    def _name_list(self, files: Sequence[_File], limit: int = _MAX_NAMES) -> str:
        return self._phrases.names([self._name(file) for file in files], limit)

    def overview(self) -> Overview:
        if not self._files:
            nothing = self._t("nothing")
            return Overview(nothing, plain(nothing), (), (), (), (), RULES)
        themes = self._themes()
        return Overview(
            summary=self._summary(themes),
            highlights=self._highlights(themes),
            new_features=self._listed(self._items(NEW_FEATURE)),
            breaking_changes=self._listed(self._items(BREAKING_CHANGE)),
            other_updates=self._other_updates(),
            insights=self._insights(),
            author=RULES,
        )

    # What it is about

    def _themes(self) -> list[_Theme]:
        """What the report is about, first what a reader would act on."""
        told = [
            *self._gone(),
            *self._moved(),
            *self._announced(Notice.END),
            *self._other_breaks(),
            *self._unpaired(),
            *self._announced(Notice.DEPRECATION),
            *self._fact_themes(),
            *self._headline_themes([f for f in self._main if f.dates_rows and not f.facts])[:2],
            *self._new_files(),
            *self._grown(),
            *self._lost(),
            *self._renamed_terms(),
            *self._others(),
        ]
        return told or self._headline_themes(self._main)

    def _theme(self, key: str, files: Sequence[_File], **values: object) -> _Theme:
        values = {"n": len(files), "names": self._name_list(files, _FEW_NAMES), **values}
        return _Theme(self._t(f"{key}_brief", **values), self._t(key, **values), tuple(files))

    def _gone(self) -> list[_Theme]:
        gone = [f for f in self._main if f.is_gone]
        return [self._theme("gone", gone)] if gone else []

    def _unpaired(self) -> list[_Theme]:
        """Files that came or went, or only have other names: that was not looked for."""
        files = [f for f in self._main if f.change.is_unpaired and not f.found.successor]
        return [self._theme("unpaired", files)] if files else []

    def _moved(self) -> list[_Theme]:
        moved = [f for f in self._main if f.change.status is Status.REMOVED and f.found.successor]
        if len(moved) == 1:
            successor = self._phrases.quote_at_length(moved[0].found.successor)
            return [self._theme("successor", moved, successor=successor)]
        return [self._theme("successors", moved)] if moved else []

    def _announced(self, notice: Notice) -> list[_Theme]:
        files = [f for f in self._main if any(a.notice is notice for a in f.announced)]
        if not files:
            return []
        text = next(a.text for a in files[0].announced if a.notice is notice)
        key = f"{notice}_one" if len(files) == 1 else f"{notice}_several"
        return [self._theme(key, files, text=self._phrases.quote_sentence(text))]

    def _other_breaks(self) -> list[_Theme]:
        """Files that break something in another way, such as by a symbol that is no longer there."""
        files = [
            f
            for f in self._main
            if f.type == BREAKING_CHANGE and f.change.status is not Status.REMOVED and not f.announced
        ]
        return self._headline_themes(files)[:2]

    def _lost(self) -> list[_Theme]:
        """Anchors that are gone with their sections."""
        files = [f for f in self._main if own_anchors_gone(f.found)]
        return [self._theme("lost", files, **self._anchors(files, own_anchors_gone))] if files else []

    def _anchors(self, files: Iterable[_File], lost: Callable[[Findings], Sequence[str]]) -> dict[str, Any]:
        anchors = [self._phrases.quote_at_length(f"#{anchor}") for file in files for anchor in lost(file.found)]
        return {"n": len(anchors), "anchors": self._phrases.names(anchors, _FEW_NAMES)}

    def _fact_themes(self) -> list[_Theme]:
        files = [f for f in self._main if f.facts and f.change.status is not Status.ADDED]
        files.sort(key=lambda f: (f.facts[0].kind.rank, *f.weight))
        return [self._fact_theme(file) for file in files[:2]]

    def _fact_theme(self, file: _File) -> _Theme:
        group = group_facts(file.facts)[0]
        told, short = (self._phrases.facts(group, _FEW_NAMES, located=located) for located in (True, False))
        names = self._name(file)
        return _Theme(
            self._t("facts_brief", names=names, facts=short), self._t("facts", names=names, facts=told), (file,)
        )

    def _new_files(self) -> list[_Theme]:
        new = [f for f in self._main if f.change.status is Status.ADDED and not f.change.is_unpaired]
        return [self._theme("new_files", new)] if new else []

    def _grown(self) -> list[_Theme]:
        grown = [f for f in self._main if f.change.status is not Status.ADDED and self._new_sections(f)]
        themes = []
        for file in grown[:2]:
            sections = self._new_sections(file)
            told = self._phrases.names([self._phrases.quote(text) for text in sections], _FEW_NAMES)
            themes.append(self._theme("grown", [file], n=len(sections), sections=told))
        return themes

    def _new_sections(self, file: _File) -> list[str]:
        """The sections of a file that has more of them than before."""
        headings = [f for f in file.found.findings if f.subject is Subject.HEADING]
        added = [f.name for f in headings if f.action is Action.ADDED]
        lost = sum(f.action is Action.REMOVED for f in headings)
        return list(dict.fromkeys(added)) if len(added) > lost else []

    def _renamed_terms(self) -> list[_Theme]:
        return [
            self._theme("term", [self._by_path[path] for path in term.paths], **self._sides(term))
            for term in self._terms[:2]
        ]

    def _sides(self, term: Term) -> dict[str, str]:
        return {"old": self._phrases.quote(term.old), "new": self._phrases.quote(term.new)}

    def _others(self) -> list[_Theme]:
        """The biggest of the files that no other theme tells of."""
        told = {path for term in self._terms[:2] for path in term.paths}
        files = [
            f
            for f in self._main
            if f.path not in told
            and not f.is_small
            and f.type not in (BREAKING_CHANGE, NEW_FEATURE)
            and f.change.status not in (Status.ADDED, Status.REMOVED)
            and not (f.facts or f.dates_rows or f.announced or anchors_gone(f.found) or self._new_sections(f))
        ]
        return self._headline_themes(files)

    def _headline_themes(self, files: Sequence[_File]) -> list[_Theme]:
        """What the titles of files say."""
        themes = []
        for title, group in self._by_title(files).items():
            names = self._name_list(group, _FEW_NAMES)
            if names in title:
                themes.append(_Theme(title, self._phrases.sentence(title), tuple(group)))
            else:
                key = "headline" if len(group) == 1 else "headline_of_several"
                themes.append(self._theme(key, group, title=title))
        return themes

    def _summary(self, themes: Sequence[_Theme]) -> str:
        counted = self._t("summary", n=len(self._files), parts=self._parts())
        briefs = [theme.brief for theme in themes[:_MAX_BRIEFS]]
        if briefs:
            told = self._t("main", text=self._t("main_comma").join(briefs))
        elif len(self._upkeep) == len(self._files):
            told = self._upkeep_sentence()
        else:
            told = self._phrases.sentence(self._pictures_clause())
        return self._catalog("rules.space").join([counted, told])

    def _parts(self) -> str:
        statuses = Counter(file.change.status for file in self._files)
        parts = [self._t(status.replace(" ", "_"), n=statuses[status]) for status in Status if statuses[status]]
        if len(parts) == 1 and statuses[Status.MODIFIED] and self._lines():
            parts = []
        told = [self._catalog("rules.comma").join(parts), self._lines()]
        return self._catalog("rules.semicolon").join(filter(None, told))

    def _lines(self) -> str:
        added = sum(file.change.additions for file in self._files)
        deleted = sum(file.change.deletions for file in self._files)
        return self._t("lines", n=added, deleted=deleted) if added or deleted else ""

    def _highlights(self, themes: Sequence[_Theme]) -> Statements:
        told = [Statement(theme.sentence, files=_paths(theme.files)) for theme in themes[:_MAX_HIGHLIGHTS]]
        if self._upkeep:
            told.append(Statement(self._upkeep_sentence(), files=_paths(self._upkeep)))
        if self._pictures and not told:
            told.append(Statement(self._phrases.sentence(self._pictures_clause()), files=_paths(self._pictures)))
        return tuple(told)

    def _upkeep_sentence(self) -> str:
        key = "all_upkeep" if len(self._upkeep) == len(self._files) else "upkeep_sentence"
        kinds = [self._catalog(f"rules.noise.{noise}.brief") for noise in _UPKEEP if _of(self._upkeep, noise)]
        return self._t(key, n=len(self._upkeep), kinds=self._phrases.names(kinds, len(kinds)))

    # The lists

    def _by_title(self, files: Iterable[_File]) -> dict[str, list[_File]]:
        groups: dict[str, list[_File]] = {}
        for file in files:
            groups.setdefault(self._title(file), []).append(file)
        return groups

    def _title(self, file: _File) -> str:
        """What the overview says about a file: an announcement or facts, else its title."""
        summary = file.file.summary
        if summary.author != RULES:
            return escape(summary.modification_title)
        if file.announced and file.change.status is Status.MODIFIED:
            first = file.announced[0]
            return self._t(f"{first.notice}_item", text=self._phrases.quote_sentence(first.text))
        if file.facts and file.type not in (NEW_FEATURE, BREAKING_CHANGE):
            return self._facts(file)
        return self._headline(file.file.evidence)

    def _facts(self, file: _File) -> str:
        groups = group_facts(file.facts)
        told = [self._phrases.facts(group, _FEW_NAMES) for group in groups[:_MAX_FACTS]]
        if hidden := len(groups) - len(told):
            told.append(self._catalog("rules.fact.more", n=hidden))
        return self._catalog("rules.semicolon").join(told)

    def _items(self, wanted: str) -> list[Statement]:
        return self._merged([file for file in self._main if file.type == wanted])

    def _merged(self, files: Sequence[_File]) -> list[Statement]:
        """An item for each file; files of which the same is told share one."""
        items = []
        for title, group in self._by_title(files).items():
            if len(group) > 1:
                text = self._t("same", text=title, n=len(group), names=self._name_list(group))
            else:
                name = self._name(group[0])
                text = title if name in title else self._t("item", name=name, title=title)
            items.append(Statement(text, files=_paths(group)))
        return items

    def _listed(self, items: Sequence[Statement]) -> Statements:
        """As many items as a reader reads."""
        if len(items) <= _MAX_ITEMS + 1:
            return tuple(items)
        hidden = tuple(dict.fromkeys(path for item in items[_MAX_ITEMS:] for path in item.files))
        return (*items[:_MAX_ITEMS], Statement(self._t("rest", n=len(hidden)), files=hidden))

    def _other_updates(self) -> Statements:
        others = [f for f in self._main if f.type not in (NEW_FEATURE, BREAKING_CHANGE)]
        others.sort(key=_urgency)
        terms = [self._term_item(term) for term in self._terms]
        told = {path for term in self._terms for path in term.only}
        items = [
            *self._lost_items("lost_item", anchors_gone),
            *(self._fact_item(f) for f in self._main if f.facts and f.type in (NEW_FEATURE, BREAKING_CHANGE)),
            *self._merged([f for f in others if _urgency(f) and f.path not in told]),
            *terms,
            *self._merged([f for f in others if not _urgency(f) and f.path not in told]),
        ]
        anchors = self._lost_items("reworded_item", anchors_reworded)
        return (*self._listed(items), *anchors, *self._upkeep_items())

    def _lost_items(self, key: str, lost: Callable[[Findings], Sequence[str]]) -> list[Statement]:
        files = [f for f in self._main if lost(f.found)]
        if not files:
            return []
        names = self._name_list(files, _FEW_NAMES)
        return [Statement(self._t(key, names=names, **self._anchors(files, lost)), files=_paths(files))]

    def _fact_item(self, file: _File) -> Statement:
        return Statement(self._t("item", name=self._name(file), title=self._facts(file)), files=(file.path,))

    def _term_item(self, term: Term) -> Statement:
        files = [self._by_path[path] for path in term.paths]
        arrow = self._catalog("rules.arrow", **self._sides(term))
        return Statement(
            self._t("same", text=arrow, n=len(files), names=self._name_list(files)), files=tuple(term.paths)
        )

    def _upkeep_items(self) -> list[Statement]:
        """Images in one line, everything else that nobody needs to read in another."""
        items = []
        if self._pictures:
            items.append(Statement(self._pictures_clause(), files=_paths(self._pictures)))
        parts = []
        for noise in _UPKEEP:
            if files := _of(self._upkeep, noise):
                names = self._name_list(files, _FEW_NAMES)
                parts.append(self._catalog(f"rules.noise.{noise}.files", n=len(files), names=names))
        if parts:
            told = self._t("upkeep", parts=self._catalog("rules.semicolon").join(parts))
            items.append(Statement(told, files=_paths(self._upkeep)))
        return items

    def _pictures_clause(self) -> str:
        parts = []
        for status in (Status.ADDED, Status.REMOVED, Status.MODIFIED, Status.RENAMED):
            group = [f for f in self._pictures if f.change.status is status]
            if group:
                parts.append(self._t(f"images_{status}", n=len(group), names=self._name_list(group, _FEW_NAMES)))
        key = "stored_images" if any(f.noise is Noise.LFS for f in self._pictures) else "images"
        return self._t(key, parts=self._catalog("rules.semicolon").join(parts))

    # Where it happened, and what recurs

    def _insights(self) -> Statements:
        if len(self._files) == 1:
            return self._only_file()
        told = (*self._concentration(), *self._same_values(), *self._same_terms(), *self._recurring(), *self._share())
        return told or (Statement(self._t("spread", n=len(self._files), lines=self._lines())),)

    def _only_file(self) -> Statements:
        (file,) = self._files
        name = self._phrases.quote_at_length(file.path)
        if file.change.changes:
            text = self._t("only_file", name=name, lines=self._lines())
        elif file.change.omission:
            text = self._catalog(f"omission.{file.change.omission}")
        else:
            text = self._t("only_file_no_lines", name=name)
        return (Statement(text, files=(file.path,)),)

    def _concentration(self) -> list[Statement]:
        total = sum(f.change.changes for f in self._files)
        if not total and any(f.change.omission for f in self._files):
            return []
        if not total:
            return [Statement(self._t("no_lines", n=len(self._files)), files=_paths(self._files))]
        told = []
        folder, inside = _main_folder(self._files)
        changes = sum(f.change.changes for f in inside)
        numbers = {"n": changes, "total": total, "count": len(inside), "files": len(self._files)}
        if len(inside) == len(self._files) > 2:
            told.append(Statement(self._t("one_folder", folder=self._phrases.quote_at_length(folder), **numbers)))
        elif len(inside) < len(self._files) and inside:
            text = self._t("concentration", folder=self._phrases.quote_at_length(folder), **numbers)
            told.append(Statement(text, files=_paths(inside)))
        largest = max(self._files, key=lambda f: f.change.changes)
        most = largest.change.changes
        if most == total:
            text = self._t("all_lines", name=self._name(largest), n=most)
            told = [Statement(text, files=(largest.path,))]
        elif 3 * most >= total and most > sum(f.change.changes for f in self._files if f.change.changes == most) / 2:
            text = self._t("largest", name=self._name(largest), n=most, total=total)
            told.append(Statement(text, files=(largest.path,)))
        return told

    def _same_values(self) -> list[Statement]:
        """Values that changed alike in several files."""
        groups: dict[tuple[str, str], list[_File]] = {}
        for file in self._main:
            for change in dict.fromkeys((fact.old, fact.new) for fact in file.facts if fact.old and fact.new):
                groups.setdefault(change, []).append(file)
        shared = sorted((item for item in groups.items() if len(item[1]) > 1), key=lambda item: -len(item[1]))
        return [self._repeated(*change, files) for change, files in shared[:2]]

    def _same_terms(self) -> list[Statement]:
        return [
            self._repeated(term.old, term.new, [self._by_path[path] for path in term.paths]) for term in self._terms[:3]
        ]

    def _repeated(self, old: str, new: str, files: Sequence[_File]) -> Statement:
        arrow = self._catalog("rules.arrow", old=self._phrases.quote(old), new=self._phrases.quote(new))
        return Statement(self._t("repeated", text=arrow, n=len(files)), files=_paths(files))

    def _recurring(self) -> list[Statement]:
        told = []
        for key, subjects in _RECURRING.items():
            files = [f for f in self._main if any(finding.subject in subjects for finding in f.found.findings)]
            if len(files) > 2 and 2 * len(files) >= len(self._main):
                text = self._t(f"recurring_{key}", n=len(files), files=len(self._files))
                told.append(Statement(text, files=_paths(files)))
        return told

    def _share(self) -> list[Statement]:
        pictures = [f for f in self._pictures if not f.change.patch]
        told = []
        for key, files in (("upkeep_share", self._upkeep), ("binary_share", pictures)):
            if len(self._files) > len(files) >= len(self._files) / 2:
                text = self._t(key, n=len(files), files=len(self._files))
                told.append(Statement(text, files=_paths(files)))
        return told


def _urgency(file: _File) -> int:
    """Sorts what a reader would act on first; 0 where nothing asks for it."""
    if file.change.status is Status.REMOVED and not file.change.is_unpaired:
        return -3
    return -2 if file.announced else -1 if file.facts or file.dates_rows else 0


def _is_new_row(finding: Finding) -> bool:
    return finding.subject is Subject.ROW and finding.action is Action.ADDED


def _of(files: Iterable[_File], noise: Noise) -> list[_File]:
    return [file for file in files if file.noise is noise]


def _paths(files: Iterable[_File]) -> tuple[str, ...]:
    return tuple(file.path for file in files)


def _main_folder(files: Sequence[_File]) -> tuple[str, list[_File]]:
    """The innermost folder with most of the changed lines and several files; no file where there is none."""
    total = sum(file.change.changes for file in files)
    changes: Counter[str] = Counter()
    for file in files:
        parts = file.path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            changes["/".join(parts[:depth])] += file.change.changes
    most = [folder for folder, n in changes.items() if 2 * n > total]
    for folder in sorted(most, key=lambda folder: -folder.count("/")):
        inside = [file for file in files if file.path.startswith(f"{folder}/")]
        if len(inside) > 1:
            return folder, inside
    return "", []


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
