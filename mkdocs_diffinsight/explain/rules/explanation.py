"""What is said about one file: its title, and statements with the lines that prove them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from ...analyze.authors.messages import purposes
from ...analyze.lines.edits import Replacement
from ...language.catalog import Catalog
from ...language.quoting import display
from ...model.change_kinds import ChangeKind
from ...model.changes import CommitType, FileChange, FileMode, Status
from ...model.findings import Action, Evidence, Finding, Findings, Form, Kind, LineSpan, Noise, Side, Subject
from ...model.patch import parse_hunks
from ...model.texts import Statement, Statements
from .judgement import OPAQUE, TARGETS, anchor_lines, anchors_gone
from .news import News, is_fragment, most_telling, read_news, telling
from .passages import Passages, leading
from .phrases import Phrases
from .points import as_read, readable

_MAX_SENTENCES = 2
"""So few news make a paragraph; more make a list."""
_MAX_NEWS = 6
"""More is too much of one rewritten page."""
_MAX_AUTHORED = 3
_FEW_LINKS = 3
"""So many links are named where nothing but links and wording changed."""
_UNTOLD = (CommitType.UPKEEP, CommitType.UNKNOWN)
"""Commits of one file whose authors' words are told."""
_TYPES = {str(mode): mode.name.lower() for mode in (FileMode.EXECUTABLE, FileMode.SYMLINK, FileMode.SUBMODULE)}
_MAX_PROOF = 20
"""Lines that prove a statement which names none of them."""
_MAX_SECTIONS = 8
_MAX_FURTHER = 2
"""Sentences that tell what a document without sections is about, besides its first one."""
_FEWEST_LETTERS = 4
_BRIEF_LENGTH = 140
_QUOTE_LENGTH = 140
"""How much of a sentence an overview quotes."""
_TITLE_LENGTH = 90
_MAX_READ = 400
"""Files whose news are kept, as those of most reports."""


@dataclass(frozen=True)
class Told:
    """One thing that is told of a file, in the words of a language."""

    kind: ChangeKind
    brief: str
    """A few words, as Markdown."""
    sentence: str
    place: str = ""
    """The section that the few words begin with."""
    line: str = ""
    """What a list says of a passage: a sentence, as a few words of it say nothing."""
    news: News | None = None
    """What it puts into words."""
    is_new: bool = False
    """There is something that was not there before."""
    is_late: bool = False
    """It comes after other news: other words for what was said before, or what leads to a list."""
    gone: frozenset[tuple[str, str]] = frozenset()
    """The symbols that it says are gone, by the place that they were in."""
    lines: tuple[LineSpan, ...] = ()
    is_breaking: bool = False
    is_quoted: bool = False
    """Its author says it."""
    replacement: Replacement | None = None
    """What gave way to what, if that is all."""
    reached: frozenset[str] = frozenset()
    """The names of what others can reach or need that it tells of."""
    event: str = ""
    """What happened to a whole file without a title, so that it can be told of several: a key of the catalog."""


@dataclass(frozen=True)
class _Read:
    """A file, read once for its title, its statements and the overview of its report."""

    evidence: Evidence

    @cached_property
    def found(self) -> Findings:
        return as_read(self.evidence.findings)

    @cached_property
    def news(self) -> list[News]:
        return telling(read_news(self.evidence, self.found))


class Explainer:
    """Tells what happened to a file, in the words of one language."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._phrases = Phrases.markdown(catalog)
        self._brief = Phrases.markdown(catalog, _BRIEF_LENGTH)
        self._short = Phrases.markdown(catalog, _QUOTE_LENGTH, leading)
        self._plain = Phrases.plain(catalog, _TITLE_LENGTH)
        self._files: dict[int, _Read] = {}

    def _read(self, evidence: Evidence) -> _Read:
        known = self._files.get(id(evidence))
        if not known:
            if len(self._files) >= _MAX_READ:
                self._files.clear()
            known = self._files[id(evidence)] = _Read(evidence)
        return known

    def title(self, evidence: Evidence) -> str:
        """What happened, in a few words of plain text: what it is about, then what is different."""
        whole = self._event(evidence, self._plain)
        if whole and not self._says_more(evidence):
            return display(whole, _TITLE_LENGTH)
        news = self._read(evidence).news
        if only := self._only(evidence, news):
            return self._catalog(f"rules.form.{only}_title")
        return self._plain.title(most_telling(news, _MAX_NEWS)[0][0])

    def topic(self, evidence: Evidence) -> str:
        """The title of a document, set apart; nothing for another file."""
        found = self._read(evidence).found
        return self._phrases.label(found.title) if found.title and found.kind is Kind.DOCUMENT else ""

    def told(self, evidence: Evidence, page: str) -> list[Told]:
        """All that an overview may tell of a file, the most urgent first; `page` is what it is called there."""
        if whole := self._event(evidence, self._brief):
            sentence = self._phrases.finished(self._event_sentence(evidence))
            event = self._told_event(evidence, whole, sentence)
            both = evidence.findings.breaks or self._says_more(evidence)
            if evidence.change.status in (Status.ADDED, Status.REMOVED) or not both:
                return [event]
            return [event, *self._told_news(evidence, page)]
        return self._told_news(evidence, page)

    def _told_news(self, evidence: Evidence, page: str) -> list[Told]:
        news = self._read(evidence).news
        if only := self._only(evidence, news):
            text = self._catalog(f"rules.form.{only}_title")
            return [Told(_FORM_KINDS.get(only, ChangeKind.UPKEEP), text, self._catalog(f"rules.form.{only}"))]
        return [self._told_one(one, page) for one in news]

    def _told_one(self, news: News, page: str) -> Told:
        sentence = self._short.sentence(news, page)
        return Told(
            news.kind,
            self._brief.brief(news),
            sentence,
            place=self._brief.place(news),
            line=self._short.unfinished(sentence) if news.is_passage else "",
            news=news,
            is_new=news.is_new,
            is_late=news.is_late,
            gone=news.gone,
            lines=news.lines,
            is_breaking=news.is_breaking,
            is_quoted=news.is_quotation,
            replacement=news.replacement,
            reached=news.reached,
        )

    def later(self, told: Told) -> str:
        """What is told of a passage, behind something else about its page; nothing for anything else."""
        if not told.news or not told.news.is_passage:
            return ""
        return self._short.unfinished(self._short.sentence(told.news, self._catalog("rules.it")))

    def shared(self, told: Told) -> str:
        """What is told, as a sentence about several pages."""
        if not told.news:
            return told.sentence
        news = told.news if told.news.is_passage else replace(told.news, section="")
        return self._short.sentence(news, self._catalog("rules.each"))

    def _told_event(self, evidence: Evidence, whole: str, sentence: str) -> Told:
        """A whole file; a list says what a new document is about, too."""
        change, found = evidence.change, self._read(evidence).found
        line = whole
        if change.status is Status.ADDED and found.kind is Kind.DOCUMENT and (text := _about(found, change)):
            line = self._catalog("rules.overview.item", name=whole, title=self._short.says(text))
        is_new = change.status is Status.ADDED
        return Told(_event_kind(evidence), whole, sentence, line=line, is_new=is_new, event=_whole_event(evidence))

    def statements(self, evidence: Evidence) -> Statements:
        """Everything that is said about the file below its title."""
        change, found = evidence.change, self._read(evidence).found
        about_path = [Statement(text) for text in self._path_sentences(change)]
        if evidence.same_as:
            same = self._catalog("rules.whole.same_as", path=self._phrases.path(evidence.same_as))
            return (*about_path, Statement(same, files=(evidence.same_as,)))
        if change.status in (Status.ADDED, Status.REMOVED):
            return (*about_path, *self._whole(change, found))
        return (*about_path, *self._content(evidence, found, moved=bool(about_path)))

    # What happens to a file as a whole

    def _event(self, evidence: Evidence, phrases: Phrases) -> str:
        """What happened to the file as such, in a few words, if that is what there is to tell."""
        change, found = evidence.change, self._read(evidence).found
        if change.status in (Status.ADDED, Status.REMOVED):
            return self._whole_title(change, found, phrases)
        path = self._path_title(change, phrases)
        if path and found.findings and not change.changes_type:
            return self._catalog("rules.path.edited", title=path)
        return path or self._opaque_title(change, found, phrases)

    def _says_more(self, evidence: Evidence) -> bool:
        """Whether a document has another path, and news, which tell its reader more."""
        read = self._read(evidence)
        moved = evidence.change.status in (Status.RENAMED, Status.COPIED) and read.found.kind is Kind.DOCUMENT
        return moved and any(one.is_news for one in read.news)

    def _event_sentence(self, evidence: Evidence) -> str:
        """What happened to the file as such, as a clause."""
        change, found = evidence.change, self._read(evidence).found
        text = self._event(evidence, self._phrases)
        whole = change.status in (Status.ADDED, Status.REMOVED) and not change.is_unpaired and not found.successor
        if not whole:
            return text
        title = _own_title(found)
        name = self._phrases.label(title) if title else self._phrases.code(file_name(change.path))
        key = f"rules.whole.event_{'titled' if title else 'file'}_{change.status}"
        return self._catalog(key, text=text, name=name)

    def _whole_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        empty = not (change.patch or change.binary or change.omission) and found.kind not in (*OPAQUE, *TARGETS)
        kind = "unpaired" if change.is_unpaired and not found.successor else "empty" if empty else str(found.kind)
        title = _own_title(found)
        name = phrases.label(title) if title else phrases.code(file_name(change.path))
        if change.status is Status.REMOVED and found.successor:
            return self._catalog("rules.whole.successor_title", name=name, successor=phrases.path(found.successor))
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
            name = phrases.code(file_name(change.path))
            return self._catalog("rules.path.type_title", name=name, **self._types(change))
        return self._catalog(f"rules.path.{_mode_key(change)}_title") if _mode_changed(change) else ""

    def _opaque_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        """What is told of a file whose lines are not."""
        name = phrases.code(file_name(change.path))
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
        return ""

    def _only(self, evidence: Evidence, news: Sequence[News]) -> str:
        """The one thing that is said of a change without news, if it has none: a key of the catalog."""
        found = evidence.findings
        if found.noise is Noise.GENERATED:
            return "digests"
        if not news:
            return str(found.form) if found.form is not Form.CONTENT else str(Form.WHITESPACE)
        if found.fix:
            return "fix"
        kinds = {one.kind for one in news}
        if not all(one.is_aside for one in news):
            return ""
        if ChangeKind.LINKS in kinds and sum(one.kind is ChangeKind.LINKS for one in news) <= _FEW_LINKS:
            return ""
        if kinds == {ChangeKind.LINKS}:
            return "links"
        if kinds == {ChangeKind.METADATA}:
            return "" if len(news) == 1 else "metadata"
        if ChangeKind.UPKEEP in kinds:
            return ""
        if ChangeKind.LINKS in kinds:
            return "wording_and_links"
        return "markup" if all(one.is_markup for one in news if one.kind is ChangeKind.WORDING) else "wording"

    def _path_sentences(self, change: FileChange) -> Iterator[str]:
        phrases, path = self._phrases, self._phrases.path(change.path)
        if change.previous_path and change.previous_path != change.path:
            key = "rules.path.copied" if change.status is Status.COPIED else "rules.path.renamed"
            yield self._catalog(key, old=phrases.path(change.previous_path), new=path)
        if change.changes_type:
            yield self._catalog("rules.path.type", path=path, **self._types(change))
        elif _mode_changed(change):
            yield self._catalog(f"rules.path.{_mode_key(change)}", **phrases.both(change.old_mode, change.new_mode))
        old, new = change.encodings
        if old and new and old != new:
            yield self._catalog("rules.path.encoding", **phrases.both(old, new))

    def _whole(self, change: FileChange, found: Findings) -> Iterator[Statement]:
        """A file that came or went as a whole, by what it says."""
        phrases, title = self._phrases, _own_title(found)
        side: Side = "R" if change.status is Status.ADDED else "L"
        proof = (LineSpan(side, 1, change.changes),) if change.patch and change.changes else ()
        values = {"title": phrases.label(title), "path": phrases.path(change.path)}
        yield Statement(self._catalog(f"rules.whole.{'titled' if title else 'file'}_{change.status}", **values), proof)
        if found.successor and change.status is Status.REMOVED:
            yield Statement(self._catalog("rules.whole.successor", successor=phrases.path(found.successor)), proof)
        if change.is_unpaired and not found.successor:
            yield Statement(self._catalog(f"rules.whole.perhaps_renamed_{change.status}"), proof)
        if change.omission:
            yield Statement(self._catalog(f"omission.{change.omission}"))
        yield from self._stored(change, found)
        for finding in found.findings:
            yield Statement(self._catalog("rules.whole.target", target=phrases.code(finding.new or finding.old)), proof)
        if found.outline:
            yield from (Statement(line, proof) for line in self._outline(change, found, side))

    def _outline(self, change: FileChange, found: Findings, side: Side) -> Iterator[str]:
        outline, phrases, key = found.outline, self._phrases, f"rules.whole.{'says' if side == 'R' else 'said'}"
        if not outline:
            return
        passages = Passages.none() if outline.headings or found.kind is not Kind.DOCUMENT else Passages(change)
        if text := _about(found, change):
            further = [said for said in passages.following(side) if not is_fragment(said)]
            quoted = [phrases.says(said) for said in (text, *map(readable, further[:_MAX_FURTHER]))]
            yield phrases.finished(self._catalog(key, text=phrases.names(quoted)))
        if rows := [phrases.described(heads, row) for heads, row in passages.rows(side) if any(map(readable, row[:1]))]:
            rows = list(dict.fromkeys(rows))
            yield self._catalog(f"{key}_rows", n=len(rows), names=phrases.names(rows, _MAX_SECTIONS))
        for name in ("headings", "symbols", "entries"):
            quote = phrases.code if name == "symbols" else phrases.label
            if names := [quote(text) for text in getattr(outline, name)]:
                yield self._catalog(f"{key}_{name}", n=len(names), names=phrases.names(names, _MAX_SECTIONS))
                break

    # What its lines show

    def _content(self, evidence: Evidence, found: Findings, *, moved: bool) -> Iterable[Statement]:
        """What the lines of a file that stays show; `moved` if its path or mode is told of."""
        change = evidence.change
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
        return self._news(evidence, found)

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
            yield Statement(f"- {self._catalog(key, target=self._phrases.code(finding.name))}", finding.lines)
        if change.omission:
            yield Statement(f"- {self._catalog(f'omission.{change.omission}')}")
        yield from (Statement(f"- {line}") for line in self._outline(change, found, "R"))

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
        values = {"name": self._phrases.code(file_name(change.path)), **self._phrases.both(sides.old, sides.new)}
        text = self._phrases.finished(self._catalog(f"rules.whole.{found.kind}_sentence", **values))
        return Statement(text, sides.lines)

    def _news(self, evidence: Evidence, found: Findings) -> list[Statement]:
        news = self._read(evidence).news
        if only := self._only(evidence, news):
            lines = tuple(dict.fromkeys(span for one in news for span in one.lines))[:_MAX_PROOF]
            return [Statement(self._catalog(f"rules.form.{only}"), lines or _changed_lines(evidence.change))]
        links = [one for one in news if one.kind is ChangeKind.LINKS]
        reworded = bool(links) and any(one.kind is ChangeKind.WORDING and not one.is_markup for one in news)
        shown, rest = most_telling(links if links and all(one.is_aside for one in news) else news, _MAX_NEWS)
        authored = [] if found.kind is Kind.DOCUMENT else list(self._authored(evidence))
        mark = "" if len(authored) + len(shown) + reworded <= _MAX_SENTENCES else "- "
        statements = [Statement(f"{mark}{text}") for text in authored]
        statements += [Statement(f"{mark}{self._phrases.sentence(one)}", one.lines) for one in shown]
        if rest:
            statements.append(self._further(rest, mark))
        if reworded:
            statements.append(Statement(f"{mark}{self._catalog('rules.form.wording_besides')}"))
        return [*statements, *self._lost_anchors(found, mark)]

    def _authored(self, evidence: Evidence) -> Iterator[str]:
        """What the authors of the file's commits say that they are for."""
        for purpose in islice(purposes(evidence.commits).values(), _MAX_AUTHORED):
            if purpose.type not in _UNTOLD and says_something(purpose.title):
                text = self._phrases.says(purpose.title)
                key = "authored_number" if purpose.pull else "authored"
                yield self._phrases.finished(self._catalog(f"rules.{key}", text=text, number=f"#{purpose.pull}"))

    def _further(self, rest: Sequence[News], mark: str) -> Statement:
        """What is not told in full, by where it is."""
        places = dict.fromkeys(one.section for one in rest)
        names = [self._phrases.label(place) if place else self._catalog("rules.page") for place in places]
        lines = tuple(span for one in rest for span in one.lines)[:_MAX_PROOF]
        return Statement(
            f"{mark}{self._catalog('rules.further', n=len(rest), names=self._phrases.names(names))}", lines
        )

    def _lost_anchors(self, found: Findings, mark: str) -> Iterator[Statement]:
        if anchors := anchors_gone(found):
            names = self._phrases.names([self._phrases.path(f"#{anchor}") for anchor in anchors])
            text = self._catalog("rules.lost_anchors", n=len(anchors), names=names)
            yield Statement(f"{mark}{text}", anchor_lines(found, anchors))


_FORM_KINDS = {
    "wording": ChangeKind.WORDING,
    "wording_and_links": ChangeKind.WORDING,
    "links": ChangeKind.LINKS,
    "metadata": ChangeKind.METADATA,
    "fix": ChangeKind.WORDING,
    "moved": ChangeKind.MOVED,
}


def says_something(title: str) -> bool:
    """Whether the title of a commit is more than a number or a single word."""
    words = title.split()
    return sum(map(str.isalpha, title)) >= _FEWEST_LETTERS and (len(words) > 1 or not title.isascii())


def _event_kind(evidence: Evidence) -> ChangeKind:
    """What an event is to a reader."""
    change, found = evidence.change, evidence.findings
    if found.successor or change.status in (Status.RENAMED, Status.COPIED):
        return ChangeKind.MOVED
    if change.status in (Status.ADDED, Status.REMOVED):
        if found.kind in OPAQUE:
            return ChangeKind.UPKEEP
        if found.kind is Kind.CODE and change.status is Status.REMOVED:
            return ChangeKind.INTERFACE
        return ChangeKind.PAGE if found.kind is Kind.DOCUMENT else ChangeKind.SECTION
    return ChangeKind.UPKEEP


def _whole_event(evidence: Evidence) -> str:
    """What happened to a whole file that has no title of its own."""
    change, found = evidence.change, evidence.findings
    told_alike = found.kind in (Kind.CODE, Kind.SETTINGS, Kind.TEXT) and not found.successor and not change.is_unpaired
    return f"{found.kind}_{change.status}" if told_alike and change.status in (Status.ADDED, Status.REMOVED) else ""


def _changed_lines(change: FileChange) -> tuple[LineSpan, ...]:
    """The first of all lines that came or went."""
    lines = (line for hunk in parse_hunks(change.patch) for line in hunk.lines if line.kind in "+-")
    sides: Iterable[tuple[Side, int | None]] = (
        ("L", line.old) if line.kind == "-" else ("R", line.new) for line in lines
    )
    return tuple(islice((LineSpan(side, number, number) for side, number in sides if number), _MAX_PROOF))


def _own_title(found: Findings) -> str:
    """The title of a document; one that its description repeats is filled in by rote and says nothing."""
    repeated = found.outline is not None and found.outline.description == found.title
    return found.title if found.kind is Kind.DOCUMENT and not repeated else ""


def _about(found: Findings, change: FileChange) -> str:
    """What a file that came or went says of itself, or first."""
    outline = found.outline
    text = outline.description if outline and outline.description != outline.title else ""
    if text or found.kind not in (Kind.DOCUMENT, Kind.TEXT):
        return text
    return readable(Passages(change).first("R" if change.status is Status.ADDED else "L"))


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
    return {"old": phrases.path(old), "new": phrases.path(new)}


def _mode_changed(change: FileChange) -> bool:
    return {change.old_mode, change.new_mode} == {FileMode.REGULAR.value, FileMode.EXECUTABLE.value}


def _mode_key(change: FileChange) -> str:
    return "executable" if change.new_mode == FileMode.EXECUTABLE else "not_executable"
