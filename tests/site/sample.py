"""A report by hand that has everything a page can show, in English and Japanese."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import Commit, FileChange, History, Status
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import (
    Evidence,
    Fact,
    Findings,
    Form,
    Kind,
    LineSpan,
    Noise,
    Picture,
    Quotation,
    Source,
    Topic,
)
from mkdocs_diffinsight.model.forge import find_forge
from mkdocs_diffinsight.model.patch import diff_hash, item_ids
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import RULES, Author, FileSummary, Overview, Statement
from mkdocs_diffinsight.site.diff.report_diffs import ReportDiffs
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.around import Around, FileHistory, Link, Neighbourhood, OtherChange
from mkdocs_diffinsight.site.pages.report import neighbour_slots, report_bodies

from ..commits import commits_saying

MODEL = Author("model", "example-1")
MODELS = "docs/models/retirements.md"
QUOTAS = "docs/quotas/index.md"
OLD_QUOTAS = "docs/limits/index.md"
SETUP = "docs/setup.md"
TWIN = "docs/setup/quotas.md"
LOGO = "docs/images/logo.png"
IDS = item_ids([MODELS, QUOTAS, OLD_QUOTAS, SETUP, TWIN, LOGO])

MODELS_PATCH = "\n".join(
    (
        "@@ -8,7 +8,8 @@ # Retirements",
        " | Model | Version | Retirement |",
        " | --- | --- | --- |",
        "-| lumen-small | 0613 | 2024-11-01 |",
        "-| lumen-large | 1106 | 2024-11-01 |",
        "+| lumen-small | 0613 | 2025-01-27 |",
        "+| lumen-large | 1106 | 2025-03-01 |",
        "+| lumen-vision | 0409 | 2025-06-06 |",
        " ",
        " ## Prices",
        " ",
        "@@ -40,3 +41,3 @@ ## Prices",
        " A million tokens of lumen-large cost",
        "-$10.00, and 128 requests are free.",
        "+$7.50, and 256 requests are free.",
        " ",
    )
)
QUOTAS_PATCH = "@@ -0,0 +1,3 @@\n+# Quotas and limits\n+\n+Ask for more in the portal."
OLD_QUOTAS_PATCH = "@@ -1,3 +0,0 @@\n-# Limits\n-\n-Ask for more in the portal."
SETUP_PATCH = "@@ -1,4 +1,4 @@\n ---\n-date: 2024-01-02\n+date: 2024-05-06\n ---\n "


def lines(*spans: str) -> tuple[LineSpan, ...]:
    return tuple(map(LineSpan.parse, spans))


def change(path: str, status: Status = Status.MODIFIED, patch: str | None = None) -> FileChange:
    rows = (patch or "").split("\n")
    added, deleted = (sum(row.startswith(sign) for row in rows) for sign in "+-")
    return FileChange(path, status, added, deleted, patch, "100644", "100644", "a" * 40, "b" * 40)


def report_file(change: FileChange, findings: Findings, summary: FileSummary, **evidence: object) -> ReportFile:
    known = dataclasses.replace(Evidence(change, diff_hash(change), findings), **evidence)  # type: ignore[arg-type]
    return ReportFile(known, item_ids([change.path])[change.path], summary)


COMMITS = (
    Commit("c" * 40, "Merge branch 'quotas'", "Robin Sample", datetime.date(2024, 5, 6), is_merge=True),
    Commit("d" * 40, "Give quotas a page of their own", "Robin Sample", datetime.date(2024, 5, 6)),
    Commit("e" * 40, "Move the retirements", "Kim Example", datetime.date(2024, 5, 4)),
    Commit("f" * 40, "Correct a date", "Robin Sample", datetime.date(2024, 5, 3)),
)
PICTURES = (Picture("png", 4_200, 320, 200), Picture("png", 12_345, 640, 400))
LOGO_BEFORE, LOGO_AFTER = "a" * 40, "b" * 40
"""The blobs of the pictures."""
HOSTILE = "a\x00\x0b\x1b[31m]]><!-- & \ud800\udcff \ufffe\uffff \u202e</title></content><script>x</script>"
HITS = {MODELS: ("lumen-small", "retire*"), OLD_QUOTAS: ("retire*",)}
HIT_LINKS = {"lumen-small": "../watch/lumen-small/", "retire*": "../watch/retire/"}


def sample_around() -> Around:
    """A site that knows the report's files, terms and pictures."""
    return Around(
        index_href="../",
        json_href="report.json",
        text_href="report.md",
        hit_links=HIT_LINKS,
        images={LOGO_BEFORE: "images/before.png", LOGO_AFTER: "images/after.png"},
    )


_MAY = OtherChange(datetime.date(2024, 5, 1), "../may/#item-1", "Earlier retirement")
_JUNE = OtherChange(datetime.date(2024, 6, 2), "../june/#item-2", "Another retirement")
HISTORIES = {IDS[MODELS]: FileHistory(54, _MAY, _JUNE, "../files/models/"), IDS[SETUP]: FileHistory(2, _MAY)}
TAGS = (Link("models", "../models/"), Link("New feature", "../tags/#new-feature"))


def sample_report(language: str = "en") -> Report:
    """Facts, proof, doubts, noise, the same edit twice, a move, lost anchors, a picture, lines that nobody read."""
    files = _english_files() if language == "en" else _japanese_files()
    overview = _english_overview() if language == "en" else _japanese_overview()
    watched = [dataclasses.replace(file, hits=HITS.get(file.change.path, ())) for file in files]
    return make_report(watched, overview, language)


def make_report(files: Sequence[ReportFile], overview: Overview, language: str = "en") -> Report:
    return Report(
        slug="2024-05-06-v1-v2",
        title="v1...v2",
        date=datetime.date(2024, 5, 6),
        category=None,
        language=language,
        range=CompareRange("v1", "v2", False, Path()),
        resolved=ResolvedRange(
            "a" * 40,
            "b" * 40,
            False,
            datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC),
            find_forge("https://github.com/example/docs"),
        ),
        files=files,
        ignored=[],
        overview=overview,
        history=History("a" * 40, COMMITS),
    )


def render(
    report: Report,
    around: Around | None = None,
    notice: str | None = None,
    histories: Mapping[str, FileHistory] = HISTORIES,
    tags: Sequence[Link] = TAGS,
) -> str:
    """The report's page, with the diffs and its neighbours."""
    catalog = load_catalog(report.language)
    templates = Templates(catalog, [], "en")
    known = around or Around(json_href="report.json", hit_links=HIT_LINKS)
    page, *_ = report_bodies(catalog, templates, ReportDiffs(catalog, report), lambda _: known, notice=notice)
    return KeptBody.of(page.body).whole(neighbour_slots(templates, Neighbourhood(histories, tags)))


TABLE, PRICES = ("Retirements",), ("Prices",)
QUOTATIONS = (
    Quotation(Topic.LIMIT, "Up to 256 requests are allowed.", Source.DOCUMENT, lines("R42"), where=PRICES),
    Quotation(Topic.END, "It is retired.", Source.TABLE, lines("L10"), True, TABLE, (7,)),
)
FACTS = (
    Fact(FactKind.LINK, "https://old.example/prices", "https://example.com/prices", PRICES),
    Fact(FactKind.PRICE, "$10.00", "$7.50", PRICES, lines("L41", "R42")),
    Fact(FactKind.LIMIT, "128", "256", (*PRICES, "requests"), lines("L41", "R42")),
    Fact(FactKind.DATE, "2024-11-01", "2025-01-27", (*TABLE, "lumen-small", "Retirement"), lines("L10", "R10")),
    Fact(FactKind.DATE, "2024-11-01", "2025-03-01", (*TABLE, "lumen-large", "Retirement"), lines("L11", "R11")),
    Fact(FactKind.NAME, "", "lumen-vision", TABLE, lines("R12")),
    Fact(FactKind.CELL, "", "0409", (*TABLE, "lumen-vision", "Version"), lines("R12")),
    Fact(FactKind.METADATA, "2024-01-02", "2024-05-06", ("date",)),
)


def _files(texts: Sequence[tuple[str, tuple[Statement, ...]]], doubtful_title: str) -> list[ReportFile]:
    """The files; `texts` are their titles and statements, in the order of paths."""
    logo, old, models, quotas, twin, setup = texts
    document = Findings(Kind.DOCUMENT, Form.CONTENT)
    return [
        report_file(
            dataclasses.replace(change(LOGO), binary=True),
            Findings(Kind.IMAGE, Form.NOTHING, noise=Noise.IMAGE, pictures=PICTURES),
            FileSummary("minor update", *logo, RULES),
        ),
        report_file(
            change(OLD_QUOTAS, Status.REMOVED, OLD_QUOTAS_PATCH),
            dataclasses.replace(document, successor=QUOTAS, lost_anchors=("limits", "ask-for-more")),
            FileSummary("breaking change", *old, RULES),
        ),
        report_file(
            change(MODELS, Status.MODIFIED, MODELS_PATCH),
            dataclasses.replace(document, facts=FACTS, quotations=QUOTATIONS),
            FileSummary("new feature", *models, MODEL, title_unproven=(doubtful_title,)),
            commits=commits_saying("Move the retirements"),
        ),
        report_file(
            change(QUOTAS, Status.ADDED, QUOTAS_PATCH),
            document,
            FileSummary("new feature", *quotas, MODEL, unread=1200),
        ),
        report_file(
            change(TWIN, Status.ADDED, QUOTAS_PATCH),
            document,
            FileSummary("new feature", *twin, MODEL),
            same_as=QUOTAS,
        ),
        report_file(
            change(SETUP, Status.MODIFIED, SETUP_PATCH),
            Findings(Kind.DOCUMENT, Form.METADATA, facts=FACTS[-1:], noise=Noise.METADATA),
            FileSummary("minor update", *setup, RULES),
        ),
    ]


def _english_files() -> list[ReportFile]:
    return _files(
        [
            ("Image “logo.png” replaced", (Statement("Image `logo.png` replaced."),)),
            ("Document “Limits” removed", (Statement("The document `Limits` is gone.", lines("L1-L3")),)),
            (
                "Later retirement for lumen-small and lumen-9",
                (
                    Statement("`lumen-small` now retires on 2025-01-27 rather than 2024-11-01.", lines("L10", "R10")),
                    Statement(
                        "`lumen-large` follows on 2025-03-01, with `lumen-9` to replace it for 512 customers.",
                        lines("R11"),
                        unproven=("lumen-9", "512"),
                    ),
                    Statement("The section that prices lumen-large begins here.", lines("R14-R15", "L90")),
                    Statement("- The price falls from $10.00 to $7.50.", lines("L41", "R42")),
                    Statement("- 256 requests are free, no longer 128.", lines("R42")),
                ),
            ),
            (
                "New page on quotas",
                (
                    Statement("Quotas have a page of their own.", lines("R1")),
                    Statement(
                        "| Region | Quota |\n| --- | --- |\n| North | 10 |", lines("R1", "R3"), unproven=("North",)
                    ),
                ),
            ),
            ("New page on quotas", (Statement("Quotas have a page of their own.", lines("R1")),)),
            ("Date of the document changed", (Statement("Only the date in the front matter changes.", lines("R2")),)),
        ],
        "lumen-9",
    )


def _japanese_files() -> list[ReportFile]:
    return _files(
        [
            ("画像「logo.png」の差し替え", (Statement("画像 `logo.png` を差し替えています。"),)),
            ("文書「Limits」の削除", (Statement("文書 `Limits` は削除されました。", lines("L1-L3")),)),
            (
                "lumen-small と lumen-9 の提供終了日を延期",
                (
                    Statement(
                        "`lumen-small` の提供終了日が 2024-11-01 から 2025-01-27 に延期されました。",
                        lines("L10", "R10"),
                    ),
                    Statement(
                        "`lumen-large` は 2025-03-01 に終了し、`lumen-9` が 512社に提供されます。",
                        lines("R11"),
                        unproven=("lumen-9", "512"),
                    ),
                    Statement("この後に lumen-large の価格の節が続きます。", lines("R14-R15", "L90")),
                    Statement("- 価格は $10.00 から $7.50 に下がります。", lines("L41", "R42")),
                    Statement("- 無料のリクエスト数は 128 から 256 に増えます。", lines("R42")),
                ),
            ),
            (
                "クォータのページを新設",
                (
                    Statement("クォータの説明が独立したページになりました。", lines("R1")),
                    Statement(
                        "| リージョン | 上限 |\n| --- | --- |\n| North | 10 |", lines("R1", "R3"), unproven=("North",)
                    ),
                ),
            ),
            ("クォータのページを新設", (Statement("クォータの説明が独立したページになりました。", lines("R1")),)),
            ("文書の日付の変更", (Statement("フロントマターの日付のみを変更しています。", lines("R2")),)),
        ],
        "lumen-9",
    )


def _english_overview() -> Overview:
    return Overview(
        "6 files changed. Retirements move to 2025.",
        (
            Statement("Retirements move to 2025, see `retirements.md`.", lines("R10"), (MODELS,)),
            Statement("The pages on quotas are new, and 77 more are planned.", (), (QUOTAS, TWIN), ("77",)),
        ),
        (Statement("`quotas/index.md`: a page on quotas", files=(QUOTAS,)),),
        (Statement("The page on limits is gone", files=(OLD_QUOTAS,)),),
        (Statement("Upkeep in several files", files=tuple(IDS)),),
        (Statement("Plan for the **new dates**.", (), (MODELS,)),),
        MODEL,
    )


def _japanese_overview() -> Overview:
    return Overview(
        "6 ファイルが変更されました。提供終了日は 2025 年に延期されました。",
        (
            Statement("提供終了日は 2025 年に延期されました（`retirements.md`）。", lines("R10"), (MODELS,)),
            Statement("クォータのページが新設され、さらに 77 ページが予定されています。", (), (QUOTAS, TWIN), ("77",)),
        ),
        (Statement("`quotas/index.md`: クォータのページ", files=(QUOTAS,)),),
        (Statement("上限のページの削除", files=(OLD_QUOTAS,)),),
        (Statement("複数のファイルの軽微な更新", files=tuple(IDS)),),
        (Statement("**新しい日付**に合わせて計画を見直してください。", (), (MODELS,)),),
        MODEL,
    )


def with_overview(report: Report, **changes: Any) -> Report:
    return dataclasses.replace(report, overview=dataclasses.replace(report.overview, **changes))
