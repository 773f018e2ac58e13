"""`diffinsight import`, and what is exported of it, run as a user runs it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_diffinsight.commands import importing
from mkdocs_diffinsight.errors import ArchiveError

from ..conftest import GitRepository, Project


@pytest.fixture
def published(history: GitRepository, project: Project) -> Path:
    """A published report on v1...v2: an export, with its texts replaced."""
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "summarizer": "rules"})
    assert project.diffinsight("export", "out").returncode == 0
    [path] = (project.path / "out").glob("*.md")
    lines = path.read_text(encoding="utf-8").split("\n")
    for n, line in enumerate(lines):
        if line == "### Explanation":
            lines[n + 1] = f"Explained by hand, no. {n}."
        if line.startswith("# Highlights"):
            lines[n + 2] = "Highlights by hand."
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_checkouts_line_endings_make_no_difference(
    project: Project, published: Path, change: Callable[[str], str]
) -> None:
    published.write_bytes(change(published.read_text(encoding="utf-8")).encode())
    done = project.diffinsight("import", str(published), "--range", "v1...v2")
    assert "2 of 2 files placed" in done.stderr


def test_the_overview_of_a_range_with_paths_is_found(project: Project, history: GitRepository, published: Path) -> None:
    document = published.read_text(encoding="utf-8").replace("Highlights by hand", "Found for the path")
    row = next(line for line in document.split("\n") if line.startswith("| [app.py]"))
    section = document[document.index("## src/app.py") :]
    published.write_text(document.replace(row + "\n", "").replace(section, "\n"), encoding="utf-8")
    project.configure(
        {"repository": str(history.path), "ranges": [{"compare": "v1...v2", "paths": ["docs/"]}], "summarizer": "rules"}
    )
    assert project.diffinsight("import", str(published), "--range", "v1...v2").returncode == 0
    assert "Found for the path" in project.build("--strict").report_html()


def test_an_imported_report_is_shown_as_it_was_published(project: Project, published: Path) -> None:
    done = project.diffinsight("import", str(published), "--range", "v1...v2", "--model", "oracle-1")
    assert done.returncode == 0, done.stderr
    assert "2 of 2 files placed in v1...v2" in done.stderr
    build = project.build("--strict")
    assert "3 from cache, 0 by model, 0 by rules, 0 failed" in build.log
    html = build.report_html()
    assert "Highlights by hand." in html
    assert html.count("Explained by hand") == 2
    assert "model oracle-1" in html


def test_an_imported_report_is_exported_as_it_was_published(project: Project, published: Path) -> None:
    project.diffinsight("import", str(published), "--range", "v1...v2")
    before = published.read_text(encoding="utf-8")
    project.diffinsight("export", "again")
    assert (project.path / "again" / published.name).read_text(encoding="utf-8") == before


def test_an_export_with_markup_in_it_is_exported_again_as_it_was(
    project: Project, history: GitRepository, published: Path
) -> None:
    history.commit({"docs/<img src=x onerror=alert(1)>.md": "# <b>\n", "docs/guide.md": "<script>\n"}, "v4")
    project.configure({"repository": str(history.path), "ranges": ["v3...v4"], "summarizer": "rules"})
    project.diffinsight("export", "out")
    [before] = [text for path in (project.path / "out").glob("*.md") if "&#60;img" in (text := path.read_text("utf-8"))]
    (project.path / "export.md").write_text(before, encoding="utf-8")
    done = project.diffinsight("import", "export.md")
    assert "2 of 2 files placed" in done.stderr
    project.diffinsight("export", "again")
    assert [path.read_text("utf-8") for path in (project.path / "again").glob("*.md")] == [before]


def test_the_range_is_taken_from_the_permalink(project: Project, published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    published.write_text(text.replace("permalink: ''", "permalink: https://github.com/o/n/compare/o:v1...o:v2"))
    done = project.diffinsight("import", str(published))
    assert done.returncode == 0, done.stderr
    assert "2 of 2 files placed in v1...v2" in done.stderr


def test_a_file_that_the_range_does_not_change_is_named(
    project: Project, history: GitRepository, published: Path
) -> None:
    history.git("checkout", "--quiet", "v1")
    history.commit({"docs/guide.md": "# Guide\n\nUse version 2.\n"}, "part")
    done = project.diffinsight("import", str(published), "--range", "v1...part")
    assert "1 of 2 files placed in v1...part" in done.stderr
    assert "src/app.py could not be placed: the range v1...part does not change it" in done.stderr


def test_texts_about_another_change_are_refused(project: Project, history: GitRepository, published: Path) -> None:
    """Of v1...v3 the guide is another change than of v1...v2, and the rest is the same."""
    project.configure({"repository": str(history.path), "ranges": ["v1...v3"], "summarizer": "rules"})
    done = project.diffinsight("import", str(published), "--range", "v1...v3")
    assert done.returncode == 0
    assert "1 of 2 files placed in v1...v3" in done.stderr
    assert "the text about docs/guide.md was left out: the report shows another change of it" in done.stderr
    assert "the overview was left out" in done.stderr
    html = project.build().report_html()
    assert html.count("Explained by hand") == 1
    assert "Highlights by hand." not in html


def test_a_report_all_of_whose_texts_are_refused_is_not_imported(project: Project, published: Path) -> None:
    done = project.diffinsight("import", str(published), "--range", "v2...v3")
    assert done.returncode == 1
    assert "0 of 2 files placed in v2...v3" in done.stderr
    assert not list(project.cache.rglob("summaries/**/*.json"))


def test_a_text_without_a_diff_is_held_against_the_counts_of_the_table(project: Project, published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    bare = re.sub(r"\n<details>.*?</details>\n", "", text, flags=re.DOTALL)
    published.write_text(bare, encoding="utf-8")
    assert "2 of 2 files placed" in project.diffinsight("import", str(published), "--range", "v1...v2").stderr
    published.write_text(bare.replace("| modified | 1 | 1 | 2 |", "| modified | 4 | 1 | 5 |", 1), encoding="utf-8")
    done = project.diffinsight("import", str(published), "--range", "v1...v2")
    assert "1 of 2 files placed" in done.stderr
    assert "docs/guide.md was left out" in done.stderr


@pytest.mark.parametrize(
    ("languages", "arguments", "message"),
    [
        (
            ["en"],
            [],
            "taken over as English. `--language ja` takes them for what they are, once `languages`",
        ),
        (
            ["en", "ja"],
            [],
            "its texts look Japanese, and were taken over as English.",
        ),
        (["en", "ja"], ["--language", "ja"], None),
    ],
)
def test_texts_in_another_language_than_the_sites_are_told(
    project: Project, history: GitRepository, published: Path, languages: list[str], arguments: list[str], message: str
) -> None:
    text = published.read_text(encoding="utf-8").replace("Explained by hand", "バージョンの変更を説明しています")
    published.write_text(text, encoding="utf-8")
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "languages": languages})
    done = project.diffinsight("import", str(published), *arguments)
    assert "2 of 2 files placed" in done.stderr
    assert message in done.stderr if message else "WARNING" not in done.stderr


def test_texts_that_are_not_in_the_sites_language_are_told(
    project: Project, history: GitRepository, published: Path
) -> None:
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "language": "ja"})
    done = project.diffinsight("import", str(published))
    assert "its texts do not look Japanese, as which they were taken over" in done.stderr


def test_an_export_without_a_permalink_says_its_range(project: Project, history: GitRepository) -> None:
    project.configure({"repository": str(history.path), "ranges": ["v1...v2", "v1..v2"], "summarizer": "rules"})
    project.diffinsight("export", "out")
    documents = sorted((project.path / "out").glob("*.md"))
    told = [re.search(r"^range: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE) for path in documents]
    base, head = history.git("rev-parse", "v1"), history.git("rev-parse", "v2")
    assert {found and found[1] for found in told} == {f"{base}...{head}", f"{base}..{head}"}
    done = project.diffinsight("import", *map(str, documents))
    assert done.stderr.count("2 of 2 files placed in") == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (None, "holds no range; name one with --range BASE...HEAD"),
        (["--range", "v1...nope"], "its head, 'nope', is no commit"),
        (["--range", "v1"], "names one revision"),
        (["--model", "a", "--person", "b"], "exclude each other"),
    ],
)
def test_what_cannot_be_imported_is_explained(
    project: Project, published: Path, arguments: list[str] | None, message: str
) -> None:
    if arguments is None:
        text = published.read_text(encoding="utf-8")
        published.write_text(re.sub(r"^range: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    done = project.diffinsight("import", str(published), *(arguments or ()))
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_report_does_not_keep_others_from_being_imported(project: Project, published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    published.write_text(text.replace("permalink: ''", "permalink: https://github.com/o/n/compare/o:v1...o:v2"))
    bad = project.path / "bad.md"
    bad.write_bytes(b"\xff")
    done = project.diffinsight("import", str(bad), str(published))
    assert done.returncode == 1
    assert "bad.md was not imported: it is no UTF-8 text" in done.stderr
    assert "2 of 2 files placed" in done.stderr


def test_a_report_on_what_git_cannot_read_is_not_imported(
    history: GitRepository, project: Project, published: Path
) -> None:
    """Nor taken for one on the next range."""
    history.git("checkout", "--quiet", "-b", "side")
    lost = history.commit({"a.md": "x\n"})
    (history.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    done = project.diffinsight("import", str(published), "--range", "v1...side")
    assert done.returncode == 1
    assert "was not imported: git cannot read all of the range v1...side" in done.stderr


def test_a_persons_text_is_not_lost_to_an_import(project: Project, published: Path) -> None:
    project.diffinsight("import", str(published), "--range", "v1...v2", "--person", "Ada")
    text = published.read_text(encoding="utf-8").replace("Explained by hand", "Explained by a model")
    published.write_text(text, encoding="utf-8")
    done = project.diffinsight("import", str(published), "--range", "v1...v2")
    assert "keeps the text that a person gave it" in done.stderr
    texts = [json.loads(path.read_bytes())["explanation"] for path in project.cache.rglob("summaries/**/*.json")]
    assert ["Explained by hand" in str(text) for text in texts] == [True, True]
    [overview] = project.cache.rglob("overviews/**/*.json")
    assert json.loads(overview.read_bytes())["author"] == {"kind": "person", "name": "Ada"}


def test_the_overview_of_a_category_is_found(project: Project, history: GitRepository, published: Path) -> None:
    """A published report may tell of one category of its range."""
    options = {"repository": str(history.path), "ranges": ["v1...v2"], "summarizer": "rules"}
    project.configure({**options, "categories": {"docs": ["docs/"]}, "unmatched": "drop"})
    project.diffinsight("export", "docs-only")
    [document] = (project.path / "docs-only").glob("*.md")
    assert document.name == "report-20240102-docs.md"
    document.write_text(
        document.read_text(encoding="utf-8").replace("# Insights\n", "# Insights\n\nFound again.\n"), encoding="utf-8"
    )
    assert project.diffinsight("import", str(document), "--range", "v1...v2").returncode == 0
    assert "Found again." in project.build("--strict").report_html()


def test_a_file_that_is_too_large_for_a_report_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_LARGEST_REPORT", 1000)
    (tmp_path / "large.md").write_bytes(b"x" * 1001)
    with pytest.raises(ArchiveError, match="it is larger than"):
        importing._read_text(tmp_path / "large.md")
