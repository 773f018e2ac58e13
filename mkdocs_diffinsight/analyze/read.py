"""What changed in a file, read from its diff: typed values without a word of our own. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ..diff import parse_hunks
from ..findings import Action, Finding, Findings, Form, Kind, Noise, Outline, Subject
from ..model import Diff, FileChange, FileMode, Hunk, Status
from .anchors import lost_anchors
from .code import LANGUAGE_OF, outline_code, place_code, read_code
from .document import document_title, outline_document, read_document, title_of
from .edits import Edits, PlacedLine, read_edits, same_words
from .facts import read_facts
from .images import image_size
from .markdown import place_document
from .noise import METADATA_FIELDS, hunk_noise, line_noise, most_telling, opaque_noise
from .notebook import place_notebook
from .repeated import edit_keys
from .settings import lists_dependencies, outline_settings, place_settings, read_settings
from .successors import successors
from .tables import read_records, record
from .whole import HUNKS_ONLY, Whole

T = TypeVar("T")

_ENDINGS = {
    Kind.DOCUMENT: "md mdx markdown mdown qmd rst adoc asciidoc",
    Kind.SETTINGS: "yml yaml json jsonc json5 toml ini cfg conf properties env editorconfig",
    Kind.IMAGE: "png jpg jpeg gif svg webp ico bmp avif tif tiff",
    Kind.CODE: " ".join(LANGUAGE_OF),
}
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_GENERATED = re.compile(
    r".*\.lock|.*-lock\.(?:json|ya?ml)|go\.sum|npm-shrinkwrap\.json|.*\.min\.(?:js|css)|.*\.(?:js|css)\.map"
    r"|.*\.pb\.(?:go|cc|h)|.*_pb2(?:_grpc)?\.pyi?|.*\.snap"
)
_NOTEBOOK = ".ipynb"
_DELIMITERS = {"csv": ",", "tsv": "\t"}
_INFLECTION = re.compile(r"(?:s|es|d|ed|r|er|ing|ly|n|y)\Z")


def kind_of(change: FileChange) -> Kind:
    """What sort of file a change is about, by its modes and its name."""
    modes = {change.old_mode, change.new_mode}
    name = change.path.rpartition("/")[2].lower()
    ending = name.rpartition(".")[2]
    if FileMode.SUBMODULE in modes:
        return Kind.SUBMODULE
    if FileMode.SYMLINK in modes:
        return Kind.SYMLINK
    if _GENERATED.fullmatch(name):
        return Kind.GENERATED
    if lists_dependencies(change.path):
        return Kind.SETTINGS
    kind = _KIND_OF.get(ending, Kind.TEXT)
    return Kind.BINARY if change.binary and kind is not Kind.IMAGE else kind


def read_changes(
    diff: Diff, blobs: Mapping[str, bytes], metadata_fields: Sequence[str] = METADATA_FIELDS
) -> Iterator[Findings]:
    """Everything that a diff shows, file by file. `blobs` are the contents of files by their ids, as far as known."""
    homes = successors(diff, blobs)
    for change in diff:
        whole = Whole(blobs.get(change.old_blob), blobs.get(change.new_blob))
        findings = read_findings(change, metadata_fields, whole)
        home = homes.get(change.path, "")
        yield dataclasses.replace(findings, successor=home) if home else findings


def read_findings(
    change: FileChange, metadata_fields: Sequence[str] = METADATA_FIELDS, whole: Whole = HUNKS_ONLY
) -> Findings:
    """Everything that the diff of a file shows.

    `metadata_fields` are the fields of front matter, names or globs, whose change is noise. What is known of the
    `whole` file tells in which section a change is; without it, the hunks do as far as they can.
    """
    kind = kind_of(change)
    hunks = parse_hunks(change.patch)
    noise = opaque_noise(change, kind)
    if kind in (Kind.IMAGE, Kind.GENERATED, Kind.BINARY):
        form = Form.CONTENT if hunks or change.binary else Form.NOTHING
        sizes = image_size(whole.old), image_size(whole.new)
        return Findings(kind, form, noise=noise, hunk_noise=(noise,) * len(hunks), image_sizes=sizes)
    if not hunks:
        return Findings(kind, Form.NOTHING, noise=noise)
    if kind in (Kind.SUBMODULE, Kind.SYMLINK):
        return Findings(kind, Form.CONTENT, _target_change(hunks), noise=noise, hunk_noise=(noise,) * len(hunks))
    lines = _place(kind, change.path, hunks, whole)
    if change.status in (Status.ADDED, Status.REMOVED):
        outline = _outline(kind, change.path, lines)
        none = (None,) * len(hunks)
        keys = edit_keys(lines, [None] * len(lines), ())
        return Findings(kind, Form.CONTENT, outline=outline, title=outline.title, hunk_noise=none, edits=keys)
    document = kind is Kind.DOCUMENT
    title = (title_of(whole.new_lines) or document_title(lines)) if document else ""
    edits = read_edits(lines)
    found = () if same_words(lines) else tuple(_read(kind, change.path, lines, edits, whole))
    by_line = line_noise(change.path, kind, list(_by_hunk(lines, hunks)), metadata_fields)
    by_hunk = tuple(hunk_noise(*part) for part in zip(_by_hunk(lines, hunks), _by_hunk(by_line, hunks), strict=True))
    noise = most_telling(by_hunk)
    return Findings(
        kind,
        Form.WHITESPACE if same_words(lines) else _form(found),
        found,
        title=title,
        fix=is_fix(found),
        facts=read_facts(found, edits, metadata_fields),
        noise=Noise.RENAMED if noise and change.status is Status.RENAMED else noise,
        hunk_noise=by_hunk,
        edits=edit_keys(lines, by_line, found),
        lost_anchors=lost_anchors(whole.old_lines, whole.new_lines) if document and _may_lose_anchors(lines) else (),
    )


def _by_hunk(values: Sequence[T], hunks: Iterable[Hunk]) -> Iterator[Sequence[T]]:
    """What belongs to each hunk, of one value for each of their lines."""
    start = 0
    for hunk in hunks:
        end = start + sum(line.kind != "\\" for line in hunk.lines)
        yield values[start:end]
        start = end


def _target_change(hunks: Iterable[Hunk]) -> tuple[Finding, ...]:
    """The commit of a submodule or the target of a link, which git shows as lines of text."""
    sides: dict[str, str] = {line.kind: line.text for hunk in hunks for line in hunk.lines if line.kind in "+-"}
    old, new = (sides.get(side, "").removeprefix("Subproject commit ") for side in "-+")
    return (Finding(Subject.LINE, Action.CHANGED, old=old, new=new),)


def _may_lose_anchors(lines: Iterable[PlacedLine]) -> bool:
    return any(
        p.line.kind == "-" and (p.text.lstrip()[:1] in "#=" or "id=" in p.text or "name=" in p.text) for p in lines
    )


def _place(kind: Kind, path: str, hunks: Sequence[Hunk], whole: Whole) -> list[PlacedLine]:
    if path.endswith(_NOTEBOOK) and (placed := place_notebook(hunks, whole)):
        return placed
    if kind is Kind.DOCUMENT:
        return place_document(hunks, whole)
    return place_settings(path, hunks, whole) if kind is Kind.SETTINGS else place_code(path, hunks, whole)


def _outline(kind: Kind, path: str, lines: Sequence[PlacedLine]) -> Outline:
    if kind is Kind.DOCUMENT:
        return outline_document(lines)
    return outline_settings(lines) if kind is Kind.SETTINGS else outline_code(path, lines)


def _read(kind: Kind, path: str, lines: Sequence[PlacedLine], edits: Edits, whole: Whole) -> list[Finding]:
    delimiter = _DELIMITERS.get(path.rpartition(".")[2].lower())
    if delimiter:
        found = list(read_records(edits, record((whole.new_lines or [""])[0], delimiter), delimiter))
    elif kind is Kind.DOCUMENT or _is_notebook(path, lines):
        found = read_document(edits, lines)
    else:
        found = read_settings(path, edits, lines) if kind is Kind.SETTINGS else read_code(path, edits)
    small = [Finding(Subject.PUNCTUATION, Action.CHANGED) for _ in (*edits.pairs, *edits.removed, *edits.added)]
    return found or small


def _is_notebook(path: str, lines: Iterable[PlacedLine]) -> bool:
    """Whether the lines are those of a notebook's cells rather than of JSON."""
    return path.endswith(_NOTEBOOK) and any(placed.area in ("text", "output") for placed in lines)


def _form(found: Sequence[Finding]) -> Form:
    if not found:
        return Form.MOVED
    return Form.METADATA if all(f.subject is Subject.METADATA for f in found) else Form.CONTENT


def is_fix(found: Sequence[Finding]) -> bool:
    """Whether all that changed, metadata apart, is spelling or links that were plainly broken."""
    rest = [finding for finding in found if finding.subject not in (Subject.METADATA, Subject.PUNCTUATION)]
    return bool(rest) and all(_is_spelling(f) or _is_broken_link(f) for f in rest)


def _is_broken_link(finding: Finding) -> bool:
    if finding.subject not in (Subject.LINK, Subject.IMAGE, Subject.INCLUDE) or finding.action is not Action.CHANGED:
        return False
    old, new = finding.old, finding.new
    repaired = {
        old.rstrip(".,;:)]"),
        old.replace("https://https://", "https://"),
        old.replace(".md.md", ".md"),
    }
    return (bool(new) and new in repaired - {old}) or not old


def _is_spelling(finding: Finding) -> bool:
    """One word with a letter too many, too few, or two in the wrong order, but not another form of it."""
    old, new = finding.old, finding.new
    if finding.subject is not Subject.PHRASE or finding.action is not Action.CHANGED:
        return False
    words = old.split()
    if len(words) == 2 * len(new.split()) and words == [word for word in new.split() for _ in range(2)]:
        return True
    if not (old.isalpha() and new.isalpha() and min(len(old), len(new)) >= 4 and old[1:].islower()):
        return False
    if _INFLECTION.sub("", old) == _INFLECTION.sub("", new) or old[0].lower() != new[0].lower():
        return False
    return _one_slip(old, new)


def _one_slip(old: str, new: str) -> bool:
    short, long = sorted((old, new), key=len)
    if len(long) - len(short) == 1:
        return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
    if len(old) == len(new):
        differ = [i for i in range(len(old)) if old[i] != new[i]]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(old) == sorted(new)
        return swapped or (len(differ) == 1 and len(old) >= 7 and differ[0] < len(old) - 2)
    return False
