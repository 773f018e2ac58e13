"""The outlines of reports: what they keep, and that lists and feeds need no more."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mkdocs_diffinsight.build.outline import outline, outline_from_json, outline_to_json
from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.forge import Forge
from mkdocs_diffinsight.model.ranges import CompareRange, Period, Remote, Unit
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import Published, Statement
from mkdocs_diffinsight.site.files import ListMaker
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import addresses_of
from mkdocs_diffinsight.site.map.topics import contents_of

from ..site.reports import changed, report
from ..site.sample import HITS, HOSTILE, sample_report, with_overview

FORGE = Forge("Our forge", "https://forge.example/docs", "{home}/diff/{base}/{head}", user_page="")
PUBLISHED = Published("As published", "2024-05-06", "https://github.com/example/docs/compare/v1...v2", "All of it.")


def in_range(made: Report, **fields: object) -> Report:
    return dataclasses.replace(made, range=dataclasses.replace(made.range, **fields))  # type: ignore[arg-type]


def moved() -> Report:
    """A report with a moved file, one that only it tells of, and one without a name."""
    files = [changed("b.md", "2", before="a.md"), changed("c\udcff.md", "3", kind="Docs!"), changed("d.md", "4")]
    return in_range(report("2024-05-07", *files), base="1a2b3c4" * 5 + "fffff", head="5d6e7f8" * 5 + "fffff")


def hostile() -> Report:
    """Without a lone high surrogate, which no repository has, and JSON would join with what follows."""
    text = HOSTILE.replace("\ud800", "")
    told = (Statement(text, files=(text,), unproven=(text,)),)
    made = with_overview(sample_report(), summary=text, highlights=told, new_features=told, summary_unproven=(text,))
    return dataclasses.replace(made, slug="hostile", title=text, category=text)


REPORTS = {
    "usual": sample_report(),
    "hostile": hostile(),
    "moved": moved(),
    "earlier": report("2024-05-01", changed("a.md", "1"), changed("d.md", "0"), category="docs"),
    "published": dataclasses.replace(
        sample_report(), slug="published", overview=dataclasses.replace(sample_report().overview, published=PUBLISHED)
    ),
    "rolling": in_range(dataclasses.replace(sample_report(), slug="unreleased"), is_rolling=True, label="Docs"),
}
RANGES = {
    "folder": CompareRange("v1", "v2", False, Path("/docs")),
    "remote": CompareRange("v1", "v2", True, Remote("https://forge.example/docs.git")),
    "week": CompareRange("v1", "v2", False, Path(), period=Period(Unit.WEEK, datetime.date(2024, 5, 6))),
    "described": CompareRange(
        "v1",
        "v2",
        False,
        Path(),
        title="Spring",
        date=datetime.date(2024, 5, 6),
        paths=("docs", "*.md"),
        label="Docs",
        message="The *second* one.",
        is_rolling=True,
    ),
}


def kept(made: Report) -> Report:
    return outline_from_json(json.loads(json.dumps(outline_to_json(outline(made)))))


@pytest.mark.parametrize("made", REPORTS.values(), ids=REPORTS)
def test_an_outline_outlives_its_json(made: Report) -> None:
    assert kept(made) == outline(made)


@pytest.mark.parametrize("told", RANGES.values(), ids=RANGES)
def test_a_range_is_kept_whole(told: CompareRange) -> None:
    """But for a path of this machine, which nothing that is kept may name."""
    expected = told if isinstance(told.repository, Remote) else dataclasses.replace(told, repository=Path())
    assert kept(dataclasses.replace(sample_report(), range=told)).range == expected


@pytest.mark.parametrize("forge", [None, FORGE, sample_report().forge], ids=["none", "described", "known"])
def test_a_forge_is_kept_whole(forge: Forge | None) -> None:
    made = sample_report()
    made = dataclasses.replace(made, resolved=dataclasses.replace(made.resolved, forge=forge))
    assert kept(made).resolved == made.resolved
    assert kept(made).permalink == made.permalink


def test_the_user_of_a_remote_is_not_kept() -> None:
    """It can be a token."""
    made = in_range(sample_report(), repository=Remote("https://forge.example/docs.git", "secret"))
    assert outline(made).range.repository == Remote("https://forge.example/docs.git")
    assert "secret" not in json.dumps(outline_to_json(made))


def test_an_outline_has_no_diff_and_no_text_about_a_file() -> None:
    made = sample_report()
    statement = made.files[2].summary.statements[0].text
    text = json.dumps(outline_to_json(outline(made)))
    assert statement not in text
    assert "lumen-vision" not in text  # a line of a patch


def test_an_outline_counts_the_commits() -> None:
    assert kept(dataclasses.replace(sample_report(), older_commits=7)).commit_count == 4 + 7


def lists(reports: Sequence[Report], language: str) -> dict[str, object]:
    """What a site has besides the pages of its reports and what stands beside them."""
    catalog = load_catalog(language)
    addresses = addresses_of("reports", [language], use_directory_urls=True, site_url="https://docs.example.org/")
    terms = [*dict.fromkeys(term for hits in HITS.values() for term in hits), "none"]
    contents = contents_of(reports, catalog, addresses[language], categories=["docs"], terms=terms)
    maker = ListMaker(catalog, Templates(catalog, [], "en"), {language: contents}, site_name="Docs")
    site = maker.make()
    shown = {
        page.uri: (KeptBody.of(page.body).whole({}), page.meta, page.body.headings, page.head) for page in site.pages
    }
    return {**shown, **site.data, **dict(maker.neighbours())}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lists_and_feeds_need_no_more_than_outlines(language: str) -> None:
    reports = [*REPORTS.values(), dataclasses.replace(sample_report(language), slug="again")]
    assert lists([kept(made) for made in reports], language) == lists(reports, language)


def test_an_outline_keeps_the_doubts_of_an_overview() -> None:
    statement = Statement("The price is 7.", files=("a.md",), unproven=("7",))
    made = sample_report()
    made = dataclasses.replace(made, overview=dataclasses.replace(made.overview, highlights=(statement,)))
    assert kept(made).overview.highlights == (statement,)
