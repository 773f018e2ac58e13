"""Which lines of a document are samples without a fence."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.documents.literal import literal_lines
from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.findings import Subject

from ..sample import changed


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("Like this::\n\n    a = 1\n\n    b = 2\n\nText.", {2, 4}),
        (".. code-block:: python\n\n    a = 1\nText.", {2}),
        (".. click:example::\n\n    a = 1", {2}),
        (".. note::\n\n    It is said.", set()),
        (".. py:function:: run\n\n    It runs.", set()),
        ("Text::\n    no blank line above", set()),
        ("  - Item::\n\n      a = 1\n\n  - Item", {2}),
    ],
)
def test_what_is_a_sample(text: str, samples: set[int]) -> None:
    assert set(literal_lines(text.split("\n"))) == samples


def test_a_line_of_one_is_no_passage() -> None:
    old, new = (f"Like this::\n\n    call({value})\n\nText.\n".encode() for value in ("all old ways", "one way, new"))
    lines = (" Like this::", " ", "-    call(all old ways)", "+    call(one way, new)", " ", " Text.")
    found = read_findings(changed("a.rst", *lines, start=1), whole=Whole(old, new)).findings
    assert [f.subject for f in found] == [Subject.LINE]


def test_labels_and_options_of_directives_are_not_told() -> None:
    change = changed("a.rst", " Text.", " ", "+.. _label:", "+", "+.. contents::", "+    :depth: 1", " ")
    assert {f.subject for f in read_findings(change).findings} == {Subject.PUNCTUATION}
