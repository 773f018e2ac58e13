"""Readers of further kinds of files: those of `analyze/files`, and those that other packages bring.

A package brings one by an entry point of the group `mkdocs_diffinsight.analyzers`, which leads to a class that is made
without arguments. `docs/architecture.md` tells how.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from ..errors import AnalyzerError
from ..language.quoting import display
from ..model.findings import Fact, Finding
from ..model.patch import Hunk

GROUP = "mkdocs_diffinsight.analyzers"


@dataclass(frozen=True)
class FileText:
    """A text file before and after its change. Bytes that are no UTF-8 are surrogates (`surrogateescape`)."""

    path: str
    old: str | None
    """All of it before; `None` where only the hunks are known."""
    new: str | None
    hunks: Sequence[Hunk]
    """What changed, line by line, with the lines around."""


@dataclass(frozen=True)
class Analysis:
    """What an analyzer finds. Every text in it stands in the diff or in one of the two texts."""

    findings: Sequence[Finding] | None = None
    """What changed, in place of what is found without the analyzer; `None` if that is as good."""
    facts: Sequence[Fact] = ()
    """Values that changed, besides those that the findings show."""


class Analyzer(Protocol):
    """Reads the changes of some files. What it gives depends on what it is given, and on nothing else.

    What is found is kept under the analyzer's name and its package's version, so a file is read again after an update.
    Files that came or went as a whole are told by their outline; an analyzer is not asked about them, nor about
    pictures, binary and generated files.
    """

    def takes(self, path: str, /) -> bool:
        """Whether it reads the file of this path. The first analyzer that does is asked."""

    def read(self, file: FileText, /) -> Analysis:
        """What changed in a file. The file is hostile input: any text may be in it, and it may be large."""


@dataclass(frozen=True)
class NamedAnalyzer:
    """An analyzer, and what names what it finds."""

    name: str
    load: Callable[[], Analyzer]

    def read(self, file: FileText) -> Analysis | None:
        """What it finds in a file, if it takes it. Raises `AnalyzerError` for whatever goes wrong in it."""
        try:
            analyzer = self.load()
            analysis = analyzer.read(file) if analyzer.takes(file.path) else None
        except Exception as error:  # whatever somebody else's code does
            raise self._error(file, f"fails with {type(error).__name__}: {error}") from error
        if analysis is None or _is_sound(analysis):
            return analysis
        raise self._error(file, f"gives {analysis!r} instead of an `Analysis` of findings and facts")

    def _error(self, file: FileText, what: str) -> AnalyzerError:
        failed = f"The analyzer {self.name} {display(what, 300)}, for {display(file.path, 120)}."
        return AnalyzerError(f"{failed} Update or uninstall its package.")


def _is_sound(analysis: object) -> bool:
    return (
        isinstance(analysis, Analysis)
        and all(isinstance(finding, Finding) for finding in analysis.findings or ())
        and all(isinstance(fact, Fact) for fact in analysis.facts)
    )


def installed_analyzers() -> tuple[NamedAnalyzer, ...]:
    """The analyzers of all installed packages, by name. None is loaded before a file is to be read."""
    return tuple(sorted(map(_named, entry_points(group=GROUP)), key=lambda one: one.name))


def _named(entry: EntryPoint) -> NamedAnalyzer:
    package = f" {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return NamedAnalyzer(f"{entry.name} ({entry.value}{package})", cache(lambda: entry.load()()))


def first_analysis(analyzers: Sequence[NamedAnalyzer], file: FileText) -> Analysis:
    """What the first analyzer that takes a file finds; nothing where none does. Raises `AnalyzerError`."""
    return next((found for one in analyzers if (found := one.read(file)) is not None), Analysis())
