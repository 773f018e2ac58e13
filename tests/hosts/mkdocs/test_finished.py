"""Which pages MkDocs renders, and which are copied into the site as the build before has left them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ...conftest import Build, GitRepository, Project
from ...kept import rewrite

WRITTEN, CHANGED = b'id="summary-table"', b'id="summary-tabIe"'
"""In each report's page, and what a test makes of it where it is finished."""
SITE: dict[str, Any] = {"theme": {"name": "material", "features": ["navigation.footer"]}, "site_url": "https://a.org/"}


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    return {"repository": str(history.path), "ranges": ["v1...v2"]}


@pytest.fixture
def built(project: Project, options: dict[str, Any]) -> Project:
    """A site that was built, whose finished pages a test tells from those that are rendered again."""
    (project.path / "overrides").mkdir()
    project.build_strictly(options, **SITE)
    mark(project)
    return project


def mark(project: Project) -> None:
    assert rewrite(project.cache, "files/**/*.md.html", WRITTEN, CHANGED)


def is_finished(build: Build, number: int = 0) -> bool:
    html = build.report_html(number).encode()
    assert (WRITTEN in html) != (CHANGED in html)
    return CHANGED in html


def site_with(**theme: Any) -> dict[str, Any]:
    return {**SITE, "theme": {**SITE["theme"], **theme}}


def hook(project: Project, code: str) -> dict[str, Any]:
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    return {**SITE, "hooks": ["hook.py"]}


def in_order(build: Build) -> list[int]:
    """The numbers of the reports, by range."""
    return sorted(range(len(build.reports())), key=lambda number: str(build.report(number)["range"]["compare"]))


def test_a_page_is_not_rendered_as_long_as_nothing_changes(built: Project) -> None:
    assert is_finished(built.build("--strict"))


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_a_page_of_another_theme_is_not_rendered_again(project: Project, options: dict[str, Any], theme: str) -> None:
    project.build_strictly(options, theme=theme)
    mark(project)
    assert is_finished(project.build("--strict"))


@pytest.mark.parametrize(
    "site",
    [
        {**SITE, "extra": {"version": 2}},
        {**SITE, "copyright": "Ours"},
        {**SITE, "site_url": "https://b.org/"},
        {**SITE, "extra_css": ["more.css"]},
        {**SITE, "markdown_extensions": [{"toc": {"title": "Here"}}]},
        {**SITE, "nav": [{"Start": "index.md"}]},
        site_with(palette={"primary": "teal"}),
        site_with(features=[]),
    ],
    ids=["extra", "copyright", "site_url", "css", "toc", "nav", "palette", "features"],
)
def test_another_configuration_renders_pages_again(
    built: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    assert not is_finished(built.build_strictly(options, **site))


def test_another_title_in_the_navigation_renders_pages_again(built: Project) -> None:
    (built.path / "docs" / "index.md").write_text("# Begin here\n", encoding="utf-8")
    build = built.build("--strict")
    assert not is_finished(build)
    assert "Begin here" in build.report_html()


def test_another_text_on_an_ordinary_page_leaves_reports_alone(built: Project) -> None:
    index = built.path / "docs" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert is_finished(built.build("--strict"))


def test_another_template_renders_pages_again(built: Project, options: dict[str, Any]) -> None:
    site = site_with(custom_dir="overrides")
    assert is_finished(built.build_strictly(options, **site))
    main = built.path / "overrides" / "main.html"
    main.write_text('{% extends "base.html" %}{% block announce %}New words{% endblock %}', encoding="utf-8")
    assert "New words" in built.build("--strict").report_html()


@pytest.mark.parametrize(
    "shown",
    [
        "{{ build_date_utc }}",
        "{% for one in pages %}{{ one.url }}{% endfor %}",
        "{{ pages | length }}",
        "{{ pages[0].url }}",
        "{% set all = pages %}{{ all | length }}",
        "{% for one in (pages) %}{{ one.url }}{% endfor %}",
        "{{ (pages.documentation_pages or pages.copy)() | length }}",
        "{% set now = build_date_utc %}{{ now.year }}",
    ],
)
def test_a_template_that_shows_more_renders_pages_each_time(
    built: Project, options: dict[str, Any], shown: str
) -> None:
    main = built.path / "overrides" / "main.html"
    main.write_text('{% extends "base.html" %}{% block announce %}' + shown + "{% endblock %}", encoding="utf-8")
    site = site_with(custom_dir="overrides")
    assert not is_finished(built.build_strictly(options, **site))
    assert not is_finished(built.build("--strict"))


def test_a_template_that_asks_for_all_pages_elsewhere_gets_all(built: Project, options: dict[str, Any]) -> None:
    main = built.path / "overrides" / "main.html"
    count = "{% if page.is_homepage %}<b>{% for one in pages %}{{ one.src_uri }} {% endfor %}</b>{% endif %}"
    main.write_text('{% extends "base.html" %}{% block announce %}' + count + "{% endblock %}", encoding="utf-8")
    first = built.build_strictly(options, **site_with(custom_dir="overrides"))
    mark(built)
    again = built.build("--strict")
    assert is_finished(again)
    assert again.html("").split("<b>")[1] == first.html("").split("<b>")[1]
    assert "reports/2024-01-02-v1-v2/index.md" in again.html("")


@pytest.mark.parametrize(
    "code",
    [
        "def on_page_context(context, page, config, nav):\n    page.title = 'Mine'\n",
        "def on_page_markdown(markdown, page, config, files):\n    page.meta['title'] = 'Mine'\n",
        "def on_post_page(output, page, config):\n    return output.replace('</title>', ' Mine</title>')\n",
        "def on_env(env, config, files):\n    env.filters['url'] = lambda url: f'Mine/{url}'\n",
    ],
    ids=["page_context", "page_markdown", "post_page", "env"],
)
def test_whoever_has_a_say_in_a_page_is_asked_each_time(built: Project, options: dict[str, Any], code: str) -> None:
    build = built.build_strictly(options, **hook(built, code))
    assert not is_finished(build)
    assert "Mine" in build.report_html()


@pytest.mark.parametrize(
    "code",
    [
        "def on_nav(nav, config, files):\n    for page in reports(files):\n        page.title = 'Mine'\n",
        "def on_nav(nav, config, files):\n    for page in reports(files):\n        page.edit_url = '/Mine'\n",
        "def on_nav(nav, config, files):\n    for page in reports(files):\n        page.previous_page = other(files)\n",
        "def on_nav(nav, config, files):\n    for page in reports(files):\n        page.mine = 'Mine'\n",
        "def on_files(files, config):\n    for file in of_reports(files):\n        file.edit_uri = 'Mine'\n",
        "def on_files(files, config):\n    for file in of_reports(files):\n        file.content_string = '# Mine'\n",
        "def on_pre_build(config):\n    config.copyright = 'Mine'\n",
    ],
    ids=["title", "edit_url", "previous_page", "attribute", "edit_uri", "content", "configuration"],
)
def test_whoever_changes_pages_before_they_are_rendered_has_a_say(
    built: Project, options: dict[str, Any], code: str
) -> None:
    common = (
        "def of_reports(files):\n    return [file for file in files if 'v1-v2/index.md' in file.src_uri]\n\n\n"
        "def reports(files):\n    return [file.page for file in of_reports(files)]\n\n\n"
        "def other(files):\n    page = files.get_file_from_path('index.md').page\n    page.title = 'Mine'\n"
        "    return page\n\n\n"
    )
    (built.path / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block announce %}{{ page.title }}{{ page.mine }}{{ page.edit_url }}{% endblock %}',
        encoding="utf-8",
    )
    site = {**site_with(custom_dir="overrides"), "repo_url": "https://github.com/o/n", "hooks": ["hook.py"]}
    (built.path / "hook.py").write_text("", encoding="utf-8")
    built.build_strictly(options, **site)
    (built.path / "hook.py").write_text(common + code, encoding="utf-8")
    for _ in range(2):
        pages = built.build("--strict").site.glob("reports/2024*/index.html")
        assert all("Mine" in page.read_text(encoding="utf-8") for page in pages)
    (built.path / "hook.py").write_text("", encoding="utf-8")
    pages = built.build("--strict").site.glob("reports/2024*/index.html")
    assert not any("Mine" in page.read_text(encoding="utf-8") for page in pages)


def test_what_somebody_writes_to_a_page_of_the_site_is_not_in_the_next_one(built: Project) -> None:
    before = built.build("--strict")
    with (before.reports()[0] / "index.html").open("a", encoding="utf-8") as page:
        page.write("<!-- counted -->")
    build = built.build("--strict")
    assert is_finished(build)
    assert "counted" not in build.report_html()


def test_a_new_text_renders_its_page_again(built: Project, options: dict[str, Any]) -> None:
    build = built.build_strictly({**options, "notice": "Read with care."}, **SITE)
    assert not is_finished(build)
    assert "Read with care." in build.report_html()


def test_a_new_report_renders_the_page_before_it_again(
    project: Project, options: dict[str, Any], history: GitRepository
) -> None:
    history.commit({"docs/guide.md": "# Guide\n\nUse version 4.\n"}, "v4")
    project.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]}, **SITE)
    mark(project)
    # Files of their own, so that neither page tells how often a file has changed.
    history.commit({"other.md": "# Other\n"}, "v5")
    build = project.build_strictly({**options, "ranges": ["v1...v2", "v2...v3", "v4...v5"]}, **SITE)
    first, second, third = in_order(build)
    assert [is_finished(build, number) for number in (first, second, third)] == [True, False, False]
    assert build.reports()[third].name in build.report_html(second)


def test_the_sitemap_names_finished_pages(built: Project) -> None:
    sitemap = (built.build("--strict").site / "sitemap.xml").read_bytes()
    assert b"/reports/20" in sitemap
    assert (built.build("--strict").site / "sitemap.xml").read_bytes() == sitemap


def test_a_page_that_is_gone_leaves_no_finished_one(built: Project, options: dict[str, Any]) -> None:
    def finished() -> list[Path]:
        return list(built.cache.glob("pages/*/files/reports/20*/index.md.html"))

    [before] = finished()
    built.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]}, **SITE)
    built.build_strictly({**options, "ranges": ["v2...v3"]}, **SITE)
    [after] = finished()
    assert before != after


def test_a_dirty_build_renders_what_is_new(built: Project, options: dict[str, Any]) -> None:
    built.configure({**options, "notice": "Read with care."}, **SITE)
    assert "Read with care." in built.build("--dirty").report_html()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"frame": 1}'])
def test_a_damaged_record_renders_pages_again(built: Project, damage: bytes) -> None:
    [record] = built.cache.glob("pages/*/finished.json")
    record.write_bytes(damage)
    assert not is_finished(built.build("--strict"))
