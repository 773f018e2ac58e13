"""Making the pages of a site, and keeping them on disk."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import yaml

from ..disk import checksum, compact_json
from ..git.following.silences import Silence
from ..language.catalog import load_catalog
from ..model.listed import ListedReport, listed
from ..model.report import PICTURES
from ..settings.options import Settings
from ..site.beside.pictures import Pictures
from ..site.html.head import head_lines
from ..site.html.templating import Templates, escape_heading
from ..site.map.addresses import Addresses
from ..site.map.around import Neighbourhood
from ..site.map.frame import Frame
from ..site.map.site import PageKind, Site, SitePage
from ..site.map.topics import contents_of, term_pages
from ..site.map.whole_range import translated_whole
from ..site.page_makers import ListMaker, Page, ReportFiles, ReportMaker
from .kept import KeptLists, KeptReport, RangeFiles
from .range_reports import Translated
from .store import AROUND, Store, digest, pack, page_name, source_name

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The fast one, where there is one."""


class SiteWriter:
    """Makes pages and writes them."""

    def __init__(
        self, settings: Settings, frame: Frame, addresses: Mapping[str, Addresses], store: Store, key: str
    ) -> None:
        """`key` tells what all pages are made with."""
        self._key = key
        self._settings = settings
        self._addresses = addresses
        self._frame = frame
        self._store = store
        self._written: dict[str, str] = {}
        """The checksums of the files of a range, or of lists, by name."""
        around = {language: language if language in frame.homes else frame.theme_language for language in addresses}
        self._templates = {
            language: Templates(load_catalog(language), frame.theme_folders, own) for language, own in around.items()
        }

    def write_range(self, reports: Sequence[Translated], range_slug: str | None, listed_name: str) -> RangeFiles:
        """Make everything at the addresses of a range's reports, and a file of this name with what lists show of them.

        With a `range_slug`, that of the report on the whole range, which comes last. Raises `TemplateError` and
        `OSError`.
        """
        self._written = {}
        whole = translated_whole(range_slug, reports) if range_slug else {}
        made = [self._write_report(files) for files in self._make(reports, whole)]
        in_lists = [whole] if whole else reports
        shown = [{language: listed(one) for language, one in report.items()} for report in in_lists]
        self._write(listed_name, compact_json(shown))
        digests = [page.digest for report in made for some in report.pages.values() for page in some]
        return RangeFiles(self._written, made, digest(self._written[listed_name], digests))

    def _make(self, reports: Sequence[Translated], whole: Translated) -> Iterator[Mapping[str, ReportFiles]]:
        """What stands at the address of each report, one after the other; that on the `whole` range last."""
        for report in reports:
            yield {
                language: self._report_maker(language).make(one, whole.get(language))
                for language, one in report.items()
            }
        if whole:
            yield {language: self._report_maker(language).make_whole(one) for language, one in whole.items()}

    def write_lists(
        self,
        reports: Mapping[str, Sequence[ListedReport]],
        kept: Mapping[str, KeptReport],
        silences: Sequence[Silence],
        key: str,
        before: KeptLists | None,
        left_out: frozenset[str] = frozenset(),
    ) -> KeptLists:
        """Make what depends on all `reports` together, by language.

        `kept` is what was made of each, by slug. `silences` say why there is no report. What was made `before` and is
        there is not made again where it says the same. Nothing is told of what is `left_out`. Raises `TemplateError`
        and `OSError`.
        """
        settings = self._settings
        contents = {
            language: contents_of(
                own,
                load_catalog(language),
                self._addresses[language],
                categories=list(settings.categories),
                terms=settings.watch,
                folders=settings.languages[1:],
                left_out=left_out,
            )
            for language, own in reports.items()
        }
        self._written = {}
        around = _Surroundings(self._key, before, self._store)
        sites = []
        for language in contents:
            own = {slug: report.pages[language] for slug, report in kept.items()}
            maker = ListMaker(
                load_catalog(language),
                self._templates[language],
                contents,
                site_name=self._frame.site_name,
                silences=silences,
                companions=settings.companions,
                report_pages={slug: {page.uri: page.items for page in some} for slug, some in own.items()},
            )
            slugs = {report.slug for report in (*contents[language].reports, *contents[language].detailed)}
            others = [uri for slug, one in kept.items() if slug in slugs for uri in one.data[language]]
            sites.append(self._write_lists(maker, own, others, around))
        self._written[AROUND] = self._store.write_around(around.parts)
        return KeptLists(key, self._written, sites, sorted(left_out))

    @functools.cache  # noqa: B019 - there is one writer in a build
    def _report_maker(self, language: str) -> ReportMaker:
        settings = self._settings
        return ReportMaker(
            load_catalog(language),
            self._templates[language],
            self._addresses,
            terms=term_pages(settings.watch, self._addresses[language]),
            notice=settings.notice,
            has_categories=bool(settings.categories),
            site_name=self._frame.site_name,
            pictures=Pictures(settings.scratch_dir, settings.reports_dir, has_files=PICTURES in settings.companions),
            companions=settings.companions,
            tags=self._has_room,
        )

    def _has_room(self, tag: str) -> bool:
        """Whether the site has a tag."""
        return self._settings.report_tags and (self._frame.tags is None or tag in self._frame.tags)

    def _write_report(self, files: Mapping[str, ReportFiles]) -> KeptReport:
        pages = {language: self._write_pages_of(one) for language, one in files.items()}
        pictures = dict.fromkeys(picture for one in files.values() for picture in one.pictures)
        return KeptReport(pages, {language: list(one.data) for language, one in files.items()}, list(pictures))

    def _write_pages_of(self, files: ReportFiles) -> list[SitePage]:
        self._write_data(files.data)
        return [self._write_page(page, "report") for page in files.pages]

    def _write_page(self, page: Page, kind: PageKind) -> SitePage:
        headings = [
            (escape_heading(one.title), one.id, one.level, escape_heading(one.full_title or one.title))
            for one in page.body.headings
        ]
        packed = pack(headings, head_lines(page.head), page.body)
        front_matter = yaml.dump(dict(page.meta), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        own = hashlib.sha256(packed + front_matter.encode()).hexdigest()
        # The body is put in later; its digest makes the file change with it, for `mkdocs build --dirty`.
        source = f"---\n{front_matter}# {own}\n---\n".encode()
        self._write(source_name(page.uri), source)
        self._write(page_name(page.uri), packed)
        heading = escape_heading(page.title)
        return SitePage(page.uri, kind, page.title, heading, own, page.items, page.previous, page.next)

    def _write_data(self, data: Mapping[str, bytes]) -> None:
        for uri, content in data.items():
            self._write(source_name(uri), content)

    def _write(self, name: str, data: bytes) -> None:
        self._store.folder.put(name, data)
        self._written[name] = checksum(data)

    def _write_lists(
        self, maker: ListMaker, pages: Mapping[str, Sequence[SitePage]], data: Sequence[str], around: _Surroundings
    ) -> Site:
        lists = maker.make()
        reports = []
        for slug, neighbours in maker.neighbours():
            digests = {uri: around.add(uri, others, maker) for uri, others in neighbours.around.items()}
            own, *further = (replace(page, around=digests.get(page.uri, "")) for page in pages[slug])
            reports += [replace(own, previous=neighbours.previous, next=neighbours.next), *further]
        self._write_data(lists.data)
        made = [
            self._write_page(lists.index, "index"),
            *(self._write_page(page, "category") for page in lists.categories),
            *reports,
            *(self._write_page(page, "list") for page in lists.others),
        ]
        return Site(lists.title, escape_heading(lists.title), made, [*data, *lists.data])


class _Surroundings:
    """What the pages of reports say about other reports, made again only where it is no longer the same."""

    def __init__(self, key: str, before: KeptLists | None, store: Store) -> None:
        """`key` tells what all pages are made with."""
        self.parts: dict[str, bytes] = {}
        """As JSON, by the paths of pages."""
        self._key = key
        self._store = store
        self._digests = {page.uri: page.around for site in before.sites for page in site.pages} if before else {}

    def add(self, uri: str, around: Neighbourhood, maker: ListMaker) -> str:
        """What a page says, told from whatever else it could say by the digest that is returned.

        Raises `TemplateError`.
        """
        own = digest(self._key, repr(around))
        kept = None
        if self._digests.get(uri) == own:
            with contextlib.suppress(OSError, ValueError):
                kept = self._store.around(uri)
        self.parts[uri] = kept or compact_json(maker.parts(around))
        return own
