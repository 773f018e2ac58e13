"""What any host takes to show reports: settings, a site that is made, and its pages, without a site generator."""

from __future__ import annotations

import logging
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from mkdocs_diffinsight.hosts.host import Host, bound_settings
from mkdocs_diffinsight.settings.options import Settings, check_options
from mkdocs_diffinsight.site.map.frame import Frame

from ..conftest import GitRepository

LOG = logging.getLogger("test")


def test_reports_are_shown_without_a_site_generator(tmp_path: Path, history: GitRepository) -> None:
    given = {"repository": str(history.path), "ranges": ["v1...v3"], "summarizer": "rules"}
    options, *problems = check_options(Settings, given)
    assert problems == [[], []]
    host = Host(LOG)
    host.settings = bound_settings(options, tmp_path, tmp_path / "docs", tmp_path / "site", LOG)
    (site,) = host.make(Frame("en", (), "Test", "https://example.org/", use_directory_urls=True)).sites
    with closing(host):
        (report,) = [page for page in site.pages if page.kind == "report"]
        kept = host.maker.store.page(report.uri)
        body = kept.body.whole(kept.parts)
        files = [host.maker.store.sources / uri for uri in (report.uri, *site.data)]
        assert [path for path in files if not path.is_file()] == []
    assert "di-report" in body
    assert all(f'id="{anchor}"' in body for _, anchor, *_ in kept.headings)


def test_what_makes_reports_takes_no_site_generator() -> None:
    """Another one can stand beside MkDocs."""
    code = (
        "import sys, mkdocs_diffinsight.hosts.host, mkdocs_diffinsight.build.site_writer; "
        "print([name for name in sys.modules if name.partition('.')[0] == 'mkdocs'])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
