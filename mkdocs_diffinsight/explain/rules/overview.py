"""The overview of a report by rules: what a reader would act on first, then what is new, then upkeep. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from ...language.catalog import Catalog
from ...language.quoting import escape
from ...model.changes import FileChange, Status
from ...model.findings import Action, Evidence, Fact, FactKind, Findings, Form, Kind, Noise, Subject
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
_UPKEEP = tuple(map(Noise, "metadata whitespace moved links renamed mode encoding generated".split()))
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
        rows = (f for f in self.found.findings if f.subject is Subject.ROW and f.action is Action.ADDED)
        added = {span for f in rows for span in f.lines}
        return any(f.kind is FactKind.DATE and not f.old and not added.isdisjoint(f.lines) for f in self.found.facts)

    @cached_property
    def new_sections(self) -> list[str]:
        """Its new sections, if it has more of them than before."""
        headings = [f for f in self.found.findings if f.subject is Subject.HEADING]
        added = [f.name for f in headings if f.action is Action.ADDED]
        lost = sum(f.action is Action.REMOVED for f in headings)
        return list(dict.fromkeys(added)) if len(added) > lost else []

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
    def is_upkeep(self) -> bool:
        return self.noise in _UPKEEP and self.change.status not in (Status.ADDED, Status.REMOVED)

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


class _Theme(NamedTuple):
    """One thing that the report is about, in a few words and as a sentence."""

    brief: str
    sentence: str
    files: Sequence[_File]


def write_overview(catalog: Catalog, files: Iterable[ReportFile], headline: Headline) -> Overview:
    """Tell what the files of a report have in common and which of them matter most."""
    return _Writer(catalog, sorted(map(_File, files), key=lambda file: file.weight), headline).overview()


class _Writer:
    """Writes one overview."""

    def __init__(self, catalog: Catalog, files: Sequence[_File], headline: Headline) -> None:
        self._catalog = catalog
        self._headline = headline
        self._files = files
        self._pictures = [file for file in files if file.noise in _PICTURES]
        self._upkeep = [file for file in files if file.is_upkeep]
        self._main = [file for file in files if not (file.is_upkeep or file.noise in _PICTURES)]
        self._phrases = Phrases.headline(catalog)
        self._names = _short_names(file.path for file in files)
        self._terms = shared_terms((file.path, file.found) for file in self._main)
        self._by_path = {file.path: file for file in files}

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
        themes = list(self._themes()) or self._headline_themes(self._main)
        summary, highlights = self._summary(themes), self._highlights(themes)
        new, breaking = (
            self._listed(self._items(f for f in self._main if f.type == kind))
            for kind in (NEW_FEATURE, BREAKING_CHANGE)
        )
        return Overview(summary, highlights, new, breaking, self._other_updates(), self._insights(), RULES)

    # What it is about

    def _themes(self) -> Iterator[_Theme]:
        """What the report is about, first what a reader would act on."""
        main = self._main
        removed = [f for f in main if f.change.status is Status.REMOVED]
        moved = [f for f in removed if f.found.successor]
        breaking = [
            f for f in main if f.type == BREAKING_CHANGE and not (f.announced or f.change.status is Status.REMOVED)
        ]
        yield from self._theme("gone", [f for f in removed if not (f.found.successor or f.change.is_unpaired)])
        successor = self._phrases.quote_at_length(moved[0].found.successor) if moved else ""
        yield from self._theme("successor" if len(moved) == 1 else "successors", moved, successor=successor)
        yield from self._announced(Notice.END)
        yield from self._headline_themes(breaking)[:2]  # such as by a symbol that is no longer there
        # They came or went, or only have other names: that was not looked for.
        yield from self._theme("unpaired", [f for f in main if f.change.is_unpaired and not f.found.successor])
        yield from self._announced(Notice.DEPRECATION)
        yield from self._fact_themes()
        yield from self._headline_themes([f for f in main if f.dates_rows and not f.facts])[:2]
        yield from self._theme(
            "new_files", [f for f in main if f.change.status is Status.ADDED and not f.change.is_unpaired]
        )
        yield from self._grown()
        lost = [f for f in main if own_anchors_gone(f.found)]
        if lost:
            yield from self._theme("lost", lost, **self._anchors(lost, own_anchors_gone))
        for term in self._terms[:2]:
            sides = self._phrases.both(term.old, term.new)
            yield from self._theme("term", [self._by_path[path] for path in term.paths], **sides)
        yield from self._others()

    def _theme(self, key: str, files: Sequence[_File], **values: object) -> Iterator[_Theme]:
        """What is said of some files together, if there are any."""
        if files:
            values = {"n": len(files), "names": self._name_list(files, _FEW_NAMES), **values}
            yield _Theme(self._t(f"{key}_brief", **values), self._t(key, **values), files)

    def _announced(self, notice: Notice) -> Iterator[_Theme]:
        files = [f for f in self._main if any(a.notice is notice for a in f.announced)]
        if files:
            text = next(a.text for a in files[0].announced if a.notice is notice)
            key = f"{notice}_one" if len(files) == 1 else f"{notice}_several"
            yield from self._theme(key, files, text=self._phrases.quote_sentence(text))

    def _anchors(self, files: Iterable[_File], lost: Callable[[Findings], Sequence[str]]) -> dict[str, Any]:
        anchors = [self._phrases.quote_at_length(f"#{anchor}") for file in files for anchor in lost(file.found)]
        return {"n": len(anchors), "anchors": self._phrases.names(anchors, _FEW_NAMES)}

    def _fact_themes(self) -> Iterator[_Theme]:
        files = [f for f in self._main if f.facts and f.change.status is not Status.ADDED]
        for file in sorted(files, key=lambda f: (f.facts[0].kind.rank, *f.weight))[:2]:
            group, names = group_facts(file.facts)[0], self._name(file)
            short, text = (self._phrases.facts(group, _FEW_NAMES, located=located) for located in (False, True))
            brief = self._t("facts_brief", names=names, facts=short)
            yield _Theme(brief, self._t("facts", names=names, facts=text), [file])

    def _grown(self) -> Iterator[_Theme]:
        grown = [f for f in self._main if f.change.status is not Status.ADDED and f.new_sections]
        for file in grown[:2]:
            sections = self._phrases.names(list(map(self._phrases.quote, file.new_sections)), _FEW_NAMES)
            yield from self._theme("grown", [file], n=len(file.new_sections), sections=sections)

    def _others(self) -> list[_Theme]:
        """The biggest of the files that no other theme tells of."""
        in_terms = {path for term in self._terms[:2] for path in term.paths}
        files = [
            f
            for f in self._main
            if not (f.path in in_terms or f.is_small or f.type in (BREAKING_CHANGE, NEW_FEATURE))
            and f.change.status not in (Status.ADDED, Status.REMOVED)
            and not (f.facts or f.dates_rows or f.announced or anchors_gone(f.found) or f.new_sections)
        ]
        return self._headline_themes(files)

    def _headline_themes(self, files: Sequence[_File]) -> list[_Theme]:
        """What the titles of files say."""
        themes: list[_Theme] = []
        for title, group in self._by_title(files).items():
            if self._name_list(group, _FEW_NAMES) in title:
                themes.append(_Theme(title, self._phrases.sentence(title), group))
            else:
                themes += self._theme("headline" if len(group) == 1 else "headline_of_several", group, title=title)
        return themes

    def _summary(self, themes: Sequence[_Theme]) -> str:
        counted = self._t("summary", n=len(self._files), parts=self._parts())
        briefs = [theme.brief for theme in themes[:_MAX_BRIEFS]]
        if briefs:
            text = self._t("main", text=self._t("main_comma").join(briefs))
        elif len(self._upkeep) == len(self._files):
            text = self._upkeep_sentence()
        else:
            text = self._phrases.sentence(self._pictures_clause())
        return self._catalog("rules.space").join([counted, text])

    def _parts(self) -> str:
        statuses = Counter(file.change.status for file in self._files)
        parts = [self._t(status.replace(" ", "_"), n=statuses[status]) for status in Status if statuses[status]]
        lines = self._lines()
        if len(parts) == 1 and statuses[Status.MODIFIED] and lines:
            return lines
        return self._catalog("rules.semicolon").join(filter(None, [self._catalog("rules.comma").join(parts), lines]))

    def _lines(self) -> str:
        added = sum(file.change.additions for file in self._files)
        deleted = sum(file.change.deletions for file in self._files)
        return self._t("lines", n=added, deleted=deleted) if added or deleted else ""

    def _highlights(self, themes: Sequence[_Theme]) -> Statements:
        highlights = [_about(theme.files, theme.sentence) for theme in themes[:_MAX_HIGHLIGHTS]]
        if self._upkeep:
            highlights.append(_about(self._upkeep, self._upkeep_sentence()))
        if self._pictures and not highlights:
            highlights.append(_about(self._pictures, self._phrases.sentence(self._pictures_clause())))
        return tuple(highlights)

    def _upkeep_sentence(self) -> str:
        key = "all_upkeep" if len(self._upkeep) == len(self._files) else "upkeep_sentence"
        noises = {file.noise for file in self._upkeep}
        kinds = [self._catalog(f"rules.noise.{noise}.brief") for noise in _UPKEEP if noise in noises]
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
        facts = [self._phrases.facts(group, _FEW_NAMES) for group in groups[:_MAX_FACTS]]
        if hidden := groups[_MAX_FACTS:]:
            facts.append(self._catalog("rules.fact.more", n=len(hidden)))
        return self._catalog("rules.semicolon").join(facts)

    def _items(self, files: Iterable[_File]) -> list[Statement]:
        """An item for each file; files of which the same is told share one."""
        return [self._item(title, group) for title, group in self._by_title(files).items()]

    def _item(self, title: str, files: Sequence[_File]) -> Statement:
        names = self._name_list(files)
        if len(files) > 1:
            return _about(files, self._t("same", text=title, n=len(files), names=names))
        return _about(files, title if names in title else self._t("item", name=names, title=title))

    def _listed(self, items: Sequence[Statement]) -> Statements:
        """As many items as a reader reads."""
        if len(items) <= _MAX_ITEMS + 1:
            return tuple(items)
        hidden = tuple(dict.fromkeys(path for item in items[_MAX_ITEMS:] for path in item.files))
        return (*items[:_MAX_ITEMS], Statement(self._t("rest", n=len(hidden)), files=hidden))

    def _other_updates(self) -> Statements:
        in_terms = {path for term in self._terms for path in term.only}
        typed = [f for f in self._main if f.type in (NEW_FEATURE, BREAKING_CHANGE)]
        others = [f for f in self._main if f.type not in (NEW_FEATURE, BREAKING_CHANGE) and f.path not in in_terms]
        items = [
            *self._lost_items("lost_item", anchors_gone),
            *(_about([f], self._t("item", name=self._name(f), title=self._facts(f))) for f in typed if f.facts),
            *self._items(sorted(filter(_urgency, others), key=_urgency)),
            *map(self._term_item, self._terms),
            *self._items(f for f in others if not _urgency(f)),
        ]
        anchors = self._lost_items("reworded_item", anchors_reworded)
        return (*self._listed(items), *anchors, *self._upkeep_items())

    def _lost_items(self, key: str, lost: Callable[[Findings], Sequence[str]]) -> Iterator[Statement]:
        if files := [f for f in self._main if lost(f.found)]:
            names = self._name_list(files, _FEW_NAMES)
            yield _about(files, self._t(key, names=names, **self._anchors(files, lost)))

    def _term_item(self, term: Term) -> Statement:
        files = [self._by_path[path] for path in term.paths]
        arrow = self._catalog("rules.arrow", **self._phrases.both(term.old, term.new))
        return _about(files, self._t("same", text=arrow, n=len(files), names=self._name_list(files)))

    def _upkeep_items(self) -> Iterator[Statement]:
        """Images in one line, everything else that nobody needs to read in another."""
        if self._pictures:
            yield _about(self._pictures, self._pictures_clause())
        parts = []
        for noise in _UPKEEP:
            if files := [f for f in self._upkeep if f.noise is noise]:
                names = self._name_list(files, _FEW_NAMES)
                parts.append(self._catalog(f"rules.noise.{noise}.files", n=len(files), names=names))
        if parts:
            yield _about(self._upkeep, self._t("upkeep", parts=self._catalog("rules.semicolon").join(parts)))

    def _pictures_clause(self) -> str:
        statuses = (Status.ADDED, Status.REMOVED, Status.MODIFIED, Status.RENAMED)
        groups = {status: [f for f in self._pictures if f.change.status is status] for status in statuses}
        parts = [
            self._t(f"images_{status}", n=len(group), names=self._name_list(group, _FEW_NAMES))
            for status, group in groups.items()
            if group
        ]
        key = "stored_images" if any(f.noise is Noise.LFS for f in self._pictures) else "images"
        return self._t(key, parts=self._catalog("rules.semicolon").join(parts))

    # Where it happened, and what recurs

    def _insights(self) -> Statements:
        if len(self._files) == 1:
            return self._only_file()
        terms = (self._repeated(t.old, t.new, [self._by_path[path] for path in t.paths]) for t in self._terms[:3])
        insights = (*self._concentration(), *self._same_values(), *terms, *self._recurring(), *self._share())
        return insights or (Statement(self._t("spread", n=len(self._files), lines=self._lines())),)

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
            return [_about(self._files, self._t("no_lines", n=len(self._files)))]
        insights: list[Statement] = []
        folder, inside = _main_folder(self._files)
        quoted = self._phrases.quote_at_length(folder)
        changes = sum(f.change.changes for f in inside)
        numbers = {"n": changes, "total": total, "count": len(inside), "files": len(self._files)}
        if len(inside) == len(self._files) > 2:
            insights.append(Statement(self._t("one_folder", folder=quoted, **numbers)))
        elif len(inside) < len(self._files) and inside:
            insights.append(_about(inside, self._t("concentration", folder=quoted, **numbers)))
        largest = max(self._files, key=lambda f: f.change.changes)
        name, most = self._name(largest), largest.change.changes
        if most == total:
            return [_about([largest], self._t("all_lines", name=name, n=most))]
        if 3 * most >= total and most > sum(f.change.changes for f in self._files if f.change.changes == most) / 2:
            insights.append(_about([largest], self._t("largest", name=name, n=most, total=total)))
        return insights

    def _same_values(self) -> list[Statement]:
        """Values that changed alike in several files."""
        groups: dict[tuple[str, str], list[_File]] = {}
        for file in self._main:
            for change in dict.fromkeys((fact.old, fact.new) for fact in file.facts if fact.old and fact.new):
                groups.setdefault(change, []).append(file)
        shared = sorted((item for item in groups.items() if len(item[1]) > 1), key=lambda item: -len(item[1]))
        return [self._repeated(*change, files) for change, files in shared[:2]]

    def _repeated(self, old: str, new: str, files: Sequence[_File]) -> Statement:
        arrow = self._catalog("rules.arrow", **self._phrases.both(old, new))
        return _about(files, self._t("repeated", text=arrow, n=len(files)))

    def _recurring(self) -> Iterator[Statement]:
        for key, subjects in _RECURRING.items():
            files = [f for f in self._main if any(finding.subject in subjects for finding in f.found.findings)]
            if len(files) > 2 and 2 * len(files) >= len(self._main):
                yield _about(files, self._t(f"recurring_{key}", n=len(files), files=len(self._files)))

    def _share(self) -> Iterator[Statement]:
        pictures = [f for f in self._pictures if not f.change.patch]
        for key, files in (("upkeep_share", self._upkeep), ("binary_share", pictures)):
            if len(self._files) > len(files) >= len(self._files) / 2:
                yield _about(files, self._t(key, n=len(files), files=len(self._files)))


def _urgency(file: _File) -> int:
    """Sorts what a reader would act on first; 0 where nothing asks for it."""
    if file.change.status is Status.REMOVED and not file.change.is_unpaired:
        return -3
    return -2 if file.announced else -1 if file.facts or file.dates_rows else 0


def _about(files: Iterable[_File], text: str) -> Statement:
    return Statement(text, files=tuple(file.path for file in files))


def _main_folder(files: Sequence[_File]) -> tuple[str, list[_File]]:
    """The innermost folder with most of the changed lines and several files; no file where there is none."""
    total = sum(file.change.changes for file in files)
    changes: Counter[str] = Counter()
    for file in files:
        for folder in accumulate(file.path.split("/")[:-1], "{}/{}".format):
            changes[folder] += file.change.changes
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
