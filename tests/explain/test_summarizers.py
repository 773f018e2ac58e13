"""Summarizers that other packages bring, by an example that is installed and used."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ..conftest import GitRepository, Project

EXAMPLE = Path(__file__).parent / "example_package"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, as an installer leaves it: its module, and its entry points beside it."""
    packages = tmp_path / "packages"
    shutil.copytree(EXAMPLE, packages)
    project = tomllib.loads((packages / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = packages / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = (
        line
        for group, names in project["entry-points"].items()
        for line in [f"[{group}]", *(f"{name} = {place}" for name, place in names.items())]
    )
    (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(packages), os.environ.get("PYTHONPATH", "")]))
    return packages


@pytest.fixture
def options(history: GitRepository) -> Mapping[str, Any]:
    return {"repository": str(history.path), "ranges": ["v1...v2"], "summarizer": "first-line"}


@pytest.fixture
def edit(installed: Path) -> Callable[[str, str], None]:
    """Changes what the example does."""

    def edit(old: str, new: str) -> None:
        module = installed / "diffinsight_first_line.py"
        text = module.read_text(encoding="utf-8")
        assert old in text
        module.write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.mark.usefixtures("installed")
def test_an_installed_summarizer_writes_the_texts_of_a_site(project: Project, options: Mapping[str, Any]) -> None:
    build = project.build_strictly({**options, "languages": ["en", "ja"]})
    assert "6 by model, 0 by rules" in build.log
    report = build.report()
    assert [file["explanation"] for file in report["files"]] == [
        "It now says `Use version 2.`.",
        "It now says `def start():`.",
    ]
    assert {text["author"]["name"] for text in (*report["files"], report["overview"])} == {"first-line 1.0"}
    assert "first-line 1.0" in build.report_html()
    assert any("追加" in path.read_text(encoding="utf-8") for path in project.cache.glob("summaries/ja/**/*.json"))


@pytest.mark.usefixtures("installed")
def test_a_text_is_kept_and_not_asked_for_again(project: Project, options: Mapping[str, Any]) -> None:
    project.build_strictly(options)
    shutil.rmtree(project.cache / "pages")
    assert "3 from cache, 0 by model" in project.build_strictly(options).log


def test_what_it_asserts_is_looked_up_in_the_diff(
    project: Project, options: Mapping[str, Any], edit: Callable[[str, str], None]
) -> None:
    edit("{len(lines)} new line", "{len(lines)} new line, and 4711 old ones")
    edit('LineSpan("R", number, number)', 'LineSpan("R", 99, 99)')
    build = project.build_strictly(options)
    assert build.log.count("not found in the diff: 4711, R99") == 2
    assert [file["title_unproven"] for file in build.report()["files"]] == [["4711"]] * 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "if not lines:",
            "if lines:",
            "docs/guide.md: It adds no line. Rules write this text; the next build asks again.",
        ),
        ("if not lines:", "if 1 / 0:", "The summarizer fails (ZeroDivisionError: division by zero)."),
        ("return FileSummary(", "return (lambda *_: None)(", "The summarizer gives no FileSummary by a model but"),
        ('Author("model", ', 'Author("person", ', "The summarizer gives no FileSummary by a model but"),
        ("return FileSummary(MINOR_UPDATE", "return FileSummary('great'", "has no type that there is"),
        (
            "self._it_says =",
            "1 / 0; self._it_says =",
            "cannot be asked, so rules write: ZeroDivisionError",
        ),
        ("class FirstLine", "class Other", "'first-line' cannot be asked, so rules write: AttributeError"),
    ],
)
def test_what_it_does_wrong_is_told_and_rules_write(
    project: Project, options: Mapping[str, Any], edit: Callable[[str, str], None], old: str, new: str, message: str
) -> None:
    edit(old, new)
    project.configure(options)
    build = project.build()
    assert build.status == 0
    assert message in build.log
    assert {file["author"]["kind"] for file in build.report()["files"]} == {"rules"}


@pytest.mark.usefixtures("installed")
def test_a_name_that_no_package_brings_is_refused_with_those_that_there_are(
    project: Project, options: Mapping[str, Any]
) -> None:
    project.configure({**options, "summarizer": "first-lines"})
    build = project.build()
    assert build.status == 1
    assert "did you mean `first-line`?" in build.log
