"""A site on a hostile repository in every theme, a server for it, and a real browser that watches what happens."""

from __future__ import annotations

import functools
import json
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.model.patch import item_ids, range_hash
from mkdocs_diffinsight.model.texts import Author, FileSummary, Overview, Statement, plain
from mkdocs_diffinsight.site.stylesheet import ASSETS, stylesheet

from ..conftest import Build, GitRepository, Project
from ..site.sample import render, sample_around, sample_report
from ..themes import CONFIGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
HIGHLIGHTER_HOST = "cdnjs.cloudflare.com"
"""Where two of the themes get highlight.js from."""
HIGHLIGHTER = """
window.hljs = {
  highlightAll() {
    document.addEventListener("DOMContentLoaded", () => {
      for (const code of document.querySelectorAll("pre code"))
        code.textContent = code.textContent;
    });
  },
};
"""
"""What highlight.js does to a page, as far as it matters here: all elements inside a code block are gone."""

EXTENSIONS = [
    "admonition",
    "attr_list",
    "md_in_html",
    "tables",
    {"toc": {"permalink": True}},
    "pymdownx.details",
    "pymdownx.superfences",
    {"pymdownx.snippets": {"base_path": ["."]}},
]
"""Everything that could find something to do in a text of ours."""

HOSTILE_LINES = (
    "</details></section></div>",
    "</pre></code>",
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 1">',
    "<style>* { display: none }</style>",
    "<!-- <plaintext>",
    "{{ 7*7 }} {% raw %} {# comment #}",
    "[a link](javascript:window.pwned=1)",
    "![an image](https://example.com/x.png)",
    "<https://example.com/><javascript:window.pwned=1>",
    '--8<-- "mkdocs.yml"',
    "!!! note",
    "    indented",
    "# Heading { #report onclick=window.pwned=1 }",
    '<wbr data-diffinsight="item-000000">',
    "&lt;script&gt; &amp; \x02wzxhzdk:0\x03 \u202e",
    "~~~",
    "```",
)
HOSTILE = "\n\n".join(HOSTILE_LINES)
HOSTILE_LINE = HOSTILE_LINES[2] + HOSTILE_LINES[3] + HOSTILE_LINES[6] + HOSTILE_LINES[7]
WIDE = "\n\n".join(
    (
        "A_name_without_a_place_to_break_" * 5,
        f"`{'another_name_without_a_place_to_break_' * 5}`",
        f"<https://example.com/{'long/' * 40}>",
        "| "
        + " | ".join(f"column_number_{n}" for n in range(12))
        + " |\n"
        + "| --- " * 12
        + "|\n"
        + "| cell " * 12
        + "|",
        f"```\n{'a line of code, ' * 20}\n```",
        f"# A heading with {'a_long_name_' * 10}",
    )
)
"""What does not fit on a phone by itself."""
HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>.md",
    "docs/\"double\" 'single' `ticks`.md",
    "docs/{{ 7*7 }}{% raw %}.md",
    "docs/[a](javascript:alert(1)) # {#x}.md",
    "docs/two\nlines.md",
    "docs/</details><script>alert(1)</script>.md",
    "docs/" + "a-very-long-name-without-a-place-to-break" * 4 + ".py",
)
PAGES = {"older": 0, "hostile": 1, "newer": 2}


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Where these tests are not asked for, Playwright need not be installed."""
    return True if config.option.markexpr == "not browser" else None


@dataclass(frozen=True)
class Sites:
    """The sites of all themes, each below a folder of one server."""

    builds: dict[str, Build]
    url: str

    def address(self, theme: str, page: str = "hostile") -> str:
        """The address of a report, or of the index."""
        if page == "index":
            return f"{self.url}/{theme}/reports/"
        return f"{self.url}/{theme}/reports/{self.builds[theme].reports()[PAGES[page]].name}/"

    def report(self, theme: str) -> dict[str, Any]:
        """The data of the hostile report."""
        return self.builds[theme].report(PAGES["hostile"])


@dataclass(frozen=True)
class ProofSites:
    """The report by hand, in every theme."""

    url: str

    def address(self, theme: str, language: str = "en") -> str:
        return f"{self.url}/proof-{theme}/{language}/"


@dataclass
class Visitor:
    """A browser page, and everything that should not happen on it."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors in the console, and files that are missing."""
    strangers: list[str] = field(default_factory=list)
    """Requests to other hosts."""

    def meet(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def visit(self, address: str) -> Page:
        self.page.goto(address)
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that `CHROMIUM` names, or the machine's."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail(f"No browser found: install one of {', '.join(CHROMIUM_NAMES)}, or set CHROMIUM to its path.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """A fresh visitor, whose requests leave the machine nowhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visitor = Visitor(context.new_page())

    def answer_for_others(route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in ("127.0.0.1", None):
            route.continue_()
        elif host == HIGHLIGHTER_HOST:
            script = route.request.resource_type == "script"
            route.fulfill(body=HIGHLIGHTER if script else "", content_type="text/javascript" if script else "text/css")
        else:
            visitor.strangers.append(route.request.url)
            route.abort()

    context.route("**/*", answer_for_others)
    page = visitor.page
    page.set_default_timeout(5000)
    page.on("dialog", visitor.meet)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on("console", lambda line: visitor.complaints.append(line.text) if line.type == "error" else None)
    page.on("response", lambda reply: visitor.complaints.append(reply.url) if reply.status >= 400 else None)
    yield visitor
    context.close()


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody wants to read it."""


@pytest.fixture(scope="session")
def site_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the server serves."""
    return tmp_path_factory.mktemp("www")


@pytest.fixture(scope="session")
def server(site_root: Path) -> Iterator[str]:
    """The address of a server of files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=site_root)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def hostile_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three reports on a repository that means harm, with texts by a model that does, too.

    v1 -- v2 -- v3 (hostile) -- v4 (wide)
    """
    folder = tmp_path_factory.mktemp("hostile")
    repository = GitRepository(folder / "repository")
    repository.commit({"docs/guide.md": "# Guide\n"}, "v1")
    repository.commit({"docs/guide.md": "# Guide\n\nMore.\n", HOSTILE_NAMES[0]: f"old\n{HOSTILE}"}, "v2")
    repository.commit({name: f"{HOSTILE}\n\n{'x' * 500}\n{name}\n" for name in HOSTILE_NAMES}, "v3")
    repository.commit({"docs/guide.md": "# Guide\n\nStill more.\n"}, "v4")
    project = Project(folder / "project")
    configure(project, folder / "first", CONFIGS["mkdocs"])
    build = project.build("--site-dir", str(folder / "first"))
    assert build.status == 0, build.log
    cache = Cache(project.cache, "en", pytest.fail)
    for path in (folder / "first").rglob("report.json"):
        files = json.loads(path.read_bytes())["files"]
        text = WIDE if "v3-v4" in path.parent.name else HOSTILE
        for file in files:
            summary = FileSummary("bug fix", HOSTILE_LINE, plain(text), Author("model", "<b>model</b>"))
            cache.keep_summary(file["diff_hash"], file["path"], summary)
        cache.keep_overview(range_hash(file["diff_hash"] for file in files), _overview(text))
    return project


def _overview(text: str) -> Overview:
    items = (Statement(HOSTILE_LINE), Statement(text))
    return Overview(
        summary=text,
        highlights=plain(text),
        new_features=items,
        breaking_changes=items,
        other_updates=items,
        insights=plain(text),
        author=Author("model", "<script>window.pwned = 1</script>"),
    )


def configure(project: Project, site_dir: Path, theme: dict[str, Any], **site: Any) -> None:
    """Write the configuration of a site on the hostile repository."""
    hostile_title = "\"><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
    project.configure(
        {
            "repository": str(project.path.parent / "repository"),
            "ranges": [
                {"compare": "v1...v2", "title": f"Older {hostile_title}"},
                {"compare": "v2...v3", "title": f"Hostile {hostile_title}"},
                {"compare": "v3...v4", "title": f"Newer {hostile_title}"},
            ],
            "summarizer": "rules",
        },
        site_dir=str(site_dir),
        theme=theme,
        markdown_extensions=EXTENSIONS,
        **site,
    )


@pytest.fixture(scope="session")
def sites(hostile_project: Project, site_root: Path, server: str) -> Sites:
    """The hostile reports in every theme."""
    builds = {}
    for name, theme in CONFIGS.items():
        configure(hostile_project, site_root / name, theme, site_url=f"{server}/{name}/")
        build = hostile_project.build()
        assert build.status == 0, build.log
        builds[name] = Build(build.status, build.log, site_root / name)
    return Sites(builds, server)


PROOF_HOOK = """
from pathlib import Path

def on_page_content(html, page, config, files):
    body = Path(config.docs_dir) / f"{page.file.name}.body"
    return body.read_text(encoding="utf-8") if body.is_file() else html
"""
"""Puts bodies that were made without the plugin into the pages of a theme."""


@pytest.fixture(scope="session")
def proof_sites(site_root: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> ProofSites:
    """The report by hand, in every theme and two languages."""
    project = Project(tmp_path_factory.mktemp("proof"))
    docs = project.path / "docs"
    for language in ("en", "ja"):
        (docs / f"{language}.md").write_text("# v1...v2\n", encoding="utf-8")
        (docs / f"{language}.body").write_text(render(sample_report(language), sample_around()), encoding="utf-8")
    (docs / "diffinsight.css").write_text(stylesheet(), encoding="utf-8")
    shutil.copy(ASSETS / "diffinsight.js", docs)
    (project.path / "hook.py").write_text(PROOF_HOOK, encoding="utf-8")
    for name, theme in CONFIGS.items():
        config = {
            "site_name": "Test",
            "theme": theme,
            "plugins": [],
            "hooks": ["hook.py"],
            "extra_css": ["diffinsight.css"],
            "extra_javascript": [{"path": "diffinsight.js", "defer": True}],
            "exclude_docs": "*.body",
            "site_dir": str(site_root / f"proof-{name}"),
        }
        (project.path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        build = project.build()
        assert build.status == 0, build.log
    return ProofSites(server)


NEWS_OPTIONS = {"summarizer": "rules", "categories": {"guides": ["docs/"]}, "watch": ["quotas"]}
NEWS_RANGES = ("v1...v2", "v2...v3", "v3...v4")
INSTANT = {"name": "material", "font": False, "features": ["navigation.instant", "navigation.footer"]}
"""Material, where it replaces pages by itself."""


@dataclass(frozen=True)
class NewsSite:
    """A site that is read as its authors mean it."""

    url: str
    root: Path

    def address(self, theme: str = "material", page: str = "large") -> str:
        """The address of a page, by its kind."""
        return f"{self.url}/{theme}/{NEWS_PAGES[page]}"


NEWS_PAGES = {
    "index": "reports/",
    "archive": "reports/archive/",
    "month": "reports/archive/2024-01/",
    "category": "reports/guides/",
    "type": "reports/types/breaking-change/",
    "term": "reports/watch/quotas/",
    "files": "reports/files/",
    "large": "reports/2024-01-02-guides-v1-v2/",
    "breaking": "reports/2024-01-03-guides-v2-v3/",
    "small": "reports/2024-01-04-guides-v3-v4/",
}
"""Each kind of page of the site."""


def news_repository(folder: Path) -> GitRepository:
    """Four versions, with a forge.

    v1 -- v2 (every type of change, and more lines than a page holds) -- v3 (a breaking change) -- v4
    """
    repository = GitRepository(folder / "repository")
    repository.git("remote", "add", "origin", "https://github.com/example/docs.git")
    guide = "# Guide\n\nUse version {}.\n\n" + "".join(f"Step {n}.\n" for n in range(40)) + "\nThe end of {}.\n"
    dated = "---\ndate: 2024-0{}-01\n---\n\nText.\n"
    first = {
        "docs/guide.md": guide.format(1, 1),
        "docs/dated.md": dated.format(1),
        "docs/limits.md": "# Limits\n\nTen.\n",
    }
    repository.commit(first, "v1")
    second = {"docs/guide.md": guide.format(2, 2), "docs/dated.md": dated.format(2), "docs/limits.md": None}
    large = "".join(f"row {n},{n * 7}\n" for n in range(LARGE))
    repository.commit({**second, "docs/quotas.md": "# Quotas\n\nAsk for more.\n", "docs/a/large.csv": large}, "v2")
    repository.commit({"docs/quotas.md": None}, "v3")
    repository.commit({"docs/guide.md": guide.format(3, 2)}, "v4")
    return repository


NEWS_ITEMS = item_ids(["docs/guide.md", "docs/dated.md", "docs/limits.md", "docs/quotas.md", "docs/a/large.csv"])


def item_id(path: str) -> str:
    """The id of a file's section on the page of the large report."""
    return NEWS_ITEMS[path]


LARGE = 2500
"""Lines of a diff that gets a file of its own."""


@pytest.fixture(scope="session")
def news_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project whose sites the next fixtures build."""
    folder = tmp_path_factory.mktemp("news")
    news_repository(folder)
    return Project(folder / "project")


def build_news(project: Project, site_dir: Path, theme: dict[str, Any], ranges: Sequence[str], **site: Any) -> None:
    """Build a site of some of the reports."""
    options = {"repository": str(project.path.parent / "repository"), "ranges": list(ranges), **NEWS_OPTIONS}
    project.build_strictly(options, theme=theme, site_dir=str(site_dir), **site)


@pytest.fixture(scope="session")
def news(news_project: Project, site_root: Path, server: str) -> NewsSite:
    """The site in every theme, and in Material with instant navigation."""
    root = site_root / "news"
    for name, theme in {**CONFIGS, "instant": INSTANT}.items():
        build_news(news_project, root / name, theme, NEWS_RANGES, site_url=f"{server}/news/{name}/")
    return NewsSite(f"{server}/news", root)


@pytest.fixture(scope="session")
def old_index(news_project: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The index of the site as it was before the latest two reports came."""
    folder = tmp_path_factory.mktemp("old")
    build_news(news_project, folder, CONFIGS["material"], NEWS_RANGES[:1])
    return (folder / "reports" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def news_files(news_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site to open without a server."""
    folder = tmp_path_factory.mktemp("news-files")
    build_news(news_project, folder, CONFIGS["material"], NEWS_RANGES, use_directory_urls=False, site_url="")
    return folder


@pytest.fixture(scope="session")
def files_site(hostile_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile reports as files to open without a server."""
    folder = tmp_path_factory.mktemp("files")
    configure(hostile_project, folder, CONFIGS["material"], use_directory_urls=False, site_url="")
    build = hostile_project.build()
    assert build.status == 0, build.log
    return folder
