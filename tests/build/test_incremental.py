"""What a build takes as it was made before, and what it makes again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.model.texts import Author, FileSummary, Overview, Statement

from ..conftest import Build, GitRepository, Project
from ..kept import add_text, rewrite
from ..pictures import PNG

WRITTEN, CHANGED = b'id="summary-table"', b'id="summary-tabIe"'
"""In each report's page, and what a test makes of it where it is kept."""


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    return {"repository": str(history.path), "ranges": ["v1...v2"]}


@pytest.fixture
def built(project: Project, options: dict[str, Any]) -> Project:
    """A site that was built, whose kept pages a test tells from those that are made again."""
    project.build_strictly(options)
    mark(project)
    return project


def mark(project: Project) -> None:
    assert rewrite(project.cache, "files/**/*.page", WRITTEN, CHANGED)
    forget_finished(project)


def forget_finished(project: Project) -> None:
    """Have MkDocs render all pages, which else it does not see."""
    for path in project.cache.glob("pages/*/finished.json"):
        path.unlink()


def is_kept(build: Build, number: int = 0) -> bool:
    html = build.report_html(number).encode()
    assert (WRITTEN in html) != (CHANGED in html)
    return CHANGED in html


def test_a_page_is_kept_as_long_as_nothing_changes(built: Project) -> None:
    assert is_kept(built.build("--strict"))


def test_a_page_is_kept_without_what_was_read(built: Project) -> None:
    """Neither diffs nor what they show are needed to show a page again."""
    for path in built.cache.glob("evidence/**/*.json"):
        path.unlink()
    assert is_kept(built.build("--strict"))
    assert list(built.cache.glob("evidence/**/*.json")) == []


def test_two_builds_of_the_same_are_the_same(
    project: Project, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # MkDocs writes the date into the home page

    def files(build: Build) -> dict[str, bytes]:
        shown = (path for path in build.site.rglob("*") if path.is_file() and "sitemap" not in path.name)
        return {path.relative_to(build.site).as_posix(): path.read_bytes() for path in shown}

    options = {**options, "ranges": ["v1...v2", "v2...v3"], "languages": ["en", "ja"]}
    first = files(project.build_strictly(options, site_url="https://docs.example.org/"))
    assert files(project.build("--strict")) == first


@pytest.mark.parametrize("option", [{"notice": "Something new."}, {"watch": ["guide"]}, {"metadata_fields": ["x"]}])
def test_other_settings_make_pages_again(built: Project, options: dict[str, Any], option: dict[str, Any]) -> None:
    assert not is_kept(built.build_strictly({**options, **option}))


def test_another_name_of_the_site_makes_pages_again(built: Project, options: dict[str, Any]) -> None:
    assert not is_kept(built.build_strictly(options, site_name="Another"))


def test_a_template_of_the_theme_makes_pages_again(built: Project, options: dict[str, Any]) -> None:
    theme = {"name": "mkdocs", "custom_dir": "overrides"}
    template = built.path / "overrides" / "diffinsight" / "report.html"
    template.parent.mkdir(parents=True)
    assert is_kept(built.build_strictly(options, theme=theme))
    template.write_text('<b id="summary-table">Ours</b>', encoding="utf-8")
    build = built.build_strictly(options, theme=theme)
    assert '<b id="summary-table">Ours</b>' in build.report_html()


def test_another_version_of_this_package_makes_pages_again(built: Project) -> None:
    other = "import mkdocs_diffinsight; mkdocs_diffinsight.__version__ += '.1'; from mkdocs.__main__ import cli; cli()"
    subprocess.run([sys.executable, "-c", other, "build", "--strict"], cwd=built.path, check=True)
    assert CHANGED not in next((built.path / "site").glob("reports/*/index.html")).read_bytes()


def test_a_new_text_makes_its_page_again(built: Project) -> None:
    add_text(built, built.build())
    assert "Told anew" in built.build("--strict").report_html()


def test_a_text_that_is_only_written_again_leaves_its_page_alone(built: Project) -> None:
    """As where the cache is committed, and cloned for each build."""
    path = add_text(built, built.build())
    built.build("--strict")
    mark(built)
    os.utime(path, (1, 1))
    assert is_kept(built.build("--strict"))


def test_a_text_that_changes_its_length_by_nothing_makes_its_page_again(built: Project) -> None:
    path = add_text(built, built.build())
    built.build("--strict")
    path.write_text(path.read_text(encoding="utf-8").replace("Told anew", "Told once"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert "Told once" in built.build().report_html()


def test_a_new_range_leaves_the_pages_of_others_alone(built: Project, options: dict[str, Any]) -> None:
    build = built.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]})
    old, new = sorted(range(2), key=lambda number: build.report(number)["range"]["compare"])
    assert (is_kept(build, old), is_kept(build, new)) == (True, False)


def test_a_kept_page_tells_what_a_new_report_changes(built: Project, options: dict[str, Any]) -> None:
    build = built.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]})
    old, new = sorted(range(2), key=lambda number: build.report(number)["range"]["compare"])
    assert is_kept(build, old)
    assert build.reports()[new].name in build.report_html(old)
    assert 'di-history">' in build.report_html(old)


def marked_around(project: Project) -> Path:
    """The file of what reports say about each other, with a mark on all of it."""
    [path] = rewrite(project.cache, "around", b"di-tags", b"di-tagz")
    return path


@pytest.fixture
def later_ranges(history: GitRepository) -> list[str]:
    """Two on a file that the others know nothing of."""
    added = history.commit({"other.md": "one\n"})
    return [f"v3...{added}", f"{added}...{history.commit({'other.md': 'two'})}"]


def test_what_a_report_says_about_others_is_kept_where_it_stays_the_same(
    project: Project, options: dict[str, Any], later_ranges: list[str]
) -> None:
    first, second = later_ranges
    project.build_strictly({**options, "ranges": ["v1...v2", first]})
    around = marked_around(project)
    project.build_strictly({**options, "ranges": ["v1...v2", first, second]})
    assert [b"di-tagz" in line for line in around.read_bytes().splitlines()].count(True) == 1


# Which folder they are in


def folders(project: Project) -> list[Path]:
    return [path for path in (project.cache / "pages").iterdir() if path.is_dir()]


def moved(project: Project, target: Path) -> Project:
    """The same site in another place, with its cache and the repository."""
    other = Project(target / "checkout")
    shutil.rmtree(other.path)
    shutil.move(project.path, other.path)
    return other


def test_a_checkout_that_was_moved_keeps_its_pages(built: Project, history: GitRepository, tmp_path: Path) -> None:
    project = moved(built, tmp_path)
    shutil.move(history.path, tmp_path / "elsewhere")
    project.configure({"repository": str(tmp_path / "elsewhere"), "ranges": ["v1...v2"]})
    assert is_kept(project.build("--strict"))
    assert len(folders(project)) == 1


@pytest.mark.parametrize("how", ["another name", "standard input"])
def test_a_configuration_of_another_name_keeps_its_pages(built: Project, how: str) -> None:
    """As programs write them that build many versions of a site."""
    config = (built.path / "mkdocs.yml").rename(built.path / "temporary-4711.yml")
    given = "-" if how == "standard input" else str(config)
    with config.open("rb") as text:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", given]
        done = subprocess.run(command, cwd=built.path, stdin=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert is_kept(Build(0, "", built.path / "site"))
    assert len(folders(built)) == 1


def test_sites_that_differ_have_their_own_pages(built: Project, options: dict[str, Any]) -> None:
    """As a site and its preview do, which say where they are."""
    preview = {"site_url": "http://127.0.0.1:8000/"}
    built.build_strictly(options, **preview)
    assert is_kept(built.build_strictly(options))
    mark(built)
    assert is_kept(built.build_strictly(options, **preview))


def test_sites_on_other_ranges_have_their_own_pages(built: Project, options: dict[str, Any]) -> None:
    built.build_strictly({**options, "ranges": ["v2...v3"]})
    assert is_kept(built.build_strictly(options))
    assert len(folders(built)) == 2


def test_a_branch_that_moves_on_stays_in_its_folder(project: Project, history: GitRepository) -> None:
    """Though nothing of what was made before is made again."""
    options = {"repository": str(history.path), "ranges": [{"since": "v1"}]}
    project.build_strictly(options)
    history.commit({"docs/guide.md": "# Guide\n\nUse version 4.\n"})
    project.build_strictly(options)
    assert len(folders(project)) == 1


def test_few_folders_are_kept(project: Project, options: dict[str, Any]) -> None:
    """The ones that were used last."""
    for n in range(6):
        project.build_strictly(options, site_name=f"Site {n}")
    mark(project)
    assert len(folders(project)) == 4
    assert is_kept(project.build_strictly(options, site_name="Site 2"))
    assert len(folders(project)) == 4


def test_a_folder_that_nobody_has_used_for_long_goes(built: Project, options: dict[str, Any]) -> None:
    [old] = folders(built)
    (built.cache / "pages" / "of an earlier version").mkdir()
    os.utime(old / ".lock", (1, 1))
    built.build_strictly(options, site_name="Another")
    assert old not in folders(built)
    assert len(folders(built)) == 1


def test_a_folder_that_a_build_is_in_stays(built: Project, options: dict[str, Any]) -> None:
    """Another one makes its own pages, which come out the same."""
    [taken] = folders(built)
    os.utime(taken / ".lock", (1, 1))
    with FileLock(taken / ".lock"):
        assert not is_kept(built.build_strictly(options))
    assert taken in folders(built)
    assert is_kept(built.build_strictly(options))


@pytest.mark.parametrize("damage", [lambda data: data + b" ", lambda data: b""], ids=["longer", "empty"])
def test_what_was_damaged_is_not_kept(
    project: Project, options: dict[str, Any], later_ranges: list[str], damage: Callable[[bytes], bytes]
) -> None:
    first, second = later_ranges
    project.build_strictly({**options, "ranges": ["v1...v2", first]})
    around = marked_around(project)
    around.write_bytes(damage(around.read_bytes()))
    project.build_strictly({**options, "ranges": ["v1...v2", first, second]})
    assert b"di-tagz" not in around.read_bytes()


def test_what_is_no_longer_asked_for_leaves_the_cache(built: Project, options: dict[str, Any]) -> None:
    built.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]})
    built.build_strictly({**options, "ranges": ["v2...v3"]})
    kept = [path for path in built.cache.glob("pages/**/*") if path.is_file()]
    assert kept
    assert [path.name for path in kept if b"version 1" in path.read_bytes() and path.suffix == ".json"] == []
    assert len(list(built.cache.glob("pages/*/files/reports/2*/index.md.page"))) == 1


@pytest.mark.parametrize("kind", ["page"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"{")], ids=["gone", "broken"])
def test_a_damaged_page_is_made_again(built: Project, kind: str, damage: Callable[[Path], object]) -> None:
    [path] = built.cache.glob(f"pages/*/files/reports/2*/index.md.{kind}")
    damage(path)
    assert not is_kept(built.build("--strict"))


@pytest.mark.parametrize("pattern", ["ranges/*.json", "site.json", "search.json", "around"])
def test_a_damaged_record_costs_no_page(built: Project, pattern: str) -> None:
    [path, *_] = built.cache.glob(f"pages/*/{pattern}")
    path.write_bytes(b"{")
    build = built.build("--strict")
    assert build.status == 0
    assert build.report()["files"]


def test_a_text_that_cannot_be_read_is_told_by_each_build(built: Project) -> None:
    path = add_text(built, built.build())
    path.write_bytes(b"{")
    for _ in range(2):
        assert f"Cache file {path} is not used" in built.build().log


def test_a_missing_text_is_told_by_each_build_that_asks_nobody(built: Project, options: dict[str, Any]) -> None:
    built.configure({**options, "summarizer": "cached"})
    for _ in range(2):
        assert "docs/guide.md: the cache holds no text for it" in built.build().log


def test_texts_by_rules_are_made_again_once_a_model_can_be_asked(built: Project, options: dict[str, Any]) -> None:
    assert is_kept(built.build("--strict"))
    forget_finished(built)
    built.configure({**options, "openai": {"base_url": "http://127.0.0.1:9/v1", "max_retries": 0, "timeout": 1}})
    build = built.build(environment={"OPENAI_API_KEY": "none"})
    assert "Rules write" in build.log or "rules write" in build.log
    assert not is_kept(build)


def test_no_model_is_asked_where_all_texts_are_kept(built: Project, options: dict[str, Any]) -> None:
    """Neither is the page made again, nor does anybody look for a server."""
    build = built.build()
    cache = Cache(built.cache, "en", pytest.fail)
    told = (Statement("Told."),)
    for file in build.report()["files"]:
        summary = FileSummary("minor update", "Told", told, Author("model", "small"))
        cache.keep_summary(file["diff_hash"], file["path"], summary)
    from mkdocs_diffinsight.model.patch import range_hash

    overview = Overview("Told.", told, (), (), (), told, Author("model", "small"))
    cache.keep_overview(range_hash(file["diff_hash"] for file in build.report()["files"]), overview)
    built.configure({**options, "openai": {"base_url": "http://127.0.0.1:9/v1", "max_retries": 0, "timeout": 1}})
    key = {"OPENAI_API_KEY": "none"}
    assert "3 from cache, 0 by model, 0 by rules, 0 failed" in built.build("--strict", environment=key).log
    mark(built)
    assert is_kept(built.build("--strict", environment=key))


def test_reports_of_one_name_keep_their_addresses(project: Project, history: GitRepository) -> None:
    twice = [{"compare": "v1...v3", "paths": [path]} for path in ("docs", "src")]
    options = {"repository": str(history.path), "ranges": twice}
    first = project.build_strictly(options)
    mark(project)
    again = project.build("--strict")
    assert [path.name for path in again.reports()] == [path.name for path in first.reports()]
    assert [is_kept(again, number) for number in (0, 1)] == [True, True]
    swapped = project.build_strictly({**options, "ranges": twice[::-1]})
    paths = [[file["path"] for file in swapped.report(number)["files"]] for number in (0, 1)]
    assert paths == [["src/app.py"], ["docs/guide.md", "docs/new.md"]]


SEARCHES: list[dict[str, Any]] = [{"theme": {"name": name}} for name in ("mkdocs", "material")]


def entries(build: Build) -> list[Any]:
    found = json.loads((build.site / "search" / "search_index.json").read_bytes())["docs"]
    assert isinstance(found, list)
    return found


def hook(project: Project, code: str) -> str:
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    return "hook.py"


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_search_finds_the_same_again(project: Project, options: dict[str, Any], site: dict[str, Any]) -> None:
    first = entries(project.build_strictly(options, **site))
    assert any("guide" in json.dumps(entry) for entry in first)
    assert entries(project.build("--strict")) == first


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_search_reads_no_page_that_it_has_read(project: Project, options: dict[str, Any], site: dict[str, Any]) -> None:
    project.build_strictly(options, **site)
    assert rewrite(project.cache, "search.entries", b"Highlights", b"Known well")
    assert "Known well" in json.dumps(entries(project.build("--strict")))


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_search_reads_pages_again_where_it_is_not_known_what_is_on_them(
    project: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    expected = entries(project.build_strictly(options, **site))
    [kept] = project.cache.glob("pages/*/search.entries")
    kept.write_bytes(kept.read_bytes()[:-9])
    assert entries(project.build("--strict")) == expected


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_whoever_works_on_the_index_finds_reports_in_it(
    project: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    expected = entries(project.build_strictly(options, **site))
    code = (
        "import pathlib\n\n\ndef on_post_build(config):\n"
        "    index = pathlib.Path(config.site_dir, 'search', 'search_index.json')\n"
        "    index.write_bytes(index.read_bytes().replace(b'Highlights', b'Known well'))\n"
    )
    for _ in range(2):
        found = entries(project.build_strictly(options, hooks=[hook(project, code)], **site))
        assert json.loads(json.dumps(found).replace("Known well", "Highlights")) == expected
        assert found != expected


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_an_index_that_is_not_as_expected_has_reports_all_the_same(
    project: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    expected = entries(project.build_strictly(options, **site))
    code = (
        "import json\nimport mkdocs.utils\n\nwrite = mkdocs.utils.write_file\n\n\ndef written(content, path):\n"
        "    if path.endswith('search_index.json'):\n"
        "        content = json.dumps({**json.loads(content), 'more': []}).encode()\n"
        "    write(content, path)\n\n\ndef on_config(config):\n    mkdocs.utils.write_file = written\n"
    )
    for _ in range(2):
        assert entries(project.build_strictly(options, hooks=[hook(project, code)], **site)) == expected


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_a_search_that_is_not_as_expected_reads_pages_itself(
    project: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    expected = entries(project.build_strictly(options, **site))
    known = "mkdocs_diffinsight.hosts.mkdocs.internals"
    unknown = f"from {known} import PLUGINS\n\n\ndef on_config(config):\n    PLUGINS.clear()\n"
    build = project.build_strictly(options, hooks=[hook(project, unknown)], **site)
    found = entries(build)
    for entry in (*found, *expected):
        entry.pop(
            "tags", None
        )  # Material tells them again with each section; only of a search that we know are they taken out
    assert found == expected
    assert WRITTEN.decode() in build.report_html()


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_a_plugin_that_reads_pages_gets_them(project: Project, options: dict[str, Any], site: dict[str, Any]) -> None:
    expected = entries(project.build_strictly(options, **site))
    code = (
        "def on_page_content(html, page, config, files):\n    return html.replace('Guide', 'GUIDE') + '<p>More.</p>'\n"
    )
    build = project.build_strictly(options, hooks=[hook(project, code)], **site)
    assert "<p>More.</p>" in build.report_html()
    assert WRITTEN.decode() in build.report_html()
    assert len(entries(build)) == len(expected)


def test_a_page_that_search_is_to_leave_out_is_left_out(built: Project, options: dict[str, Any]) -> None:
    """What another plugin says about a page counts, though search has read it before."""
    site = {"theme": {"name": "material"}}
    built.build_strictly(options, **site)
    code = "def on_page_markdown(markdown, page, config, files):\n    page.meta['search'] = {'exclude': True}\n"
    build = built.build_strictly(options, hooks=[hook(built, code)], **site)
    assert [entry for entry in entries(build) if entry["location"].startswith("reports/20")] == []


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
@pytest.mark.parametrize("pattern", ["reports/*", "*"])
def test_an_index_that_leaves_out_reports_or_everything_can_be_read(
    project: Project, options: dict[str, Any], site: dict[str, Any], pattern: str
) -> None:
    code = (
        "import fnmatch\n\n\ndef on_env(env, config, files):\n"
        "    index = next(config.plugins[name] for name in config.plugins if 'search' in name).search_index\n"
        "    add = index.add_entry_from_context\n"
        "    index.add_entry_from_context = lambda page: (\n"
        f"        None if fnmatch.fnmatch(page.file.src_uri, {pattern!r}) else add(page)\n    )\n"
    )
    for _ in range(2):
        found = entries(project.build_strictly(options, hooks=[hook(project, code)], **site))
        assert not any(entry["location"].startswith("reports/20") for entry in found)


def test_an_index_can_be_read_where_metadata_leaves_reports_out(project: Project, options: dict[str, Any]) -> None:
    (project.path / "docs" / "reports").mkdir()
    metadata = project.path / "docs" / "reports" / ".meta.yml"
    metadata.write_text("search: {exclude: true}\n", encoding="utf-8")
    site = {"plugins": ["search", "meta", {"diffinsight": options}], "theme": {"name": "material"}}
    for _ in range(2):
        locations = [entry["location"] for entry in entries(project.build_strictly(options, **site))]
        assert locations == [""]


@pytest.mark.parametrize("site", SEARCHES, ids=["mkdocs", "material"])
def test_what_is_kept_of_a_search_is_never_trusted_blindly(
    project: Project, options: dict[str, Any], site: dict[str, Any]
) -> None:
    project.build_strictly(options, **site)
    assert rewrite(project.cache, "search.entries", b'"', b"}")
    build = project.build("--strict")
    assert "search.entries" in build.log
    assert "Traceback" not in build.log
    assert not any("reports/20" in entry["location"] for entry in entries(build))


def test_a_link_to_an_anchor_of_a_kept_page_is_checked(built: Project, options: dict[str, Any]) -> None:
    [report] = built.build().reports()
    link = f"reports/{report.name}/index.md#"
    (built.path / "docs" / "index.md").write_text(f"[a]({link}summary-table) [b]({link}nowhere)\n", encoding="utf-8")
    built.configure(options, validation={"anchors": "warn"})
    build = built.build("--strict")
    assert build.status == 1
    assert "summary-table" not in build.log
    assert "nowhere" in build.log


def test_a_text_that_another_plugin_gives_a_page_is_converted(project: Project, options: dict[str, Any]) -> None:
    code = "def on_page_markdown(markdown, page, config, files):\n    return markdown + '# More\\n\\n*text*\\n'\n"
    build = project.build_strictly(options, hooks=[hook(project, code)])
    assert WRITTEN.decode() in build.report_html()
    assert "<em>text</em>" in build.html("index.html")


def test_a_file_of_the_site_that_is_written_to_leaves_the_cache_alone(
    project: Project, history: GitRepository, options: dict[str, Any]
) -> None:
    """As by a tool that minifies or signs the site in place."""
    history.commit({"logo.png": PNG}, "v4")
    project.build_strictly({**options, "ranges": ["v1...v4"]})
    build = project.build("--strict")  # of finished pages
    assert len(list(build.site.rglob("*.png"))) > 0
    for path in build.site.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                file.write(b"overwritten")
    kept = [path for path in project.cache.rglob("*") if path.is_file()]
    assert [path for path in kept if path.read_bytes().startswith(b"overwritten")] == []


WITHOUT_HELP = (
    "import os\n\n\ndef fail(*_):\n    raise OSError\n\n\ndef on_config(config):\n    os.copy_file_range = fail\n",
    "import os\n\n\ndef on_config(config):\n    vars(os).pop('copy_file_range', None)\n",
)


@pytest.mark.parametrize("code", WITHOUT_HELP, ids=["fails", "missing"])
def test_files_are_copied_where_the_system_does_not_help(built: Project, options: dict[str, Any], code: str) -> None:
    build = built.build_strictly(options, hooks=[hook(built, code)])
    [source] = built.cache.glob("pages/*/files/reports/*/report.json")
    assert (build.reports()[0] / "report.json").read_bytes() == source.read_bytes()
    assert is_kept(build)


def test_what_search_has_found_is_written_only_when_it_changes(built: Project) -> None:
    [kept] = built.cache.glob("pages/*/search.json")
    before = kept.stat()
    built.build("--strict")
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_range_that_is_asked_for_twice_has_two_pages_each_time(project: Project, history: GitRepository) -> None:
    options = {"repository": str(history.path), "ranges": ["v1...v2", "v1...v2"]}
    first = project.build_strictly(options)
    mark(project)
    again = project.build("--strict")
    assert [path.name for path in again.reports()] == [path.name for path in first.reports()]
    assert len(again.reports()) == 2
    assert [is_kept(again, number) for number in (0, 1)] == [True, True]
