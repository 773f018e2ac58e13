"""What is known of the change of a file before anybody explains it: findings, facts, quotations, moves. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, cast

from .change_kinds import ChangeKind
from .changes import Commit, FileChange
from .fact_kinds import FactKind

METADATA_FIELDS = tuple(
    "author authors *.author *_author contributors editor editors maintainer maintainers manager *.manager owner "
    "owners reviewer reviewers *.reviewer date *.date *_date date_* lastmod last_* lastUpdated updated *_updated "
    "modified service services topic ms.*".split()
)
"""Fields of front matter that say who keeps a page, when, and where it is filed, rather than what it says."""
# e.g. R12-R15
_SPAN = re.compile(r"([LR])(\d{1,9})(?:-\1(\d{1,9}))?")
_MAX_SUBJECTS = 10
"""Subjects of commits that are told of one file."""
Side = Literal["L", "R"]
"""The file before a change, and after it."""


class LineSpan(NamedTuple):
    """Lines of one side of a file, the proof of what is said about them: `L3`, `R12-R15`."""

    side: Side
    first: int
    """Number in the file, from 1."""
    last: int

    @classmethod
    def parse(cls, text: str) -> LineSpan:
        """The lines that `str` gave a name. Raises `ValueError` for anything else."""
        match = _SPAN.fullmatch(text)
        if not match or not 0 < int(match[2]) <= int(match[3] or match[2]):
            raise ValueError(f"no lines: {text!r}; expected 'R12' or 'R12-R15'")
        return cls(cast(Side, match[1]), int(match[2]), int(match[3] or match[2]))

    def __str__(self) -> str:
        start = f"{self.side}{self.first}"
        return start if self.first == self.last else f"{start}-{self.side}{self.last}"


class Noise(StrEnum):
    """Why nobody needs to be told what a change means. The values are keys of the catalog."""

    METADATA = "metadata"
    """Fields of the front matter that say nothing about the content."""
    WHITESPACE = "whitespace"
    """White space, or where lines end."""
    MOVED = "moved"
    """Lines that stand elsewhere in the file."""
    LINKS = "links"
    """Other targets of the same links."""
    RENAMED = "renamed"
    MODE = "mode"
    ENCODING = "encoding"
    """The same text in another encoding."""
    GENERATED = "generated"
    """Lock files and other output of programs."""
    IMAGE = "image"
    BINARY = "binary"
    LFS = "lfs"
    """The repository has a pointer of Git LFS, and not the file."""
    SUBMODULE = "submodule"
    REPEATED = "repeated"
    """The same edit as in another file of the report, where it is told."""


@dataclass(frozen=True)
class Fact:
    """A value before and after; one side is empty where it came or went. Every text in it stands in the diff."""

    kind: FactKind
    old: str
    new: str
    where: tuple[str, ...] = ()
    """From the outermost to the innermost, as far as known: the section, then `name`, then `column`."""
    lines: tuple[LineSpan, ...] = ()
    name: str = ""
    """The row, key or label that has the value, if it has one."""
    column: str = ""
    """The head of the cell's column, in a table."""

    @property
    def section(self) -> str:
        """The heading or key that the value stands under, if the diff shows it."""
        inside = self.where[: len(self.where) - bool(self.name) - bool(self.column)]
        return inside[-1] if inside else ""


class Subject(StrEnum):
    """What a finding is about. The values are keys of the catalog."""

    HEADING = "heading"
    """A section."""
    SYMBOL = "symbol"
    PARAMETER = "parameter"
    """The place is what takes it."""
    OPTION = "option"
    """What a program takes from its command line."""
    ROUTE = "route"
    """What a program answers to."""
    DEPENDENCY = "dependency"
    ENTRY = "entry"
    SETTING = "setting"
    TABLE = "table"
    """As a whole: the name is its columns, with bars between them, and the cells are named by its rows."""
    COLUMN = "column"
    ROW = "row"
    BLOCK = "block"
    NOTE = "note"
    CAPTION = "caption"
    """A heading alone: what stands below it was there before it, or still is."""
    PHRASE = "phrase"
    PARAGRAPH = "paragraph"
    COMMENT = "comment"
    """Text that a comment hides from readers of the page, or hid."""
    ITEM = "item"
    LINK = "link"
    IMAGE = "image"
    INCLUDE = "include"
    IMPORT = "import"
    LINE = "line"
    SAMPLE = "sample"
    """Made-up identifiers of examples, of which one is as good as another."""
    PUNCTUATION = "punctuation"
    METADATA = "metadata"


class Action(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    REPLACED = "replaced"
    """Another one of its sort came to its place."""
    MOVED = "moved"


class Break(StrEnum):
    """Whether a change breaks what others have made with what changed."""

    NO = ""
    LIKELY = "likely"
    CERTAIN = "certain"
    """Whoever uses it has to change something."""


@dataclass(frozen=True)
class Finding:
    """One thing that a diff shows. Every text in it stands in the diff."""

    subject: Subject
    action: Action
    name: str = ""
    old: str = ""
    new: str = ""
    section: str = ""
    """The heading, key or function it belongs to, if the diff shows it."""
    public: bool = False
    """Others may rely on it: an exported symbol."""
    column: str = ""
    """The head of the changed cell's column, where the subject is a row."""
    lines: tuple[LineSpan, ...] = ()
    """Where the diff shows it."""
    cells: tuple[tuple[str, str], ...] = ()
    """The other cells of a row that came or went, each with the head of its column; those of a column that came, each
    with the name of its row. What an entry leads to, each with its name: of a replaced one both; else those under it.
    The names of the rows of a table, or of the one that a section begins with.
    """
    path: str = ""
    """Of what moved between files, the other one: where it is now, or where it was."""

    breaks: Break = Break.NO

    @property
    def moved_here(self) -> bool:
        """Whether it came from another file of the range."""
        return bool(self.path) and any(span.side == "R" for span in self.lines)


class Topic(StrEnum):
    """What a sentence of an author is about, what a reader has to act on first. The values are keys of the catalogs."""

    BREAKING = "breaking"
    """The author says that it breaks something."""
    END = "end"
    """Something is no longer supported or available, or will not be."""
    DEPRECATION = "deprecation"
    REQUIREMENT = "requirement"
    LIMIT = "limit"
    PRICE = "price"
    DEFAULT = "default"
    AVAILABILITY = "availability"
    """Something can be used now: somewhere, in a preview, by everybody."""
    FEATURE = "feature"
    FIX = "fix"
    GUIDANCE = "guidance"
    """What a reader is to do, or had better do."""
    UPKEEP = "upkeep"
    """What concerns the project's own people: its tests, its tools, its dependencies."""
    NEWS = "news"
    """An entry of a changelog that does not say what it is."""


class Source(StrEnum):
    """Where an author says something. The values are keys of the catalogs."""

    CHANGELOG = "changelog"
    """A list of what is new: changelogs, release notes, change files that become one."""
    DOCUMENT = "document"
    TABLE = "table"
    SETTINGS = "settings"
    CODE = "code"
    """A comment, a decorator or the message of a warning or an exception."""


@dataclass(frozen=True)
class Quotation:
    """A sentence of an author that came with the range, or went; it stands in the diff, whole."""

    topic: Topic
    text: str
    source: Source
    lines: tuple[LineSpan, ...]
    is_removed: bool = False
    where: tuple[str, ...] = ()
    """From the outermost to the innermost: headings of a document, the version and the section of a changelog, or the
    names of what the code belongs to."""
    references: tuple[int, ...] = ()
    """The numbers of the pull requests and reports that an entry of a changelog names."""


@dataclass(frozen=True)
class ProvenKind:
    """A kind of change that a file shows."""

    kind: ChangeKind
    lines: tuple[LineSpan, ...] = ()
    """None where the file as a whole is of that kind."""


@dataclass(frozen=True)
class Move:
    """What stood in one place of a range's files and stands in another one: nothing of it came, nothing went."""

    subject: Subject
    """A heading with its section, a passage, an item, a symbol."""
    name: str
    path: str
    """The other file: where it is now, of what left this one; where it was, of what came to it."""
    is_here: bool
    """It came to this file; or else it left it."""
    lines: tuple[LineSpan, ...]
    """In this file."""


class Unseen(NamedTuple):
    """Characters of added lines that a reader does not see as what they are."""

    points: str
    """Their names, such as `U+200B`."""
    is_letter: bool
    """Letters that look like others; or else nothing is seen."""
    lines: tuple[LineSpan, ...]
    """None where they stand in the file's path."""


class Kind(StrEnum):
    """What sort of file a path names. The values are keys of the catalog."""

    DOCUMENT = "document"
    SETTINGS = "settings"
    CODE = "code"
    TEXT = "text"
    IMAGE = "image"
    BINARY = "binary"
    LFS = "lfs"
    GENERATED = "generated"
    SUBMODULE = "submodule"
    SYMLINK = "symlink"


class Form(StrEnum):
    """What a change amounts to where the findings alone do not tell."""

    CONTENT = "content"
    METADATA = "metadata"
    WHITESPACE = "whitespace"
    MOVED = "moved"
    NOTHING = "nothing"
    """Git shows no line."""


@dataclass(frozen=True)
class Outline:
    """What a whole new or removed file holds."""

    title: str = ""
    description: str = ""
    headings: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Languages of its code blocks."""
    lines: int = 0


KEPT_FORMATS = ("png", "jpeg", "gif", "webp", "avif", "svg")
"""Of pictures that browsers show safely. An SVG is safe only as a part of a page: opened, it runs its scripts."""


@dataclass(frozen=True)
class Picture:
    """A picture as one side of a change has it."""

    format: str
    """As its content says, or its name where that is too big to be read: `png`, `jpeg`, `gif`, `webp`, `svg` and so on.

    Empty where the content is no picture, in spite of the name.
    """
    bytes: int
    width: int | None = None
    """In pixels, where it is known."""
    height: int | None = None
    kept: bool = False
    """Whether the cache holds its content: browsers show it safely, and it is not too big."""


@dataclass(frozen=True)
class LfsObject:
    """A file that Git LFS stores, by its pointer."""

    id: str
    """The SHA-256 of its content."""
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Findings:
    """Everything that is said about one file."""

    kind: Kind
    form: Form
    findings: Sequence[Finding] = ()
    outline: Outline | None = None
    title: str = ""
    """The document's own title, where the diff shows it."""
    fix: bool = False
    """Only spelling and broken links were put right."""
    facts: tuple[Fact, ...] = ()
    noise: Noise | None = None
    hunk_noise: tuple[Noise | None, ...] = ()
    """The same for each hunk."""
    edits: tuple[str, ...] = ()
    """Names of what changed besides noise; files that share one have the same edit."""
    lost_anchors: tuple[str, ...] = ()
    """Anchors of headings that vanished: links to them lead nowhere now."""
    pictures: tuple[Picture | None, Picture | None] = (None, None)
    """A picture before and after."""
    sections: tuple[tuple[str, ...], ...] = ()
    """Of each hunk, the headings, keys or functions that its first change is in, from the outermost to the innermost.

    Empty where that is known of none of them. The document's title is left out.
    """
    successor: str = ""
    """Where the content of a removed file is now: a path, or the target of a redirect."""
    unseen: tuple[Unseen, ...] = ()
    """What it adds that nobody sees: invisible characters, and letters that look like others."""
    lfs: tuple[LfsObject | None, LfsObject | None] = (None, None)
    """Before and after, what Git LFS stores of the file."""
    quotations: tuple[Quotation, ...] = ()
    """What its authors say in added and removed lines, what a reader has to act on first."""
    moves: tuple[Move, ...] = ()
    """What came from other files of the range, and went there."""
    interface: tuple[Finding, ...] = ()
    """What changed of what others call, import, configure or start, what breaks them first."""
    edit_lines: tuple[LineSpan, ...] = ()
    """The lines of what changed besides noise."""
    kinds: tuple[ProvenKind, ...] = ()
    """What the change is to its reader, the most urgent first."""

    @property
    def breaks(self) -> tuple[Finding, ...]:
        """What of the interface breaks those who use it, what is certain first."""
        return tuple(finding for finding in self.interface if finding.breaks)


@dataclass(frozen=True)
class Evidence:
    """All that is known about a changed file before anybody explains it."""

    change: FileChange
    diff_hash: str
    findings: Findings
    commits: tuple[Commit, ...] = ()
    """Those of the range that touch the file, the latest first. Merges are left out."""
    broken_by: tuple[Commit, ...] = ()
    """Those of them that break something in it, as their authors say."""
    is_recap: bool = False
    """Nothing but releases are in the range: what they list came before it."""
    same_as: str | None = None
    """The path of the file of this report in which the very same edit is told."""
    hides_secrets: bool = False
    """Whether something of its diff is taken out, as no page is to show it."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """What these commits say in their first lines, each once; of many the latest."""
        return tuple(dict.fromkeys(commit.subject for commit in self.commits))[:_MAX_SUBJECTS]

    @property
    def kept_pictures(self) -> dict[str, Picture]:
        """Those that the cache holds, by the ids of their blobs."""
        blobs = zip((self.change.old_blob, self.change.new_blob), self.findings.pictures, strict=True)
        return {blob: picture for blob, picture in blobs if picture and picture.kept}

    @property
    def noise(self) -> Noise | None:
        """Why this file is not explained at length, if so."""
        return Noise.REPEATED if self.same_as else self.findings.noise
