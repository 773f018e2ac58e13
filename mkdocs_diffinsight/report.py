"""A report: its name, its title, and its JSON form."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .catalog import Catalog
from .findings import Fact, LfsObject, LineSpan, Picture
from .model import (
    BREAKING_CHANGE,
    BUG_FIX,
    NEW_FEATURE,
    Author,
    Commit,
    CompareRange,
    FileChange,
    Omission,
    Overview,
    Period,
    Report,
    ReportFile,
    Statements,
    Unit,
    gap,
    markdown,
    proven,
)
from .ranges import short, short_compare

JSON_VERSION = 1
"""Of `report.json` and `range.json`; the schemas are `report.schema.json` and `range.schema.json`."""
_OBJECT_NAME = re.compile(r"(?!\d+$)[0-9a-f]{7,64}")
"""Whole or abbreviated. Digits alone may be a tag that is a date."""
_GATHERED = ("new_features", "breaking_changes", "other_updates")
"""What the reports on the categories of a range tell that is told of all of it, too."""
_BY_WEIGHT = (BREAKING_CHANGE, NEW_FEATURE, BUG_FIX)
"""Types of changes, those first that readers have to know of."""
_LONGEST_SLUG = 120
"""Bytes. A file's name may have 255; the cache needs some for temporary names."""


def make_title(compare_range: CompareRange, category: str | None, overview: Overview, words: Catalog) -> str:
    """The title as published, unless another one is configured, else what the range is about; with its category."""
    if overview.published and not compare_range.title:
        return overview.published.title
    return " - ".join(part for part in (range_title(compare_range, words), category) if part)


def range_title(compare_range: CompareRange, words: Catalog) -> str:
    """What a range is about: its repository, its title, its period, or the range itself."""
    period = _name_of(compare_range.period, words) if compare_range.period else None
    otherwise = words("page.unreleased") if compare_range.is_rolling else short_compare(compare_range)
    if period and compare_range.is_open:
        period = words("page.open", period=period)
    about = [part for part in (compare_range.title, period) if part] or [otherwise]
    return " - ".join(part for part in (compare_range.label, *about) if part)


def _name_of(period: Period, words: Catalog) -> str:
    if period.unit is Unit.MONTH:
        return words.month(period.first)
    day = words.date(period.first)
    return words("page.week", day=day) if period.unit is Unit.WEEK else day


def has_name(report: Report) -> bool:
    """Whether its title tells anything: two object names tell nobody what it is about."""
    told = report.range
    named = report.overview.published or told.title or told.period or told.is_rolling
    return bool(named) or not (_OBJECT_NAME.fullmatch(told.base) and _OBJECT_NAME.fullmatch(told.head))


def main_change(report: Report) -> ReportFile | None:
    """The change to name if it can be only one: no noise, of the type that matters most, with the most lines."""

    def weight(file: ReportFile) -> tuple[bool, int, int]:
        kind = file.summary.modification_type
        rank = _BY_WEIGHT.index(kind) if kind in _BY_WEIGHT else len(_BY_WEIGHT)
        return not file.evidence.noise, -rank, file.change.additions + file.change.deletions

    return max(report.files, key=weight, default=None)


def make_slug(date: datetime.date, category: str | None, compare_range: CompareRange) -> str:
    """The name of a report in addresses: its date, its category, and the range as configured.

    It depends on nothing but its own range, so that adding another one never moves a published page. A range that
    moves on has a fixed name instead, and a period one that it has from its first commit on, while it is still open.
    """
    label, period = compare_range.label, compare_range.period
    if compare_range.is_rolling:
        return slugify("-".join(part for part in ("unreleased", label, category) if part))
    if period:
        named = [period.last.isoformat(), label, category, period.unit, short(compare_range.base)]
        return slugify("-".join(part for part in (*named, *compare_range.paths) if part))
    parts = [date.isoformat(), label, category, short(compare_range.base), short(compare_range.head)]
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


class Names:
    """Gives everything a name of its own."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Nothing gets a `reserved` name."""
        self._taken = {name.casefold() for name in reserved}

    def take(self, name: str) -> str:
        """The name, with a number where it was given before."""
        own = unique(name, self._taken)
        self._taken.add(own.casefold())
        return own


@dataclass(frozen=True)
class Checked:
    """How many of a report's statements were held against the diff."""

    statements: int
    """By a model; there is no need to check what rules or people write."""
    proven: int
    """All numbers, names and quotations in them were found."""


def count_checked(report: Report) -> Checked:
    """What a model says about the files and the whole."""
    overviews = [one.overview for one in report.parts or [report]]
    texts = [(overview.author, overview.statements) for overview in overviews]
    texts += [(file.summary.author, file.summary.statements) for file in report.files]
    by_models = [statement for author, text in texts if author.kind == "model" for statement in text]
    return Checked(len(by_models), len(proven(tuple(by_models))))


def range_json(report: Report, links: Sequence[str]) -> dict[str, Any]:
    """The report on all categories of a range as data; `range.schema.json` describes it.

    `links` lead to the data of the report on each category.
    """
    overview = report.overview
    head = _head(report)
    del head["category"]
    return {
        **head,
        "overview": {
            "summary": overview.summary,
            "summary_unproven": list(overview.summary_unproven),
            **{
                key: [
                    {"text": text, "files": list(files), "unproven": list(unproven)}
                    for text, _, files, unproven in overview.lists[key]
                ]
                for key in _GATHERED
            },
        },
        "commits": {
            "count": report.commit_count,
            "complete": not report.is_cut,
            "authors": count_authors(report.commits),
        },
        "categories": [
            {
                "category": part.category,
                "title": part.title,
                "report": link,
                "types": dict(Counter(file.summary.modification_type for file in part.files)),
                "additions": sum(file.change.additions for file in part.files),
                "deletions": sum(file.change.deletions for file in part.files),
                "files": {file.change.path: file.item_id for file in part.files},
            }
            for part, link in zip(report.parts, links, strict=True)
        ],
        "ignored": list(report.ignored),
    }


def limits_of(report: Report, words: Catalog) -> Sequence[str]:
    """What the report does not tell, as there is too much of it or git cannot read it: a sentence for each."""
    return tell_limits([file.change for file in report.files], report.more_files, words)


def tell_limits(changes: Sequence[FileChange], more_files: int | None, words: Catalog) -> Sequence[str]:
    """The same for changes and the number of further ones, which are not looked at."""
    told = []
    if more_files is None:
        told.append(words("limits.very_many"))
    elif more_files:
        told.append(words("limits.more_files", n=more_files))
    omitted = Counter(change.omission for change in changes)
    told += (words(f"limits.{omission}", n=omitted[omission]) for omission in Omission if omitted[omission])
    if any(change.is_unpaired for change in changes):
        told.append(words("limits.unpaired"))
    return told


def encoding_text(words: Catalog, change: FileChange) -> str:
    """What a text is written in, before and after where that differs."""
    old, new = change.encodings
    if old and new and old != new:
        return words("page.encodings", old=old, new=new)
    return words("page.encoding", name=new or old)


def _head(report: Report) -> dict[str, Any]:
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
            "merge_base": report.merge_base,
            "direct": report.resolved.direct,
            "paths": list(report.range.paths),
            "open": report.range.is_open,
        },
    }


def report_json(report: Report) -> dict[str, Any]:
    """A report as data; `report.schema.json` describes it."""
    overview = report.overview
    return {
        **_head(report),
        "overview": {
            "summary": overview.summary,
            "summary_unproven": list(overview.summary_unproven),
            "highlights": markdown(overview.highlights),
            "new_features": [statement.text for statement in overview.new_features],
            "breaking_changes": [statement.text for statement in overview.breaking_changes],
            "other_updates": [statement.text for statement in overview.other_updates],
            "insights": markdown(overview.insights),
            "statements": {
                key: [
                    {"text": text, "lines": _spans(lines), "unproven": list(unproven), "files": list(files)}
                    for text, lines, files, unproven in statements
                ]
                for key, statements in overview.lists.items()
            },
            "author": _author(overview.author),
        },
        "commits": {
            "count": report.commit_count,
            "complete": not report.is_cut,
            "authors": count_authors(report.commits),
            "latest": [{**vars(commit), "date": commit.date.isoformat()} for commit in report.commits],
        },
        "checked": asdict(count_checked(report)),
        "limits": {
            "more_files": report.more_files,
            "renames": not any(file.change.is_unpaired for file in report.files),
        },
        "files": [_file(file) for file in report.files],
        "ignored": list(report.ignored),
    }


def dump_report(report: Report) -> bytes:
    r"""A report as JSON, as short as it can be with a line for each file, so that two versions can be compared.

    Bytes of a repository that are no UTF-8 become `\\udcXX` escapes.
    """
    return "".join(_json_lines(report_json(report))).encode("utf-8", "backslashreplace")


def dump_range(report: Report, links: Sequence[str]) -> bytes:
    """The report on all categories of a range as JSON, likewise."""
    return "".join(_json_lines(range_json(report, links))).encode("utf-8", "backslashreplace")


def _json_lines(data: Mapping[str, Any]) -> Iterator[str]:
    before = "{\n"
    for key, value in data.items():
        yield f"{before}{_dump(key)}:"
        before = ",\n"
        if key == "files":
            between = "[\n"
            for file in value:
                yield between
                yield _dump(file)
                between = ",\n"
            yield "\n]" if value else "[\n\n]"
        else:
            yield _dump(value)
    yield "\n}\n"


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def count_authors(commits: Iterable[Commit]) -> dict[str, int]:
    """How many commits each author wrote, merges apart; who wrote most comes first."""
    return dict(Counter(commit.author for commit in commits if commit.author and not commit.is_merge).most_common())


def _file(file: ReportFile) -> dict[str, Any]:
    change, summary, findings = file.change, file.summary, file.evidence.findings
    explanation, statements = _explanation(summary.statements)
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
        "omission": change.omission,
        "encoding": _both_sides(*change.encodings) if any(change.encodings) else None,
        "diff_hash": file.diff_hash,
        "modification_type": summary.modification_type,
        "modification_title": summary.modification_title,
        "title_unproven": list(summary.title_unproven),
        "explanation": explanation,
        "statements": statements,
        "author": _author(summary.author),
        "unread": summary.unread,
        "noise": file.evidence.noise,
        "same_as": file.evidence.same_as,
        "facts": [_fact(fact) for fact in findings.facts],
        "lost_anchors": list(findings.lost_anchors),
        "successor": findings.successor or None,
        "unseen": [
            {"kind": "alike" if one.is_letter else "invisible", "points": one.points, "lines": _spans(one.lines)}
            for one in findings.unseen
        ],
        "commits": list(file.evidence.subjects),
        "lfs": {"before": _stored(findings.lfs[0]), "after": _stored(findings.lfs[1])} if any(findings.lfs) else None,
        "pictures": {"before": _picture(findings.pictures[0]), "after": _picture(findings.pictures[1])}
        if any(findings.pictures)
        else None,
    }


def _both_sides(before: str, after: str) -> dict[str, str | None]:
    return {"before": before or None, "after": after or None}


def _stored(stored: LfsObject | None) -> dict[str, object] | None:
    return {"sha256": stored.id, "bytes": stored.size} if stored else None


def _picture(picture: Picture | None) -> dict[str, object] | None:
    if picture is None:
        return None
    width, height = picture.width, picture.height
    return {"format": picture.format, "bytes": picture.bytes, "width": width, "height": height}


def _explanation(statements: Statements) -> tuple[str, list[dict[str, Any]]]:
    """Statements as one text, and those of them that have proof or doubts, by where they stand in it."""
    text, before = "", ""
    told: list[dict[str, Any]] = []
    for own, lines, _, unproven in statements:
        text += gap(before, own)
        start = len(text)
        text += own
        before = own
        if lines or unproven:
            told.append({"start": start, "end": len(text), "lines": _spans(lines), "unproven": list(unproven)})
    return text, told


def _fact(fact: Fact) -> dict[str, Any]:
    where, lines = list(fact.where), _spans(fact.lines)
    return {"kind": fact.kind, "old": fact.old, "new": fact.new, "where": where, "lines": lines}


def _spans(lines: Sequence[LineSpan]) -> list[str]:
    return list(map(str, lines))


def _author(author: Author) -> dict[str, str]:
    return {"kind": author.kind, "name": author.name}
