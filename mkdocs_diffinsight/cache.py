"""What has been written and computed before, on disk.

    CACHE_DIR/
      summaries/<language>/<2 digits>/<diff hash>.json    what a model or a person wrote about a file
      overviews/<language>/<2 digits>/<range hash>.json   ... about a report
      answers/<language>/<hash>/<request>.json            answers of a model to texts that are not finished yet
      evidence/v3/<2 digits>/<key>.json                   diffs and what they show, made again whenever missing
      pictures/<blob id>.<format>                         pictures before and after a change, likewise
      followed/<hash>.json                                where a followed branch ended
      followed/<hash>.steps.json                          which tags follow which, likewise
      pages/                                              sources of pages, written again by every build

The first two are worth keeping, and can be committed: readable JSON in a stable order. Texts by rules are not
kept: they cost nothing to make again, and would stand in the way of better ones.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from .disk import Folder
from .evidence import VERSION as EVIDENCE_VERSION
from .evidence import dump_evidence, load_evidence
from .findings import LineSpan, Picture
from .model import (
    Author,
    Evidence,
    FileSummary,
    History,
    Overview,
    Published,
    ResolvedRange,
    Statement,
    Statements,
    compare_text,
    plain,
)

VERSION = 1
"""Of the files. A file with another version is not read."""
_EVIDENCE = f"v{EVIDENCE_VERSION}"

T = TypeVar("T")
Warn = Callable[[str], None]
RangeEvidence = tuple[tuple[Evidence, ...], History]
"""What git tells of a range: its changed files, and how it came to them."""
_line_span = functools.lru_cache(maxsize=4096)(LineSpan.parse)
"""Thousands of statements name the same lines: one near the start of a file."""


class KeptAnswer(NamedTuple):
    """What came of a request to a model."""

    text: str = ""
    problem: str = ""
    """Why there is no answer that can be used, if so."""
    circumstances: str = ""
    """In which it has none."""


class Cache:
    """The folder `cache_dir`. Trouble with a single file is a miss and a warning, never an error."""

    def __init__(self, folder: Path, language: str, warn: Warn) -> None:
        self.folder = folder
        self.digests: dict[str, bytes] = {}
        """Of the files of all texts that were read or written, by the hash of what they are about."""
        self._language = language
        self._warn = warn

    def summary(self, diff_hash: str) -> FileSummary | None:
        """What was written about a change, if anything was."""
        return self._read_text("summaries", diff_hash, _summary_from)

    def holds_summary(self, diff_hash: str) -> bool:
        """Whether there is a file for a change, be it one that cannot be read."""
        return os.path.exists(self._path("summaries", diff_hash))  # noqa: PTH110

    def overview(self, range_hash: str) -> Overview | None:
        """What was written about a set of changes, if anything was."""
        return self._read_text("overviews", range_hash, _overview_from)

    def holds_overview(self, range_hash: str) -> bool:
        """The same for a set of changes."""
        return os.path.exists(self._path("overviews", range_hash))  # noqa: PTH110

    def summary_stamp(self, diff_hash: str) -> tuple[int, int] | None:
        """Tells one state of the file for a change from another, if there is a file."""
        return _stamp(self._path("summaries", diff_hash))

    def overview_stamp(self, range_hash: str) -> tuple[int, int] | None:
        """The same for a set of changes."""
        return _stamp(self._path("overviews", range_hash))

    def read_digests(self, range_hash: str, diff_hashes: Iterable[str]) -> Mapping[str, bytes]:
        """What `digests` says once the texts about a set of changes and each of these are read.

        It says nothing of a text that is not there.
        """
        paths = {range_hash: self._path("overviews", range_hash)}
        paths |= {diff_hash: self._path("summaries", diff_hash) for diff_hash in diff_hashes}
        return {key: _digest(_content(path)) for key, path in paths.items() if os.path.isfile(path)}  # noqa: PTH113

    def keep_summary(self, diff_hash: str, path: str, summary: FileSummary) -> None:
        """Write what a model or a person says about a change. Raises `OSError`."""
        entry: dict[str, Any] = {
            "path": path,
            "modification_type": summary.modification_type,
            "modification_title": summary.modification_title,
            "explanation": _told(summary.statements),
        }
        if summary.title_unproven:
            entry["title_unproven"] = list(summary.title_unproven)
        if summary.unread:
            entry["unread"] = summary.unread
        if summary.rests_on:
            entry["rests_on"] = summary.rests_on
        self._write_text("summaries", diff_hash, entry, summary.author)

    def keep_overview(self, range_hash: str, overview: Overview) -> None:
        """Write what a model or a person says about a set of changes. Raises `OSError`."""
        entry: dict[str, Any] = {
            "summary": _lines(overview.summary),
            "highlights": _told(overview.highlights),
            "new_features": [_item(statement) for statement in overview.new_features],
            "breaking_changes": [_item(statement) for statement in overview.breaking_changes],
            "other_updates": [_item(statement) for statement in overview.other_updates],
            "insights": _told(overview.insights),
        }
        if overview.summary_unproven:
            entry["summary_unproven"] = list(overview.summary_unproven)
        if overview.published:
            entry["published"] = {
                "title": overview.published.title,
                "date": overview.published.date,
                "permalink": overview.published.permalink,
                "text": _lines(overview.published.text),
            }
        self._write_text("overviews", range_hash, entry, overview.author)

    def answer(self, key: str, request: str) -> KeptAnswer | None:
        """What a model answered to a request for the text of a change or of a set of changes, if it did."""
        return self._read(str(self._answer_path(key, request)), request, _answer_from)

    def keep_answer(self, key: str, request: str, answer: KeptAnswer) -> None:
        """Write an answer the moment it arrives: the build may be killed before the text is done. Raises `OSError`."""
        content: dict[str, object] = {"answer": _lines(answer.text)}
        if answer.problem:
            content = {"problem": answer.problem, "circumstances": answer.circumstances}
        Folder(self.folder).remove("answers/.gitignore")  # of versions that took them for made again
        _write(self._answer_path(key, request), {"version": VERSION, **content})

    def drop_answers(self, key: str) -> None:
        """Delete the answers to requests for a text, once it is stored or they are of no use."""
        # Another build may delete them too; what stays behind does no harm.
        shutil.rmtree(self.answers_folder(key), ignore_errors=True)

    def answers_folder(self, key: str) -> Path:
        """Where the answers to requests for a text are."""
        return self.folder / "answers" / self._language / key

    def evidence(self, resolved: ResolvedRange, reader: Sequence[str]) -> RangeEvidence | None:
        """What git tells of these very commits to this reader (its version and settings), if it was read.

        `None` as well where one of its pictures is gone.
        """
        found = self._load(str(self._evidence_path(resolved, reader)), load_evidence)
        return found if found and all(map(self._has_pictures, found[0])) else None

    def holds_evidence(self, resolved: ResolvedRange, reader: Sequence[str]) -> bool:
        """Whether there is a file for a range and a reader, be it one that cannot be used."""
        return self._evidence_path(resolved, reader).exists()

    def keep_evidence(
        self, resolved: ResolvedRange, reader: Sequence[str], files: Iterable[Evidence], history: History
    ) -> None:
        """Write what git tells of a range. Raises `OSError`."""
        folder = scratch_folder(self.folder, "evidence")
        if _EVIDENCE not in folder.names():
            for other in folder.names():  # nobody reads what another version of this package has left there
                if other.startswith("v"):
                    folder.remove(other)
        write_if_changed(self._evidence_path(resolved, reader), dump_evidence(files, history))

    def keep_pictures(self, evidence: Evidence, contents: Mapping[str, bytes]) -> None:
        """Write the pictures of a change that pages may show. `contents` are those of blobs. Raises `OSError`."""
        for blob, picture in evidence.kept_pictures.items():
            scratch_folder(self.folder, "pictures")
            write_if_changed(picture_path(self.folder, blob, picture), contents[blob])

    def _has_pictures(self, evidence: Evidence) -> bool:
        pictures = evidence.kept_pictures.items()
        return all(picture_path(self.folder, blob, picture).is_file() for blob, picture in pictures)

    def tip(self, branch: str) -> str | None:
        """The commit that a followed branch ended with at the last build."""
        path = self._tip_path(branch)
        return self._read(str(path), path.stem, lambda data: _string(data["tip"]))

    def keep_tip(self, branch: str, tip: str) -> None:
        """Remember it. Raises `OSError`."""
        scratch_folder(self.folder, "followed")
        write_if_changed(self._tip_path(branch), dump_json({"version": VERSION, "branch": branch, "tip": tip}))

    def steps(self, place: str, key: str) -> list[tuple[str, str, bool]] | None:
        """The steps between tags that a rule has at some place, if they were found for this very state."""
        path = self._steps_path(place)
        kept = self._read(str(path), path.stem, lambda data: (_string(data["key"]), [*map(_step_from, data["steps"])]))
        return kept[1] if kept and kept[0] == key else None

    def keep_steps(self, place: str, key: str, steps: Sequence[tuple[str, str, bool]]) -> None:
        """Remember them. Raises `OSError`."""
        scratch_folder(self.folder, "followed")
        entry = {"version": VERSION, "key": key, "steps": [list(step) for step in steps]}
        write_if_changed(self._steps_path(place), compact_json(entry))

    def _steps_path(self, place: str) -> Path:
        name = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:16]
        return self.folder / "followed" / f"{name}.steps.json"

    def _tip_path(self, branch: str) -> Path:
        return self.folder / "followed" / f"{hashlib.sha256(branch.encode('utf-8', 'replace')).hexdigest()[:16]}.json"

    def _path(self, kind: str, key: str) -> str:
        """The file of a text. There are thousands: text is faster than a `Path`."""
        return f"{self.folder}{os.sep}{kind}{os.sep}{self._language}{os.sep}{key[:2]}{os.sep}{key}.json"

    def _answer_path(self, key: str, request: str) -> Path:
        return self.answers_folder(key) / f"{request}.json"

    def _evidence_path(self, resolved: ResolvedRange, reader: Sequence[str]) -> Path:
        ends = compare_text(resolved.base, resolved.head, direct=resolved.direct)
        key = hashlib.sha256(compact_json([ends, *reader])).hexdigest()
        return self.folder / "evidence" / _EVIDENCE / key[:2] / f"{key}.json"

    def _write_text(self, kind: str, key: str, entry: dict[str, Any], author: Author) -> None:
        content = {**entry, "author": {"kind": author.kind, "name": author.name}}
        head = {"version": VERSION, "hash": key, "language": self._language}
        data = dump_json({**head, **content, "checksum": _checksum(content)})
        write_if_changed(Path(self._path(kind, key)), data)
        self.digests[key] = _digest(data)

    def _read_text(self, kind: str, key: str, make: Callable[[Mapping[str, Any]], T]) -> T | None:
        def noted(content: bytes) -> T:
            self.digests[key] = _digest(content)
            return self._checked(content, key, make)

        return self._load(self._path(kind, key), noted)

    def _read(self, path: str, key: str, make: Callable[[Mapping[str, Any]], T]) -> T | None:
        return self._load(path, lambda content: self._checked(content, key, make))

    def _checked(self, content: bytes, key: str, make: Callable[[Mapping[str, Any]], T]) -> T:
        data = json.loads(content)
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']!r}, expected {VERSION}")
        if data.get("hash", key) != key or data.get("language", self._language) != self._language:
            raise ValueError("it belongs to another change or language")
        return make(data)

    def _load(self, path: str, make: Callable[[bytes], T]) -> T | None:
        try:
            return make(_content(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
        except KeyError as error:
            reason = f"no {error}"
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            reason = str(error)
        self._warn(f"Cache file {path} is not used, as it cannot be read ({reason}). Mend or delete it.")
        return None


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _stamp(path: str) -> tuple[int, int] | None:
    """When a file was written, in nanoseconds, and its bytes."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def picture_path(cache_dir: Path, blob: str, picture: Picture) -> Path:
    """Where the content of a picture is kept, by the id of its blob."""
    return cache_dir / "pictures" / f"{blob}.{picture.format}"


def scratch_folder(cache_dir: Path, name: str) -> Folder:
    """A folder of the cache for what can be made again, and is not to be committed. Raises `OSError`."""
    folder = Folder(cache_dir).below(name)
    folder.write(".gitignore", b"# Made again whenever it is missing\n*\n")
    return folder


def _step_from(data: Sequence[Any]) -> tuple[str, str, bool]:
    before, tag, direct = data
    return _string(before), _string(tag), bool(direct)


def _answer_from(data: Mapping[str, Any]) -> KeptAnswer:
    if "problem" in data:
        return KeptAnswer(problem=_string(data["problem"]), circumstances=_string(data["circumstances"]))
    return KeptAnswer(_joined(data["answer"]))


def _summary_from(data: Mapping[str, Any]) -> FileSummary:
    return FileSummary(
        _string(data["modification_type"]),
        _string(data["modification_title"]),
        _statements_from(data["explanation"]),
        _author_from(data),
        _strings(data.get("title_unproven", [])),
        _count(data.get("unread", 0)),
        _string(data.get("rests_on", "")),
    )


def _overview_from(data: Mapping[str, Any]) -> Overview:
    published = data.get("published")
    return Overview(
        summary=_joined(data["summary"]),
        highlights=_statements_from(data["highlights"]),
        new_features=_items_from(data["new_features"]),
        breaking_changes=_items_from(data["breaking_changes"]),
        other_updates=_items_from(data["other_updates"]),
        insights=_statements_from(data["insights"]),
        author=_author_from(data),
        published=Published(
            _string(published["title"]),
            _string(published["date"]),
            _string(published["permalink"]),
            _joined(published["text"]),
        )
        if published
        else None,
        summary_unproven=_strings(data.get("summary_unproven", [])),
    )


def _author_from(data: Mapping[str, Any]) -> Author:
    """Who wrote an entry; a person, where the text is no longer the one that was stored."""
    author = Author(data["author"]["kind"], _string(data["author"]["name"]))
    if author.kind not in ("model", "person"):
        raise ValueError(f"author of kind {author.kind!r}, expected 'model' or 'person'")
    content = {key: value for key, value in data.items() if key not in ("version", "hash", "language", "checksum")}
    edited = "checksum" in data and data["checksum"] != _checksum(content)
    return Author("person") if edited and author.kind == "model" else author


def _told(statements: Statements) -> object:
    """Statements as a person reads and edits them best: a text alone as its lines, others with their proof."""
    if len(statements) > 1 or any(statement != Statement(statement.text) for statement in statements):
        return [_with_proof(statement) for statement in statements]
    return _lines(statements[0].text) if statements else ""


def _item(statement: Statement) -> object:
    return statement.text if statement == Statement(statement.text) else _with_proof(statement)


def _with_proof(statement: Statement) -> dict[str, object]:
    proof = {
        "lines": list(map(str, statement.lines)),
        "files": list(statement.files),
        "unproven": list(statement.unproven),
    }
    return {"text": _lines(statement.text), **{key: value for key, value in proof.items() if value}}


def _statements_from(value: object) -> Statements:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return _items_from(value)
    return plain(_joined(value))


def _items_from(value: object) -> Statements:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_statement_from(item) if isinstance(item, dict) else Statement(_string(item)) for item in value)


def _statement_from(item: Mapping[str, Any]) -> Statement:
    return Statement(
        _joined(item["text"]),
        tuple(map(_line_span, _strings(item["lines"]))) if "lines" in item else (),
        _strings(item["files"]) if "files" in item else (),
        _strings(item["unproven"]) if "unproven" in item else (),
    )


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError(f"{value!r} is no number of lines")
    return value


def _lines(text: str) -> str | list[str]:
    """Text of several lines as a list of them, so that a review shows which line changed."""
    lines = text.split("\n")
    return lines if len(lines) > 1 else text


def _joined(value: object) -> str:
    return "\n".join(_strings(value)) if isinstance(value, list) else _string(value)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    for item in value:
        _string(item)
    return tuple(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _checksum(content: object) -> str:
    text = _sorted_json(content) + "\n"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _sorted_json(value: object, line: str = "\n") -> str:
    """What `json.dumps` makes of a value with sorted keys, in lines, in a fifth of its time: there are thousands."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        parts = [f"{encode_basestring(key)}: {_sorted_json(value[key], inner)}" for key in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    if isinstance(value, (list, tuple)) and value:
        parts = [encode_basestring(one) if isinstance(one, str) else _sorted_json(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(parts)}{line}]"
    return json.dumps(value)


def compact_json(content: object) -> bytes:
    """JSON that nobody edits; much faster to write than the readable form."""
    return json.dumps(content, separators=(",", ":")).encode()


def dump_json(value: object) -> bytes:
    r"""JSON as this project writes it. Bytes of a repository that are no UTF-8 become `\\udcXX` escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _write(path: Path, value: object) -> None:
    write_if_changed(path, dump_json(value))


def write_if_changed(path: Path, data: bytes) -> None:
    """Write a file in one step, so that nobody ever reads half of it. A file with this content is left alone.

    Raises `OSError`.
    """
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
