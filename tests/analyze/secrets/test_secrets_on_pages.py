"""What becomes of secrets that diffs show, on everything that a site publishes. None is a real one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.analyze.secrets.screening import MASK

from ...conftest import Build, GitRepository, Project
from .samples import ALNUM, chars, pattern

RND = random.Random("pages")
TOKEN = pattern("ghp_{A36}")(RND)
OLD_PASSWORD, PASSWORD = "Sommer" + "1999", "Winter" + "2024"
SECRETS = [TOKEN, OLD_PASSWORD, PASSWORD]


@pytest.fixture
def options(repository: GitRepository) -> dict[str, Any]:
    """A range that shows a token and two passwords, all of them in what a commit or the tag says."""
    settings = "# Settings\ndb:\n  user: app\n  password: "
    repository.commit({"app.yml": f"{settings}{OLD_PASSWORD}\n", "guide.md": "# Guide\n"}, "v1")
    repository.write({"app.yml": f"{settings}{PASSWORD}\n"})
    repository.git("commit", "--all", "--quiet", "--message", f"Take {PASSWORD} for the database\n\n{OLD_PASSWORD}: no")
    repository.commit({"guide.md": f"# Guide\n\nUse `{TOKEN}` to log in.\n"})
    repository.git("tag", "--annotate", "--message", f"Use {TOKEN} and {PASSWORD}", "v2")
    return {"repository": str(repository.path), "ranges": ["v1...v2"], "watch": ["password"]}


def published(build: Build) -> dict[Path, str]:
    return {path: path.read_text("utf-8", "replace") for path in build.site.rglob("*") if path.is_file()}


def test_pages_show_secrets_with_a_warning_that_each_build_repeats(options: dict[str, Any], project: Project) -> None:
    """Without making them again."""
    project.configure(options)
    first = project.build()
    assert first.status == 0
    [warning] = [line for line in first.log.splitlines() if line.startswith("WARNING")]
    assert "v1...v2: the pages show what looks like 3 secrets" in warning
    assert "app.yml old line 4 (password); app.yml line 4 (password); guide.md line 3 (GitHub token)" in warning
    assert not any(secret in first.log for secret in SECRETS)
    assert TOKEN in first.report_html()

    records = {path: path.stat().st_mtime_ns for path in project.cache.glob("pages/**/ranges/*.json")}
    again = project.build()
    assert warning in again.log
    assert records == {path: path.stat().st_mtime_ns for path in project.cache.glob("pages/**/ranges/*.json")}
    assert records


def test_the_warning_can_be_switched_off(options: dict[str, Any], project: Project) -> None:
    build = project.build_strictly({**options, "secrets": "show"})
    assert TOKEN in build.report_html()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_secrets_can_be_taken_off_everything_that_is_published(
    options: dict[str, Any], project: Project, language: str
) -> None:
    build = project.build_strictly(
        {**options, "secrets": "page", "language": language}, site_url="https://example.org/"
    )
    shown = {path.name for path, text in published(build).items() if any(secret in text for secret in SECRETS)}
    assert shown == set()
    report = build.report()
    assert f"+  password: {MASK}" in report["files"][0]["patch"]
    assert MASK in build.report_html()
    assert "3 secrets taken off the pages: app.yml old line 4 (password)" in build.log
    assert not any(secret in build.log for secret in SECRETS)
    if language == "en":
        assert build.report_html().count("What looks like a secret is hidden") == 2


def test_exports_have_no_secrets_and_come_back(options: dict[str, Any], project: Project) -> None:
    project.configure({**options, "secrets": "page"})
    assert project.diffinsight("export", "out").returncode == 0
    [path] = (project.path / "out").iterdir()
    assert not any(secret in path.read_text(encoding="utf-8") for secret in SECRETS)
    done = project.diffinsight("import", str(path), "--person", "Rose")
    assert "2 of 2 files placed" in done.stderr


def test_texts_that_quote_a_secret_do_not_show_it(options: dict[str, Any], project: Project) -> None:
    """Such as one that a person wrote before anybody thought of it."""
    project.configure({**options, "secrets": "show"})
    assert project.diffinsight("export", "out").returncode == 0
    [path] = (project.path / "out").iterdir()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("### Explanation\n", f"### Explanation\nIt was {OLD_PASSWORD}. "), encoding="utf-8")
    assert project.diffinsight("import", str(path), "--person", "Rose").returncode == 0
    build = project.build_strictly({**options, "secrets": "page"})
    assert f"It was {MASK}." in build.report_html()
    assert OLD_PASSWORD not in build.report_html()


def test_a_private_key_leaves_nothing_behind(repository: GitRepository, project: Project) -> None:
    body = [chars(ALNUM, 64)(RND) for _ in range(6)]
    lines = ["-----BEGIN RSA PRIVATE KEY-----", *body, "-----END RSA PRIVATE KEY-----"]
    source = "KEY = (\n" + "".join(f'    "{line}\\n"\n' for line in lines) + ")\n"
    repository.commit({"app.py": "import os\n"}, "v1")
    repository.commit({"app.py": f"import os\n\n{source}"}, "v2")
    options = {"repository": str(repository.path), "ranges": ["v1...v2"], "secrets": "page"}
    build = project.build_strictly(options)
    assert not [path for path, text in published(build).items() if any(line in text for line in body)]
    assert "1 secret taken off the pages: app.py line 4 (private key)" in build.log
