"""Kept pages that a test changes as if they had been written so, to tell them from those that are made again."""

from __future__ import annotations

from pathlib import Path

from mkdocs_diffinsight.disk import checksum, seal, unseal

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
