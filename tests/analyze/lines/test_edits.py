"""The words that differ between two lines."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.lines.edits import narrowed, replaced_words

from ..sample import read


class TestWords:
    @pytest.mark.parametrize(
        ("old", "new", "replaced"),
        [
            ("Use Acme Web Studio now.", "Use Acme Web Foundry now.", ("Acme Web Studio", "Acme Web Foundry")),
            ("Version 2024-09-12 is out.", "Version 2024-10-01 is out.", ("2024-09-12", "2024-10-01")),
            ("In Studio you start.", "In Foundry you start.", ("Studio", "Foundry")),
            ("Open the portal.", "Open the Acme portal.", ("portal", "Acme portal")),
            ("It is a guide.", "It is the guide.", ("a guide", "the guide")),
            ("設定を変更します。", "設定を保存します。", ("変更", "保存")),
        ],
    )
    def test_the_precise_words_are_found(self, old: str, new: str, replaced: tuple[str, str]) -> None:
        assert [(part.old, part.new) for part in replaced_words(old, new)] == [replaced]

    def test_long_texts_are_narrowed_to_what_differs(self) -> None:
        start = "https://example.org/a/very/long/path/that/nobody/reads/"
        assert narrowed(start + "old/end", start + "new/end") == ("old", "new")

    @pytest.mark.parametrize(
        ("old", "new", "fix"),
        [
            ("This sytem runs.", "This system runs.", True),
            ("The teh-word recieve here.", "The teh-word receive here.", True),
            ("Put it in the the box.", "Put it in the box.", False),
            ("Two indexes here.", "Two index here.", False),
            ("The ranking is on.", "The ranker is on.", False),
            ("See [x](https://a.org/x.).", "See [x](https://a.org/x).", True),
            ("See [x](https://a.org/x).", "See [x](https://a.org/y).", False),
        ],
    )
    def test_only_evident_slips_are_a_fix(self, old: str, new: str, *, fix: bool) -> None:
        assert read("a.md", "-" + old, "+" + new).fix is fix
