"""Whom a file is for, by its path."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.audience import Audience, audience_of, is_published, is_shipped

READ = (
    "README.md", "CHANGELOG.md", "docs/testing/overview.md", "articles/spec/limits.md", "src/contest.py",
    "pkg/testing/client.py", "pkg/spec/header.py",
    "lib/latest.ts", "src/attestation/Manifest.java", "toc.yml", "config/limits.yaml", "notes.txt",
    "docs/v1.2/.../odd.md", "docs/contributing/setup.md",
)  # fmt: skip
UPKEEP = (
    ".github/workflows/ci.yml", ".github/CODEOWNERS", ".gitlab-ci.yml", ".pre-commit-config.yaml", "Jenkinsfile",
    "azure-pipelines.yml", "testing/run.py", "spec/app.rb",
    "tests/test_app.py", "pkg/app_test.go", "web/app.spec.ts", "web/__tests__/app.js",
    "src/AppTest.java", "src/AppTests.cs", "conftest.py", "tests/data/sample.md", "package.json", "requirements.txt",
    "docs/images/logo.png", "renovate.json", "CONTRIBUTING.rst", "docs/contributing.md", "CODE_OF_CONDUCT.md",
)  # fmt: skip
GENERATED = (
    "poetry.lock",
    "web/package-lock.json",
    "go.sum",
    "dist/app.min.js",
    "api_pb2.py",
    "web/__snapshots__/a.snap",
)


@pytest.mark.parametrize(
    ("path", "audience"),
    [
        *((path, Audience.READERS) for path in READ),
        *((path, Audience.MAINTAINERS) for path in UPKEEP),
        *((path, Audience.NOBODY) for path in GENERATED),
    ],
)
def test_a_path_tells_whom_a_file_is_for(path: str, audience: Audience) -> None:
    assert audience_of(path) is audience


@pytest.mark.parametrize("path", ["src/client.py", "src/_client.py", "internal/server.go", "pkg/testing/client.py"])
def test_users_run_what_comes_with_the_package(path: str) -> None:
    assert is_shipped(path)


@pytest.mark.parametrize(
    "path", ["examples/client.py", "docs/conf.py", "vendor/acme/client.go", "tests/test_client.py", ".ci/run.py"]
)
def test_users_do_not_run_what_stands_beside_it(path: str) -> None:
    assert not is_shipped(path)


@pytest.mark.parametrize(
    ("path", "reached"), [("src/client.py", True), ("src/_client.py", False), ("internal/server.go", False)]
)
def test_users_do_not_reach_what_is_internal(path: str, reached: bool) -> None:
    assert is_published(path) is reached
