"""What the authors of a change say in the lines that came and went. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ...model.changes import FileChange, Status
from ...model.findings import Kind, Quotation, Topic
from ...model.patch import Hunk
from ..audience import Audience, audience_of, is_for_tests, is_foreign, is_shipped
from ..documents.markdown import Documents, place_document
from ..lines.edits import PlacedLine
from ..lines.whole import Whole
from .announcements import read_announcements
from .changelogs import is_change_file, is_changelog, read_change_file, read_changelog
from .notes import read_notes
from .settings import is_change_settings, read_change_settings, read_descriptions

_Reader = Callable[[Sequence[PlacedLine], Sequence[str] | None, Sequence[str] | None], Iterable[Quotation]]

# e.g. LICENSE.md
_TERMS = re.compile(
    r"(?:^|/)(?:licen[sc]e|copying|notice|code[_-]of[_-]conduct|cla|security|contributing)[^/]*\Z", re.IGNORECASE
)
"""Terms, and what is for those who take part."""
_MOST = 60
_ORDER = {topic: rank for rank, topic in enumerate(Topic)}


def read_quotations(
    change: FileChange, kind: Kind, hunks: Sequence[Hunk], lines: Sequence[PlacedLine], whole: Whole
) -> tuple[Quotation, ...]:
    """What the changed lines of a file say; `lines` are those of its hunks, each with its place."""
    if kind not in (Kind.DOCUMENT, Kind.TEXT, Kind.CODE, Kind.SETTINGS) or change.status is Status.REMOVED:
        return ()
    is_new = change.status is Status.ADDED
    if kind is Kind.CODE:
        return _in_order(read_notes(change.path, lines, is_new=is_new)) if is_shipped(change.path) else ()
    if kind is Kind.SETTINGS:
        if is_change_settings(change.path):
            return _in_order(read_change_settings(lines))
        return _in_order(read_descriptions(lines)) if is_shipped(change.path) and not is_new else ()
    read = _reader(change, kind, whole)
    if read is None:
        return ()
    placed = lines if kind is Kind.DOCUMENT else place_document(hunks, Documents(whole))
    return _in_order(read(placed, whole.old_lines, whole.new_lines))


def _reader(change: FileChange, kind: Kind, whole: Whole) -> _Reader | None:
    """What reads the texts of a file, by its sort."""
    if is_foreign(change.path) or is_for_tests(change.path):
        return None
    if is_change_file(change.path):
        return partial(read_change_file, change.path)
    if is_changelog(change.path, whole.new_lines):
        return partial(read_changelog, is_new=change.status is Status.ADDED)
    is_read = audience_of(change.path) is Audience.READERS and not _TERMS.search(change.path)
    return (
        partial(read_announcements, is_new=change.status is Status.ADDED) if kind is Kind.DOCUMENT and is_read else None
    )


def _in_order(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Each sentence once, by topic and by line."""
    found = {(one.text, one.is_removed): one for one in reversed([*quotations])}
    return tuple(sorted(found.values(), key=lambda one: (_ORDER[one.topic], one.lines[0].first))[:_MOST])
