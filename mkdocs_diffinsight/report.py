"""A report: its name, its title, and its JSON form."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections.abc import Container
from typing import Any

from .model import Author, CompareRange, Overview, Report, ReportFile, markdown
from .ranges import short, short_compare

JSON_VERSION = 1
"""Of `report.json`; the schema is `report.schema.json`."""
_LONGEST_SLUG = 120
"""Bytes. A file's name may have 255; the cache needs some for temporary names."""


def make_title(compare_range: CompareRange, category: str | None, overview: Overview) -> str:
    """The title as configured, else as published, else the range; with the category."""
    if overview.published and not compare_range.title:
        return overview.published.title
    title = compare_range.title or short_compare(compare_range)
    return f"{title} - {category}" if category else title


def make_slug(date: datetime.date, category: str | None, compare_range: CompareRange) -> str:
    """The name of a report in addresses: its date, its category, and the range as configured.

    It depends on nothing but its own range, so that adding another one never moves a published page.
    """
    parts = [date.isoformat(), category, short(compare_range.base), short(compare_range.head)]
    return slugify("-".join(part for part in parts if part))


def slugify(text: str) -> str:
    """Text as one part of an address: letters, digits, dots and dashes, and no longer than a file's name may be."""
    slug = re.sub(r"[^\w.]+", "-", text).strip("-.") or "-"
    if len(slug.encode()) <= _LONGEST_SLUG:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug.encode()[:_LONGEST_SLUG].decode(errors='ignore')}-{digest}"


def unique(name: str, taken: Container[str]) -> str:
    """The name, with a number where it is taken.

    `taken` holds casefolded names: capitals make no difference, as on many disks.
    """
    return next(n for i in itertools.count(1) if (n := name if i == 1 else f"{name}-{i}").casefold() not in taken)


def report_json(report: Report) -> dict[str, Any]:
    """A report as data; `report.schema.json` describes it."""
    overview = report.overview
    return {
        "version": JSON_VERSION,
        "title": report.title,
        "date": report.date.isoformat(),
        "category": report.category,
        "language": report.language,
        "permalink": report.permalink,
        "range": {
            "compare": report.range.compare,
            "base": report.resolved.base,
            "head": report.resolved.head,
            "direct": report.resolved.direct,
            "paths": list(report.range.paths),
        },
        "overview": {
            "summary": overview.summary,
            "highlights": markdown(overview.highlights),
            "new_features": [statement.text for statement in overview.new_features],
            "breaking_changes": [statement.text for statement in overview.breaking_changes],
            "other_updates": [statement.text for statement in overview.other_updates],
            "insights": markdown(overview.insights),
            "author": _author(overview.author),
        },
        "files": [_file(file) for file in report.files],
        "ignored": list(report.ignored),
    }


def _file(file: ReportFile) -> dict[str, Any]:
    change, summary = file.change, file.summary
    return {
        "path": change.path,
        "previous_path": change.previous_path,
        "item_id": file.item_id,
        "status": change.status,
        "additions": change.additions,
        "deletions": change.deletions,
        "changes": change.changes,
        "binary": change.binary,
        "old_mode": change.old_mode,
        "new_mode": change.new_mode,
        "patch": change.patch,
        "diff_hash": file.diff_hash,
        "modification_type": summary.modification_type,
        "modification_title": summary.modification_title,
        "explanation": summary.explanation,
        "author": _author(summary.author),
    }


def _author(author: Author) -> dict[str, str]:
    return {"kind": author.kind, "name": author.name}
