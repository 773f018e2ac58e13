"""No page grows without end, and nothing is lost: what a list leaves out is in the archive."""

from __future__ import annotations

import dataclasses
import re

import pytest

from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import Statement
from mkdocs_diffinsight.site.beside import feeds
from mkdocs_diffinsight.site.map import topics
from mkdocs_diffinsight.site.pages import index as home_page
from mkdocs_diffinsight.site.pages import reports_in_lists
from mkdocs_diffinsight.site.pages import topic as topic_page

from ..site.lists import HOME, daily, html, make_sites, shown
from ..site.reports import changed, report

LONG = "A very long title that goes on and on. " * 200


def rows(page: str) -> int:
    return page.count('<li class="di-row"') + page.count('<article class="di-entry"')


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a few reports reach."""
    monkeypatch.setattr(topic_page, "_MOST_REPORTS", 5)
    monkeypatch.setattr(topic_page, "MOST_LINKS", 2)
    monkeypatch.setattr(home_page, "MOST_LINKS", 2)
    monkeypatch.setattr(home_page, "_TERMS", 1)
    monkeypatch.setattr(home_page, "_YEARS", 1)
    monkeypatch.setattr(topics, "_MOST_OF_A_MONTH", 3)
    monkeypatch.setattr(reports_in_lists, "_MOST_TERMS", 1)


@pytest.mark.parametrize("page", ["docs", "types/bug-fix", "watch/lumen"])
def test_a_list_leads_on_to_the_archive(page: str) -> None:
    found = html(make_sites({"en": daily(8)}, ["lumen"])["en"], f"reports/{page}.md")
    assert rows(found) == 5
    assert re.search(r'<a href="(\.\./)+archive/">3 earlier reports in the archive</a>', found)


def test_a_list_with_everything_does_not_lead_on() -> None:
    assert "in the archive" not in html(make_sites({"en": daily(5)})["en"], "reports/docs.md")


def test_the_archive_has_every_report_of_a_full_month() -> None:
    site = make_sites({"en": daily(8)})["en"]
    pages = {uri: html(site, f"reports/archive/{uri}.md") for uri in ("2016-01", "2016-01-2", "2016-01-3")}
    found = {uri: re.findall(r'data-report="([\d-]+)"', page) for uri, page in pages.items()}
    assert found == {
        "2016-01": ["2016-01-06", "2016-01-05", "2016-01-04"],
        "2016-01-2": ["2016-01-09", "2016-01-08", "2016-01-07"],
        "2016-01-3": ["2016-01-11", "2016-01-10"],
    }
    assert "January 2016 (3)</h1>" in pages["2016-01-3"]
    links = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)">([^<]*)</a>', html(site, "reports/archive/index.md"))
    assert links == [
        ("2016-01/", "January 2016", "Jan"),
        ("2016-01-2/", "January 2016 (2)", "Jan (2)"),
        ("2016-01-3/", "January 2016 (3)", "Jan (3)"),
    ]


def test_a_page_of_a_full_month_stays_as_it_is_when_more_come() -> None:
    before, after = (html(make_sites({"en": daily(n)})["en"], "reports/archive/2016-01.md") for n in (7, 8))
    assert before == after


def test_the_index_shows_the_latest_years() -> None:
    reports = [report(f"{year}-01-01", changed("a.md", str(year))) for year in (2021, 2022, 2023)]
    site = make_sites({"en": reports})["en"]
    assert re.findall(r"archive/(\d+)-01/", html(site, HOME)) == ["2023"]
    assert re.findall(r'href="(\d+)-01/"', html(site, "reports/archive/index.md")) == ["2023", "2022", "2021"]


def many() -> list[Report]:
    """Four categories, types and terms."""
    terms = ("one", "two", "three", "four")
    return [
        report(f"2024-01-0{n}", changed(f"{term}.md", term, kind=f"Type {term}"), category=f"about {term}")
        for n, term in enumerate(terms, 1)
    ]


SECTIONS = [("categories", "Categories", "about-"), ("types", "Types of changes", "types/Type-")]


@pytest.mark.parametrize(("anchor", "title", "link"), SECTIONS)
def test_the_archive_has_the_lists_that_others_leave_out(anchor: str, title: str, link: str) -> None:
    site = make_sites({"en": many()}, ["one", "two", "three", "four"])["en"]
    archive = html(site, "reports/archive/index.md")
    assert f'<h2 id="{anchor}">{title}</h2>' in archive
    assert len(re.findall(rf'<a href="\.\./{link}\w+/">', archive)) == 4
    index = html(site, HOME)
    assert f'<a href="archive/#{anchor}">and ' in index
    assert len(re.findall(rf'<a href="{link}\w+/">', index)) < 4


def test_the_archive_has_all_terms() -> None:
    site = make_sites({"en": many()}, ["one", "two", "three", "four", "five", "six", "seven"])["en"]
    assert len(re.findall(r'<a href="\.\./watch/\w+/">', html(site, "reports/archive/index.md"))) == 7
    index = html(site, HOME)
    assert re.findall(r'<a href="watch/(\w+)/">', index) == ["two", "three"]
    assert index.count('href="archive/#watched">and 1 more</a>') == 2


def test_a_list_shows_itself_among_many_others() -> None:
    page = html(make_sites({"en": many()})["en"], "reports/about-one.md")
    assert '<strong aria-current="page">about one</strong>' in page
    assert '<a href="../archive/#categories">and 2 more</a>' in page


def test_few_lists_need_no_section_in_the_archive() -> None:
    assert 'id="categories"' not in html(make_sites({"en": daily(1)})["en"], "reports/archive/index.md")


def test_a_report_with_many_terms_names_the_first() -> None:
    words = ["alpha", "beta", "gamma"]
    site = make_sites({"en": [report("2024-01-01", changed("a.md", " ".join(words)))]}, words)["en"]
    card = html(site, "reports/archive/2024-01.md")
    assert re.findall(r'<a class="di-term" href="([^"]*)">([^<]*)', card) == [
        ("../../watch/alpha/", "alpha"),
        ("../../2024-01-01/", "and 2 more"),
    ]


def long_report(day: str) -> Report:
    made = report(day, changed("a.md", LONG, kind="breaking change"), changed(f"{'long/' * 200}b.md", LONG))
    overview = dataclasses.replace(
        made.overview,
        summary=LONG,
        highlights=(Statement("A highlight."),) * 1000,
        new_features=(Statement("New."),) * 99,
    )
    return dataclasses.replace(made, title=LONG, overview=overview)


def test_long_titles_and_summaries_are_cut_in_lists() -> None:
    site = make_sites({"en": [long_report(f"2024-01-0{n}") for n in (1, 2)]}, ["title"])["en"]
    for page in site.pages:
        found = shown(page).partition("<template")[0]
        assert max(map(len, re.findall(r">([^<]*)<", found))) <= 1000
        assert "long/" * 100 not in found or page.uri == "reports/files.md"


def test_long_titles_make_fewer_entries_on_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_page, "_LENGTH_OF_CARDS", 3000)
    monkeypatch.setattr(home_page, "_LENGTH_OF_ROWS", 500)
    index = html(make_sites({"en": [long_report(f"2024-01-{n:02}") for n in range(1, 12)]})["en"], HOME)
    assert (index.count('<article class="di-entry"'), index.count('<li class="di-row"')) == (2, 1)
    shown = re.findall(r'data-report="([\d-]+)"', index)
    assert shown == ["2024-01-11", "2024-01-10", "2024-01-09"]


def test_a_feed_tells_of_a_large_report_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_MOST_STATEMENTS", 3)
    site = make_sites({"en": [long_report("2024-01-01")]})["en"]
    feed = site.data["reports/feed.json"].decode()
    assert (feed.count("A highlight."), feed.count("New.")) == (3, 3)
    assert LONG[:300] in feed
    assert LONG[:1100] not in feed
