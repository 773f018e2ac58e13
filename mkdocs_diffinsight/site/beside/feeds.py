"""Feeds of reports: Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Pure.

Their ids are `tag:` addresses (RFC 4151) of the site's host and of what never changes about a report, so that nothing
is told twice when a title, a text or the address of a page changes.
"""

from __future__ import annotations

import datetime
import itertools
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from ...disk import dump_json
from ...language.catalog import Catalog
from ...language.quoting import shortened, showable
from ...model.listed import ListedFile, ListedReport
from ...model.texts import Statement
from ..html.prose import Passage, is_web_address, render_item, render_passages
from ..html.templating import author_name
from ..pages.proof_links import LISTS, file_names, plain_summary

LATEST = 30
"""How many reports a feed tells of."""
_LEVEL = 3
"""The level of headings in an entry."""
_MOST_HITS = 20
"""Changes that a feed is about, named in an entry."""
_MOST_FILES = 3
"""Named after one statement."""
_MOST_STATEMENTS, _LEAST_STATEMENTS = 30, 3
"""Statements of each part of an overview; of each part of theirs, in the entry of a range with very many categories."""
_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_PATH = 200, 1000, 300
"""Characters. Readers ask for the whole feed again and again."""
_FIRST_YEAR = "2024"
"""The date in ids that stand for no report; a `tag:` address has to have one."""
_LONG_AGO = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
"""When a feed without entries was updated."""


class FeedEntry(NamedTuple):
    """What feeds tell of a report."""

    id: str
    title: str
    url: str
    published: datetime.datetime
    summary: str
    html: str
    author: str
    categories: Sequence[str] = ()
    compare_url: str = ""


class Feed(NamedTuple):
    """A feed, whatever its format."""

    id: str
    title: str
    page_url: str
    """The address of the page that lists the same reports."""
    language: str
    entries: Sequence[FeedEntry]
    """The latest first."""


def make_entry(t: Catalog, report: ListedReport, url: str, part_urls: Sequence[str] = ()) -> FeedEntry:
    """What feeds tell of a report whose page is at `url`, and those on its categories at `part_urls`."""
    date = report.lasting_date.isoformat() if report.lasting_date else _FIRST_YEAR
    return FeedEntry(
        _tag(url, date, report.language, report.slug),
        shortened(_title(t, report), _LONGEST_TITLE),
        url,
        published(report.date, report.committed),
        shortened(plain_summary(t, report.overview), _LONGEST_SUMMARY),
        _html_of_parts(t, report, part_urls) if report.parts else _html(t, report, url, _MOST_STATEMENTS),
        showable(author_name(t, report.overview.author)),
        [part.category for part in report.parts or [report] if part.category],
        link if is_web_address(link := report.permalink or "") else "",
    )


def about(
    t: Catalog, entry: FeedEntry, subject: str, files: Sequence[ListedFile], urls: Sequence[str] = ()
) -> FeedEntry:
    """The entry in a feed about some changes: it begins with those that the report has.

    `urls` are the pages that explain them, where that is not the entry's own.
    """
    heading = Markup("<p><strong>{}</strong></p>").format(showable(subject))
    items = Markup("\n").join(
        Markup('<li><a href="{}#{}">{}</a> <small>{}</small></li>').format(
            url,
            file.item_id,
            showable(shortened(file.summary.modification_title, _LONGEST_TITLE)),
            showable(shortened(file.change.path, _LONGEST_PATH)),
        )
        for file, url in zip(files[:_MOST_HITS], urls or itertools.repeat(entry.url), strict=False)
    )
    further = len(files) - _MOST_HITS
    rest = Markup("<p>{}</p>\n").format(t("list.more_changes", n=further)) if further > 0 else Markup()
    return entry._replace(html=f"{heading}\n<ul>\n{items}\n</ul>\n{rest}<hr>\n{entry.html}")


def feed_id(page_url: str, language: str, name: str) -> str:
    """The id of the feed of this name."""
    return _tag(page_url, _FIRST_YEAR, language, f"feeds/{name}")


def atom(feed: Feed, own_url: str) -> bytes:
    """The feed as Atom."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _add(root, "title", feed.title)
    _add(root, "id", feed.id)
    _add(root, "updated", max((entry.published for entry in feed.entries), default=_LONG_AGO).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=own_url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page_url)
    _add(root, "generator", "mkdocs-diffinsight")
    for entry in feed.entries:
        _add_entry(root, entry)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def json_feed(feed: Feed, own_url: str) -> bytes:
    """The feed as JSON Feed."""
    return dump_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": showable(feed.title),
            "home_page_url": feed.page_url,
            "feed_url": own_url,
            "language": feed.language,
            "items": [_item(entry) for entry in feed.entries],
        }
    )


class Format(NamedTuple):
    """A format of feeds."""

    name: str
    extension: str
    media_type: str
    write: Callable[[Feed, str], bytes]
    """Takes the feed's own address besides it."""


FORMATS = (
    Format("Atom", "xml", "application/atom+xml", atom),
    Format("JSON Feed", "json", "application/feed+json", json_feed),
)


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "title", entry.title)
    _add(element, "id", entry.id)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.compare_url:
        _add(element, "link", rel="related", href=entry.compare_url)
    _add(element, "published", entry.published.isoformat())
    _add(element, "updated", entry.published.isoformat())
    _add(ET.SubElement(element, "author"), "name", entry.author)
    for category in entry.categories:
        _add(element, "category", term=category)
    _add(element, "summary", entry.summary)
    _add(element, "content", entry.html, type="html")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, {key: showable(value) for key, value in attributes.items()})
    element.text = None if text is None else showable(text)


def _item(entry: FeedEntry) -> Mapping[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.published.isoformat(),
        "authors": [{"name": entry.author}],
        "tags": list(map(showable, entry.categories)),
    }


def _tag(url: str, date: str, *names: str) -> str:
    host = urlsplit(url).hostname or ""
    return f"tag:{quote(host)},{date}:{quote('/'.join(names))}"


def published(date: datetime.date, committed: datetime.datetime) -> datetime.datetime:
    """When the range of a report ended: never the time of the build. A date that was set or published goes first."""
    return committed if committed.date() == date else datetime.datetime.combine(date, datetime.time(), datetime.UTC)


def _title(t: Catalog, report: ListedReport) -> str:
    """The report's own, or else its main change, so that a list of entries tells what is in them."""
    main = None if report.has_name else report.main_change
    if main is None:
        return showable(report.title)
    title = showable(main.summary.modification_title)
    if others := len(report.files) - 1:
        title += " " + t("list.more_changes", n=others)
    return f"{title} - {report.category}" if report.category else title


def _html_of_parts(t: Catalog, report: ListedReport, urls: Sequence[str]) -> str:
    """What the reports on the categories of a range tell, each below a link to it."""
    most = max(_LEAST_STATEMENTS, _MOST_STATEMENTS // len(report.parts))
    heading = Markup('<h2><a href="{}">{}</a></h2>\n')
    return "".join(
        f"{heading.format(url, showable(part.category or ''))}{_html(t, part, url, most)}"
        for part, url in zip(report.parts, urls, strict=True)
    )


def _html(t: Catalog, report: ListedReport, url: str, most: int) -> str:
    """The highlights and the lists, with links that work anywhere; of each as many statements as `most`."""
    entry = _Content(t, report, url)
    overview = report.overview
    parts = [render_passages([entry.passage(statement) for statement in overview.highlights[:most]], _LEVEL)]
    for key in LISTS:
        if statements := getattr(overview, key)[:most]:
            items = Markup("\n").join(
                Markup("<li>{}</li>").format(render_item(entry.passage(statement), _LEVEL)) for statement in statements
            )
            parts.append(Markup("<h{0}>{1}</h{0}>\n<ul>\n{2}\n</ul>\n").format(_LEVEL, t(f"page.{key}"), items))
    return str(Markup().join(parts))


class _Content:
    """Statements of an overview away from their page: links lead to the items of the page, doubts are told in words."""

    def __init__(self, t: Catalog, report: ListedReport, url: str) -> None:
        names = file_names(report)
        self._t = t
        self._files = {file.change.path: (f"{url}#{file.item_id}", names[file.change.path]) for file in report.files}
        """Where each file is, and its name."""

    def passage(self, statement: Statement) -> Passage:
        files = {path: self._files[path] for path in statement.files if path in self._files}
        links = {call: href for path, (href, name) in files.items() for call in (path, name)}
        named = any(f"`{call}`" in statement.text for call in links)
        link, shown = Markup('<a href="{}">{}</a>'), [] if named else [*files.values()][:_MOST_FILES]
        notes = [link.format(href, showable(name)) for href, name in shown]
        if statement.unproven:
            notes.append(escape(self._t("page.unproven", words=", ".join(statement.unproven))))
        small = Markup(" <small>{}</small>").format(Markup(" ").join(notes)) if notes else Markup()
        return Passage(statement.text, small, links=links)
