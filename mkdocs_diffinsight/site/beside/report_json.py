"""Reports as data: `report.json` and `range.json`, which stand beside pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ...analyze.authors.messages import read_message
from ...model.changes import Commit
from ...model.findings import Evidence, Fact, LfsObject, LineSpan, Move, Picture, Quotation
from ...model.report import Report, ReportFile, count_authors, count_checked
from ...model.texts import Author, Statements, gap, markdown
from ..pages.proof_links import LISTS

JSON_VERSION = 3
"""The version of `report.json` and `range.json`; the schemas are `report.schema.json` and `range.schema.json`."""

_OF_A_COMMIT = "id subject author is_merge login".split()
"""What data tells of a commit as it is."""
_OF_A_CHANGE = "status additions deletions changes binary old_mode new_mode patch omission".split()
"""What data tells of a change as it is."""


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
                for key in LISTS
            },
        },
        "commits": _commits(report),
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
            "merge_base": report.history.merge_base,
            "direct": report.resolved.direct,
            "paths": list(report.range.paths),
            "open": report.range.is_open,
        },
    }


def _commits(report: Report) -> dict[str, Any]:
    history = report.history
    return {"count": history.commit_count, "complete": not history.is_cut, "authors": count_authors(history.commits)}


def report_json(report: Report) -> dict[str, Any]:
    """A report as data; `report.schema.json` describes it."""
    overview = report.overview
    return {
        **_head(report),
        "overview": {
            "summary": overview.summary,
            "summary_unproven": list(overview.summary_unproven),
            "highlights": markdown(overview.highlights),
            **{key: [statement.text for statement in overview.lists[key]] for key in LISTS},
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
            **_commits(report),
            "latest": [_commit(commit) for commit in report.history.commits],
        },
        "checked": asdict(count_checked(report)),
        "limits": {
            "more_files": report.history.more_files,
            "renames": not any(file.change.is_unpaired for file in report.files),
        },
        "files": [_file(file) for file in report.files],
        "groups": list(_groups(report.files)),
        "ignored": list(report.ignored),
    }


def dump_report(report: Report) -> bytes:
    r"""A report as JSON, as short as it can be with a line for each file, so that two versions can be compared.

    Bytes of a repository that are no UTF-8 become `\\udcXX` escapes.
    """
    return "".join(_json_lines(report_json(report))).encode("utf-8", "backslashreplace")


def dump_range(report: Report, links: Sequence[str]) -> bytes:
    """The report on all categories of a range as JSON, in the same form."""
    return "".join(_json_lines(range_json(report, links))).encode("utf-8", "backslashreplace")


def _json_lines(data: Mapping[str, Any]) -> Iterator[str]:
    before = "{\n"
    for key, value in data.items():
        yield f"{before}{_dump(key)}:"
        before = ",\n"
        yield from ("[\n", ",\n".join(map(_dump, value)), "\n]") if key == "files" else (_dump(value),)
    yield "\n}\n"


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def _file(file: ReportFile) -> dict[str, Any]:
    change, summary, findings = file.change, file.summary, file.evidence.findings
    explanation, statements = _explanation(summary.statements)
    return {
        "path": change.path,
        "previous_path": change.previous_path,
        "item_id": file.item_id,
        **{key: getattr(change, key) for key in _OF_A_CHANGE},
        "encoding": _sides(*change.encodings),
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
        "kinds": [{"kind": one.kind, "lines": _spans(one.lines)} for one in findings.kinds],
        "facts": [_fact(fact) for fact in findings.facts],
        "moves": [_move(move) for move in findings.moves],
        "quotations": [_quotation(quotation) for quotation in findings.quotations],
        "lost_anchors": list(findings.lost_anchors),
        "successor": findings.successor or None,
        "unseen": [
            {"kind": "alike" if one.is_letter else "invisible", "points": one.points, "lines": _spans(one.lines)}
            for one in findings.unseen
        ],
        "commits": list(file.evidence.subjects),
        "lfs": _sides(*map(_stored, findings.lfs)),
        "pictures": _sides(*map(_picture, findings.pictures)),
    }


def _groups(files: Iterable[ReportFile]) -> Iterator[dict[str, Any]]:
    """The files that have the very same edit, the one that tells it first."""
    groups: dict[str, list[Evidence]] = {}
    for file in files:
        evidence = file.evidence
        group = groups.setdefault(evidence.same_as or evidence.change.path, [])
        group.insert(len(group) if evidence.same_as else 0, evidence)
    for group in groups.values():
        if len(group) > 1:
            yield {"files": [{"path": one.change.path, "lines": _spans(one.findings.edit_lines)} for one in group]}


def _commit(commit: Commit) -> dict[str, Any]:
    purpose = read_message(commit)
    return {
        **{key: getattr(commit, key) for key in _OF_A_COMMIT},
        "date": commit.date.isoformat(),
        "type": purpose.type or None,
        "is_breaking": purpose.is_breaking,
        "notes": list(purpose.notes),
        "pull": purpose.pull,
    }


def _sides(before: object, after: object) -> dict[str, object] | None:
    return {"before": before or None, "after": after or None} if before or after else None


def _stored(stored: LfsObject | None) -> dict[str, object] | None:
    return {"sha256": stored.id, "bytes": stored.size} if stored else None


def _picture(picture: Picture | None) -> dict[str, object] | None:
    return {name: getattr(picture, name) for name in ("format", "bytes", "width", "height")} if picture else None


def _explanation(statements: Statements) -> tuple[str, list[dict[str, Any]]]:
    """Statements as one text, and those of them that have proof or doubts, by where they stand in it."""
    text, before = "", ""
    marked: list[dict[str, Any]] = []
    for own, lines, _, unproven in statements:
        text += gap(before, own)
        start = len(text)
        text += own
        before = own
        if lines or unproven:
            marked.append({"start": start, "end": len(text), "lines": _spans(lines), "unproven": list(unproven)})
    return text, marked


def _move(move: Move) -> dict[str, Any]:
    came, left = (move.path, None) if move.is_here else (None, move.path)
    return {"subject": move.subject, "name": move.name, "from": came, "to": left, "lines": _spans(move.lines)}


def _fact(fact: Fact) -> dict[str, Any]:
    where, lines = list(fact.where), _spans(fact.lines)
    return {"kind": fact.kind, "old": fact.old, "new": fact.new, "where": where, "lines": lines}


def _quotation(quotation: Quotation) -> dict[str, Any]:
    told = {name: getattr(quotation, name) for name in ("topic", "text", "source", "is_removed")}
    where, references = list(quotation.where), list(quotation.references)
    return told | {"where": where, "lines": _spans(quotation.lines), "references": references}


def _spans(lines: Sequence[LineSpan]) -> list[str]:
    return list(map(str, lines))


def _author(author: Author) -> dict[str, str]:
    return {"kind": author.kind, "name": author.name}
