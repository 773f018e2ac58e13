"""The readers of files of a sort, besides what is read of every text: a module here for each, with an `Analyzer`."""

from __future__ import annotations

from ..analyzers import NamedAnalyzer

READERS: tuple[NamedAnalyzer, ...] = ()
