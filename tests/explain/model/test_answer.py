"""The JSON in a model's answer, whatever stands around it."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.explain.model.answer import read_json

ANSWERS = {
    "plain": '{"a": "b"}',
    "blanks": '\n {"a": "b"} \n',
    "a fence": '```json\n{"a": "b"}\n```',
    "prose": 'Here is the JSON:\n\n{"a": "b"}\n\nDo you want more?',
    "prose with braces": 'For {path}, the answer is {"a": "b"}.',
    "a second object": '{"a": "b"} {"a": "c"}',
    "a trailing comma": '{"a": "b",\n}',
    "thoughts": '<think>Perhaps {"a": "x"}?</think>\n{"a": "b"}',
    "thoughts without a start": 'Perhaps {"a": "x"}?\n</think>{"a": "b"}',
    "a list around it": '[{"a": "b"}]',
}


@pytest.mark.parametrize("form", ANSWERS)
def test_the_object_is_found(form: str) -> None:
    assert read_json(ANSWERS[form]) == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('The answer: {"a": "}{"}', "}{"),
        ('The answer: {"a": "\\"}"}', '"}'),
        ('{"a": "x,}",}', "x,}"),
        ('```\n{"a": "about </think>"}\n```', "about </think>"),
        ('{"a": "two\nlines"}', "two\nlines"),
    ],
)
def test_the_text_of_a_string_is_left_alone(text: str, value: str) -> None:
    assert read_json(text) == {"a": value}


def test_objects_and_lists_inside_are_kept() -> None:
    assert read_json('So: {"a": {"b": [1, 2,],},}') == {"a": {"b": [1, 2]}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("I cannot help.", "no JSON object but 'I cannot help.'"),
        ("[]", "no JSON object but '\\[\\]'"),
        ('{"a": "b', "broken JSON"),
        ("{" * 100_000, "broken JSON"),
        ('{"a": ' * 5000 + "1" + "}" * 5000, "broken JSON"),
        ('{"a": "' + '\\"' * 400_000, "broken JSON"),
        ("x" * 1_000_001, "it has 1000001 characters"),
    ],
    ids=["nothing", "blanks", "prose", "a list", "a start", "many starts", "depth", "many quotes", "length"],
)
def test_what_holds_no_object_is_told(text: str, reason: str) -> None:
    with pytest.raises(SummarizerError, match=f"^The answer cannot be used .*{reason}"):
        read_json(text)
