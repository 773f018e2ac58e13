"""A site may have thousands of reports, so nothing keeps one in memory once its pages are made."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.site.files import ReportMaker
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import addresses_of

from ..site.sample import sample_report


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collector")
def test_a_report_is_forgotten_when_its_pages_are_made() -> None:
    """At once: looking for cycles among so many values takes the garbage collector a tenth of a build."""
    catalog = load_catalog("en")
    report = sample_report()
    hits = {term for file in report.files for term in file.hits}
    addresses = addresses_of("reports", ["en"], use_directory_urls=True)
    terms = {term: f"reports/watch/{n}.md" for n, term in enumerate(hits)}
    maker = ReportMaker(catalog, Templates(catalog, [], "en"), addresses, terms=terms)
    known = [weakref.ref(one) for one in (report, *report.files)]
    bodies = [KeptBody.of(page.body) for page in maker.make(report).pages]
    del report
    assert bodies
    assert [reference() for reference in known if reference()] == []
