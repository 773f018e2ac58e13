"""What is published: the wheel and the source distribution."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

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
    assert {
        "mkdocs_diffinsight/py.typed",
        *(f"mkdocs_diffinsight/{name}.schema.json" for name in ("range", "report")),
    } < sources
    assert sources <= names


def test_the_wheel_has_the_starter_and_nothing_that_was_built_in_it(wheel: Path) -> None:
    folder = "mkdocs_diffinsight/site_template/"
    found = {name.removeprefix(folder) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(folder)}
    assert found == {
        *(".gitignore", "docs/about.md", "docs/index.md", "mkdocs.yml", "requirements.txt"),
        *(
            f"publish/{way}/.github/workflows/publish.yml"
            for way in ("gh-deploy", "github-cache-branch", "github-pages")
        ),
        *("publish/github-cache-branch/.gitignore", "publish/gitlab-pages/.gitlab-ci.yml"),
    }


def test_the_wheel_has_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"mkdocs_diffinsight", f"mkdocs_diffinsight-{mkdocs_diffinsight.__version__}.dist-info"}


def test_the_source_distribution_has_tests_docs_and_licence(distributions: Path) -> None:
    [path] = distributions.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "docs/configuration.md", "tests/conftest.py"} <= names


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel and the packages that it asks for, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True, capture_output=True)
    [packages] = (folder / "lib").glob("*/site-packages")
    for distribution in needed_by(metadata.Distribution.at(next(packages.glob("mkdocs_diffinsight-*.dist-info")))):
        for top in {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}:
            if not (packages / top).exists():
                (packages / top).symlink_to(Path(str(distribution.locate_file(top))))
    return folder


def needed_by(distribution: metadata.Distribution) -> Iterator[metadata.Distribution]:
    """The installed distributions that one asks for, and those that they ask for."""
    seen: set[str] = set()
    left = [(distribution, {""})]
    while left:
        asking, extras = left.pop()
        for requirement in map(Requirement, asking.requires or ()):
            wanted = not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras)
            key = str(requirement)
            if wanted and key not in seen:
                seen.add(key)
                found = metadata.distribution(requirement.name)
                yield found
                left.append((found, {"", *requirement.extras}))


def test_a_new_site_builds_where_nothing_but_the_wheel_is_installed(environment: Path, tmp_path: Path) -> None:
    """`diffinsight init` and `mkdocs build`, with the packages alone that the wheel says it needs."""
    tools = environment / "bin"
    for command in (
        [str(tools / "diffinsight"), "init", "started"],
        [str(tools / "python"), "-m", "mkdocs", "build", "--strict", "--config-file", "started/mkdocs.yml"],
    ):
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    page = tmp_path / "started" / "site" / "reports" / "index.html"
    assert "Reports" in page.read_text(encoding="utf-8")


def test_the_docs_say_why_each_dependency_is_there() -> None:
    page = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert sorted(re.findall("`(.*?)`", rows)) == sorted(Requirement(one).name for one in needed)


def test_no_dependency_but_mkdocs_has_an_upper_bound() -> None:
    """Otherwise it decides what can be installed beside it."""
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    bounded = {one.name for one in map(Requirement, needed) if any("<" in clause.operator for clause in one.specifier)}
    assert bounded == {"mkdocs"}
