"""Whom a file is for, as far as its path tells. Pure."""

from __future__ import annotations

import re
from enum import IntEnum

from ..model.findings import Kind
from .files.settings import lists_dependencies
from .kinds import kind_of_name

_TEST_FOLDERS = r"(?:^|/)(?:__tests__|__mocks__|test-?data|fixtures?|e2e|tests?)/|^(?:testing|specs?)/"
"""Within a package, `testing` is what it offers for tests, and `spec` what is specified."""
# e.g. src/parser_test.go
_TEST = re.compile(
    rf"{_TEST_FOLDERS}|(?:^|/)(?:test_[^/]*|conftest\.py)\Z|[._-](?:tests?|spec)\.[^/]+\Z"
    r"|(?<=[a-z0-9])(?:Tests?|Spec)\.\w+\Z"
)
# e.g. tests/README.md
_TEST_DOCUMENT = re.compile(r"(?:^|/)(?:__tests__|test-?data|fixtures?)/|^(?:e2e|specs?|tests?)/")
"""A document in a folder `testing` most often tells how to test."""
# e.g. .github/workflows/ci.yml
_TOOLS = re.compile(
    r"(?:^|/)\.[^/.]"
    r"|(?:^|/)(?:Jenkinsfile|azure-pipelines[^/]*\.ya?ml|appveyor\.ya?ml|bitbucket-pipelines\.ya?ml"
    r"|renovate\.json5?|codecov\.ya?ml|tox\.ini|noxfile\.py)\Z"
)
"""What begins with a dot is for tools: CI, linters, editors."""
# e.g. internal/server/server.go
_OWN_FOLDER = re.compile(
    r"(?:^|/)(?:_[^/]*|internals?|private|vendor|third[_-]?party|node_modules|examples?|samples?|demos?|playgrounds?|bench"
    r"|benches|benchmarks?|mocks?|test-?utils?|[^/]*[._-]tests?|[^/]*\.Tests?(?:\.[^/]*)?|(?:android|common|js|jvm|native)Test"
    r"|docs?|docs_src|website|scripts?|hack|xtask|evals?)/"
    r"|^(?:build|ci|dev|tools?|site|templates)/"
    r"|(?:^|/)(?:_(?!_)[^/]*\.pyi?|setup\.py|build\.rs|[^/]*\.(?:bench|stories|config)\.\w+|[^/]*Bench(?:mark)?s?\.\w+)\Z",
    re.IGNORECASE,
)
"""What is in a repository for its own people: nobody gets it with the package."""
_SHOWN = (Kind.DOCUMENT, Kind.CODE, Kind.TEXT, Kind.SETTINGS)


class Audience(IntEnum):
    """Who opens a file; those that most people open come first."""

    READERS = 0
    """Documents and source."""
    MAINTAINERS = 1
    """Tests, CI, lists of dependencies, and what no text is in."""
    NOBODY = 2
    """Generated files and locks."""


def audience_of(path: str) -> Audience:
    """Whom a file is for."""
    kind = kind_of_name(path)
    if kind is Kind.GENERATED:
        return Audience.NOBODY
    test = _TEST_DOCUMENT if kind is Kind.DOCUMENT else _TEST
    upkeep = kind not in _SHOWN or lists_dependencies(path) or test.search(path) or _TOOLS.search(path)
    return Audience.MAINTAINERS if upkeep else Audience.READERS


def is_published(path: str) -> bool:
    """Whether users of a project get what a source file holds, as far as its path tells."""
    if _TEST.search(path) or _TOOLS.search(path):
        return False
    return not _OWN_FOLDER.search(path)
