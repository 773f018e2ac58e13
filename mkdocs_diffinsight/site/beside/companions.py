"""What stands beside the pages of a language: data, plain copies and feeds, and the heads that lead to them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import quote

from ...language.catalog import Catalog
from ...model.listed import ListedReport
from ...model.report import COMPANIONS, FEEDS, LLMS, REPORT_JSON, REPORT_TEXT, Report
from ...model.texts import BREAKING_CHANGE
from ..html.head import Alternate, Head
from ..map.addresses import Addresses
from ..map.around import Link, Translation
from ..map.topics import Contents, Topic
from .feeds import FORMATS, LATEST, Feed, FeedEntry, about, feed_id, make_entry, published
from .plain_copy import llms_text, range_text, report_note, report_text
from .report_json import dump_range, dump_report


class ReportCompanions:
    """Makes what accompanies the page of a report. There are feeds where the site's own address is known."""

    def __init__(
        self,
        catalog: Catalog,
        addresses: Addresses,
        site_name: str,
        everything: str,
        wanted: Collection[str] = COMPANIONS,
    ) -> None:
        """`everything` is the title of the index, `wanted` is what there is to be of `COMPANIONS`."""
        self._t = catalog
        self._addresses = addresses
        self._site_name = site_name
        self.everything = everything
        self.has_json, self.has_text, self.has_llms = (name in wanted for name in (REPORT_JSON, REPORT_TEXT, LLMS))
        self.has_feeds = FEEDS in wanted and bool(addresses.url(addresses.index))

    def files(self, report: Report) -> Mapping[str, bytes]:
        """Its data and its plain copy, by their path below the site's sources."""
        files = {}
        uri, text, data = (at(report) for at in (self._addresses.report, self._addresses.text, self._addresses.data))
        if self.has_json:
            reports = [self._addresses.href(data, self._addresses.data(part)) for part in report.parts]
            files[data] = dump_range(report, reports) if report.parts else dump_report(report)
        if self.has_text:
            page_url, data_url = self.address(text, uri), self.address(text, data) if self.has_json else ""
            texts = [self.address(text, self._addresses.text(part)) for part in report.parts]
            plain = range_text(self._t, report, page_url, data_url, texts) if report.parts else ""
            files[text] = _encoded(plain or report_text(self._t, report, page_url, data_url))
        return files

    def head(
        self,
        uri: str,
        title: str,
        description: str,
        translations: Sequence[Translation],
        report: Report | None = None,
        feed: str = "",
    ) -> Head:
        """What a page says about itself. `feed` is the title of its own feed, if it has one."""
        properties = [
            ("og:type", "article" if report else "website"),
            ("og:title", title),
            ("og:description", description),
            ("og:url", self._addresses.url(uri)),
            ("og:site_name", self._site_name),
            ("og:locale", self._t.locale),
            ("article:published_time", published(report.date, report.resolved.committed).isoformat() if report else ""),
            ("twitter:card", "summary"),
        ]
        alternates = [*self._feeds(uri, feed), *self._forms(uri, report), *self._translated(uri, translations)]
        return Head(description, alternates, [(name, content) for name, content in properties if content])

    def address(self, source: str, target: str) -> str:
        """The whole address of a page or file if the site has one, else how to get there."""
        return self._addresses.url(target) or quote(self._addresses.href(source, target))

    def with_site(self, title: str) -> str:
        """A title for places that are not on the site."""
        return f"{title} - {self._site_name}" if self._site_name else title

    def _feeds(self, uri: str, title: str) -> Iterable[Alternate]:
        """The feed of all reports, and the page's own."""
        index = self._addresses.index
        if not self.has_feeds:
            return
        for page, name in {index: self.everything, **({uri: title} if title else {})}.items():
            for form in FORMATS:
                href = self._addresses.href(uri, self._addresses.feed(page, form.extension))
                yield Alternate(href, form.media_type, self.with_site(name))

    def _forms(self, uri: str, report: Report | None) -> Iterable[Alternate]:
        if report and self.has_text:
            yield Alternate(self._addresses.href(uri, self._addresses.text(report)), "text/plain")
        if report and self.has_json:
            yield Alternate(self._addresses.href(uri, self._addresses.data(report)), "application/json")

    def _translated(self, uri: str, translations: Sequence[Translation]) -> Iterable[Alternate]:
        """The page in each language, and which one is for everybody else."""
        for n, translation in enumerate(translations):
            href = self.address(uri, translation.uri)
            yield Alternate(href, language=translation.language)
            if n == 0:
                yield Alternate(href, language="x-default")


class ListCompanions:
    """Makes what accompanies the pages that list reports: feeds and the plain list."""

    def __init__(self, catalog: Catalog, contents: Contents, one: ReportCompanions) -> None:
        """`one` is for their heads and addresses."""
        self._t = catalog
        self._contents = contents
        self._addresses = contents.addresses
        self._one = one
        breaking = [topic for topic in contents.types if topic.name == BREAKING_CHANGE]
        topics = [*contents.categories, *breaking, *contents.terms]
        lists = {
            self._addresses.index: (one.everything, contents.reports),
            **{topic.uri: (self._subject(topic), topic.reports) for topic in topics},
        }
        self._lists = {uri: one for uri, one in lists.items() if uri not in contents.left_out}
        """The title and the reports, the latest first, of each page that has a feed."""
        self._about = {topic.uri: topic for topic in (*breaking, *contents.terms)}
        """Those of them that are about some changes of their reports."""

    def files(self) -> Mapping[str, bytes]:
        """All of them, by their path below the site's sources."""
        has_llms = self._one.has_llms and self._addresses.index in self._lists
        llms = {self._addresses.llms: self._llms()} if has_llms else {}
        return llms | dict(self._feeds())

    def feed_links(self, uri: str) -> Sequence[Link]:
        """The feeds of a page, if it has any."""
        if uri not in self._lists or not self._one.has_feeds:
            return []
        href, feed = self._addresses.href, self._addresses.feed
        return [Link(form.name, href(uri, feed(uri, form.extension))) for form in FORMATS]

    def head(self, uri: str, title: str, description: str, translations: Sequence[Translation]) -> Head:
        """What a page says about itself."""
        feed, _ = self._lists.get(uri, ("", ()))
        return self._one.head(uri, title, description, translations, feed=feed)

    def _feeds(self) -> Iterable[tuple[str, bytes]]:
        if not self._one.has_feeds:
            return
        listed = {report.slug: report for _, reports in self._lists.values() for report in reports[:LATEST]}
        entries = {
            slug: make_entry(self._t, report, self._url(report), [*map(self._url, report.parts)])
            for slug, report in listed.items()
        }
        for uri, (title, reports) in self._lists.items():
            topic = self._about.get(uri)
            shown = [
                self._entry_about(topic, title, report, entries[report.slug]) if topic else entries[report.slug]
                for report in reports[:LATEST]
            ]
            feed = self._feed(title, uri, shown)
            for form in FORMATS:
                url = self._addresses.feed(uri, form.extension)
                yield url, form.write(feed, self._addresses.url(url))

    def _entry_about(self, topic: Topic, title: str, report: ListedReport, entry: FeedEntry) -> FeedEntry:
        items = topic.changes[report.slug]
        return about(self._t, entry, title, [item.file for item in items], [self._url(item.report) for item in items])

    def _url(self, report: ListedReport) -> str:
        return self._addresses.url(self._addresses.report(report))

    def _feed(self, title: str, uri: str, entries: Sequence[FeedEntry]) -> Feed:
        url, language = self._addresses.url(uri), self._t.language
        id_ = feed_id(url, language, self._addresses.name(uri))
        return Feed(id_, self._one.with_site(title), url, language, entries)

    def _llms(self) -> bytes:
        here = self._addresses.llms
        reports = self._contents.reports
        latest = [
            (Link(report.title, self._one.address(here, self._plain(report))), report_note(self._t, report))
            for report in reports[:LATEST]
        ]
        others = [
            (Link(name, self._one.address(here, uri)), self._description(uri, len(members)))
            for uri, (name, members) in self._lists.items()
        ]
        description = self._t("page.list_description", n=len(reports))
        lists = [(self._t("plain.latest"), latest), (self._t("plain.others"), others)]
        return _encoded(llms_text(self._one.with_site(self._one.everything), description, lists))

    def _plain(self, report: ListedReport) -> str:
        """Where programs read a report best: its plain copy, or else its page."""
        text = self._addresses.text(report)
        has_text = self._one.has_text and text not in self._contents.left_out
        return text if has_text else self._addresses.report(report)

    def _description(self, uri: str, reports: int) -> str:
        """What is said of a page that has a feed."""
        topic = self._about.get(uri)
        return self._t("list.changes", n=topic.count) if topic else self._t("page.list_description", n=reports)

    def _subject(self, topic: Topic) -> str:
        return self._t("list.watched", term=topic.title) if topic.kind == "term" else topic.title


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
