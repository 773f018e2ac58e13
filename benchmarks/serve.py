#!/usr/bin/env python3
"""What `mkdocs serve` does again after an edit of an ordinary page, and what of it is this plugin's doing.

    python -m benchmarks.serve mkdocs.yml docs/index.md

Builds as the server does, in one process; then appends a line to the page, and builds again. Prints JSON for the first
build and for the cheapest of three further ones: the processor's seconds in the plugin's hooks and of all, and how many
ranges were read and reports rendered.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MethodType
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.plugin import DiffInsightPlugin

_REPORT = "diffinsight/report.html"


@dataclass
class Cost:
    """What one build took."""

    hooks: float = 0
    """Seconds in the hooks of the plugin."""
    seconds: float = 0
    reports_rendered: int = 0
    ranges_read: int = 0
    """Ranges whose evidence was looked for."""


class Builds:
    """Builds that tell what they cost."""

    def __init__(self, config_file: str) -> None:
        self._config_file = config_file
        self.cost = Cost()
        self._count(jinja2.Template, "render", self._rendered)
        self._count(Cache, "evidence", self._read)
        self._config().plugins.on_startup(command="serve", dirty=False)

    def build(self) -> Cost:
        self.cost = Cost()
        start = _seconds()
        config = self._config()
        for methods in config.plugins.events.values():
            methods[:] = [self._timed(method) if _is_ours(method) else method for method in methods]
        build(config, serve_url=config.site_url)
        self.cost.seconds = _seconds() - start
        return self.cost

    def _config(self) -> MkDocsConfig:
        return load_config(self._config_file)

    def _timed(self, hook: Callable[..., Any]) -> Callable[..., Any]:
        def timed(_: Any, *arguments: Any, **named: Any) -> Any:
            start = _seconds()
            try:
                return hook(*arguments, **named)
            finally:
                self.cost.hooks += _seconds() - start

        return MethodType(timed, hook.__self__)  # type: ignore[attr-defined] # the plugin asks whose hooks there are

    def _count(self, owner: type, name: str, note: Callable[[Any], None]) -> None:
        method = getattr(owner, name)

        @functools.wraps(method)
        def counted(this: Any, *arguments: Any, **named: Any) -> Any:
            note(this)
            return method(this, *arguments, **named)

        setattr(owner, name, counted)

    def _rendered(self, template: jinja2.Template) -> None:
        self.cost.reports_rendered += template.name == _REPORT

    def _read(self, _: Cache) -> None:
        self.cost.ranges_read += 1


def _is_ours(method: Callable[..., Any]) -> bool:
    return isinstance(getattr(method, "__self__", None), DiffInsightPlugin)


def _seconds() -> float:
    """Of the processor, for this process and those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config_file")
    parser.add_argument("page", type=Path)
    options = parser.parse_args()
    builds = Builds(options.config_file)
    first = builds.build()
    again = []
    for n in range(3):
        with options.page.open("a", encoding="utf-8") as page:
            page.write(f"\nSentence {n}.\n")
        again.append(builds.build())
    print(json.dumps({"first": asdict(first), "again": asdict(min(again, key=lambda cost: cost.hooks))}))


if __name__ == "__main__":
    main()
