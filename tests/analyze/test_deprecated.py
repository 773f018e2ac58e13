"""What authors call deprecated is not gone, whatever the diff seems to show."""

from __future__ import annotations

import pytest

from .interface.sample import read_range

CODE = ("def load_all():\n    pass\n\n\ndef run():\n    pass\n", "def run():\n    pass\n")
DEPRECATED = "- `load_all` is deprecated. Use `load` instead."


def log(*entries: str) -> tuple[str, str]:
    old = "# Changelog\n\n## 1.0\n\n- Add a way to run.\n"
    lines = "\n".join(entries)
    return old, old.replace("## 1.0", f"## 1.1\n\n{lines}\n\n## 1.0")


@pytest.mark.parametrize(
    ("entries", "gone"),
    [
        ((DEPRECATED,), []),
        ((DEPRECATED, "- `load_all` has been removed."), ["load_all"]),
        (("- `load` is deprecated.",), ["load_all"]),
        ((), ["load_all"]),
    ],
)
def test_a_name_that_authors_call_deprecated_is_still_there(entries: tuple[str, ...], gone: list[str]) -> None:
    found = read_range({"CHANGELOG.md": log(*entries), "acme/load.py": CODE})["acme/load.py"]
    assert [one.name for one in found.breaks] == gone
    assert [one.name for one in found.findings if one.public] == gone
    assert [fact.name for fact in found.facts] == []
