"""Markdown of texts that have no blanks between words. Pure.

CommonMark tells by the characters around a run of `*` or `_` whether emphasis may begin or end there. That fails beside
the punctuation of Chinese and Japanese: `**「重要」**です` has no emphasis. The rules here follow the amendment that
https://github.com/tats-u/markdown-cjk-friendly proposes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_EAST_ASIAN = re.compile(  # 重, び, ー, 「 and 。, but not Hangul, which has blanks between words
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0002a6df]"
)


class EastAsianInline(ParserInline):
    """Finds emphasis beside East Asian characters, too."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class EastAsianRenderer(RendererHTML):
    """Joins lines without a blank where both sides are East Asian."""

    def softbreak(self, tokens: Sequence[Token], idx: int, *_: OptionsDict | EnvType) -> str:
        before = tokens[idx - 1].content[-1:] if idx else ""
        after = tokens[idx + 1].content[:1] if idx + 1 < len(tokens) else ""
        return "" if _EAST_ASIAN.match(before) and _EAST_ASIAN.match(after) else "\n"


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: FBT001, N802, N803 - theirs
        """Tell whether a run of marks may open and close emphasis.

        An East Asian character beside it counts as punctuation where that allows emphasis, and as a letter where
        punctuation would not. So only blanks are left to forbid it and, for `_`, letters on both sides.
        """
        usual = super().scanDelims(start, canSplitWord)
        end = start + usual.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        if not (_EAST_ASIAN.match(before) or _EAST_ASIAN.match(after)):
            return usual
        opens, closes = (not isWhiteSpace(ord(character)) for character in (after, before))
        if canSplitWord or not (opens and closes):
            return usual._replace(can_open=opens, can_close=closes)
        return usual._replace(can_open=_is_like_punctuation(before), can_close=_is_like_punctuation(after))


def _is_like_punctuation(character: str) -> bool:
    return bool(_EAST_ASIAN.match(character)) or isMdAsciiPunct(ord(character)) or isPunctChar(character)
