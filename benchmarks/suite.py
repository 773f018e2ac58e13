"""Builds the reports of a subject in every way, one after the other."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import extremes, sites
from .measure import ROOT, BuildError, Output, Usage, environment, least, output, run
from .sites import Ours, Subject

_MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
_GIT_RANGES = ROOT / "benchmarks" / "git_ranges.py"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """One way to build the site."""

    name: str
    usage: Usage
    output: Output | None = None


@dataclass
class Results:
    """What was measured of one subject."""

    reports: int = 0
    files: int = 0
    by_rules: int = 0
    """Files whose text is by rules, as the cache had none."""
    rows: dict[str, Row] = field(default_factory=dict)
    """In the order of the table."""
    serve: dict[str, dict[str, float]] = field(default_factory=dict)
    """What `benchmarks.serve` prints."""
    failed: list[str] = field(default_factory=list)
    """Why builders of others could not be measured."""
    git: dict[str, float] = field(default_factory=dict)
    """What `benchmarks.git_ranges` prints; nothing of a repository that is elsewhere."""

    def seconds(self, key: str) -> float:
        return self.rows[key].usage.seconds

    def memory(self, *keys: str) -> int:
        """The largest of these rows."""
        return max(self.rows[key].usage.memory for key in keys)


class Suite:
    """The measurements of one subject, in a folder of its own."""

    def __init__(self, folder: Path, subject: Subject, tell: Tell) -> None:
        self._folder = folder
        self._subject = subject
        self._tell = tell
        self._reports_dir = str(subject.options.get("reports_dir", "reports")).strip("/")
        self.results = Results()

    def run(self) -> Results:
        """Everything. Raises `BuildError`."""
        self._measure_git()
        self._measure_ours()
        self._measure_floor()
        pages = self._export()
        self._measure_plain(pages)
        for measure in (self._measure_zensical, self._measure_hugo):
            try:
                measure(pages)
            except BuildError as error:  # what is no part of this project may have limits of its own
                self._tell(str(error))
                self.results.failed.append(str(error))
        shutil.rmtree(self._folder)
        return self.results

    def run_growth(self) -> tuple[Results, Results]:
        """How the costs grow: of the first quarter of the ranges, and of all. Raises `BuildError`."""
        ours = Ours.make(self._folder / "ours", self._subject)
        self._add("first", "ours, first: only the texts are cached", ours, run(_MKDOCS, ours.folder))
        large = self._measure_cold_and_again(ours)
        self.results = Results()
        ours.configure(slice(max(1, len(self._subject.options["ranges"]) // 4)))
        run(_MKDOCS, ours.folder)
        small = self._measure_cold_and_again(ours)
        shutil.rmtree(self._folder)
        return small, large

    def _measure_cold_and_again(self, ours: Ours) -> Results:
        self._count(ours.folder / "site")
        self._add("cold", "ours, cold: nothing is rendered", ours, least(_MKDOCS, ours.folder, ours.forget_pages))
        self._add("again", "ours, again: nothing changed", ours, least(_MKDOCS, ours.folder))
        self._measure_floor()
        return self.results

    def _measure_git(self) -> None:
        options = self._subject.options
        items = [{"compare": one} if isinstance(one, str) else one for one in options["ranges"]]
        compares = [one["compare"] for one in items if "compare" in one and "repository" not in one]
        if not _GIT_RANGES.exists() or not compares or not Path(options["repository"]).exists():
            return
        self._tell("git diff")
        self._folder.mkdir(parents=True, exist_ok=True)
        ranges = self._folder / "ranges.txt"
        ranges.write_text("\n".join(compares), encoding="utf-8")
        arguments = ["-m", "benchmarks.git_ranges", options["repository"], "--ranges", str(ranges)]
        self.results.git, *_ = json_lines(arguments, self._folder)

    def _measure_ours(self) -> None:
        ours = Ours.make(self._folder / "ours", self._subject)
        ours.configure(slice(None, -1))
        self._add("first", "ours, first: only the texts are cached", ours, run(_MKDOCS, ours.folder))
        ours.configure(slice(None))
        self._add("one_new", "ours, one new report", ours, run(_MKDOCS, ours.folder))
        self._count(ours.folder / "site")
        self._add("cold", "ours, cold: nothing is rendered", ours, least(_MKDOCS, ours.folder, ours.forget_pages))
        self._add("again", "ours, again: nothing changed", ours, least(_MKDOCS, ours.folder))
        self._add("edit", "ours, an ordinary page edited", ours, least(_MKDOCS, ours.folder, ours.edit_a_page))
        self._tell("mkdocs serve")
        self.results.serve = measure_serve(ours.folder)
        one = Ours.make(self._folder / "one", self._subject)
        one.configure(slice(-1, None))
        self._add(
            "one", "ours, the new report alone", one, least(_MKDOCS, one.folder, lambda: sites.forget(one.folder))
        )

    def _measure_floor(self) -> None:
        floor = self._folder / "floor-1"
        sites.make_floor(floor, self._subject, 1)
        self._add_usage("floor_1", "one empty page", least(_MKDOCS, floor))
        floor = self._folder / "floor"
        sites.make_floor(floor, self._subject, self.results.reports)
        usage = least(_MKDOCS, floor)
        self._add_usage("floor", "as many empty pages out of the nav: the floor", usage, output(floor / "site"))

    def _export(self) -> list[Path]:
        """The reports as they would be published in Markdown."""
        self._tell("diffinsight export")
        folder = self._folder / "exported"
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "mkdocs_diffinsight", "export", str(folder)], self._folder / "ours")
        return sorted(folder.glob("*.md"))

    def _measure_plain(self, pages: list[Path]) -> None:
        for key, name, in_nav in (
            ("plain", "MkDocs + Material, the Markdown as pages, in the nav", True),
            ("plain_out", "the same, out of the nav", False),
        ):
            folder = self._folder / key
            sites.make_plain(folder, self._subject, pages, in_nav=in_nav)
            self._add_usage(key, name, least(_MKDOCS, folder), output(folder / "site"))

    def _measure_zensical(self, pages: list[Path]) -> None:
        if not (command := sites.zensical()):
            return
        folder = self._folder / "zensical"
        no_checks = {"validation": {"invalid_links": False, "invalid_link_anchors": False}}
        sites.make_plain(folder, self._subject, pages, in_nav=True, **no_checks)
        hidden = sites.hide_long_pages(folder)
        name = "Zensical, no link checks" + (f", {hidden} long pages out of search" if hidden else "")
        usage = least([*command, "build", "--clean"], folder)
        self._add_usage("zensical", f"{name}, cold", usage, output(folder / "site"))
        usage = least([*command, "build"], folder)
        self._add_usage("zensical_again", f"{name}, again", usage, output(folder / "site"))

    def _measure_hugo(self, pages: list[Path]) -> None:
        if not (command := sites.hugo()):
            return
        folder = self._folder / "hugo"
        sites.make_hugo(folder, pages)
        self._add_usage("hugo", "Hugo, one template", least([*command, "--quiet"], folder), output(folder / "public"))

    def _count(self, site: Path) -> None:
        for path in site.rglob("report.json"):
            authors = [file["author"]["kind"] for file in json.loads(path.read_bytes())["files"]]
            self.results.reports += 1
            self.results.files += len(authors)
            self.results.by_rules += authors.count("rules")

    def _add(self, key: str, name: str, ours: Ours, usage: Usage) -> None:
        self._add_usage(key, name, usage, output(ours.folder / "site", f"{self._reports_dir}/index.html"))

    def _add_usage(self, key: str, name: str, usage: Usage, made: Output | None = None) -> None:
        self._tell(f"{name}: {usage.seconds:.2f} s")
        self.results.rows[key] = Row(name, usage, made)


def measure_serve(folder: Path) -> dict[str, dict[str, float]]:
    """What `benchmarks.serve` prints about a site. Raises `BuildError`."""
    costs: dict[str, dict[str, float]]
    costs, *_ = json_lines(["-m", "benchmarks.serve", "mkdocs.yml", "docs/index.md"], folder)
    return costs


def json_lines(arguments: list[str], folder: Path) -> Iterator[dict[str, Any]]:
    """What a Python program prints, a line of JSON for each thing that it has measured. Raises `BuildError`."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    yield from map(json.loads, done.stdout.splitlines())


def measure_extremes(folder: Path, tell: Tell) -> dict[str, Row]:
    """Sites with a single report on a change that is larger than any other, from nothing. Raises `BuildError`."""
    rows = {}
    for key, name, make in (
        ("many_lines", "ours, a change of 100,000 lines", extremes.make_many_lines),
        ("long_line", "ours, a line of a megabyte", extremes.make_long_line),
    ):
        site = folder / key
        make(site)
        usage = least(_MKDOCS, site, functools.partial(sites.forget, site))
        rows[key] = Row(name, usage, output(site / "site", "reports/index.html"))
        tell(f"{name}: {usage.seconds:.2f} s")
        shutil.rmtree(site)
    return rows


def measure_marks() -> dict[str, float]:
    """How many lines of diffs are marked in a second, by what they hold. Raises `BuildError`."""
    lines = json_lines([str(ROOT / "benchmarks" / "diff_lines.py")], ROOT)
    return {line["kind"]: line["marking"] for line in lines}
