"""What a change is to its reader, and whether it is more than wording. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..language.scripts import EAST_ASIAN, HAN, KATAKANA
from ..model.change_kinds import ChangeKind
from ..model.changes import FileChange, Status
from ..model.findings import (
    Action,
    Finding,
    Findings,
    Kind,
    LineSpan,
    Noise,
    ProvenKind,
    Quotation,
    Subject,
    Topic,
)
from .audience import Audience, audience_of
from .lines.edits import replaced_words

_OF_TOPICS = {
    Topic.BREAKING: ChangeKind.INTERFACE,
    Topic.END: ChangeKind.END,
    Topic.DEPRECATION: ChangeKind.DEPRECATION,
    Topic.REQUIREMENT: ChangeKind.REQUIREMENT,
    Topic.LIMIT: ChangeKind.LIMIT,
    Topic.PRICE: ChangeKind.PRICE,
    Topic.DEFAULT: ChangeKind.DEFAULT,
    Topic.AVAILABILITY: ChangeKind.AVAILABILITY,
    Topic.GUIDANCE: ChangeKind.GUIDANCE,
    Topic.UPKEEP: ChangeKind.UPKEEP,
}
_OF_SUBJECTS = {
    Subject.HEADING: ChangeKind.SECTION,
    Subject.DEPENDENCY: ChangeKind.REQUIREMENT,
    Subject.ENTRY: ChangeKind.TABLE,
    Subject.SETTING: ChangeKind.VALUE,
    Subject.TABLE: ChangeKind.TABLE,
    Subject.COLUMN: ChangeKind.TABLE,
    Subject.ROW: ChangeKind.TABLE,
    Subject.PARAMETER: ChangeKind.INTERFACE,
    Subject.OPTION: ChangeKind.INTERFACE,
    Subject.ROUTE: ChangeKind.INTERFACE,
    Subject.BLOCK: ChangeKind.SAMPLES,
    Subject.LINK: ChangeKind.LINKS,
    Subject.IMAGE: ChangeKind.LINKS,
    Subject.INCLUDE: ChangeKind.LINKS,
    Subject.IMPORT: ChangeKind.CODE,
    Subject.SAMPLE: ChangeKind.SAMPLES,
    Subject.PUNCTUATION: ChangeKind.WORDING,
    Subject.METADATA: ChangeKind.METADATA,
}
_PROSE = (Subject.PHRASE, Subject.PARAGRAPH, Subject.ITEM)
_UPKEEP = (Noise.GENERATED, Noise.MODE, Noise.ENCODING, Noise.WHITESPACE, Noise.IMAGE, Noise.BINARY, Noise.LFS)
_OF_NOISE = {Noise.METADATA: ChangeKind.METADATA, Noise.LINKS: ChangeKind.LINKS, Noise.RENAMED: ChangeKind.MOVED}
_BESIDE = frozenset((ChangeKind.METADATA, ChangeKind.WORDING))
_MOST = 0.6
"""So much of a passage may have other words, and it still is the same passage."""
_MOST_EAST_ASIAN = 0.4
_MAX_SCAN = 4000
_SHORTEST = 4
# e.g. used
_ENDING = re.compile(r"(?:ies|es|s|ed|d|ing|ly|e|y)\Z")

# Words that change what a sentence states; where one comes or goes, it is no wording.
# e.g. is no longer supported
_STATES = re.compile(
    r"\b(?:no|not|never|none|cannot|can|can't|don't|doesn't|isn't|aren't|won't|without|only|unless|except|must|should|"
    r"may|might|required?s?|requires|need|needs|optional|optionally|mandatory|unsupported|supports?|supported|"
    r"deprecated|retire[ds]?|preview|beta|available|unavailable|enabled?|disabled?|default|all|any|some|before|after|"
    r"first|last|at least|at most|up to|more|less|than|minimum|maximum|new|old|now|longer|legacy|always|"
    r"automatically|manually|allow(?:s|ed)?|prevent(?:s|ed)?|add(?:s|ed)?|remove[ds]?|instead)\b"
)
# e.g. 廃止
_STATES_EAST_ASIAN = re.compile(
    r"ない|ません|なかっ|必須|必要|不要|任意|可能|できる|できます|のみ|だけ|以上|以下|未満|まで|から|既定|非推奨|廃止|終了"
    r"|プレビュー|一般提供|サポート|対応|推奨|すべて|一部|自動|手動|有効|無効"
    r"|不|没|无|未|必须|需要|可选|仅|只|至少|最多|默认|弃用|停用|支持|预览|正式|推荐|建议|所有|部分|自动|手动|启用|禁用"
)
# e.g. `code`, max_tokens, --flag, v2, OAuth, acme-ai-client (but not end-to-end)
_NAME = re.compile(
    r"\d|[`_/\\@#$%<>={}]|--|\w\.\w|[a-z][A-Z]|[A-Z]{2}|[a-z]-(?!(?:to|by|of|the|and|in|an?|on|for|or|as|at|than)-)[a-z]++-[a-z]"
)
# e.g. 設
_NO_KANA = re.compile(rf"[{HAN}{KATAKANA}]")
_SMALL_WORDS = frozenset(
    "a an the and or but so if as at by for from in into of on onto to with within then than that this these those "
    "there here is are was were be been being do does did has have had will would shall it its they them their he she "
    "we us our you your i my who which what when where while how also each both such via per about between just "
    "please simply easily following below above well etc note".split()
)
"""English words that carry no content of their own."""
# e.g. open Studio
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")
# e.g. モデル
_LOANWORD = re.compile(rf"[{KATAKANA}]{{3,}}")
# e.g. don't
_WORD = re.compile(rf"[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+(?:['’]\w+)?")


_SHORTENED = {
    "cannot": "can not",
    "can't": "can not",
    "won't": "will not",
    "let's": "let us",
    **{f"{verb}n't": f"{verb} not" for verb in "is are was were do does did has have had could should would".split()},
    **{f"{who}'re": f"{who} are" for who in "you we they".split()},
    **{f"{who}'ll": f"{who} will" for who in "you we they it".split()},
    **{f"{who}'ve": f"{who} have" for who in "you we they".split()},
    **{f"{who}'s": f"{who} is" for who in "it that there here what who".split()},
}
# e.g. can't
_SHORT = re.compile(rf"\b(?:{'|'.join(_SHORTENED)})\b".replace("'", "['’]"), re.IGNORECASE)


# e.g. docs/NEWS, notes.txt
_PROSE_FILE = re.compile(r"(?:.*/)?(?:[^/]*\.(?:txt|text)|[A-Z][A-Z_-]{3,}(?:\.[A-Za-z]{1,8})?|[Rr]eadme[^/]*)\Z")


_PROSE_FILES = (Kind.DOCUMENT, Kind.TEXT)


def read_as(path: str, kind: Kind) -> Kind:
    """As what a file is read: a text that people do not read for what it says, such as a `Makefile`, is code."""
    return Kind.CODE if kind is Kind.TEXT and not _PROSE_FILE.match(path) else kind


def read_kinds(change: FileChange, findings: Findings, *, is_redirected: bool = False) -> tuple[ProvenKind, ...]:
    """What a change is, the most urgent first; a change of the project's own files is upkeep and nothing else.

    `is_redirected` says of a removed file that its successor is no file of the range.
    """
    if audience_of(change.path) is not Audience.READERS or findings.noise in _UPKEEP:
        return (ProvenKind(ChangeKind.UPKEEP),)
    if findings.noise in _OF_NOISE:
        return (ProvenKind(_OF_NOISE[findings.noise]),)
    proofs: dict[ChangeKind, dict[LineSpan, None]] = {}
    for kind, lines in _kinds(change, findings, ChangeKind.REDIRECT if is_redirected else ChangeKind.MOVED):
        proofs.setdefault(kind, {}).update(dict.fromkeys(lines))
    if proofs.keys() - _BESIDE:  # what is beside the point says nothing of the whole
        proofs = {kind: lines for kind, lines in proofs.items() if kind not in _BESIDE}
    return tuple(ProvenKind(kind, tuple(proofs[kind])) for kind in ChangeKind if kind in proofs)


def _kinds(
    change: FileChange, findings: Findings, succeeded: ChangeKind
) -> Iterator[tuple[ChangeKind, Iterable[LineSpan]]]:
    """Every kind that something in the file has, with its lines; `succeeded` is that of a file with a successor."""
    file = read_as(change.path, findings.kind)
    if change.status in (Status.ADDED, Status.REMOVED):
        whole = ChangeKind.PAGE if file in _PROSE_FILES else ChangeKind.CODE
        yield succeeded if findings.successor else whole, ()
    yield from ((kind_of_quotation(one), one.lines) for one in findings.quotations)
    yield from ((one.kind.change, one.lines) for one in findings.facts)
    yield from ((kind_of_finding(one, file), one.lines) for one in findings.findings)
    yield from ((ChangeKind.INTERFACE, one.lines) for one in findings.breaks)
    yield from ((ChangeKind.MOVED, one.lines) for one in findings.moves)


def kind_of_quotation(quotation: Quotation) -> ChangeKind:
    """What an author's sentence is to its reader."""
    return _OF_TOPICS.get(quotation.topic, ChangeKind.ANNOUNCEMENT)


def kind_of_finding(finding: Finding, file: Kind) -> ChangeKind:
    """What one thing that a diff shows is to its reader, in a file of some sort."""
    if finding.action is Action.MOVED:
        return ChangeKind.MOVED
    if finding.subject is Subject.COMMENT and finding.name:
        return ChangeKind.SECTION
    if finding.subject is Subject.INCLUDE and finding.action is Action.REPLACED:
        return ChangeKind.GUIDANCE
    if finding.subject is Subject.SYMBOL:
        return ChangeKind.INTERFACE if finding.public else ChangeKind.CODE
    if finding.subject is Subject.HEADING and finding.action is Action.RENAMED and is_same(finding.old, finding.new):
        return ChangeKind.WORDING
    if finding.subject is Subject.ROW and finding.action is Action.CHANGED and is_wording(finding.old, finding.new):
        return ChangeKind.WORDING
    if finding.subject in _PROSE:
        if file not in _PROSE_FILES:
            return ChangeKind.VALUE if file is Kind.SETTINGS else ChangeKind.CODE
        reworded = finding.action is Action.CHANGED and is_wording(finding.old, finding.new)
        return ChangeKind.WORDING if reworded else ChangeKind.GUIDANCE
    if finding.subject is Subject.PUNCTUATION and file not in _PROSE_FILES:
        return ChangeKind.CODE
    if finding.subject is Subject.LINE:
        return ChangeKind.SAMPLES if file is Kind.DOCUMENT else ChangeKind.CODE
    return _OF_SUBJECTS.get(finding.subject, ChangeKind.GUIDANCE)


def is_wording(old: str, new: str) -> bool:
    """Whether a passage only has other words for the same: none with a value, a name, or what a sentence states."""
    if not (old and new) or max(len(old), len(new)) > _MAX_SCAN:
        return False
    if is_same(old, new):
        return True
    old, new = map(_in_full, (old, new))
    if set(_CAPITAL.findall(old)) != set(_CAPITAL.findall(new)):
        return False
    if states(old.casefold()) != states(new.casefold()):
        return False
    if _same_words(old, new):
        return True
    parts = replaced_words(old, new)
    if any(_NAME.search(side) or _LOANWORD.search(side) for part in parts for side in part):
        return False
    before, after = Counter(_content(old)), Counter(_content(new))
    if (before - after).total() != (after - before).total():
        return False
    if any(abs(_signs(part.old) - _signs(part.new)) > 1 for part in parts):
        return False
    share = sum(max(len(part.old), len(part.new)) for part in parts) / max(len(old), len(new))
    return share <= (_MOST if old.isascii() else _MOST_EAST_ASIAN)


def states(text: str) -> Counter[str]:
    """The words by which a text states something."""
    return Counter(_STATES.findall(text) + ([] if text.isascii() else _STATES_EAST_ASIAN.findall(text)))


def _in_full(text: str) -> str:
    """A text without what is shortened in English (`can't`)."""
    if "'" not in text and "’" not in text and "cannot" not in text.casefold():
        return text
    return _SHORT.sub(lambda match: _SHORTENED[match[0].casefold().replace("’", "'")], text)


def _content(text: str) -> Iterator[str]:
    """The English words with content of a text, without their endings."""
    for word in _WORD.findall(text.casefold()):
        if word.isascii() and word not in _SMALL_WORDS:
            yield _ENDING.sub("", word) if len(word) > _SHORTEST else word


def _signs(text: str) -> int:
    """How many signs of East Asia with content a text has."""
    return len(_NO_KANA.findall(text))


def is_same(old: str, new: str) -> bool:
    """Whether two texts say the same to a reader: marks, blanks, case and the commas of numbers apart."""
    before, after = ("".join(filter(str.isalnum, side)).casefold() for side in (old, new))
    return before == after and (bool(before) or old == new)


def _same_words(old: str, new: str) -> bool:
    """Whether two passages have the same words in another order."""
    before, after = (Counter(_WORD.findall(side.casefold())) for side in (old, new))
    return bool(before) and before == after
