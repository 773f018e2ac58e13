#!/usr/bin/env python3
"""Measures what a site of reports costs, beside the same reports as ordinary pages.

    python -m benchmarks                  a made-up series of 800 reports, and how costs grow to 3,000
    python -m benchmarks --quick          100 reports, to see that all works
    python -m benchmarks --site FOLDER    the site in a folder, with the texts in its cache

Seconds are those of the processor, of the program and the system, for all processes of a build; what takes less than
12 s is run up to three times, and the least counts. Memory is the peak of the largest process. Zensical and Hugo are
measured where they are installed. The exit code says whether all builds ended well, not whether they were fast.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import sys
from pathlib import Path

from . import machine, table
from .measure import ROOT, BuildError, run
from .sites import Subject, read_subject
from .suite import Results, Suite, measure_extremes, measure_marks

_GENERATOR = ("documents", "history", "prose", "series", "sizes", "texts")
_FEW, _REPORTS, _MANY = 100, 800, 3000


class Benchmark:
    """One run: what it measures goes to standard output as it comes, its progress to standard error."""

    def __init__(self, work: Path, language: str) -> None:
        self._work = work
        self._language = language
        self.measured: dict[str, object] = {"machine": machine.describe()}

    def subject(self, reports: int) -> Subject:
        """A made-up series, that of an earlier run if there is one."""
        version = hashlib.sha256(b"".join(Path(__file__).with_name(f"{n}.py").read_bytes() for n in _GENERATOR))
        folder = self._work / f"series-{reports}-{self._language}-{version.hexdigest()[:8]}"
        self.tell(f"{reports} reports in {folder}")
        options = ["--reports", str(reports), "--language", self._language]
        run([sys.executable, "-m", "benchmarks.series", folder, *options], ROOT)
        return read_subject(folder)

    def builds(self, subject: Subject) -> Results:
        results = Suite(self._work / "builds", subject, self.tell).run()
        print(f"\n{table.heading(results)}\n")
        print(table.rows_table(list(results.rows.values()), results.seconds("plain")))
        print(f"\n{table.goals_table(list(table.goals_of(results)))}", flush=True)
        self.measured["builds"] = dataclasses.asdict(results)
        return results

    def growth(self) -> None:
        small, large = Suite(self._work / "builds", self.subject(_MANY), self.tell).run_growth()
        for results in (small, large):
            print(f"\n{table.heading(results)}\n")
            print(table.rows_table(list(results.rows.values())))
        print(f"\n{table.goals_table(list(table.goals_of_growth(small, large)))}", flush=True)
        self.measured["growth"] = [dataclasses.asdict(small), dataclasses.asdict(large)]

    def extremes(self) -> None:
        rows = measure_extremes(self._work / "extremes", self.tell)
        marks = measure_marks()
        print(f"\n## Very large changes\n\n{table.rows_table(list(rows.values()))}")
        print(f"\n{table.goals_table(list(table.goals_of_extremes(rows, marks)))}", flush=True)
        self.measured["extremes"] = {key: dataclasses.asdict(row) for key, row in rows.items()}
        self.measured["marked_lines_a_second"] = marks

    def tell(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{_FEW} reports, and nothing about growth")
    parser.add_argument("--reports", type=int, metavar="N", help=f"as many reports; {_REPORTS} if not said otherwise")
    parser.add_argument("--growth", action=argparse.BooleanOptionalAction, help=f"whether to measure {_MANY:,} too")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="a site to measure, instead of a made-up series")
    parser.add_argument("--language", choices=("en", "ja"), default="ja", help="of the made-up texts")
    parser.add_argument("--work", type=Path, default=ROOT / ".benchmarks", metavar="FOLDER", help="where to build")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as data")
    options = parser.parse_args()
    benchmark = Benchmark(options.work.resolve(), options.language)
    reports = options.reports or (_FEW if options.quick else _REPORTS)
    growth = options.growth if options.growth is not None else not (options.quick or options.site or options.reports)
    print(benchmark.measured["machine"])
    try:
        results = benchmark.builds(read_subject(options.site) if options.site else benchmark.subject(reports))
        if growth:
            benchmark.growth()
        benchmark.extremes()
    except BuildError as error:
        sys.exit(str(error))
    if options.json:
        options.json.write_text(json.dumps(benchmark.measured, indent=1), encoding="utf-8")
    if results.failed:
        sys.exit("\n".join(results.failed))


if __name__ == "__main__":
    main()
