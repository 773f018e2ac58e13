"""The pages around the reports, without a build."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Sequence

import pytest

from mkdocs_diffinsight.build.watch import Watch
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.around import FileHistory, OtherChange
from mkdocs_diffinsight.site.map.topics import term_pages
from mkdocs_diffinsight.site.page_makers import Page, ReportMaker

from ..lists import HOME, addresses_in, daily, html, list_makers, make_sites, shown, with_hits
from ..reports import changed, report


def make_report_page(report: Report, watch: Sequence[str] = ()) -> Page:
    """The page of an English report."""
    catalog, addresses = load_catalog("en"), addresses_in(["en"])
    maker = ReportMaker(catalog, Templates(catalog, [], "en"), addresses, terms=term_pages(watch, addresses["en"]))
    [page] = maker.make(with_hits(report, Watch(watch))).pages
    return page


def test_a_page_that_a_language_lacks_is_not_linked() -> None:
    english = report("2024-01-01", changed("a.md", "1", kind="breaking change"), changed("b.md", "2"))
    japanese = report("2024-01-01", changed("a.md", "1"), changed("b.md", "2"))
    sites = make_sites({"en": [english], "ja": [japanese]})
    assert "di-languages" not in html(sites["en"], "reports/types/breaking-change.md")
    assert 'href="../../ja/types/minor-update/"' in html(sites["en"], "reports/types/minor-update.md")
    assert "reports/ja/types/breaking-change.md" not in {page.uri for page in sites["ja"].pages}


def between_objects(made: Report, base: str = "1a2b3c4" * 5 + "fffff", head: str = "5d6e7f8" * 5 + "fffff") -> Report:
    """The report, on a range that nobody gave a name."""
    compare_range = dataclasses.replace(made.range, base=base, head=head)
    return dataclasses.replace(made, range=compare_range, title=f"{base[:7]}...{head[:7]}")


def test_a_report_without_a_name_goes_by_its_main_change() -> None:
    small, breaking, large = changed("a.md", "1"), changed("b.md", "2", kind="breaking change"), changed("c.md", "3")
    index = html(make_sites({"en": [between_objects(report("2024-01-01", small, breaking, large))]})["en"], HOME)
    assert '<a href="2024-01-01/">Title 2</a>' in index
    assert "and 2 more changes" in index
    assert "1a2b3c4...5d6e7f8" in index


@pytest.mark.parametrize(("base", "head"), [("v1.0", "v1.1"), ("20240101", "20240201")])
def test_tags_are_a_name(base: str, head: str) -> None:
    made = dataclasses.replace(between_objects(report("2024-01-01", changed("a.md", "1")), base, head), title="Tags")
    assert '<a href="2024-01-01/">Tags</a>' in html(make_sites({"en": [made]})["en"], HOME)


def test_rows_name_the_main_change() -> None:
    index = html(make_sites({"en": daily(11)})["en"], HOME)
    [row] = re.findall(r'<li class="di-row".*?</li>', index, re.DOTALL)
    assert 'href="2016-01-04/">Report 2016-01-04</a>' in row
    assert ">Title lumen 2016-01-04</small>" in row


def test_the_table_of_contents_leads_to_what_is_there() -> None:
    for sites in (make_sites({"en": []}, ["lumen"]), make_sites({"en": daily(40)}, ["lumen", "none"])):
        for page in sites["en"].pages:
            found = shown(page)
            assert [heading.id for heading in page.body.headings if f'id="{heading.id}"' not in found] == []


def test_breaking_changes_and_watched_words_have_feeds_of_the_reports_that_have_them() -> None:
    breaking = report("2024-01-01", changed("a.md", "1", kind="breaking change"), changed("b.md", "lumen"))
    site = make_sites({"en": [breaking, report("2024-01-02", changed("a.md", "2"))]}, ["lumen"])["en"]
    for name, first in ("types/breaking-change", "Title 1"), ("watch/lumen", "Title lumen"):
        [entry] = json.loads(site.data[f"reports/feeds/{name}.json"])["items"]
        assert re.findall('<a href="[^"]*">(Title .*?)</a>', entry["content_html"])[0] == first


def test_a_month_has_all_its_reports() -> None:
    site = make_sites({"en": daily(40)})["en"]
    assert html(site, "reports/archive/2016-01.md").count('<article class="di-entry"') == 28


def test_a_category_has_rows_for_older_reports() -> None:
    page = html(make_sites({"en": daily(40)})["en"], "reports/docs.md")
    assert (page.count('<article class="di-entry"'), page.count('<li class="di-row"')) == (15, 25)


def test_a_type_lists_its_latest_changes_and_counts_the_rest() -> None:
    page = html(make_sites({"en": daily(320)})["en"], "reports/types/bug-fix.md")
    assert page.count('<li class="di-change"') == 300
    assert page.count('<li class="di-row"') == 20
    assert page.count("1 change<") == 20


def test_the_history_of_a_file_is_folded_and_then_counted() -> None:
    page = html(make_sites({"en": daily(60)})["en"], "reports/files.md")
    first = page[page.index('<section class="di-file">') : page.index("</section>")]
    assert first.index("2016-03-03") < first.index("2016-02-28") < first.index("<details") < first.index("2016-02-27")
    assert "55 earlier changes" in first
    assert "and 40 more changes" in first


def test_a_report_knows_the_history_of_its_files() -> None:
    reports = [report(f"2024-01-0{n}", changed("a.md", f"lumen {n}"), changed(f"{n}.md", "x")) for n in (1, 2)]
    item = reports[0].files[0].item_id
    makers = list_makers({"en": reports}, ["lumen"])
    known = [page.histories for _, one in makers["en"].neighbours() for page in one.around.values()]
    anchor = item.replace("item-", "file-")
    later = OtherChange(datetime.date(2024, 1, 2), f"../2024-01-02/#{item}", "Title lumen 2")
    earlier = OtherChange(datetime.date(2024, 1, 1), f"../2024-01-01/#{item}", "Title lumen 1")
    assert {item: FileHistory(2, None, later, f"../files/#{anchor}")} in known
    assert {item: FileHistory(2, earlier, None, f"../files/#{anchor}")} in known


def test_a_report_leads_to_the_terms_that_it_hits() -> None:
    page = make_report_page(report("2024-01-01", changed("a.md", "lumen")), ["lumen", "none"])
    assert '<a class="di-term" href="../watch/lumen/">lumen</a>' in shown(page)
    assert "none" not in page.meta["tags"]


def test_the_neighbours_of_a_report_are_those_of_its_category() -> None:
    days = [report(f"2024-01-0{n}", changed("a.md", f"{n}")) for n in (1, 2, 3)]
    days[1] = dataclasses.replace(days[1], category="other")
    neighbours = dict(list_makers({"en": days})["en"].neighbours())
    first, last = (f"reports/2024-01-0{n}/index.md" for n in (1, 3))
    assert {slug: (one.previous, one.next) for slug, one in neighbours.items()} == {
        "2024-01-01": (None, last),
        "2024-01-02": (None, None),
        "2024-01-03": (first, None),
    }


def test_search_reads_the_titles_of_lists_alone() -> None:
    for page in make_sites({"en": daily(3)}, ["lumen"])["en"].pages:
        assert "2016-01-0" not in page.body.html
        assert "<h1" in page.body.html


@pytest.mark.parametrize("hostile", ["<img src=x>.md", 'a"onclick="x.md'])
def test_names_from_a_repository_are_only_text(hostile: str) -> None:
    reports = [report(f"2024-01-0{n}", changed(hostile, f"<b>{n}</b>", kind="<i>")) for n in (1, 2)]
    for page in (*make_sites({"en": reports}, ["<b>"])["en"].pages, make_report_page(reports[0], ["<b>"])):
        found = shown(page)
        assert "<img src" not in found
        assert 'a"onclick' not in found
        assert "<i>" not in found.replace('<i class="di-', "")
