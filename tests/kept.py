"""Kept texts and pages that a test changes as if they had been written so, to tell old ones from new ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.disk import checksum, seal, unseal
from mkdocs_diffinsight.model.texts import Author, FileSummary, Statement

from .conftest import Build, Project

_SEAL = len(seal(b""))
_RECORDS = ("ranges/*.json", "site.json", "search.json", "finished.json")


def rewrite(cache: Path, pattern: str, old: bytes, new: bytes) -> list[Path]:
    """Replace text in the files that have it, with all checksums; those files, by a pattern below a folder of pages."""
    changed = [path for path in cache.glob(f"pages/*/{pattern}") if old in path.read_bytes()]
    sums = {}
    for path in changed:
        before = path.read_bytes()
        path.write_bytes(_sealed(path, before.replace(old, new)))
        sums[checksum(before)] = checksum(path.read_bytes())
    for record in (path for some in _RECORDS for path in cache.glob(f"pages/*/{some}")):
        content = unseal(record.read_bytes())
        for one, other in sums.items():
            content = content.replace(one.encode(), other.encode())
        record.write_bytes(seal(content))
    return changed


def _sealed(path: Path, data: bytes) -> bytes:
    if path.suffix == ".page":
        return seal(data[_SEAL:])
    if path.name == "around":
        rows = (line.split(b"\t", 1) for line in data.splitlines(keepends=True))
        return b"".join(b"%b\t%b\n" % (uri, seal(parts[_SEAL:-1])) for uri, parts in rows)
    return data


def add_text(project: Project, build: Build, title: str = "Told anew") -> Path:
    """Put a text for a file into the cache."""
    cache = Cache(project.cache, "en", pytest.fail)
    diff_hash = build.report()["files"][0]["diff_hash"]
    summary = FileSummary("bug fix", title, (Statement("It works."),), Author("person", "Ada"))
    cache.keep_summary(diff_hash, "docs/guide.md", summary)
    [path] = project.cache.glob(f"summaries/en/*/{diff_hash}.json")
    return path


def files(build: Build) -> dict[str, bytes]:
    """What a build wrote, by path; without the sitemap, which has the time."""
    assert build.status == 0, build.log
    shown = (path for path in build.site.rglob("*") if path.is_file() and "sitemap" not in path.name)
    return {path.relative_to(build.site).as_posix(): path.read_bytes() for path in shown}
