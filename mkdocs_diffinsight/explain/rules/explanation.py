"""What is said about one file: its title, and statements with the lines that prove them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ...language.catalog import Catalog
from ...model.changes import FileChange, FileMode, Status
from ...model.findings import (
    Action,
    Evidence,
    Fact,
    Finding,
    Findings,
    Form,
    Kind,
    LineSpan,
    Noise,
    Outline,
    Side,
    Subject,
)
from ...model.patch import parse_hunks
from ...model.texts import Statement, Statements
from .judgement import OPAQUE, TARGETS, anchor_lines, anchors_gone, anchors_reworded
from .phrases import Phrases, group_facts
from .points import (
    LISTED,
    REMARKS,
    Point,
    as_read,
    beside_facts,
    joined_lines,
    read_points,
    telling_facts,
    without_echoes,
)

_MAX_SENTENCES = 2
"""So few points make a paragraph; more make a list."""
_MAX_BEGINNINGS = 3
_MAX_ITEMS = 16
_MAX_OF_A_SORT = 5
_MAX_MINOR = 4
_MAX_FACTS = 8
_TYPES: dict[str, str] = {
    FileMode.EXECUTABLE: "executable",
    FileMode.SYMLINK: "symlink",
    FileMode.SUBMODULE: "submodule",
}
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
        path = self._path_title(change, phrases)
        if change.status in (Status.ADDED, Status.REMOVED):
            return self._whole_title(change, found, phrases)
        if path and (change.changes_type or not found.findings):
            return path
        if path:
            return self._catalog("rules.path.edited", title=path)
        return self._content_title(change, found, phrases)

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
            return self._catalog(
                "rules.path.type_title", name=phrases.quote(file_name(change.path)), **self._types(change)
            )
        if _mode_changed(change):
            executable = change.new_mode == FileMode.EXECUTABLE
            return self._catalog(f"rules.path.{'executable_title' if executable else 'not_executable_title'}")
        return ""

    def _content_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        name = phrases.quote(file_name(change.path))
        if change.omission:
            return self._catalog(f"omission.{change.omission}_title", name=name)
        if found.kind in TARGETS and found.findings:
            target = found.findings[0]
            key = f"rules.whole.{found.kind}_modified"
            return self._catalog(key, name=name, old=phrases.quote(target.old), new=phrases.quote(target.new))
        old, new = found.lfs
        if bool(old) != bool(new):
            return self._catalog(f"rules.lfs.{'stored' if new else 'restored'}_title", name=name)
        if found.kind in OPAQUE:
            return self._catalog(f"rules.whole.{found.kind}_modified", name=name)
        if found.noise is Noise.ENCODING:
            return self._catalog("rules.path.encoding_title", **_encodings(change, phrases))
        if found.noise is Noise.LINKS:
            return self._catalog("rules.form.links_title")
        if found.noise is Noise.GENERATED:
            return self._catalog("rules.form.digests_title")
        facts = telling_facts(found)
        if not found.findings and not facts:
            return self._catalog(f"rules.form.{found.form}_title")
        if found.form is Form.METADATA:
            return self._catalog("rules.form.metadata_title", text=self._metadata_title(found.findings, phrases))
        points = read_points(without_echoes(found.findings))
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
        told = [Statement(text) for text in self._path_sentences(change)]
        if evidence.same_as:
            same = self._catalog("rules.whole.same_as", path=self._phrases.quote_at_length(evidence.same_as))
            return (*told, Statement(same, files=(evidence.same_as,)))
        if change.status in (Status.ADDED, Status.REMOVED):
            return (*told, *self._whole(change, found))
        return (*told, *self._content(change, found, told=bool(told)))

    def _path_sentences(self, change: FileChange) -> list[str]:
        phrases, sentences = self._phrases, []
        if change.previous_path and change.previous_path != change.path:
            key = "rules.path.copied" if change.status is Status.COPIED else "rules.path.renamed"
            old, new = phrases.quote_at_length(change.previous_path), phrases.quote_at_length(change.path)
            sentences.append(self._catalog(key, old=old, new=new))
        modes = {"old": phrases.quote(change.old_mode), "new": phrases.quote(change.new_mode)}
        if change.changes_type:
            path = phrases.quote_at_length(change.path)
            sentences.append(self._catalog("rules.path.type", path=path, **self._types(change)))
        elif _mode_changed(change):
            executable = change.new_mode == FileMode.EXECUTABLE
            sentences.append(self._catalog(f"rules.path.{'executable' if executable else 'not_executable'}", **modes))
        if _is_recoded(change):
            sentences.append(self._catalog("rules.path.encoding", **_encodings(change, phrases)))
        return sentences

    def _whole(self, change: FileChange, found: Findings) -> Statements:
        """A file that came or went as a whole."""
        phrases = self._phrases
        path = phrases.quote_at_length(change.path)
        side: Side = "R" if change.status is Status.ADDED else "L"
        proof = (LineSpan(side, 1, change.changes),) if change.patch and change.changes else ()
        if title := _own_title(found):
            key = f"rules.whole.titled_{change.status}"
            told = [Statement(self._catalog(key, title=phrases.quote(title), path=path), proof)]
        else:
            told = [Statement(self._catalog(f"rules.whole.file_{change.status}", path=path), proof)]
        if found.successor and change.status is Status.REMOVED:
            successor = phrases.quote_at_length(found.successor)
            told.append(Statement(self._catalog("rules.whole.successor", successor=successor), proof))
        if change.is_unpaired and not found.successor:
            told.append(Statement(self._catalog(f"rules.whole.perhaps_renamed_{change.status}"), proof))
        if change.omission:
            told.append(Statement(self._catalog(f"omission.{change.omission}")))
        told += self._stored(change, found)
        targets = [self._catalog("rules.whole.target", target=phrases.quote(f.new or f.old)) for f in found.findings]
        return (*told, *(Statement(f"- {line}", proof) for line in (*targets, *self._outline(found.outline))))

    def _outline(self, outline: Outline | None) -> list[str]:
        if not outline:
            return []
        phrases, key = self._phrases, "rules.whole"
        lines = []
        if outline.description and outline.description != outline.title:
            text = phrases.quote_at_length(outline.description)
            lines.append(self._catalog(f"{key}.described", text=text))
        for name in ("headings", "symbols", "entries", "languages"):
            names = [phrases.quote(text) for text in getattr(outline, name)]
            if names:
                lines.append(self._catalog(f"{key}.{name}", n=len(names), names=phrases.names(names, 10)))
        size = self._catalog(f"{key}.lines", n=outline.lines)
        return [*lines, self._catalog(f"{key}.size", lines=size)]

    def _content(self, change: FileChange, found: Findings, *, told: bool) -> Iterable[Statement]:
        """What the lines of a file that stays show."""
        if change.changes_type:
            return self._both_types(change, found)
        if told and change.old_blob == change.new_blob:
            return [Statement(self._catalog("rules.path.unchanged"))]
        if change.omission:
            return [Statement(self._catalog(f"omission.{change.omission}"))]
        if found.noise is Noise.ENCODING:
            return [Statement(self._catalog("rules.path.same_text"))]
        if any(found.lfs) and (not all(found.lfs) or found.form is Form.NOTHING):
            return self._stored(change, found)
        if found.kind in OPAQUE or (found.kind in TARGETS and found.findings):
            return [
                Statement(self._replaced(change, found), joined_lines(found.findings)),
                *self._stored(change, found),
            ]
        if found.noise is Noise.GENERATED:
            return [Statement(self._catalog("rules.form.digests"), _changed_lines(change))]
        if found.noise is Noise.LINKS and found.findings:
            return self._only_links(found.findings)
        if not found.findings and not telling_facts(found):
            return [Statement(self._catalog(f"rules.form.{found.form}"), _changed_lines(change))]
        return self._only_metadata(found.findings) if found.form is Form.METADATA else self._findings(found)

    def _types(self, change: FileChange) -> dict[str, str]:
        """What it was and is: a file, a link, a submodule."""
        old, new = (
            self._catalog(f"rules.type.{_TYPES.get(mode, 'file')}") for mode in (change.old_mode, change.new_mode)
        )
        return {"old": old, "new": new}

    def _both_types(self, change: FileChange, found: Findings) -> Statements:
        """Where links lead to, the commits of submodules, and what a file held or holds."""
        told = []
        for finding in found.findings:
            came = finding.action is Action.ADDED
            kind = _TYPES.get(change.new_mode if came else change.old_mode, "file")
            key = f"rules.type.{kind}_{'target' if came else 'former_target'}"
            told.append(Statement(f"- {self._catalog(key, target=self._phrases.quote(finding.name))}", finding.lines))
        if change.omission:
            told.append(Statement(f"- {self._catalog(f'omission.{change.omission}')}"))
        return (*told, *(Statement(f"- {line}") for line in self._outline(found.outline)))

    def _stored(self, change: FileChange, found: Findings) -> list[Statement]:
        """What Git LFS stores of a file, and whether it came there or left it."""
        old, new = found.lfs
        if not old and not new:
            return []
        sizes = {"old": self._catalog.size(old.size if old else 0), "new": self._catalog.size(new.size if new else 0)}
        if old and new:
            key = "size" if old.size == new.size else "resized"
        else:
            key = "stored" if new else "was_stored" if change.status is Status.REMOVED else "restored"
        return [
            Statement(self._catalog(f"rules.lfs.{key}", **sizes)),
            *([Statement(self._catalog("rules.path.unchanged"))] if found.form is Form.NOTHING else []),
        ]

    def _replaced(self, change: FileChange, found: Findings) -> str:
        """A file of which no line is told."""
        sides = found.findings[0] if found.findings else Finding(Subject.LINE, Action.CHANGED)
        values = {"old": self._phrases.quote(sides.old), "new": self._phrases.quote(sides.new)}
        name = self._phrases.quote(file_name(change.path))
        return self._phrases.sentence(self._catalog(f"rules.whole.{found.kind}_sentence", name=name, **values))

    def _only_links(self, findings: Sequence[Finding]) -> list[Statement]:
        links = [f for f in findings if f.action is Action.CHANGED and f.old and f.new]
        lead = Statement(self._catalog("rules.form.links"), joined_lines(findings))
        points = read_points(links)[:3]
        return [lead, *(Statement(f"- {self._phrases.point(point)}", point.lines) for point in points)]

    def _only_metadata(self, findings: Sequence[Finding]) -> list[Statement]:
        points = read_points(findings)
        lead = Statement(self._catalog("rules.form.metadata"), joined_lines(findings))
        if len(points) == 1:
            return [lead, Statement(self._phrases.point_sentence(points[0]), points[0].lines)]
        return [lead, *(Statement(f"- {self._phrases.point(point)}", point.lines) for point in points)]

    def _findings(self, found: Findings) -> list[Statement]:
        facts = telling_facts(found)
        points = read_points(beside_facts(without_echoes(found.findings), facts))
        groups = group_facts(facts)
        main, rest = _main(points, len(groups))
        told = [self._fix()] if found.fix else []
        if len(main) + len(groups) <= _MAX_SENTENCES:
            told += self._sentences([point for point in main if point.subject in _LEAD])
            told += [Statement(self._phrases.sentence(self._phrases.facts(g)), joined_lines(g)) for g in groups]
            told += self._sentences([point for point in main if point.subject not in _LEAD])
        else:
            lead = _leading(main)
            told += self._sentences(lead)
            told += self._fact_items(groups)
            items, hidden = _cut([point for point in main if point not in lead])
            told += self._items(items)
            rest = [*hidden, *rest]
        told += self._lost_anchors(found)
        return [*told, *self._closing(rest, alone=not told)]

    def _fix(self) -> Statement:
        return Statement(self._catalog("rules.fix_lead"))

    def _sentences(self, points: Iterable[Point]) -> list[Statement]:
        told = []
        for point in points:
            sections = point.subject is Subject.HEADING and point.action is Action.ADDED
            if sections and len(point.findings) <= _MAX_BEGINNINGS and any(map(_begins, point.findings)):
                told += [Statement(self._section(finding), finding.lines) for finding in point.findings]
            else:
                told.append(Statement(self._phrases.point_sentence(point), point.lines))
        return told

    def _section(self, heading: Finding) -> str:
        if _begins(heading):
            return self._phrases.beginning(heading)
        return self._phrases.point_sentence(Point(heading.subject, heading.action, "", (heading,)))

    def _fact_items(self, groups: Sequence[tuple[Fact, ...]]) -> list[Statement]:
        told = [Statement(f"- {self._phrases.facts(group)}", joined_lines(group)) for group in groups[:_MAX_FACTS]]
        if hidden := groups[_MAX_FACTS:]:
            proof = joined_lines(fact for group in hidden for fact in group)[:_MAX_PROOF]
            told.append(Statement(f"- {self._catalog('rules.fact.more', n=len(hidden))}", proof))
        return told

    def _items(self, points: Sequence[Point]) -> list[Statement]:
        """A list; the points of one section stand under its name, if there are several."""
        numbers = Counter(point.section for point in points)
        single = [p for p in points if not p.section or numbers[p.section] < _SECTION_ITEMS]
        told = [Statement(f"- {self._phrases.point(point)}", point.lines) for point in single]
        for section in dict.fromkeys(point.section for point in points):
            inside = [point for point in points if point.section == section]
            if section and len(inside) >= _SECTION_ITEMS:
                lead = self._catalog("rules.section_lead", section=self._phrases.quote(section))
                told.append(Statement(lead, tuple(span for p in inside for span in p.lines)[:_MAX_PROOF]))
                told += (Statement(f"- {self._phrases.point(p, located=False)}", p.lines) for p in inside)
        return told

    def _lost_anchors(self, found: Findings) -> list[Statement]:
        told = []
        for key, anchors in (("lost_anchors", anchors_gone(found)), ("reworded_anchors", anchors_reworded(found))):
            if anchors:
                names = self._phrases.names([self._phrases.quote_at_length(f"#{anchor}") for anchor in anchors])
                text = self._catalog(f"rules.{key}", n=len(anchors), names=names)
                told.append(Statement(text, anchor_lines(found, anchors)))
        return told

    def _closing(self, points: Sequence[Point], *, alone: bool) -> list[Statement]:
        """What need not be told in full, in one sentence."""
        numbers = Counter((point.subject, point.action) for point in points for _ in point.findings)
        metadata = [f for point in points if point.subject is Subject.METADATA for f in point.findings]
        for sort in [sort for sort in numbers if sort[0] is Subject.METADATA]:
            del numbers[sort]
        counts = [self._phrases.counts(numbers)] if numbers else []
        if metadata:
            names = list(dict.fromkeys(self._phrases.quote(f.name) for f in metadata))
            counts.append(self._catalog("rules.metadata.mention", names=self._phrases.names(names, 4)))
        if not counts:
            return []
        key = "rules.small_only" if alone else "rules.closing"
        text = self._catalog(key, counts=self._catalog("rules.closing_comma").join(counts))
        return [Statement(text, tuple(span for point in points for span in point.lines)[:_MAX_PROOF])]


def _main(points: Sequence[Point], facts: int) -> tuple[list[Point], list[Point]]:
    """The points that are told, and those that are only counted."""
    minor = [point for point in points if point.is_minor and not point.is_scrap]
    main = [point for point in points if not point.is_minor and point.subject not in REMARKS]
    room = max(0, _MAX_MINOR - len(main) - facts)
    told = {id(point) for point in (*main, *minor[:room])}
    return [p for p in points if id(p) in told], [p for p in points if id(p) not in told]


def _leading(points: Sequence[Point]) -> list[Point]:
    """The points that are told as sentences ahead of a list; changed ones only if they are few."""
    lead = [point for point in points if point.subject in _LEAD]
    changed = [point for point in lead if point.action not in LISTED]
    return lead if len(changed) <= _MAX_SENTENCES else [point for point in lead if point.action in LISTED]


def _cut(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """As many points as a reader reads, with long runs of one sort cut."""
    told: list[Point] = []
    hidden: list[Point] = []
    numbers: Counter[tuple[Subject, Action]] = Counter()
    for point in points:
        sort = (point.subject, point.action)
        numbers[sort] += 1
        fits = len(told) < _MAX_ITEMS and numbers[sort] <= _MAX_OF_A_SORT
        (told if fits else hidden).append(point)
    return told, hidden


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
    return {"old": phrases.quote(old), "new": phrases.quote(new)}


def _mode_changed(change: FileChange) -> bool:
    files = {FileMode.REGULAR.value, FileMode.EXECUTABLE.value}
    return change.old_mode != change.new_mode and {change.old_mode, change.new_mode} == files


def _is_recoded(change: FileChange) -> bool:
    """Whether a text was and is written in two encodings."""
    old, new = change.encodings
    return bool(old and new) and old != new


def _encodings(change: FileChange, phrases: Phrases) -> dict[str, str]:
    old, new = change.encodings
    return {"old": phrases.quote(old), "new": phrases.quote(new)}
