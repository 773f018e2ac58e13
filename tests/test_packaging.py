"""What is published: the wheel and the source distribution."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import mkdocs_diffinsight

ROOT = Path(mkdocs_diffinsight.__file__).parents[1]


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    [path] = distributions.glob("*.whl")
    return path


def test_the_wheel_has_everything_that_the_package_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "mkdocs_diffinsight"
    sources = {
        f"mkdocs_diffinsight/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {"mkdocs_diffinsight/py.typed", "mkdocs_diffinsight/report.schema.json"} < sources
    assert sources <= names


def test_the_wheel_has_the_starter_and_nothing_that_was_built_in_it(wheel: Path) -> None:
    folder = "mkdocs_diffinsight/site_template/"
    found = {name.removeprefix(folder) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(folder)}
    assert found == {
        *(".github/workflows/publish.yml", ".gitignore", "docs/about.md", "docs/index.md", "mkdocs.yml"),
        "requirements.txt",
    }


def test_the_wheel_has_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"mkdocs_diffinsight", f"mkdocs_diffinsight-{mkdocs_diffinsight.__version__}.dist-info"}


def test_the_source_distribution_has_tests_docs_and_licence(distributions: Path) -> None:
    [path] = distributions.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "docs/configuration.md", "tests/conftest.py"} <= names


def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """`diffinsight init` and `mkdocs build`, from the files of the wheel alone."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PYTHONDONTWRITEBYTECODE": "1"}
    for command in (
        ["mkdocs_diffinsight", "init", "started"],
        ["mkdocs", "build", "--strict", "--config-file", "started/mkdocs.yml"],
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-m", *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    page = tmp_path / "started" / "site" / "reports" / "index.html"
    assert "Reports" in page.read_text(encoding="utf-8")
