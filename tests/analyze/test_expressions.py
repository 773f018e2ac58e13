"""Expressions for many words at once."""

from __future__ import annotations

import re

from mkdocs_diffinsight.analyze.expressions import any_of


def test_any_of_some_words_is_found_and_nothing_else() -> None:
    words = ("retire", "require", "remove", "removed", "end-of-", "c++ only")
    expression = re.compile(any_of(words))
    assert [word for word in words if not expression.search(f"it is {word} now")] == []
    assert not any(map(expression.search, ("retir", "end of", "cc only", "move")))


def test_words_that_begin_alike_share_their_beginning() -> None:
    assert any_of(("price", "pricing", "cost")) == "(?:pric(?:e|ing)|cost)"
