"""The words of replaced lines: which gave way to which, or that a passage was reworded. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...model.findings import Action, Finding, Subject
from ..lines.edits import Edit, Replacement, proof, replaced_words
from .links import bare, strip_targets

_MARKS = str.maketrans("", "", "‘’“”'\"`*_[]()\u200b")
# e.g. <sup>1</sup>
_FOOTNOTE = re.compile(r"<sup>[^<>]{0,20}</sup>|\[\^[\w-]{1,20}\]|[⁰¹²³⁴-⁹]")
# e.g. isn't
_CONTRACTION = re.compile(r"(?<=[a-z])(n['’]t|['’](?:re|ve|ll))(?!\w)")
_LONG_FORMS = {
    f"{before}{mark}{after}": f" {whole}"
    for mark in "'’"
    for before, after, whole in (("n", "t", "not"), ("", "re", "are"), ("", "ve", "have"), ("", "ll", "will"))
}
_MOST_SHORTENED = 20
# e.g. ", "
_SIGNS = re.compile(r"\W+")
_ASCII_SIGNS = str.maketrans("", "", "".join(filter(_SIGNS.match, map(chr, range(128)))))
# e.g. long-running
_JOINT = re.compile(r"(?<=[^\W\d_])[-‐‑\s](?=\w)|(?<=\w)[-‐‑\s](?=[^\W\d_])")
"""What stands between words; between two numbers, it tells them apart."""
_LONG_PHRASE = 120
_REWRITTEN = 0.6
_MAX_REPLACEMENTS = 4
# e.g. "and Chile"
_CONJUNCTION = re.compile(r"\A(?:and|or)\s+")
# e.g. France, Chile
_ELEMENT = re.compile(r"</?br ?/?>|[,、;；]")
_MIN_ELEMENTS = 3
# e.g. GPT-4o (preview)
_NAME = re.compile(r"\w(?:[\w ./()+&*-]*[\w)*])?")
_LONG_ELEMENT = 40
_MAX_ELEMENTS = 400
FUNCTION_WORDS = frozenset(
    "a an the and or nor but so if as at by for from in into of on onto to with without within than then that this "
    "these those there here is are was were be been being am do does did has have had can could may might must "
    "shall should will would it its it's they them their he his she her we us our you your i my me who whom which "
    "what when where while whether how why also each every any all both either neither not no such like via per "
    "about between after before because since until".split()
)
"""Words that connect others: a quotation that starts or ends with one has been cut out of its sentence."""
_NAME_STARTS = frozenset(("a", "an", "the", "no", "not", "all", "any", "each", "every", "per", "without"))
"""Those that may start a term which is quoted as a whole."""
_OUTER_MARKS = "`*_\"'“”‘’"
_CUT_START = (",", ";", ":", ".", ")", "]", "!", "?", "—", "–", "、", "。", "，", "；")
_CUT_END = (",", ";", "(", "[", "—", "–", "、", "，", "；")
# e.g. gpt-4
_NAME_WORD = re.compile(r"[A-Z\d_]|.*[\d_/\\.@#-]")
_MANY_WORDS = 2
_HALF_LINK = "]("


def read_words(pairs: Iterable[Edit]) -> Iterator[Finding]:
    """The words that gave way to others in replaced lines, or that a passage was reworded."""
    for edit in pairs:
        old, new, section = edit.old.text, edit.new.text, edit.new.section
        before, after = strip_targets(old), strip_targets(new)
        if edit.new.area == "text" and (says_same(before, after) or is_same_list(before, after)):
            if before != after:
                sides = bare(old), bare(new)
                yield Finding(Subject.PUNCTUATION, Action.CHANGED, "", *sides, section, lines=proof(*edit))
            continue
        parts = (edit.new.area == "text" and list_changes(old, new)) or telling_words(old, new)
        if parts is not None and _is_reworded(parts):
            parts = None
        lines = proof(*edit)
        if edit.new.area == "code" and (parts is None or len(parts) > 1):
            yield Finding(Subject.LINE, Action.CHANGED, "", old.strip(), new.strip(), section, lines=lines)
        elif parts is None:
            yield Finding(Subject.PARAGRAPH, Action.CHANGED, "", bare(old), bare(new), section, lines=lines)
        else:
            yield from (_word_finding(part, edit) for part in parts)


def telling_words(old: str, new: str) -> tuple[Replacement, ...] | None:
    """The words that gave way to others, or `None` where so many did that they say less than the whole.

    Targets of links are told elsewhere; words that stand together only without them are no quotation.
    """
    before, after = (without_footnotes(strip_targets(text)) for text in (old, new))
    found = replaced_words(before, after)
    size = sum(max(len(part.old), len(part.new)) for part in found)
    rewritten = len(found) > 1 and size > _REWRITTEN * max(len(before), len(after))
    rewritten = rewritten or any(min(len(part.old), len(part.new)) > _LONG_PHRASE for part in found)
    literal = all(part.old in old and part.new in new for part in found)
    return None if rewritten or not literal or len(found) > _MAX_REPLACEMENTS else found


def is_scrap(old: str, new: str) -> bool:
    """Whether replaced words make no sense without their sentence.

    They do not where one side starts or ends in the middle of a clause, or where several words gave way to several
    others that share none with them, unless both are names. Words that only came or went may start anywhere.
    """
    if not (old and new):
        return _ends_open(old or new)
    if any(_starts_open(side) or _ends_open(side) or _HALF_LINK in side for side in (old, new)):
        return True
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) < _MANY_WORDS or (_is_name(before) and _is_name(after)):
        return False
    several = min(len(before), len(after)) >= _MANY_WORDS or bool(FUNCTION_WORDS & {*_folded(before), *_folded(after)})
    return several and not (set(_folded(before)) & set(_folded(after)) - FUNCTION_WORDS)


def _starts_open(text: str) -> bool:
    words = _folded(_words(text))
    return text.startswith(_CUT_START) or (bool(words) and words[0] in FUNCTION_WORDS - _NAME_STARTS)


def _ends_open(text: str) -> bool:
    words = _folded(_words(text))
    return text.endswith(_CUT_END) or (bool(words) and words[-1] in FUNCTION_WORDS)


def _words(text: str) -> list[str]:
    return [word for part in text.split() if (word := part.strip(_OUTER_MARKS + ".,;:!?()[]"))]


def _folded(words: Iterable[str]) -> list[str]:
    """Words without their case; those in capitals are no function words but abbreviations."""
    return [word if len(word) > 1 and word.isupper() else word.casefold().replace("’", "'") for word in words]


def _is_name(words: Sequence[str]) -> bool:
    """Whether words are a name and nothing else; those of scripts without capital letters may be."""
    named = any(_NAME_WORD.match(word) or not word.isascii() for word in words)
    return named and not FUNCTION_WORDS & set(_folded(words))


def _is_reworded(parts: Sequence[Replacement]) -> bool:
    """Whether what a line shows is told by the whole line: scraps that say something, and no words beside them."""
    return all(is_scrap(part.old, part.new) for part in parts) and any(map(_says_something, parts))


def _says_something(part: Replacement) -> bool:
    words = Counter(_folded(_words(part.old))), Counter(_folded(_words(part.new)))
    differ = (words[0] - words[1]) + (words[1] - words[0])
    return sum(number for word, number in differ.items() if word not in FUNCTION_WORDS) >= _MANY_WORDS


def without_footnotes(text: str) -> str:
    """A text without the numbers that lead to its footnotes."""
    may_have = "<sup>" in text or "[^" in text or not text.isascii()
    return _FOOTNOTE.sub("", text) if may_have else text


def says_same(old: str, new: str) -> bool:
    """Whether texts differ in nothing that is news: marks, case, hyphens, white space, short forms, footnotes."""
    old, new = without_footnotes(old), without_footnotes(new)
    if not any(mark in text for text in (old, new) for mark in "'’"):
        same_letters = _letters(old) == _letters(new)
    else:
        same_letters = abs(len(old) - len(new)) <= _MOST_SHORTENED
    return same_letters and _without_marks(old) == _without_marks(new)


def _letters(text: str) -> str:
    return (text.translate(_ASCII_SIGNS) if text.isascii() else _SIGNS.sub("", text)).casefold()


def _without_marks(text: str) -> str:
    if "'" in text or "’" in text:
        text = _CONTRACTION.sub(lambda short: _LONG_FORMS[short[1]], text)
    return _JOINT.sub("", text.translate(_MARKS)).strip(" -–—").casefold()


def list_changes(old: str, new: str) -> tuple[Replacement, ...]:
    """The elements that came to or went from a list within a text; nothing where the texts are no such lists."""
    before, after = elements(old), elements(new)
    if max(len(before), len(after)) < _MIN_ELEMENTS or not _are_short(before, after):
        return ()
    olds, news = Counter(before), Counter(after)
    gone, come = [[one for one in side if one not in other] for side, other in ((olds, news), (news, olds))]
    if 2 * (olds & news).total() < min(len(before), len(after)) or not all(map(_is_element, (*gone, *come))):
        return ()
    if len(gone) == len(come) and all(set(a.split()) & set(b.split()) for a, b in zip(gone, come, strict=True)):
        return ()  # other words within the same elements
    return (*(Replacement(element, "") for element in gone), *(Replacement("", element) for element in come))


def is_same_list(old: str, new: str) -> bool:
    """Whether two lists have the same elements, of which some stood there more often, or do now."""
    before, after = Counter(elements(old)), Counter(elements(new))
    return before != after and before.keys() == after.keys()


def elements(text: str) -> list[str]:
    """What stands between the separators of a text, without the conjunction of the last one."""
    parts = [part.strip(" .|[]*") for part in _ELEMENT.split(strip_targets(text), _MAX_ELEMENTS)]
    return [_CONJUNCTION.sub("", part) for part in parts if part]


def _are_short(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether elements are names; those at the ends may hold the sentence around the list."""
    return all(len(element) <= _LONG_ELEMENT for elements in (before, after) for element in elements[1:-1])


def _is_element(text: str) -> bool:
    return len(text) <= _LONG_ELEMENT and bool(_NAME.fullmatch(text))


def _without_half_code(text: str) -> str:
    return text.replace("`", "") if text.count("`") % 2 else text


def _word_finding(part: Replacement, edit: Edit) -> Finding:
    line, lines = edit.new, proof(edit.old, edit.new)
    old, new, section = part.old, part.new, line.section
    if line.area == "text":
        old, new = (_without_half_code(side.strip("[]*")) for side in (old, new))
    if (line.area == "text" and says_same(old, new)) or not any(map(str.isalnum, old + new)):
        return Finding(Subject.PUNCTUATION, Action.CHANGED, old=part.old, new=part.new, section=section, lines=lines)
    if old and new:
        return Finding(Subject.PHRASE, Action.CHANGED, old=old, new=new, section=section, lines=lines)
    return Finding(Subject.PHRASE, Action.ADDED if new else Action.REMOVED, new or old, section=section, lines=lines)


def is_slip(old: str, new: str) -> bool:
    """Whether two words differ in a letter too many, too few, or another one, or in two that are in the wrong order."""
    short, long = sorted((old, new), key=len)
    if len(long) - len(short) == 1:
        return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
    if len(old) == len(new):
        differ = [i for i in range(len(old)) if old[i] != new[i]]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(old) == sorted(new)
        return swapped or (len(differ) == 1 and len(old) >= 7 and differ[0] < len(old) - 2)
    return False
