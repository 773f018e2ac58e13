"""What has been written and computed before, on disk: `disk.Part` tells where.

Texts by rules are not kept: they cost nothing to make again, and would stand in the way of better ones.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from msgspec import Struct, to_builtins

from ..disk import Count, Folder, ObjectId, Part, RefName, checked, compact_json, dump_json, parse, scratch_folder
from ..model.changes import History
from ..model.findings import Evidence, LineSpan
from ..model.ranges import ResolvedRange, compare_text
from ..model.texts import LISTS, PARTS, Author, FileSummary, Overview, Published, Statement, Statements, plain
from .evidence import VERSION as EVIDENCE_VERSION
from .evidence import dump_evidence, load_evidence
from .pictures import KeptPictures

VERSION: Literal[1] = 1
"""The version of files that hold texts. One with another version is not read."""
_EVIDENCE = f"v{EVIDENCE_VERSION}"
_SECONDS_BETWEEN_NOTES = 10 * 24 * 3600
"""Between two notes that a file is used, which its time tells."""
_SECONDS_BETWEEN_LOOKS = 0.2
_MOST = 1 << 28
"""Bytes of a file that is read, as JSON takes many times as much in memory."""
_MOST_OF_A_TEXT = 1 << 24
_NO_TEXT = bytes(hashlib.sha256().digest_size)
"""Stands for the digest of a file that is not there."""
T = TypeVar("T")
E = TypeVar("E", "_Summary", "_Overview")
Warn = Callable[[str], None]
RangeEvidence = tuple[tuple[Evidence, ...], History]
"""What git tells of a range: its changed files, and how it came to them."""


class KeptAnswer(NamedTuple):
    """What came of a request to a model."""

    text: str = ""
    problem: str = ""
    """Why there is no answer that can be used, if so."""
    circumstances: str = ""
    """In which it has none."""


_Lines = str | tuple[str, ...]
"""A text, or the lines of one."""


class _Statement(Struct, omit_defaults=True):
    text: _Lines
    lines: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()


_Items = tuple[str | _Statement, ...]
_Prose = str | _Items


class _Author(Struct):
    kind: Literal["model", "person"]
    name: str


class _Published(Struct):
    title: str
    date: str
    permalink: str
    text: _Lines


class _File(Struct, kw_only=True, omit_defaults=True):
    """A file as it is on disk, its fields in their order."""

    version: Literal[1]


class _Text(_File, kw_only=True):
    hash: str = ""
    language: str = ""


class _Summary(_Text, kw_only=True):
    """What is told about a change."""

    path: str = ""
    modification_type: str
    modification_title: str
    explanation: _Prose
    title_unproven: tuple[str, ...] = ()
    unread: Count = 0
    rests_on: str = ""
    author: _Author


class _Overview(_Text, kw_only=True):
    """What is told about a set of changes."""

    summary: _Lines
    highlights: _Prose
    new_features: _Items
    breaking_changes: _Items
    other_updates: _Items
    insights: _Prose
    summary_unproven: tuple[str, ...] = ()
    published: _Published | None = None
    author: _Author


class _Answer(_File, kw_only=True):
    answer: _Lines = ""
    problem: str = ""
    circumstances: str = ""


class _Tip(_File, kw_only=True):
    branch: str = ""
    tip: ObjectId


class _Steps(_File, kw_only=True):
    key: str
    steps: tuple[tuple[RefName, RefName, bool], ...]


class Cache:
    """The folder `cache_dir`. Trouble with a single file is a miss and a warning, never an error."""

    def __init__(self, folder: Path, language: str, warn: Warn, scratch: Path | None = None) -> None:
        """`scratch` is where everything is that can be made again, if that is not the same folder."""
        self.folder = folder
        self.scratch = scratch or folder
        self._language = language
        self._warn = warn
        self._texts = Folder(folder)
        self._folder = Folder(self.scratch)
        self._pictures = KeptPictures(self.scratch)

    def summary(self, diff_hash: str) -> FileSummary | None:
        """What was written about a change, if anything was."""
        return self._read_text(Part.SUMMARIES, diff_hash, _Summary, _summary_from)

    def holds_summary(self, diff_hash: str) -> bool:
        """Whether there is a file for a change, be it one that cannot be read."""
        return os.path.lexists(self._path(Part.SUMMARIES, diff_hash))

    def overview(self, range_hash: str) -> Overview | None:
        """What was written about a set of changes, if anything was."""
        return self._read_text(Part.OVERVIEWS, range_hash, _Overview, _overview_from)

    def holds_overview(self, range_hash: str) -> bool:
        """Whether there is a file for a set of changes, be it one that cannot be read."""
        return os.path.lexists(self._path(Part.OVERVIEWS, range_hash))

    def summary_stamp(self, diff_hash: str) -> tuple[int, int] | None:
        """Tells one state of the file for a change from another, if there is a file."""
        return _stamp(self._path(Part.SUMMARIES, diff_hash))

    def overview_stamp(self, range_hash: str) -> tuple[int, int] | None:
        """Tells one state of the file for a set of changes from another, if there is a file."""
        return _stamp(self._path(Part.OVERVIEWS, range_hash))

    def digests(self, range_hash: str, diff_hashes: Iterable[str]) -> Iterator[bytes]:
        """A digest of each file of the texts about a set of changes and each of these, in this order."""
        names = [self._name(Part.OVERVIEWS, range_hash)]
        names += [self._name(Part.SUMMARIES, diff_hash) for diff_hash in diff_hashes]
        for name in names:
            try:
                yield hashlib.sha256(self._texts.read(name, _MOST_OF_A_TEXT)).digest()
            except OSError:
                yield _NO_TEXT

    def keep_summary(self, diff_hash: str, path: str, summary: FileSummary) -> None:
        """Write what a model or a person says about a change. Raises `OSError`."""
        entry = _Summary(
            version=VERSION,
            hash=diff_hash,
            language=self._language,
            path=path,
            modification_type=summary.modification_type,
            modification_title=summary.modification_title,
            explanation=_prose(summary.statements),
            title_unproven=summary.title_unproven,
            unread=summary.unread,
            rests_on=summary.rests_on,
            author=_author(summary.author),
        )
        self._write_text(Part.SUMMARIES, diff_hash, entry)

    def keep_overview(self, range_hash: str, overview: Overview) -> None:
        """Write what a model or a person says about a set of changes. Raises `OSError`."""
        one = overview.published
        published = _Published(one.title, one.date, one.permalink, _lines(one.text)) if one else None
        parts: dict[str, Any] = {key: (_items if key in LISTS else _prose)(overview.lists[key]) for key in PARTS}
        entry = _Overview(
            version=VERSION,
            hash=range_hash,
            language=self._language,
            summary=_lines(overview.summary),
            **parts,
            summary_unproven=overview.summary_unproven,
            published=published,
            author=_author(overview.author),
        )
        self._write_text(Part.OVERVIEWS, range_hash, entry)

    def answer(self, key: str, request: str) -> KeptAnswer | None:
        """What a model answered to a request for the text of a change or of a set of changes, if it did."""
        kept = self._read(f"{self._answers(key)}/{request}.json", _Answer)
        return KeptAnswer(_joined(kept.answer), kept.problem, kept.circumstances) if kept else None

    def keep_answer(self, key: str, request: str, answer: KeptAnswer) -> None:
        """Write an answer the moment it arrives: the build may be killed before the text is done. Raises `OSError`."""
        text, problem, circumstances = answer
        entry = _Answer(version=VERSION, answer=_lines(text), problem=problem, circumstances=circumstances)
        self._texts.remove(f"{Part.ANSWERS}/.gitignore")  # of versions that took them for made again
        self._texts.write(f"{self._answers(key)}/{request}.json", dump_json(to_builtins(entry)))

    def drop_answers(self, key: str) -> None:
        """Delete the answers to requests for a text, once it is stored or they are of no use."""
        _remove(self._texts, self._answers(key))

    def answers_folder(self, key: str) -> Path:
        """Where the answers to requests for a text are."""
        return self.folder / self._answers(key)

    @contextmanager
    def claim(self, key: str, seconds: float) -> Iterator[None]:
        """Have a text to oneself: another build that has the same one written is waited for, but not for ever."""
        with ExitStack() as held:
            with contextlib.suppress(OSError):  # then it may be written twice
                name = f"{self._language}-{key}.lock"
                folder = scratch_folder(self._texts.path, Part.CLAIMS)
                held.enter_context(folder.lock(name).acquire(timeout=seconds, poll_interval=_SECONDS_BETWEEN_LOOKS))
                held.callback(_remove, folder, name)
            yield

    def evidence(self, resolved: ResolvedRange, reader: Sequence[str]) -> RangeEvidence | None:
        """What git tells of these very commits to this reader (its version and settings), if it was read.

        `None` as well where one of its pictures is gone or damaged.
        """
        known = self._load(self._folder, self._evidence_name(resolved, reader), load_evidence, _MOST)
        files = known[0] if known else ()
        pictures = [(blob, one.format) for file in files for blob, one in file.kept_pictures.items()]
        if not all(self._pictures.holds(*one) for one in pictures):
            return None
        if known:
            self.use_evidence(resolved, reader)
        for one in pictures:
            self.use_picture(*one)
        return known

    def holds_evidence(self, resolved: ResolvedRange, reader: Sequence[str]) -> bool:
        """Whether there is a file for a range and a reader, be it one that cannot be used."""
        return os.path.lexists(self._folder.path / self._evidence_name(resolved, reader))

    def use_evidence(self, resolved: ResolvedRange, reader: Sequence[str]) -> None:
        """Note that the evidence of a range is still of use, if there is any."""
        self._use(self._evidence_name(resolved, reader))

    def use_picture(self, blob: str, name: str) -> None:
        """Note that a picture is still of use."""
        self._use(f"{Part.PICTURES}/{blob}.{name}")

    def _use(self, name: str) -> None:
        with contextlib.suppress(OSError):
            if os.lstat(f"{self.scratch}{os.sep}{name}").st_mtime < time.time() - _SECONDS_BETWEEN_NOTES:
                self._folder.touch(name)

    def keep_evidence(
        self, resolved: ResolvedRange, reader: Sequence[str], files: Iterable[Evidence], history: History
    ) -> None:
        """Write what git tells of a range. Raises `OSError`."""
        folder = scratch_folder(self.scratch, Part.EVIDENCE)
        if _EVIDENCE not in folder.names():
            for other in folder.names():  # nobody reads what another version of this package has left there
                if other.startswith("v"):
                    folder.remove(other)
        name = self._evidence_name(resolved, reader).removeprefix(f"{Part.EVIDENCE}/")
        folder.write(name, dump_evidence(files, history))

    def keep_pictures(self, evidence: Evidence, contents: Mapping[str, bytes]) -> None:
        """Write the pictures of a change that pages may show. `contents` are those of blobs. Raises `OSError`."""
        for blob, picture in evidence.kept_pictures.items():
            self._pictures.keep(blob, picture.format, contents[blob])

    def tip(self, branch: str) -> str | None:
        """The commit that a followed branch ended with at the last build."""
        kept = self._read(f"{Part.FOLLOWED}/{_file_name(branch)}.json", _Tip)
        return kept.tip if kept else None

    def keep_tip(self, branch: str, tip: str) -> None:
        """Remember it. Raises `OSError`."""
        data = dump_json(to_builtins(_Tip(version=VERSION, branch=branch, tip=tip)))
        scratch_folder(self._texts.path, Part.FOLLOWED).write(f"{_file_name(branch)}.json", data)

    def steps(self, place: str, key: str) -> list[tuple[str, str, bool]] | None:
        """The steps between tags that a rule has at some place, if they were found for this very state."""
        kept = self._read(f"{Part.FOLLOWED}/{_file_name(place)}.steps.json", _Steps)
        return list(kept.steps) if kept and kept.key == key else None

    def keep_steps(self, place: str, key: str, steps: Sequence[tuple[str, str, bool]]) -> None:
        """Remember them. Raises `OSError`."""
        entry = _Steps(version=VERSION, key=key, steps=tuple(steps))
        scratch_folder(self._texts.path, Part.FOLLOWED).write(f"{_file_name(place)}.steps.json", compact_json(entry))

    def _name(self, kind: Part, key: str) -> str:
        """The file of a text."""
        return f"{kind}/{self._language}/{key[:2]}/{key}.json"

    def _path(self, kind: Part, key: str) -> str:
        """The path of the file of a text."""
        return f"{self.folder}/{self._name(kind, key)}"

    def _answers(self, key: str) -> str:
        return f"{Part.ANSWERS}/{self._language}/{key}"

    def _evidence_name(self, resolved: ResolvedRange, reader: Sequence[str]) -> str:
        ends = compare_text(resolved.base, resolved.head, direct=resolved.direct)
        key = hashlib.sha256(compact_json([ends, *reader])).hexdigest()
        return f"{Part.EVIDENCE}/{_EVIDENCE}/{key[:2]}/{key}.json"

    def _write_text(self, kind: Part, key: str, entry: _Summary | _Overview) -> None:
        content = to_builtins(entry)
        data = dump_json({**content, "checksum": _checksum(content)})
        self._texts.write(self._name(kind, key), data)

    def _read_text(self, kind: Part, key: str, entry: type[E], make: Callable[[E, Author], T]) -> T | None:
        def read(content: bytes) -> T:
            data = parse(content, dict[str, Any])
            if data.get("hash", key) != key or data.get("language", self._language) != self._language:
                raise ValueError("it belongs to another change or language")
            text = checked(data, entry)
            return make(text, _author_of(text, data))

        return self._load(self._texts, self._name(kind, key), read, _MOST_OF_A_TEXT)

    def _read(self, name: str, kind: type[T]) -> T | None:
        return self._load(self._texts, name, lambda content: parse(content, kind), _MOST_OF_A_TEXT)

    def _load(self, folder: Folder, name: str, make: Callable[[bytes], T], most: int) -> T | None:
        try:
            return make(folder.read(name, most))
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
        except ValueError as error:
            reason = str(error)
        path = f"{folder.path}{os.sep}{name}"
        self._warn(f"Cache file {path} is not used, as it cannot be read ({reason}). Mend or delete it.")
        return None


def _remove(folder: Folder, name: str) -> None:
    """Delete what another build may delete, too, and what does no harm where it stays."""
    with contextlib.suppress(OSError):
        folder.remove(name)


def _file_name(place: str) -> str:
    """What a file about a branch, or about the tags of a repository, is called."""
    return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:16]


def _stamp(path: str) -> tuple[int, int] | None:
    """When a file was written, in nanoseconds, and its bytes. It says nothing of what a link leads to."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _summary_from(entry: _Summary, author: Author) -> FileSummary:
    return FileSummary(
        *(entry.modification_type, entry.modification_title, _statements_from(entry.explanation), author),
        *(entry.title_unproven, entry.unread, entry.rests_on),
    )


def _overview_from(entry: _Overview, author: Author) -> Overview:
    one = entry.published
    published = Published(one.title, one.date, one.permalink, _joined(one.text)) if one else None
    parts = {key: (_items_from if key in LISTS else _statements_from)(getattr(entry, key)) for key in PARTS}
    summary, unproven = _joined(entry.summary), entry.summary_unproven
    return Overview(summary=summary, **parts, author=author, published=published, summary_unproven=unproven)


def _author_of(entry: _Summary | _Overview, data: Mapping[str, Any]) -> Author:
    """Who wrote an entry; a person, where the text is no longer the one that was stored."""
    edited = "checksum" in data and data["checksum"] != _checksum(data)
    return Author("person") if edited and entry.author.kind == "model" else Author(entry.author.kind, entry.author.name)


def _author(author: Author) -> _Author:
    if author.kind == "rules":
        raise ValueError("texts by rules are not kept")
    return _Author(author.kind, author.name)


def _prose(statements: Statements) -> _Prose:
    """Statements as a person reads and edits them best: a text alone as its lines, others with their proof."""
    if len(statements) > 1 or any(statement != Statement(statement.text) for statement in statements):
        return tuple(map(_with_proof, statements))
    return _lines(statements[0].text) if statements else ""


def _items(statements: Statements) -> _Items:
    return tuple(one.text if one == Statement(one.text) else _with_proof(one) for one in statements)


def _with_proof(one: Statement) -> _Statement:
    return _Statement(_lines(one.text), tuple(map(str, one.lines)), one.files, one.unproven)


def _statements_from(prose: _Prose) -> Statements:
    if not isinstance(prose, str) and any(isinstance(item, _Statement) for item in prose):
        return _items_from(prose)
    return plain(_joined(prose))  # type: ignore[arg-type]  # there is no statement among them


def _items_from(items: _Items) -> Statements:
    return tuple(Statement(item) if isinstance(item, str) else _statement_from(item) for item in items)


def _statement_from(item: _Statement) -> Statement:
    return Statement(_joined(item.text), tuple(map(LineSpan.parse, item.lines)), item.files, item.unproven)


def _lines(text: str) -> _Lines:
    """Text of several lines as a list of them, so that a review shows which line changed."""
    return tuple(text.split("\n")) if "\n" in text else text


def _joined(text: _Lines) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def _checksum(entry: Mapping[str, Any]) -> str:
    """The checksum of what a text says, and of who wrote it."""
    content = {key: value for key, value in entry.items() if key not in ("version", "hash", "language", "checksum")}
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
