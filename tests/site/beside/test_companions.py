"""What stands beside pages: as much of it as a site wants, and nothing that tells what another plugin guards."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ...conftest import Build, GitRepository, Project

SITE = {"site_url": "https://docs.example.org/"}
EVERYTHING = ["report.json", "report.txt", "feeds", "llms.txt", "diffs", "pictures"]
PICTURE = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x01\x01\x01\x02\x02\x02,\x00\x00\x00\x00\x01\x00\x01\x00\x00;"


@pytest.fixture
def options(repository: GitRepository) -> dict[str, Any]:
    """A report with a large diff and a picture."""
    repository.commit({"a.md": "# Secret\n\nOne.\n", "b.gif": PICTURE}, "v1")
    lines = "".join(f"This is line {n} of very many that are new.\n\n" for n in range(2500))
    repository.commit(
        {"a.md": f"# Secret\n\nTwo is the word.\n\n{lines}", "b.gif": PICTURE.replace(b"\2", b"\3")}, "v2"
    )
    return {"repository": str(repository.path), "ranges": ["v1...v2"]}


def companions(build: Build) -> set[str]:
    """The sorts that there are."""
    sorts = {
        "report.json": "*/report.json",
        "report.txt": "*/report.txt",
        "feeds": "**/*feed*",
        "llms.txt": "llms.txt",
        "diffs": "*/diffs/*.html",
        "pictures": "pictures/*",
    }
    folder = build.site / "reports"
    return {sort for sort, pattern in sorts.items() if any(path.is_file() for path in folder.glob(pattern))}


def page(build: Build) -> str:
    [path] = build.site.glob("reports/2024-*/index.html")
    return path.read_text(encoding="utf-8")


def dead_links(build: Build) -> list[str]:
    return [
        f"{path}: {link}"
        for path in build.site.glob("reports/**/*.html")
        for link in re.findall(r'(?:href|src)="([^"#?:]+)["#?]', path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_by_default_there_is_everything(project: Project, options: dict[str, Any], theme: str) -> None:
    build = project.build_strictly(options, theme={"name": theme}, **SITE)
    assert companions(build) == set(EVERYTHING)
    assert dead_links(build) == []


@pytest.mark.parametrize("wanted", [[], *([one] for one in EVERYTHING), ["feeds", "report.json"]])
def test_a_site_has_what_it_wants_and_no_link_to_more(
    project: Project, options: dict[str, Any], wanted: list[str]
) -> None:
    build = project.build_strictly({**options, "companions": wanted}, **SITE)
    assert companions(build) == set(wanted)
    assert dead_links(build) == []
    assert ('type="application/json"' in page(build)) == ("report.json" in wanted)
    assert ('type="text/plain"' in page(build)) == ("report.txt" in wanted)
    assert ('type="application/atom+xml"' in page(build)) == ("feeds" in wanted)


def test_a_diff_that_is_nowhere_is_told(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "companions": []}, **SITE)
    assert re.search(r"The diff has [\d,]+ lines, too many for this page\.", page(build))


HIDDEN = "<form>Password: <input></form>"
WHOLE = f"<html><head></head><body>{HIDDEN}</body></html>"
GUARDS = {
    "content": f"def on_page_content(html, page, config, files):\n    return {HIDDEN!r}\n",
    "context": f"def on_page_context(context, page, config, nav):\n    page.content = {HIDDEN!r}\n    return context\n",
    "output": f"def on_post_page(output, page, config):\n    return {WHOLE!r}\n",
}


def guard(project: Project, code: str) -> dict[str, Any]:
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    return {**SITE, "hooks": ["hook.py"]}


@pytest.mark.parametrize("code", GUARDS.values(), ids=GUARDS)
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_what_is_guarded_is_not_published_beside_its_page(
    project: Project, options: dict[str, Any], theme: str, code: str
) -> None:
    project.configure(options, theme={"name": theme}, **guard(project, code))
    for _ in range(2):
        build = project.build()
        assert build.status == 0, build.log
        assert companions(build) == set()
        assert "WARNING -  diffinsight: Another plugin guards the text of" in build.log
        clear = [
            path
            for path in (build.site / "reports").rglob("*")
            if path.is_file() and b"is the word" in path.read_bytes()
        ]
        assert clear == []


def test_what_somebody_asks_for_is_published_though_pages_are_guarded(
    project: Project, options: dict[str, Any]
) -> None:
    site = guard(project, GUARDS["context"])
    build = project.build_strictly({**options, "companions": ["feeds", "llms.txt"]}, **site)
    assert companions(build) == {"feeds", "llms.txt"}
    assert project.build_strictly({**options, "companions": []}, **site).status == 0


def test_only_what_is_guarded_is_held_back(project: Project, history: GitRepository) -> None:
    code = GUARDS["context"].replace("    page.content", "    if '-v1-v2' in page.url: page.content")
    project.configure({"repository": str(history.path), "ranges": ["v1...v2", "v2...v3"]}, **guard(project, code))
    build = project.build()
    assert [path.name for path in build.reports()] == ["2024-01-03-v2-v3"]
    assert companions(build) == {"report.json", "report.txt"}


@pytest.mark.parametrize(
    "code",
    [
        "def on_page_content(html, page, config, files):\n    return html + '<p>More</p>'\n",
        "def on_post_page(output, page, config):\n    return output.replace('\"', '')\n",
    ],
    ids=["content", "output"],
)
def test_whoever_only_changes_a_page_guards_nothing(project: Project, options: dict[str, Any], code: str) -> None:
    assert companions(project.build_strictly(options, **guard(project, code))) == set(EVERYTHING)


def test_a_template_of_the_site_guards_nothing(project: Project, options: dict[str, Any]) -> None:
    template = project.path / "overrides" / "diffinsight" / "report.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>Mine: {{ report.title }}</p>", encoding="utf-8")
    site = guard(project, "def on_page_content(html, page, config, files):\n    return html\n")
    build = project.build_strictly(options, theme={"name": "material", "custom_dir": "overrides"}, **site)
    assert companions(build) >= {"report.json", "feeds"}


def test_an_unknown_companion_is_told(project: Project, options: dict[str, Any]) -> None:
    project.configure({**options, "companions": ["feed"]})
    build = project.build()
    assert build.status == 1
    assert "item 1: expected one of `report.json`, `report.txt`" in build.log
    assert "did you mean `feeds`?" in build.log


def tags(project: Project, options: dict[str, Any], **tags_plugin: Any) -> list[str]:
    plugins = ["search", {"tags": tags_plugin}, {"diffinsight": options}]
    html = page(project.build_strictly({}, theme={"name": "material"}, plugins=plugins))
    return re.findall(r'class="md-tag"[^>]*>\s*([^<]*?)\s*<', html)


def test_reports_have_the_tags_that_a_site_allows(project: Project, options: dict[str, Any]) -> None:
    options = {**options, "watch": ["word"], "categories": {"docs": ["*.md"]}, "unmatched": "drop"}
    assert tags(project, options)[-1] == "word"
    assert tags(project, options, tags_allowed=["howto"]) == []
    assert tags(project, options, tags_allowed=["howto", "word"]) == ["word"]


def test_a_site_may_have_reports_without_tags(project: Project, options: dict[str, Any]) -> None:
    assert tags(project, {**options, "report_tags": False}) == []
