"""What a report does not show as it is, in words: there is too much of it, or git cannot read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...language.catalog import Catalog
from ...model.changes import FileChange, Omission
from ...model.report import Report


def limits_of(report: Report, words: Catalog) -> Sequence[str]:
    """What the report does not tell, as there is too much of it or git cannot read it: a sentence for each."""
    return tell_limits([file.change for file in report.files], report.history.more_files, words)


def tell_limits(changes: Sequence[FileChange], more_files: int | None, words: Catalog) -> Sequence[str]:
    """What is not told of changes, and of the number of further ones, which are not looked at: a sentence for each."""
    sentences = []
    if more_files is None:
        sentences.append(words("limits.very_many"))
    elif more_files:
        sentences.append(words("limits.more_files", n=more_files))
    omitted = Counter(change.omission for change in changes)
    sentences += (words(f"limits.{omission}", n=omitted[omission]) for omission in Omission if omitted[omission])
    if any(change.is_unpaired for change in changes):
        sentences.append(words("limits.unpaired"))
    return sentences


def encoding_text(words: Catalog, change: FileChange) -> str:
    """What a text is written in, before and after where that differs."""
    old, new = change.encodings
    if old and new and old != new:
        return words("page.encodings", old=old, new=new)
    return words("page.encoding", name=new or old)
