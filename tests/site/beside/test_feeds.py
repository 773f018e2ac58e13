"""Atom and JSON feeds: valid, readable by others, and the same as long as nothing changes."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.listed import listed
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import Author, Statement
from mkdocs_diffinsight.site.beside.feeds import Feed, FeedEntry, about, atom, feed_id, json_feed, make_entry, published

from ..sample import HOSTILE, MODELS, make_report, sample_report, with_overview

HERE = Path(__file__).parent
SITE = "https://docs.example.org/changes"
URL = f"{SITE}/reports/2024-05-06-v1-v2/"


def entry_of(report: Report, url: str = URL) -> FeedEntry:
    return make_entry(load_catalog(report.language), listed(report), url)


def feed_of(*entries: FeedEntry) -> Feed:
    page = f"{SITE}/reports/"
    return Feed(feed_id(page, "en", "index"), "Reports", page, "en", entries)


def hostile_report() -> Report:
    statement = Statement(HOSTILE, files=(HOSTILE,), unproven=(HOSTILE,))
    report = with_overview(
        sample_report(),
        summary=HOSTILE,
        highlights=(statement,),
        new_features=(statement,),
        author=Author("person", HOSTILE),
        summary_unproven=(HOSTILE,),
    )
    return dataclasses.replace(report, title=HOSTILE, category=HOSTILE)


FEEDS = {
    "usual": feed_of(entry_of(sample_report())),
    "hostile": feed_of(entry_of(hostile_report())),
    "empty": feed_of(),
}


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_atom_is_what_its_specification_asks(feed: Feed) -> None:
    schema = etree.RelaxNG(etree.parse(str(HERE / "atom.rng")))
    schema.assertValid(etree.fromstring(atom(feed, URL)))


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_the_json_feed_is_what_its_specification_asks(feed: Feed) -> None:
    schema = json.loads((HERE / "jsonfeed.schema.json").read_bytes())
    jsonschema.validate(json.loads(json_feed(feed, URL)), schema)


def test_a_feed_reader_finds_everything() -> None:
    report = with_overview(sample_report(), highlights=(Statement("Prices *fall*."),))
    read = feedparser.parse(atom(feed_of(entry_of(dataclasses.replace(report, category="docs"))), URL))
    (entry,) = read.entries
    assert not read.bozo
    assert (read.feed.title, read.feed.link, read.feed.language) == ("Reports", f"{SITE}/reports/", "en")
    assert (entry.title, entry.link) == ("v1...v2", URL)
    assert entry.published_parsed[:3] == entry.updated_parsed[:3] == (2024, 5, 6)
    assert entry.author == "model example-1"
    assert [tag.term for tag in entry.tags] == ["docs"]
    assert "<p>Prices <em>fall</em>.</p>" in entry.content[0].value


def test_hostile_text_stays_text() -> None:
    read = feedparser.parse(atom(FEEDS["hostile"], URL), sanitize_html=False)
    assert "<script" not in read.entries[0].content[0].value
    assert "&lt;script&gt;" in read.entries[0].content[0].value


def test_an_entry_keeps_its_id_when_texts_and_addresses_change() -> None:
    report = sample_report()
    changed = with_overview(dataclasses.replace(report, title="Summer"), highlights=())
    assert entry_of(report).id == "tag:docs.example.org,2024-05-06:en/2024-05-06-v1-v2"
    assert entry_of(changed, "https://docs.example.org/x/2024-05-06-v1-v2/index.html").id == entry_of(report).id


def test_each_language_has_entries_of_its_own() -> None:
    assert entry_of(sample_report("ja")).id != entry_of(sample_report("en")).id


def test_a_feed_keeps_its_id_when_the_site_moves() -> None:
    assert feed_id("https://e.org/a/reports/docs/", "en", "docs") == feed_id(
        "https://e.org/reports/docs.html", "en", "docs"
    )


def test_a_report_is_as_old_as_its_last_commit() -> None:
    committed = datetime.datetime(2024, 5, 6, 22, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    assert published(committed.date(), committed) == committed


def test_a_date_that_was_set_goes_before_the_commit() -> None:
    made = published(datetime.date(2024, 7, 1), sample_report().resolved.committed)
    assert made.isoformat() == "2024-07-01T00:00:00+00:00"


def test_links_in_an_entry_lead_to_the_items_of_the_page() -> None:
    report = with_overview(sample_report(), highlights=(Statement("`retirements.md` has new dates.", files=(MODELS,)),))
    item = next(file.item_id for file in report.files if file.change.path == MODELS)
    link = f'<a href="{URL}#{item}"><code>retirements.md</code></a> has new dates.'
    assert link in entry_of(report).html


def test_files_that_no_word_names_follow_the_statement() -> None:
    report = with_overview(sample_report(), highlights=(Statement("Dates change.", files=(MODELS,)),))
    item = next(file.item_id for file in report.files if file.change.path == MODELS)
    assert f'Dates change. <small><a href="{URL}#{item}">retirements.md</a></small>' in entry_of(report).html


def test_doubts_are_told_in_words() -> None:
    report = make_report(
        [],
        dataclasses.replace(sample_report().overview, highlights=(Statement("It ends in 2031.", unproven=("2031",)),)),
    )
    assert "It ends in 2031. <small>(not found in the diff: 2031)</small>" in entry_of(report).html


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_entry_has_nothing_that_only_the_page_can_show(language: str) -> None:
    html = entry_of(sample_report(language)).html
    assert 'class="' not in html
    assert "<mark" not in html
    assert 'href="#' not in html


def test_an_entry_of_a_report_without_a_name_is_called_after_its_main_change() -> None:
    report = dataclasses.replace(sample_report(), category="docs")
    nameless = dataclasses.replace(report, range=dataclasses.replace(report.range, base="a" * 40, head="b" * 40))
    entry = entry_of(nameless)
    main = listed(nameless).main_change
    assert main is not None
    assert entry.title == f"{main.summary.modification_title} and {len(report.files) - 1} more changes - docs"
    assert entry.id == entry_of(report).id


def test_an_entry_about_some_changes_begins_with_them() -> None:
    report = sample_report()
    file = listed(report).files[1]
    entry = about(load_catalog("en"), entry_of(report), "Changes that mention “lumen”", [file])
    first = entry.html[: entry.html.index("<hr>")]
    assert "Changes that mention “lumen”" in first
    assert re.findall('href="(.*?)"', first) == [f"{URL}#{file.item_id}"]
    assert entry.id == entry_of(report).id


def test_an_entry_about_some_changes_does_not_list_them_without_end() -> None:
    report = sample_report()
    entry = about(load_catalog("en"), entry_of(report), "lumen", [listed(report).files[0]] * 30)
    first = entry.html[: entry.html.index("<hr>")]
    assert first.count("<li>") == 20
    assert "and 10 more changes" in first
