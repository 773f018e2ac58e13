"""Texts and evidence with a value in every field, for the tests of the cache."""

from __future__ import annotations

import datetime

from mkdocs_diffinsight.cache.pictures import blob_id
from mkdocs_diffinsight.model.change_kinds import ChangeKind
from mkdocs_diffinsight.model.changes import Commit, FileChange, History, Status
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import (
    Action,
    Break,
    Fact,
    Finding,
    Findings,
    Form,
    Kind,
    LfsObject,
    LineSpan,
    Move,
    Noise,
    Outline,
    Picture,
    ProvenKind,
    Quotation,
    Source,
    Subject,
    Topic,
    Unseen,
)
from mkdocs_diffinsight.model.ranges import ResolvedRange
from mkdocs_diffinsight.model.texts import Author, FileSummary, Overview, Published, plain

OLD, NEW = b"old", b"new"
NOON = datetime.datetime(2024, 12, 18, 12, tzinfo=datetime.UTC)
KEY = "ab" + "0" * 62
SUMMARY = FileSummary("new feature", "Titel – 題", plain("First.\n\n- second\n"), Author("model", "m"))
OVERVIEW = Overview(
    "s",
    plain("h\n\ni"),
    plain("a"),
    (),
    plain("b\nc"),
    plain("x"),
    Author("model", "m"),
    Published("t", "d", "p", "# h\n"),
)
PATCH = "@@ -0,0 +1 @@\n+\udcff\\"
CHANGE = FileChange(
    *("caf\udce9 \\x", Status.ADDED, 1, 0, PATCH, "100644", "100755", blob_id(OLD, 40), blob_id(NEW, 40)),
    "b",
    binary=True,
)
HASH = "5" * 64
LINES = (LineSpan("L", 1, 1), LineSpan("R", 2, 5))
FULL = Findings(
    kind=Kind.DOCUMENT,
    form=Form.CONTENT,
    findings=(Finding(Subject.ROW, Action.CHANGED, "a", "b", "c", "d", True, "e", LINES, (("f", "g"),), "h.md"),),
    outline=Outline("t", "d", ("h",), ("s",), ("e",), ("l",), 3),
    title="Title",
    fix=True,
    interface=(Finding(Subject.SYMBOL, Action.REMOVED, "load", public=True, lines=LINES, breaks=Break.CERTAIN),),
    facts=(Fact(FactKind.DATE, "1", "2", ("a", "b"), LINES, "n", "c"),),
    noise=Noise.MOVED,
    hunk_noise=(None, Noise.LINKS),
    edits=("lines:1",),
    edit_lines=LINES,
    kinds=(ProvenKind(ChangeKind.END, LINES),),
    lost_anchors=("limits",),
    pictures=(None, Picture("png", 12, 640, 480, kept=True)),
    sections=((), ("Limits", "Quotas")),
    successor="b.md",
    unseen=(Unseen("U+200B", False, LINES),),
    quotations=(Quotation(Topic.END, "It is retired.", Source.CHANGELOG, LINES, True, ("2.0", "Removed"), (12,)),),
    moves=(Move(Subject.HEADING, "Limits", "limits.md", True, LINES),),
    lfs=(None, LfsObject("7" * 64, 12)),
)
HISTORY = History(
    "c" * 40,
    (Commit("d" * 40, "caf\udce9", "Ada", datetime.date(2024, 1, 2), True, "ada", "Below.\n\n\udce9", "Merge"),),
    7,
)
ENDS = ResolvedRange("a" * 40, "b" * 40, False, NOON)
