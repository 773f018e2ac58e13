"""What is said about one file: its title, and statements with the lines that prove them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ...language.catalog import Catalog
from ...model.changes import FileChange, FileMode, Status
from ...model.findings import Action, Evidence, Fact, Finding, Findings, Form, Kind, LineSpan, Noise, Side, Subject
from ...model.patch import parse_hunks
from ...model.texts import Statement, Statements
from .judgement import OPAQUE, TARGETS, anchor_lines, anchors_gone, anchors_reworded
from .phrases import Phrases, group_facts
from .points import LISTED, REMARKS, Point, as_read, joined_lines, points_beside, read_points, telling_facts

_MAX_SENTENCES = 2
"""So few points make a paragraph; more make a list."""
_MAX_BEGINNINGS = 3
_MAX_ITEMS = 16
_MAX_OF_A_SORT = 5
_MAX_MINOR = 4
_MAX_FACTS = 8
_TYPES = {str(mode): mode.name.lower() for mode in (FileMode.EXECUTABLE, FileMode.SYMLINK, FileMode.SUBMODULE)}
_LEAD = (Subject.HEADING, Subject.SYMBOL)
_MAX_PROOF = 20
"""Lines that prove a statement which names none of them."""
_SECTION_ITEMS = 2
"""So many points of one section stand under its name."""


class Explainer:
    """Tells what happened to a file, in the words of one language."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._phrases = Phrases.markdown(catalog)

    def title(self, evidence: Evidence, phrases: Phrases) -> str:
        """What happened, in a few words."""
        change, found = evidence.change, as_read(evidence.findings)
        if change.status in (Status.ADDED, Status.REMOVED):
            return self._whole_title(change, found, phrases)
        path = self._path_title(change, phrases)
        if path and found.findings and not change.changes_type:
            return self._catalog("rules.path.edited", title=path)
        return path or self._content_title(change, found, phrases)

    def _whole_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        empty = not (change.patch or change.binary or change.omission) and found.kind not in (*OPAQUE, *TARGETS)
        kind = "unpaired" if change.is_unpaired and not found.successor else "empty" if empty else str(found.kind)
        name = phrases.quote(_own_title(found) or file_name(change.path))
        if change.status is Status.REMOVED and found.successor:
            return self._catalog("rules.whole.successor_title", name=name, successor=phrases.quote(found.successor))
        return self._catalog(f"rules.whole.{kind}_{change.status}", name=name)

    def _path_title(self, change: FileChange, phrases: Phrases) -> str:
        """What happened to the file as such: its path, its mode."""
        old = change.previous_path
        if old and old != change.path:
            copied = change.status is Status.COPIED
            same_name = file_name(old) == file_name(change.path)
            key = "copied_title" if copied else "moved_title" if same_name else "renamed_title"
            return self._catalog(f"rules.path.{key}", **_path_names(old, change.path, phrases))
        if change.changes_type:
            name = phrases.quote(file_name(change.path))
            return self._catalog("rules.path.type_title", name=name, **self._types(change))
        return self._catalog(f"rules.path.{_mode_key(change)}_title") if _mode_changed(change) else ""

    def _content_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        name = phrases.quote(file_name(change.path))
        if change.omission:
            return self._catalog(f"omission.{change.omission}_title", name=name)
        if found.kind in TARGETS and found.findings:
            sides = phrases.both(found.findings[0].old, found.findings[0].new)
            return self._catalog(f"rules.whole.{found.kind}_modified", name=name, **sides)
        old, new = found.lfs
        if bool(old) != bool(new):
            return self._catalog(f"rules.lfs.{'stored' if new else 'restored'}_title", name=name)
        if found.kind in OPAQUE:
            return self._catalog(f"rules.whole.{found.kind}_modified", name=name)
        if found.noise is Noise.ENCODING:
            return self._catalog("rules.path.encoding_title", **phrases.both(*change.encodings))
        if found.noise in (Noise.LINKS, Noise.GENERATED):
            return self._catalog(f"rules.form.{'links' if found.noise is Noise.LINKS else 'digests'}_title")
        facts = telling_facts(found)
        if not found.findings and not facts:
            return self._catalog(f"rules.form.{found.form}_title")
        if found.form is Form.METADATA:
            return self._catalog("rules.form.metadata_title", text=self._metadata_title(found.findings, phrases))
        points = points_beside((), found.findings)
        if facts and not (points and points[0].subject in _LEAD):
            return phrases.facts(group_facts(facts)[0], 2)
        return phrases.title(points)

    def _metadata_title(self, findings: Sequence[Finding], phrases: Phrases) -> str:
        if len(findings) == 1 and findings[0].action is Action.CHANGED:
            return phrases.values(findings[0])
        return phrases.names(list(dict.fromkeys(phrases.quote(finding.name) for finding in findings)), 3)

    def statements(self, evidence: Evidence) -> Statements:
        """Everything that is said about the file below its title."""
        change, found = evidence.change, as_read(evidence.findings)
        about_path = [Statement(text) for text in self._path_sentences(change)]
        if evidence.same_as:
            same = self._catalog("rules.whole.same_as", path=self._phrases.quote_at_length(evidence.same_as))
            return (*about_path, Statement(same, files=(evidence.same_as,)))
        if change.status in (Status.ADDED, Status.REMOVED):
            return (*about_path, *self._whole(change, found))
        return (*about_path, *self._content(change, found, moved=bool(about_path)))

    def _path_sentences(self, change: FileChange) -> Iterator[str]:
        phrases, path = self._phrases, self._phrases.quote_at_length(change.path)
        if change.previous_path and change.previous_path != change.path:
            key = "rules.path.copied" if change.status is Status.COPIED else "rules.path.renamed"
            yield self._catalog(key, old=phrases.quote_at_length(change.previous_path), new=path)
        if change.changes_type:
            yield self._catalog("rules.path.type", path=path, **self._types(change))
        elif _mode_changed(change):
            yield self._catalog(f"rules.path.{_mode_key(change)}", **phrases.both(change.old_mode, change.new_mode))
        old, new = change.encodings
        if old and new and old != new:
            yield self._catalog("rules.path.encoding", **phrases.both(old, new))

    def _whole(self, change: FileChange, found: Findings) -> Iterator[Statement]:
        """A file that came or went as a whole."""
        phrases, title = self._phrases, _own_title(found)
        side: Side = "R" if change.status is Status.ADDED else "L"
        proof = (LineSpan(side, 1, change.changes),) if change.patch and change.changes else ()
        values = {"title": phrases.quote(title), "path": phrases.quote_at_length(change.path)}
        yield Statement(self._catalog(f"rules.whole.{'titled' if title else 'file'}_{change.status}", **values), proof)
        if found.successor and change.status is Status.REMOVED:
            successor = phrases.quote_at_length(found.successor)
            yield Statement(self._catalog("rules.whole.successor", successor=successor), proof)
        if change.is_unpaired and not found.successor:
            yield Statement(self._catalog(f"rules.whole.perhaps_renamed_{change.status}"), proof)
        if change.omission:
            yield Statement(self._catalog(f"omission.{change.omission}"))
        yield from self._stored(change, found)
        targets = [self._catalog("rules.whole.target", target=phrases.quote(f.new or f.old)) for f in found.findings]
        yield from (Statement(f"- {line}", proof) for line in (*targets, *self._outline(found)))

    def _outline(self, found: Findings) -> Iterator[str]:
        outline, phrases, key = found.outline, self._phrases, "rules.whole"
        if not outline:
            return
        if outline.description and outline.description != outline.title:
            yield self._catalog(f"{key}.described", text=phrases.quote_at_length(outline.description))
        for name in ("headings", "symbols", "entries", "languages"):
            if names := [phrases.quote(text) for text in getattr(outline, name)]:
                yield self._catalog(f"{key}.{name}", n=len(names), names=phrases.names(names, 10))
        yield self._catalog(f"{key}.size", lines=self._catalog(f"{key}.lines", n=outline.lines))

    def _content(self, change: FileChange, found: Findings, *, moved: bool) -> Iterable[Statement]:
        """What the lines of a file that stays show; `moved` if its path or mode is told of."""
        if change.changes_type:
            return self._both_types(change, found)
        if moved and change.old_blob == change.new_blob:
            return [Statement(self._catalog("rules.path.unchanged"))]
        if change.omission:
            return [Statement(self._catalog(f"omission.{change.omission}"))]
        if found.noise is Noise.ENCODING:
            return [Statement(self._catalog("rules.path.same_text"))]
        if any(found.lfs) and (not all(found.lfs) or found.form is Form.NOTHING):
            return self._stored(change, found)
        if found.kind in OPAQUE or (found.kind in TARGETS and found.findings):
            return [self._replaced(change, found), *self._stored(change, found)]
        if found.noise is Noise.GENERATED:
            return [Statement(self._catalog("rules.form.digests"), _changed_lines(change))]
        if found.noise is Noise.LINKS and found.findings:
            return self._only_links(found.findings)
        if not found.findings and not telling_facts(found):
            return [Statement(self._catalog(f"rules.form.{found.form}"), _changed_lines(change))]
        return self._only_metadata(found.findings) if found.form is Form.METADATA else self._findings(found)

    def _types(self, change: FileChange) -> dict[str, str]:
        """What it was and is: a file, a link, a submodule."""
        modes = {"old": change.old_mode, "new": change.new_mode}
        return {side: self._catalog(f"rules.type.{_TYPES.get(mode, 'file')}") for side, mode in modes.items()}

    def _both_types(self, change: FileChange, found: Findings) -> Iterator[Statement]:
        """Where links lead to, the commits of submodules, and what a file held or holds."""
        for finding in found.findings:
            came = finding.action is Action.ADDED
            kind = _TYPES.get(change.new_mode if came else change.old_mode, "file")
            key = f"rules.type.{kind}_{'target' if came else 'former_target'}"
            yield Statement(f"- {self._catalog(key, target=self._phrases.quote(finding.name))}", finding.lines)
        if change.omission:
            yield Statement(f"- {self._catalog(f'omission.{change.omission}')}")
        yield from (Statement(f"- {line}") for line in self._outline(found))

    def _stored(self, change: FileChange, found: Findings) -> Iterator[Statement]:
        """What Git LFS stores of a file, and whether it came there or left it."""
        old, new = found.lfs
        if not old and not new:
            return
        sizes = {"old": self._catalog.size(old.size if old else 0), "new": self._catalog.size(new.size if new else 0)}
        if old and new:
            key = "size" if old.size == new.size else "resized"
        else:
            key = "stored" if new else "was_stored" if change.status is Status.REMOVED else "restored"
        yield Statement(self._catalog(f"rules.lfs.{key}", **sizes))
        if found.form is Form.NOTHING:
            yield Statement(self._catalog("rules.path.unchanged"))

    def _replaced(self, change: FileChange, found: Findings) -> Statement:
        """A file of which no line is told."""
        sides = found.findings[0] if found.findings else Finding(Subject.LINE, Action.CHANGED)
        values = {"name": self._phrases.quote(file_name(change.path)), **self._phrases.both(sides.old, sides.new)}
        text = self._phrases.sentence(self._catalog(f"rules.whole.{found.kind}_sentence", **values))
        return Statement(text, joined_lines(found.findings))

    def _entries(self, points: Iterable[Point], *, located: bool = True) -> Iterator[Statement]:
        return (Statement(f"- {self._phrases.point(p, located=located)}", p.lines) for p in points)

    def _only_links(self, findings: Sequence[Finding]) -> list[Statement]:
        links = [f for f in findings if f.action is Action.CHANGED and f.old and f.new]
        lead = Statement(self._catalog("rules.form.links"), joined_lines(findings))
        return [lead, *self._entries(read_points(links)[:3])]

    def _only_metadata(self, findings: Sequence[Finding]) -> list[Statement]:
        points = read_points(findings)
        lead = Statement(self._catalog("rules.form.metadata"), joined_lines(findings))
        if len(points) == 1:
            return [lead, Statement(self._phrases.point_sentence(points[0]), points[0].lines)]
        return [lead, *self._entries(points)]

    def _findings(self, found: Findings) -> list[Statement]:
        facts = telling_facts(found)
        groups = group_facts(facts)
        main, rest = _main(points_beside(facts, found.findings), len(groups))
        statements = [Statement(self._catalog("rules.fix_lead"))] if found.fix else []
        if len(main) + len(groups) <= _MAX_SENTENCES:
            statements += self._sentences(point for point in main if point.subject in _LEAD)
            statements += [Statement(self._phrases.sentence(self._phrases.facts(g)), joined_lines(g)) for g in groups]
            statements += self._sentences(point for point in main if point.subject not in _LEAD)
        else:
            lead = _leading(main)
            items, hidden = _cut([point for point in main if point not in lead])
            statements += [*self._sentences(lead), *self._fact_items(groups), *self._items(items)]
            rest = [*hidden, *rest]
        statements += self._lost_anchors(found)
        return [*statements, *self._closing(rest, alone=not statements)]

    def _sentences(self, points: Iterable[Point]) -> Iterator[Statement]:
        for point in points:
            sections = point.subject is Subject.HEADING and point.action is Action.ADDED
            if sections and len(point.findings) <= _MAX_BEGINNINGS and any(map(_begins, point.findings)):
                yield from (Statement(self._section(finding), finding.lines) for finding in point.findings)
            else:
                yield Statement(self._phrases.point_sentence(point), point.lines)

    def _section(self, heading: Finding) -> str:
        if _begins(heading):
            return self._phrases.beginning(heading)
        return self._phrases.point_sentence(Point(heading.subject, heading.action, "", (heading,)))

    def _fact_items(self, groups: Sequence[tuple[Fact, ...]]) -> Iterator[Statement]:
        for group in groups[:_MAX_FACTS]:
            yield Statement(f"- {self._phrases.facts(group)}", joined_lines(group))
        if hidden := groups[_MAX_FACTS:]:
            proof = joined_lines(fact for group in hidden for fact in group)[:_MAX_PROOF]
            yield Statement(f"- {self._catalog('rules.fact.more', n=len(hidden))}", proof)

    def _items(self, points: Sequence[Point]) -> Iterator[Statement]:
        """A list; the points of one section stand under its name, if there are several."""
        numbers = Counter(point.section for point in points if point.section)
        yield from self._entries(p for p in points if numbers[p.section] < _SECTION_ITEMS)
        for section, number in numbers.items():
            if number >= _SECTION_ITEMS:
                inside = [point for point in points if point.section == section]
                lead = self._catalog("rules.section_lead", section=self._phrases.quote(section))
                yield Statement(lead, tuple(span for p in inside for span in p.lines)[:_MAX_PROOF])
                yield from self._entries(inside, located=False)

    def _lost_anchors(self, found: Findings) -> Iterator[Statement]:
        for key, anchors in (("lost_anchors", anchors_gone(found)), ("reworded_anchors", anchors_reworded(found))):
            if anchors:
                names = self._phrases.names([self._phrases.quote_at_length(f"#{anchor}") for anchor in anchors])
                text = self._catalog(f"rules.{key}", n=len(anchors), names=names)
                yield Statement(text, anchor_lines(found, anchors))

    def _closing(self, points: Sequence[Point], *, alone: bool) -> Iterator[Statement]:
        """What need not be told in full, in one sentence."""
        metadata = [f for point in points if point.subject is Subject.METADATA for f in point.findings]
        others = [point for point in points if point.subject is not Subject.METADATA]
        counts = [self._phrases.counts(others)] if others else []
        if metadata:
            names = list(dict.fromkeys(self._phrases.quote(f.name) for f in metadata))
            counts.append(self._catalog("rules.metadata.mention", names=self._phrases.names(names, 4)))
        if counts:
            key = "rules.small_only" if alone else "rules.closing"
            text = self._catalog(key, counts=self._catalog("rules.closing_comma").join(counts))
            yield Statement(text, tuple(span for point in points for span in point.lines)[:_MAX_PROOF])


def _main(points: Sequence[Point], facts: int) -> tuple[list[Point], list[Point]]:
    """The points that are told, and those that are only counted."""
    minor = [point for point in points if point.is_minor and not point.is_scrap]
    main = [point for point in points if not point.is_minor and point.subject not in REMARKS]
    room = max(0, _MAX_MINOR - len(main) - facts)
    shown = {id(point) for point in (*main, *minor[:room])}
    return [p for p in points if id(p) in shown], [p for p in points if id(p) not in shown]


def _leading(points: Sequence[Point]) -> list[Point]:
    """The points that are told as sentences ahead of a list; changed ones only if they are few."""
    lead = [point for point in points if point.subject in _LEAD]
    changed = [point for point in lead if point.action not in LISTED]
    return lead if len(changed) <= _MAX_SENTENCES else [point for point in lead if point.action in LISTED]


def _cut(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """As many points as a reader reads, with long runs of one sort cut."""
    shown: list[Point] = []
    hidden: list[Point] = []
    numbers: Counter[tuple[Subject, Action]] = Counter()
    for point in points:
        sort = (point.subject, point.action)
        numbers[sort] += 1
        fits = len(shown) < _MAX_ITEMS and numbers[sort] <= _MAX_OF_A_SORT
        (shown if fits else hidden).append(point)
    return shown, hidden


def _changed_lines(change: FileChange) -> tuple[LineSpan, ...]:
    """The first of all lines that came or went."""
    lines = (line for hunk in parse_hunks(change.patch) for line in hunk.lines if line.kind in "+-")
    sides: Iterable[tuple[Side, int | None]] = (
        ("L", line.old) if line.kind == "-" else ("R", line.new) for line in lines
    )
    return tuple(islice((LineSpan(side, number, number) for side, number in sides if number), _MAX_PROOF))


def _begins(heading: Finding) -> bool:
    """Whether the first line of a new section is a sentence that can be quoted."""
    return bool(heading.new) and "|" not in heading.new and not heading.new.startswith((":", "[!", "<", "!"))


def _own_title(found: Findings) -> str:
    """The title of a document; one that its description repeats is filled in by rote and says nothing."""
    repeated = found.outline is not None and found.outline.description == found.title
    return found.title if found.kind is Kind.DOCUMENT and not repeated else ""


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.rstrip("/").rpartition("/")[2] or path


def _path_names(old: str, new: str, phrases: Phrases) -> dict[str, str]:
    """The part of two paths that tells them apart: the names in one folder, else the folders of one name."""
    old_folder, new_folder = (path.rpartition("/")[0] or "." for path in (old, new))
    if old_folder == new_folder:
        old, new = file_name(old), file_name(new)
    elif file_name(old) == file_name(new):
        old, new = old_folder, new_folder
    return phrases.both(old, new)


def _mode_changed(change: FileChange) -> bool:
    return {change.old_mode, change.new_mode} == {FileMode.REGULAR.value, FileMode.EXECUTABLE.value}


def _mode_key(change: FileChange) -> str:
    return "executable" if change.new_mode == FileMode.EXECUTABLE else "not_executable"
