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
# e.g. CONTRIBUTING.md
_CONTRIBUTORS = re.compile(
    r"(?:^|/)(?:contributing|code[_-]of[_-]conduct|maintainers|governance)(?:\.(?:mdx?|rst|txt|adoc))?\Z", re.IGNORECASE
)
"""What those who take part are told."""
# e.g. vendor/acme/client.go
_FOREIGN = re.compile(r"(?:^|/)(?:vendor|third[_-]?party|node_modules)/", re.IGNORECASE)
"""What others have written."""
# e.g. examples/client.py
_OWN_FOLDER = re.compile(
    r"(?:^|/)(?:examples?|samples?|demos?|playgrounds?|bench"
    r"|benches|benchmarks?|mocks?|test-?utils?|[^/]*[._-]tests?|[^/]*\.Tests?(?:\.[^/]*)?|(?:android|common|js|jvm|native)Test"
    r"|docs?|docs_src|website|scripts?|hack|xtask|evals?)/"
    r"|^(?:build|ci|dev|tools?|site|templates)/"
    r"|(?:^|/)(?:setup\.py|build\.rs|[^/]*\.(?:bench|stories|config)\.\w+|[^/]*Bench(?:mark)?s?\.\w+)\Z",
    re.IGNORECASE,
)
"""What is in a repository for its own people: nobody gets it with the package."""
# e.g. internal/server/server.go
_INTERNAL = re.compile(r"(?:^|/)(?:(?:_[^/]*|internals?|private)/|_(?!_)[^/]*\.pyi?\Z)", re.IGNORECASE)
"""What comes with the package, and nobody is to name."""
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
    is_tested = is_for_tests(path) if kind is Kind.DOCUMENT else bool(_TEST.search(path))
    upkeep = (
        kind not in _SHOWN or lists_dependencies(path) or is_tested or _TOOLS.search(path) or _CONTRIBUTORS.search(path)
    )
    return Audience.MAINTAINERS if upkeep else Audience.READERS


def is_for_tests(path: str) -> bool:
    """Whether a document is what tests read, and tells nothing of the project itself."""
    return bool(_TEST_DOCUMENT.search(path))


def is_foreign(path: str) -> bool:
    """Whether a file is a copy of what others have written."""
    return bool(_FOREIGN.search(path))


def is_shipped(path: str) -> bool:
    """Whether users of a project run what a source file holds, as far as its path tells."""
    return not any(words.search(path) for words in (_TEST, _TOOLS, _FOREIGN, _OWN_FOLDER))


def is_published(path: str) -> bool:
    """Whether users of a project can reach what a source file holds, as far as its path tells."""
    return is_shipped(path) and not _INTERNAL.search(path)
