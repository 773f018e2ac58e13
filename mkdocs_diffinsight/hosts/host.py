"""What a host takes, whatever its site generator is: settings, and a site that is made. `mkdocs/` is a host."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from ..build.guard import guarded
from ..build.incremental import MadeSite, SiteMaker
from ..build.range_reports import Build
from ..progress import Log
from ..settings.options import Settings, make_settings
from ..site.map.frame import Frame


def bound_settings(options: Mapping[str, Any], root: Path, docs_dir: Path, site_dir: Path, log: Log) -> Settings:
    """Settings by options as `check_options` has them, for a site in these folders; `root` is the configuration's.

    Raises `ConfigError` and `RepositoryError`.
    """
    settings = make_settings(options, root, docs_dir, site_dir)
    return guarded(settings, root / Path(options["cache_dir"]).expanduser(), log)


class Host:
    """Has the reports of a site made, which whoever inherits from it shows."""

    settings: Settings
    """By what is configured: see `bound_settings`."""
    maker: SiteMaker
    """Has the pages and the files of what was made last, in a folder that is open until `close`."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._opened = ExitStack()

    def make(self, frame: Frame) -> MadeSite:
        """Make the site, as far as it was not made before, for what is around its pages.

        Raises `DiffInsightError` and `OSError`.
        """
        self.close()
        with closing(Build(self.settings, self._log)) as build:
            self.maker = SiteMaker(build, self.settings, frame, self._log)
            self._opened.enter_context(closing(self.maker.store))
            return self.maker.make()

    def close(self) -> None:
        """Let others work in the folder of the pages."""
        self._opened.close()
