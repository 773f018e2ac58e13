#!/usr/bin/env python3
"""Makes a site with a series of reports: a repository, its ranges, and texts as if a model had written them.

    python -m benchmarks.series FOLDER --reports 800 --language ja

FOLDER then has `repository`, a bare git repository; `cache`, with the texts alone; `docs` and `mkdocs.yml`. The same
arguments always make the same, and but for its end, a shorter series is the beginning of a longer one. `sizes.py` has
how large everything is.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from .history import CATEGORIES, UNMATCHED, History, make_repository
from .texts import write_texts


def site_config(repository: Path, ranges: list[str], language: str) -> dict[str, Any]:
    """What `mkdocs.yml` says; the theme and its options are the same for whatever is measured beside it."""
    options = {
        "repository": str(repository),
        "ranges": ranges,
        "categories": CATEGORIES,
        "unmatched": UNMATCHED,
        "language": language,
    }
    return {
        "site_name": "Handbook, day by day",
        "site_url": "https://example.org/",
        "theme": {"name": "material", "language": language},
        "plugins": ["search", {"diffinsight": options}],
    }


def make_series(folder: Path, reports: int, language: str, seed: int = 1) -> None:
    """Make all of it, or leave what an earlier run has made."""
    if (folder / "mkdocs.yml").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    repository = (folder / "repository").resolve()
    ranges = make_repository(repository, History(reports, seed))
    write_texts(repository, ranges, folder / "cache", language, seed)
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Handbook\n\nWhat has changed, day by day.\n", encoding="utf-8")
    config = json.dumps(site_config(repository, ranges, language), ensure_ascii=False, indent=1)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")  # JSON is YAML


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=800)
    parser.add_argument(
        "--language", choices=("en", "ja"), default="ja", help="of the texts; the documents are English"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_series(options.folder, options.reports, options.language, options.seed)


if __name__ == "__main__":
    main()
