"""Reports beside other plugins, each of them the real one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import Build, GitRepository, Project

pytestmark = pytest.mark.plugins
URL = "https://docs.example.org/sub/"
FIRST, SECOND = "reports/2024-01-02-v1-v2", "reports/2024-01-03-v2-v3"


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    return {"repository": str(history.path), "ranges": ["v1...v2", "v2...v3"], "summarizer": "rules"}


@pytest.fixture
def site_repository(project: Project) -> GitRepository:
    """The site, in a repository of its own."""
    repository = GitRepository(project.path)
    repository.commit({".gitignore": ".diffinsight/\nsite/\n.cache/\n"})
    return repository


def build(project: Project, *plugins: Any, strictly: bool = True, **site: Any) -> Build:
    """A site with Material and these plugins, in this order."""
    theme = {"name": "material"}
    project.configure({}, **{"plugins": ["search", *plugins], "theme": theme, "site_url": URL, **site})
    done = project.build(*(["--strict"] if strictly else []))
    assert done.status == 0, done.log
    return done


def navigation(html: str) -> set[str]:
    """Where Material's navigation leads."""
    return set(re.findall(r'<a href="([^"]*)" class="md-nav__link', html))


def locations(done: Build) -> list[str]:
    index = json.loads((done.site / "search" / "search_index.json").read_bytes())
    return [entry["location"] for entry in index["docs"]]


@pytest.mark.parametrize("nav", [None, [{"Home": "index.md"}, {"Changes": "reports/"}]])
def test_literate_nav_has_lists_and_no_reports(project: Project, options: dict[str, Any], nav: Any) -> None:
    done = build(project, "literate-nav", {"diffinsight": {**options, "watch": ["start"]}}, nav=nav)
    assert {link for link in navigation(done.html("")) if "reports" in link} == {"reports/"}


def test_literate_nav_has_what_somebody_names(project: Project, options: dict[str, Any]) -> None:
    docs = project.path / "docs"
    (docs / "SUMMARY.md").write_text(f"- [Home](index.md)\n- [One]({FIRST}/index.md)\n- [All](reports/)\n", "utf-8")
    done = build(project, "literate-nav", {"diffinsight": options})
    assert {link for link in navigation(done.html("")) if "reports" in link} == {"reports/", f"{FIRST}/"}


def test_awesome_nav_has_lists_and_no_reports(project: Project, options: dict[str, Any]) -> None:
    done = build(project, "awesome-nav", {"diffinsight": options})
    assert {link for link in navigation(done.html("")) if "reports" in link} == {"reports/"}
    assert 'class="md-footer__link' in build(
        project, "awesome-nav", {"diffinsight": options}, theme={"name": "material", "features": ["navigation.footer"]}
    ).html(FIRST)


def test_what_exclude_takes_out_is_told_nowhere(project: Project, options: dict[str, Any]) -> None:
    done = build(project, {"diffinsight": options}, {"exclude": {"glob": [f"{FIRST}/*"]}})
    assert not (done.site / FIRST).exists()
    told = [path for path in done.site.rglob("*.*") if path.is_file() and b"2024-01-02-v1" in path.read_bytes()]
    assert told == []


@pytest.mark.parametrize("pattern", ["reports/*", "*"])
def test_an_index_from_which_exclude_search_takes_reports_can_be_read(
    project: Project, options: dict[str, Any], pattern: str
) -> None:
    for _ in range(2):
        done = build(project, {"exclude-search": {"exclude": [pattern]}}, {"diffinsight": options})
        assert not any(location.startswith(FIRST) for location in locations(done))


def test_the_plugin_rss_tells_of_reports_with_their_dates(project: Project, history: GitRepository) -> None:
    for n in range(4, 30):
        history.commit({"docs/guide.md": f"# Guide\n\nUse version {n}.\n"}, f"v{n}")
    options = {"repository": str(history.path), "ranges": [{"tags": "v*"}], "watch": ["version"]}
    dates = {"as_creation": "date", "as_update": "date"}
    done = build(project, {"rss": {"use_git": False, "date_from_meta": dates}}, {"diffinsight": options})
    for name in ("feed_rss_created.xml", "feed_rss_updated.xml"):
        items = ET.fromstring((done.site / name).read_text(encoding="utf-8")).findall("channel/item")
        links = [str(item.findtext("link")) for item in items]
        reports = [link for link in links if re.search(r"reports/\d{4}-\d\d-\d\d-", link)]
        assert len(reports) >= len(links) - 1  # the home page
        assert [link for link in links if "/reports/" in link] == reports
        assert "Mon, 29 Jan 2024" in str(items[links.index(reports[0])].findtext("pubDate"))


def test_a_report_shows_its_own_date(project: Project, site_repository: GitRepository, options: dict[str, Any]) -> None:
    dates = {"git-revision-date-localized": {"enable_creation_date": True, "type": "iso_date"}}
    site_repository.commit({"docs/index.md": "# Home\n"})
    done = build(project, dates, {"diffinsight": options})
    shown = r'git-revision-date-localized-plugin-iso_date"[^>]*>([\d-]+)<'
    assert set(re.findall(shown, done.html(FIRST))) == {"2024-01-02"}
    assert re.findall(shown, done.html("reports")) == []
    assert re.findall(shown, done.html("")) != []


def test_reports_have_no_authors_and_no_warnings(
    project: Project, site_repository: GitRepository, options: dict[str, Any]
) -> None:
    site_repository.commit({"docs/index.md": "# Home\n"})
    done = build(project, "git-authors", {"diffinsight": options})
    assert "mailto:test@example.org" in done.html("")
    assert "mailto:" not in done.html(FIRST)


@pytest.mark.parametrize("first", [True, False])
def test_mike_has_the_addresses_of_the_version(
    project: Project, site_repository: GitRepository, options: dict[str, Any], first: bool
) -> None:
    plugins = ["mike", {"diffinsight": options}] if first else [{"diffinsight": options}, "mike"]
    project.configure({}, plugins=["search", *plugins], theme={"name": "material"}, site_url=URL)
    site_repository.commit({})
    mike = Path(sys.executable).with_name("mike")
    identity = {f"GIT_{who}_{what}": "a@e.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = {"PATH": f"{mike.parent}{os.pathsep}{os.environ['PATH']}"}  # where mike looks for the program that builds
    subprocess.run([mike, "deploy", "1.1"], cwd=project.path, env={**os.environ, **identity, **path}, check=True)
    for name in ("feed.xml", "feed.json", "llms.txt"):
        text = site_repository.git("show", f"gh-pages:1.1/reports/{name}")
        assert f"{URL}1.1/{FIRST}/" in text
        assert f"{URL}reports/" not in text
    page = site_repository.git("show", f"gh-pages:1.1/{FIRST}/index.html")
    assert f'<meta property="og:url" content="{URL}1.1/{FIRST}/">' in page


def test_a_list_of_tags_that_are_allowed_counts(project: Project, options: dict[str, Any]) -> None:
    done = build(project, {"tags": {"tags_allowed": ["howto"]}}, {"diffinsight": options})
    assert 'class="md-tag"' not in done.html(FIRST)


class TestStaticI18n:
    """A site in English and Japanese, and reports in one of them or both."""

    def site(self, project: Project, structure: str, options: dict[str, Any], **site: Any) -> Build:
        docs = project.path / "docs"
        (docs / "index.md").unlink(missing_ok=True)
        for language in ("en", "ja", "fr"):
            path = docs / (f"{language}/index.md" if structure == "folder" else f"index.{language}.md")
            path.parent.mkdir(exist_ok=True)
            path.write_text("# Home\n", encoding="utf-8")
        languages = [
            {"locale": "en", "default": True, "name": "English"},
            {"locale": "ja", "name": "日本語"},
            {"locale": "fr", "name": "Français"},
        ]
        i18n = {"i18n": {"docs_structure": structure, "languages": languages}}
        return build(project, i18n, {"diffinsight": options}, **site)

    @pytest.mark.parametrize("structure", ["folder", "suffix"])
    @pytest.mark.parametrize("theme", ["material", "mkdocs"])
    def test_each_report_is_built_with_the_site_of_its_language(
        self, project: Project, options: dict[str, Any], structure: str, theme: str
    ) -> None:
        options = {**options, "languages": ["en", "ja"]}
        for _ in range(2):
            done = self.site(project, structure, options, theme={"name": theme})
            assert '<html lang="en"' in done.html(FIRST)
            assert '<html lang="ja"' in done.html(f"ja/{FIRST}")
            assert "ハイライト" in done.html(f"ja/{FIRST}")
            assert f'hreflang="ja" href="{URL}ja/{FIRST}/"' in done.html(FIRST)
            assert not (done.site / "fr" / "reports").exists()
            assert not (done.site / "reports" / "ja").exists()
            sitemap = (done.site / "sitemap.xml").read_text(encoding="utf-8")
            assert f"<loc>{URL}ja/{FIRST}/</loc>" in sitemap
            assert {FIRST + "/", f"ja/{FIRST}/"} <= {location.partition("#")[0] for location in locations(done)}

    @pytest.mark.parametrize("structure", ["folder", "suffix"])
    @pytest.mark.parametrize("nav", [None, ["index.md", {"Changes": "reports/"}]])
    def test_each_language_leads_to_reports(
        self, project: Project, options: dict[str, Any], structure: str, nav: Any
    ) -> None:
        done = self.site(project, structure, {**options, "languages": ["en", "ja"]}, nav=nav)
        assert "reports/" in navigation(done.html(""))
        assert "reports/" in navigation(done.html("ja"))
        assert any(link.endswith("/sub/reports/") or link == "../reports/" for link in navigation(done.html("fr")))

    def test_reports_in_another_language_than_the_default_one(self, project: Project, options: dict[str, Any]) -> None:
        done = self.site(project, "suffix", {**options, "language": "ja"}, nav=["index.md", "reports/"])
        assert '<html lang="ja"' in done.html(f"ja/{FIRST}")
        assert not (done.site / "reports").exists()

    def test_reports_in_a_language_that_the_site_lacks(self, project: Project, options: dict[str, Any]) -> None:
        done = self.site(project, "folder", {**options, "language": "zh"})
        assert '<div class="di-report" lang="zh"' in done.html(FIRST)

    def test_a_report_that_is_left_out_in_one_language(self, project: Project, options: dict[str, Any]) -> None:
        options = {**options, "languages": ["en", "ja"]}
        done = self.site(project, "folder", options, exclude_docs=f"/ja/{FIRST}/\n")
        assert not (done.site / "ja" / FIRST).exists()
        assert (done.site / FIRST / "report.json").is_file()
        assert "2024-01-02-v1" not in done.html("ja/reports")


class TestEncryptcontent:
    """What a password guards is nowhere in clear."""

    def clear(self, done: Build) -> list[Path]:
        words = (b"Use version", b"version 1", b"start()", b"guide.md")
        files = [path for path in done.site.rglob("*") if path.is_file() and "assets" not in path.parts]
        return [path for path in files if any(word in path.read_bytes() for word in words)]

    def test_a_guarded_site_tells_nothing(self, project: Project, options: dict[str, Any]) -> None:
        guard = {"encryptcontent": {"global_password": "correct horse battery staple"}}
        for _ in range(2):
            done = build(project, {"diffinsight": options}, guard, strictly=False)
            assert self.clear(done) == []
            assert "WARNING -  diffinsight: Another plugin guards" in done.log
        done = build(project, {"diffinsight": {**options, "companions": []}}, guard, strictly=False)
        assert self.clear(done) == []
        assert "WARNING -  diffinsight" not in done.log

    def test_passwords_may_be_in_metadata(self, project: Project, options: dict[str, Any]) -> None:
        (project.path / "docs" / "reports").mkdir()
        (project.path / "docs" / "reports" / ".meta.yml").write_text("password: secret words\n", encoding="utf-8")
        done = build(project, "meta", {"diffinsight": options}, "encryptcontent", strictly=False)
        assert self.clear(done) == []


def test_properdocs_builds_the_same_site(project: Project, options: dict[str, Any]) -> None:
    done = build(project, {"diffinsight": options})
    expected = {path.relative_to(done.site): path.read_bytes() for path in done.site.rglob("report.json")}
    navigated = navigation(done.html(""))
    again = project.run("properdocs", "build", "--strict")
    assert again.returncode == 0, again.stderr
    assert {path.relative_to(done.site): path.read_bytes() for path in done.site.rglob("report.json")} == expected
    assert navigation(done.html("")) == navigated
    assert any(location.startswith(FIRST) for location in locations(done))
