"""A site may have thousands of reports, so nothing keeps one in memory once its pages are made."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import addresses_of
from mkdocs_diffinsight.site.page_makers import ReportMaker

from ..conftest import GitRepository, Project
from ..site.sample import sample_report

MOST_KILOBYTES = 200_000
"""Of a build, which takes some 80,000; with twelve times the large text it would be 400,000."""
STATUS = Path("/proc/self/status")
BUILD = f"""
import atexit, pathlib, re
from mkdocs.__main__ import cli
atexit.register(lambda: print(re.search(r"VmHWM:\\s*(\\d+) kB", pathlib.Path("{STATUS}").read_text())[1]))
cli()
"""
"""Builds a site, and prints the kilobytes that it had at most."""


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


def commit_one_content_under_many_names(repository: GitRepository) -> None:
    """Twelve names each for a text that is read, and one that is too large to be compared."""
    sizes = 20_000, 24_000_000
    script = b""
    for version in (1, 2):
        for n, size in enumerate(sizes):
            text = b"A line of text, %d.\n" % version * (size // 20)
            script += b"blob\nmark :%d%d\ndata %d\n%s\n" % (version, n, len(text), text)
        script += b"commit refs/heads/main\ncommitter A <a@example.org> 170406720%d +0000\ndata 0\n" % version
        names = [b"M 644 :%d%d %d/%d.txt\n" % (version, n, n, name) for n in range(len(sizes)) for name in range(12)]
        script += b"".join(names) + b"\nreset refs/tags/v%d\nfrom refs/heads/main\n\n" % version
    repository.git("fast-import", "--quiet", data=script)


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not tell")
def test_one_content_under_many_names_is_no_more_in_memory(project: Project, repository: GitRepository) -> None:
    commit_one_content_under_many_names(repository)
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"]})
    command = [sys.executable, "-c", BUILD, "build", "--strict"]
    peak = subprocess.run(command, cwd=project.path, capture_output=True, check=True).stdout
    assert int(peak) < MOST_KILOBYTES
