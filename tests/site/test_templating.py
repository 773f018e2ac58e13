"""What templates make of values."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup, escape

from mkdocs_diffinsight.catalog import load_catalog
from mkdocs_diffinsight.model import Status
from mkdocs_diffinsight.site.templating import Templates


class Marked(str):
    """A text that knows itself as HTML."""

    def __html__(self) -> str:
        return f"<b>{self}</b>"


TEXTS = ["docs/a.md", "", "<script>", "a & b", '" onload="', "it's", Marked("x"), Status.ADDED]
OTHERS = [Markup("<b>&amp;</b>"), 7, 0.5, None, ["<i>"]]


@pytest.mark.parametrize("value", [*TEXTS, *OTHERS], ids=repr)
def test_values_are_escaped_as_ever(value: object, tmp_path: Path) -> None:
    """Templates take a short way for most values."""
    template = tmp_path / "diffinsight" / "value.html"
    template.parent.mkdir()
    template.write_text(
        "{{ value }}|{% macro show(value) %}{{ value }}{% endmacro %}{{ show(value) }}"
        "|{% autoescape false %}{{ value }}{% endautoescape %}|{% set html %}{{ value }}{% endset %}{{ html }}",
        encoding="utf-8",
    )
    html = Templates(load_catalog("en"), [tmp_path], "en").document("value.html", value=value)
    assert html == f"{escape(value)}|{escape(value)}|{value}|{escape(value)}"
