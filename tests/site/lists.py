"""Lists of reports without a build."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.build.watch import Watch
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.listed import listed
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import Addresses, addresses_of
from mkdocs_diffinsight.site.map.topics import contents_of
from mkdocs_diffinsight.site.page_makers import ListMaker, Lists, Page

from .reports import changed, report

HOME = "reports/index.md"

START = datetime.date(2016, 1, 4)


def make_sites(reports: Mapping[str, Sequence[Report]], watch: Sequence[str] = ()) -> dict[str, Lists]:
    """What lists the reports of each language."""
    return {language: maker.make() for language, maker in list_makers(reports, watch).items()}


def list_makers(reports: Mapping[str, Sequence[Report]], watch: Sequence[str] = ()) -> dict[str, ListMaker]:
    contents = {
        language: contents_of(
            [listed(with_hits(report, Watch(watch))) for report in own],
            load_catalog(language),
            addresses_in(list(reports))[language],
            terms=watch,
        )
        for language, own in reports.items()
    }
    return {
        language: ListMaker(load_catalog(language), Templates(load_catalog(language), [], "en"), contents)
        for language in reports
    }


def addresses_in(languages: Sequence[str]) -> dict[str, Addresses]:
    return addresses_of("reports", languages, use_directory_urls=True, site_url="https://docs.example.org/")


def with_hits(report: Report, watch: Watch) -> Report:
    files = [dataclasses.replace(file, hits=watch.hits(file.evidence, file.summary)) for file in report.files]
    return dataclasses.replace(report, files=files)


def html(site: Lists, uri: str) -> str:
    [page] = [page for page in site.pages if page.uri == uri]
    return shown(page)


def shown(page: Page) -> str:
    return KeptBody.of(page.body).whole({})


def daily(count: int) -> list[Report]:
    days = (START + datetime.timedelta(days=number) for number in range(count))
    kinds = ("breaking change", "new feature", "bug fix", "minor update")
    return [
        report(f"{day}", *(changed(f"docs/{kind}.md", f"lumen {day}", kind=kind) for kind in kinds), category="docs")
        for day in days
    ]
