"""Reports as lists know them: what they have, and that it outlives its JSON."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from mkdocs_diffinsight.disk import compact_json, parse
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.forge import Forge
from mkdocs_diffinsight.model.listed import ListedReport, listed
from mkdocs_diffinsight.model.ranges import Period, Remote, Unit
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import Published, Statement
from mkdocs_diffinsight.site.map.whole_range import whole_of

from ..site.reports import changed, report
from ..site.sample import HOSTILE, sample_report, with_overview

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


def kept(made: Report) -> ListedReport:
    return parse(compact_json(listed(made)), ListedReport)


@pytest.mark.parametrize("made", REPORTS.values(), ids=REPORTS)
def test_a_listed_report_outlives_its_json(made: Report) -> None:
    assert kept(made) == listed(made)


def test_a_report_on_a_whole_range_has_the_files_of_its_parts() -> None:
    parts = [dataclasses.replace(report("2024-05-06", changed(path, "1")), category=path) for path in ("b.md", "a.md")]
    made = kept(whole_of(load_catalog("en"), "whole", parts))
    assert [file.change.path for file in made.files] == ["a.md", "b.md"]
    assert [[file.change.path for file in part.files] for part in made.parts] == [["b.md"], ["a.md"]]
    assert made.explained == ()


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, datetime.date(2024, 5, 6)),
        ({"period": Period(Unit.WEEK, datetime.date(2024, 4, 29))}, datetime.date(2024, 5, 5)),
        ({"is_rolling": True}, None),
    ],
    ids=["range", "period", "rolling"],
)
def test_a_report_has_a_date_that_stays(fields: dict[str, object], date: datetime.date | None) -> None:
    assert kept(in_range(sample_report(), **fields)).lasting_date == date


def test_the_way_to_the_forge_is_kept() -> None:
    made = sample_report()
    described = Forge("Our forge", "https://forge.example/docs", "{home}/diff/{base}/{head}", user_page="")
    made = dataclasses.replace(made, resolved=dataclasses.replace(made.resolved, forge=described))
    assert kept(made).permalink == made.permalink
    assert kept(REPORTS["published"]).permalink == PUBLISHED.permalink


def test_nothing_of_the_place_of_a_repository_is_kept() -> None:
    """The user of a remote can be a token, and a path is this machine's."""
    for place in (Remote("https://forge.example/docs.git", "secret"), Path("/secret")):
        assert b"secret" not in compact_json(listed(in_range(sample_report(), repository=place)))


def test_a_listed_report_has_no_diff_and_no_text_about_a_file() -> None:
    made = sample_report()
    statement = made.files[2].summary.statements[0].text
    text = compact_json(listed(made)).decode()
    assert statement not in text
    assert "lumen-vision" not in text  # a line of a patch


def test_the_doubts_of_an_overview_are_kept() -> None:
    statement = Statement("The price is 7.", files=("a.md",), unproven=("7",))
    made = sample_report()
    made = dataclasses.replace(made, overview=dataclasses.replace(made.overview, highlights=(statement,)))
    assert kept(made).overview.highlights == (statement,)
