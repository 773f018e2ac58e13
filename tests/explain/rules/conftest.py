"""What the tests of the rules share."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog


@pytest.fixture
def rules() -> Rules:
    return Rules(load_catalog("en"))
