"""Commits that say something, for the tests of what reads them."""

from __future__ import annotations

import datetime
import hashlib

from mkdocs_diffinsight.model.changes import Commit

DAY = datetime.date(2024, 5, 6)


def commit_saying(subject: str, body: str = "", *, is_merge: bool = False) -> Commit:
    """A commit with a message, of an author and a day that are of no account."""
    name = hashlib.sha1(f"{subject}\0{body}".encode("utf-8", "surrogateescape")).hexdigest()
    return Commit(name, subject, "Ada", DAY, is_merge=is_merge, body=body)


def commits_saying(*subjects: str) -> tuple[Commit, ...]:
    """Commits with these subjects, and nothing below them."""
    return tuple(map(commit_saying, subjects))
