"""Whom a file is for, by its path."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.audience import Audience, audience_of

READ = (
    "README.md", "CHANGELOG.md", "docs/testing/overview.md", "articles/spec/limits.md", "src/contest.py",
    "pkg/testing/client.py", "pkg/spec/header.py",
    "lib/latest.ts", "src/attestation/Manifest.java", "toc.yml", "config/limits.yaml", "notes.txt",
    "docs/v1.2/.../odd.md",
)  # fmt: skip
UPKEEP = (
    ".github/workflows/ci.yml", ".github/CODEOWNERS", ".gitlab-ci.yml", ".pre-commit-config.yaml", "Jenkinsfile",
    "azure-pipelines.yml", "testing/run.py", "spec/app.rb",
    "tests/test_app.py", "pkg/app_test.go", "web/app.spec.ts", "web/__tests__/app.js",
    "src/AppTest.java", "src/AppTests.cs", "conftest.py", "tests/data/sample.md", "package.json", "requirements.txt",
    "docs/images/logo.png", "renovate.json",
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
