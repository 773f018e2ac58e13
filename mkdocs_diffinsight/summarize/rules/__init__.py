"""The summarizer that needs no model: it tells what the diff shows, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog import Catalog
from ...findings import Action, Finding, Findings, Form, Kind, Outline, Subject
from ...model import (
    BREAKING_CHANGE,
    BUG_FIX,
    MINOR_UPDATE,
    NEW_FEATURE,
    RULES,
    Evidence,
    FileChange,
    FileMode,
    FileSummary,
    Overview,
    ReportFile,
    Status,
    plain,
)
from .overview import write_overview
from .phrases import Phrases

_OPAQUE = (Kind.IMAGE, Kind.BINARY, Kind.GENERATED)
_TARGETS = (Kind.SUBMODULE, Kind.SYMLINK)


class Rules:
    """Writes reports by rules, in the words of one language."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._plain = Phrases.plain(catalog)
        self._markdown = Phrases.markdown(catalog)

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        change, found = evidence.change, evidence.findings
        title = self._title(change, found, self._plain)
        return FileSummary(modification_type(change, found), title, plain(self._explanation(change, found)), RULES)

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        return write_overview(self._catalog, files, self.headline)

    def headline(self, change: FileChange, found: Findings) -> str:
        """The title of a change as one line of Markdown."""
        return self._title(change, found, self._markdown)

    def _title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        path = self._path_title(change, phrases)
        if change.status in (Status.ADDED, Status.REMOVED):
            return self._whole_title(change, found, phrases)
        if path and not found.findings:
            return path
        if path:
            return self._catalog("rules.path.edited", title=path)
        return self._content_title(change, found, phrases)

    def _whole_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        empty = not change.patch and not change.binary and found.kind not in (*_OPAQUE, *_TARGETS)
        kind = "empty" if empty else str(found.kind)
        name = phrases.quote(found.title if found.title and found.kind is Kind.DOCUMENT else _file_name(change.path))
        return self._catalog(f"rules.whole.{kind}_{change.status}", name=name)

    def _path_title(self, change: FileChange, phrases: Phrases) -> str:
        """What happened to the file as such: its path, its mode."""
        old = change.previous_path
        if old and old != change.path:
            copied = change.status is Status.COPIED
            same_name = _file_name(old) == _file_name(change.path)
            key = "copied_title" if copied else "moved_title" if same_name else "renamed_title"
            return self._catalog(f"rules.path.{key}", **_path_names(old, change.path, phrases))
        if change.status is Status.TYPE_CHANGED or _type_changed(change):
            return self._catalog("rules.path.type_title", name=phrases.quote(_file_name(change.path)))
        if _mode_changed(change):
            executable = change.new_mode == FileMode.EXECUTABLE
            return self._catalog(f"rules.path.{'executable_title' if executable else 'not_executable_title'}")
        return ""

    def _content_title(self, change: FileChange, found: Findings, phrases: Phrases) -> str:
        name = phrases.quote(_file_name(change.path))
        if found.kind in _TARGETS and found.findings:
            target = found.findings[0]
            key = f"rules.whole.{found.kind}_modified"
            return self._catalog(key, name=name, old=phrases.quote(target.old), new=phrases.quote(target.new))
        if found.kind in _OPAQUE:
            return self._catalog(f"rules.whole.{found.kind}_modified", name=name)
        if not found.findings:
            return self._catalog(f"rules.form.{found.form}_title")
        if found.form is Form.METADATA:
            return self._catalog("rules.form.metadata_title", text=self._metadata_title(found.findings, phrases))
        return phrases.headline(found.findings)

    def _metadata_title(self, findings: Sequence[Finding], phrases: Phrases) -> str:
        names = list(dict.fromkeys(phrases.quote(finding.name) for finding in findings))
        if len(findings) == 1 and findings[0].action is Action.CHANGED:
            finding = findings[0]
            return phrases.values(finding)
        return phrases.names(names, 3)

    def _explanation(self, change: FileChange, found: Findings) -> str:
        parts = self._path_sentences(change)
        if change.status in (Status.ADDED, Status.REMOVED):
            parts.append(self._whole(change, found))
        else:
            parts += self._content(change, found, told=bool(parts))
        return "\n\n".join(parts)

    def _path_sentences(self, change: FileChange) -> list[str]:
        phrases, sentences = self._markdown, []
        if change.previous_path and change.previous_path != change.path:
            key = "rules.path.copied" if change.status is Status.COPIED else "rules.path.renamed"
            old, new = phrases.path(change.previous_path), phrases.path(change.path)
            sentences.append(self._catalog(key, old=old, new=new))
        modes = {"old": phrases.quote(change.old_mode), "new": phrases.quote(change.new_mode)}
        if change.status is Status.TYPE_CHANGED or _type_changed(change):
            sentences.append(self._catalog("rules.path.type", **modes))
        elif _mode_changed(change):
            executable = change.new_mode == FileMode.EXECUTABLE
            sentences.append(self._catalog(f"rules.path.{'executable' if executable else 'not_executable'}", **modes))
        return sentences

    def _whole(self, change: FileChange, found: Findings) -> str:
        """A file that came or went as a whole."""
        phrases = self._markdown
        path = phrases.path(change.path)
        if found.title and found.kind is Kind.DOCUMENT:
            key = f"rules.whole.titled_{change.status}"
            lead = self._catalog(key, title=phrases.quote(found.title), path=path)
        else:
            lead = self._catalog(f"rules.whole.file_{change.status}", path=path)
        targets = [self._catalog("rules.whole.target", target=phrases.quote(f.new or f.old)) for f in found.findings]
        return _with_bullets(lead, [*targets, *self._outline(found.outline)])

    def _outline(self, outline: Outline | None) -> list[str]:
        if not outline:
            return []
        phrases, key = self._markdown, "rules.whole"
        lines = []
        if outline.description:
            lines.append(self._catalog(f"{key}.described", text=phrases.quote(outline.description)))
        for name in ("headings", "symbols", "entries", "languages"):
            names = [phrases.quote(text) for text in getattr(outline, name)]
            if names:
                lines.append(self._catalog(f"{key}.{name}", n=len(names), names=phrases.names(names, 10)))
        size = self._catalog(f"{key}.lines", n=outline.lines)
        return [*lines, self._catalog(f"{key}.size", lines=size)]

    def _content(self, change: FileChange, found: Findings, *, told: bool) -> list[str]:
        """What the lines of a file that stays show."""
        if told and change.old_blob == change.new_blob:
            return [self._catalog("rules.path.unchanged")]
        if found.kind in _OPAQUE or (found.kind in _TARGETS and found.findings):
            title = self._content_title(change, found, self._markdown)
            return [self._catalog("rules.sentence", text=title)]
        if not found.findings:
            return [self._catalog(f"rules.form.{found.form}")]
        return [self._findings(found)]

    def _findings(self, found: Findings) -> str:
        bullets = self._markdown.bullets(found.findings)
        if found.form is Form.METADATA:
            if len(bullets) == 1:
                return self._catalog("rules.form.metadata_one", text=bullets[0])
            return _with_bullets(self._catalog("rules.form.metadata_lead"), bullets)
        if len(bullets) == 1:
            return self._catalog("rules.only_change", text=bullets[0])
        if found.fix:
            return _with_bullets(self._catalog("rules.fix_lead"), bullets)
        return _with_bullets(self._lead(found), bullets)

    def _lead(self, found: Findings) -> str:
        counts = self._markdown.counts(found.findings)
        if found.title:
            return self._catalog("rules.titled_lead", title=self._markdown.quote(found.title), counts=counts)
        return self._catalog("rules.lead", counts=counts)


def modification_type(change: FileChange, found: Findings) -> str:
    """The type that the diff alone allows; where it leaves a doubt, a minor update."""
    text = found.kind not in (*_OPAQUE, *_TARGETS)
    if change.status is Status.ADDED:
        return NEW_FEATURE if text and change.patch else MINOR_UPDATE
    if change.status is Status.REMOVED:
        return BREAKING_CHANGE if text and change.patch else MINOR_UPDATE
    if any(f.public and f.action is Action.REMOVED for f in found.findings):
        return BREAKING_CHANGE
    if _gain(found.findings) > 0:
        return NEW_FEATURE
    return BUG_FIX if found.fix else MINOR_UPDATE


def _gain(findings: Sequence[Finding]) -> int:
    """By how many sections or public symbols a file grew."""
    telling = [f for f in findings if f.subject is Subject.HEADING or f.public]
    return sum(f.action is Action.ADDED for f in telling) - sum(f.action is Action.REMOVED for f in telling)


def _with_bullets(lead: str, bullets: Sequence[str]) -> str:
    return "\n".join([lead, "", *(f"- {line}" for line in bullets)]) if bullets else lead


def _file_name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2] or path


def _path_names(old: str, new: str, phrases: Phrases) -> dict[str, str]:
    """The part of two paths that tells them apart: the names in one folder, else the folders of one name."""
    old_folder, new_folder = (path.rpartition("/")[0] or "." for path in (old, new))
    if old_folder == new_folder:
        old, new = _file_name(old), _file_name(new)
    elif _file_name(old) == _file_name(new):
        old, new = old_folder, new_folder
    return {"old": phrases.quote(old), "new": phrases.quote(new)}


def _mode_changed(change: FileChange) -> bool:
    files = {FileMode.REGULAR.value, FileMode.EXECUTABLE.value}
    return change.old_mode != change.new_mode and {change.old_mode, change.new_mode} == files


def _type_changed(change: FileChange) -> bool:
    return FileMode.MISSING not in (change.old_mode, change.new_mode) and change.old_mode[:2] != change.new_mode[:2]
