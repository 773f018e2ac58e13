"""What any host takes to show reports: settings, a site that is made, and its pages, without a site generator."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from mkdocs_diffinsight.build.incremental import SiteMaker
from mkdocs_diffinsight.build.range_reports import Build
from mkdocs_diffinsight.settings import Settings, make_settings, options_of
from mkdocs_diffinsight.site.map.frame import Frame

from ..conftest import GitRepository

LOG = logging.getLogger("test")


def checked(group: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as their declarations want them, with what is not given."""
    options: dict[str, Any] = {}
    for name, declared in options_of(group).items():
        value = given.get(name, declared.default)
        if isinstance(declared.check, type):
            options[name] = checked(declared.check, value or {})
        else:
            options[name] = None if value is None and declared.default is None else declared.check(value)
    return options


def test_reports_are_shown_without_a_site_generator(tmp_path: Path, history: GitRepository) -> None:
    given = {"repository": str(history.path), "ranges": ["v1...v3"], "summarizer": "rules"}
    settings = make_settings(checked(Settings, given), tmp_path, tmp_path / "docs", tmp_path / "site")
    frame = Frame("en", (), "Test", "https://example.org/", use_directory_urls=True)
    with Build(settings, LOG) as build:
        maker = SiteMaker(build, settings, frame, LOG)
        with closing(maker.store):
            made = maker.make()
            (site,) = made.sites
            (report,) = [page for page in site.pages if page.kind == "report"]
            kept = maker.store.page(report.uri)
            body = kept.body.whole(kept.parts)
            files = [maker.store.sources / uri for uri in (report.uri, *site.data)]
            assert [path for path in files if not path.is_file()] == []
    assert "di-report" in body
    assert all(f'id="{anchor}"' in body for _, anchor, *_ in kept.headings)


def test_what_makes_reports_takes_no_site_generator() -> None:
    """Another one can stand beside MkDocs."""
    code = (
        "import sys, mkdocs_diffinsight.build.incremental, mkdocs_diffinsight.build.site_writer; "
        "print([name for name in sys.modules if name.partition('.')[0] == 'mkdocs'])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
