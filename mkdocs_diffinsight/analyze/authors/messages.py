"""What the messages of commits say: what a change is for, whether it breaks something, and its pull request. Pure.

Read are conventional commits (https://www.conventionalcommits.org), gitmoji (https://gitmoji.dev), what forges write
when they merge or squash, and plain subjects by their words. All of it is what authors claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ...language.scripts import HAN, HIRAGANA, KATAKANA
from ...model.changes import Commit, CommitType, Purpose
from ...tables import read_table

_TABLE: Mapping[str, Mapping[str, str]] = read_table(__file__, "messages.toml")


def _types(name: str) -> Mapping[str, CommitType]:
    """The type that each word of a table stands for."""
    return {word: CommitType(kind) for kind, words in _TABLE[name].items() for word in words.split()}


_TYPES, _VERBS, _WORDS = _types("types"), _types("verbs"), _types("words")
_OBJECTS, _PLACES, _EMOJI = _types("objects"), _types("places"), _types("emoji")
_BREAKING, _BOOM, _IDLE, _ROUTINE, _PREPOSITIONS = (
    frozenset(_TABLE["other"][name].split()) for name in ("breaking", "boom", "idle", "routine", "prepositions")
)
_MANY = 3
"""Commits with the same subject, from which on it says nothing."""
_MOST_REASON = 600
"""Characters of the paragraph that says why."""
_MOST_MARKS = 6
"""Emoji, types and places that a subject starts with."""
_UPKEEP = (CommitType.DOCS, CommitType.UPKEEP)
_SIGNS = "".join(sorted({sign for word in (*_EMOJI, *_BOOM) for sign in word if not sign.isascii()}))

# e.g. ":sparkles:(client): "
_MARK = re.compile(
    rf"\s{{0,3}}(?::([a-z0-9_+-]{{2,40}}):|([{_SIGNS}])[\ufe0e\ufe0f]?)"
    r"(?:(?:\(([^()\n]{1,80})\))?(!?)[:：](?![a-z0-9_+-]{2,40}:))?\s{0,3}"
)
# e.g. "feat(client)!: more"
_TYPE = re.compile(r"\s{0,3}([\w.-]{1,30}) ?(?:\(([^()\n]{1,80})\)|\[([^\[\]\n]{1,80})\])?(!?)[:：]\s{0,3}(?=\S)")
# e.g. "net/http, net/url: more"
_PLACE = re.compile(r"([.\w/*@-]{1,60}(?:, ?[.\w/*@-]{1,60}){0,3}): {1,3}(?=\S)")
# e.g. [docs] more
_BRACKETS = re.compile(r"\s{0,3}[\[【]([^\[\]【】\n]{1,40})[\]】][:：]?\s{0,3}(?=\S)")
# e.g. " (#12)"
_PULL = re.compile(r" ?[(（] ?(?:[\w.-]{1,40}/[\w.-]{1,60})?[#!](\d{1,9}) ?[)）]\s{0,3}\Z")
# e.g. Merge pull request #12 from ada/topic
_MERGED_PULL = re.compile(
    r"Merge pull request #(\d{1,9})\b.*|Merged in .{1,300} \(pull request #(\d{1,9})\)\Z"
    r"|Merged? PR #?(\d{1,9})\b[:：]? ?"
)
# e.g. Merge branch 'topic' into 'main'
_MERGE = re.compile(
    r"(?:auto-?|confirm )?merg(?:ed?|ing) (?:changes |the )?"
    r"(?:(?:remote-tracking )?branch|tag|commit|upstream|synced|from\b|['/\w-]+ into\b)",
    re.IGNORECASE,
)
# e.g. See merge request group/project!12
_MERGE_REQUEST = re.compile(r"^See merge request [^\s!]{0,300}!(\d{1,9})$", re.MULTILINE)
# e.g. Revert "Say more"
_REVERT = re.compile(r"""revert(?:s|ed)?:? ["“'](.{1,500})["”']""", re.IGNORECASE)
# e.g. "BREAKING CHANGE: The option is gone."
_NOTE = re.compile(
    r"([ \t*_#⚠\ufe0f💥❗-]{0,12})"
    r"(BREAKING[ -]CHANGES?|BREAKING|(?i:breaking[ -]changes?)"
    r"|破壊的変更|(?:非互換|互換性のない)[のな]?変更|(?:破坏性|不兼容)的?(?:变更|更改|改动)|重大变更)"
    r"(?:\([^()\n]{1,60}\))?[*_ ⚠\ufe0f💥❗]{0,6}([:：])?[*_]{0,4}\s{0,9}"
)
# e.g. - [x] Breaking change
_CHECKED = re.compile(
    r"^ {0,6}[-*] \[[xX]\][ *_:💥⚠\ufe0f]{0,8}breaking[ -]changes?\b[^?\n]*$", re.MULTILINE | re.IGNORECASE
)
# e.g. None.
_NONE = re.compile(
    r"\W*(?:(?:no|none|n/?a|nope|nothing|not applicable|false|なし|無し|特に(?:なし|無し)|ありません|无|没有)\W*)?\Z"
    r"|\W*(?:no|not|none|there are no)\b.{0,40}\b(?:breaking|changes)\b",
    re.IGNORECASE,
)
# e.g. "Closes #12"
_TRAILER = re.compile(
    r"[A-Z][a-z]{1,20}-[A-Za-z-]{1,30}: "
    r"|(?:closes?|fix(?:es)?|resolves?|refs?|see|issue|pr):? ?(?:[\w.-]{1,40}/[\w.-]{1,60})?#\d",
    re.IGNORECASE,
)
# e.g. "* feat: Say more"
_SQUASHED = re.compile(r"^[*-] (\S.{2,500})$", re.MULTILINE)
# e.g. "- one"
_ITEM = re.compile(r"\s{0,9}(?:[-*+•]|\d{1,3}[.)])\s")
# e.g. "* one"
_NO_REASON = re.compile(
    r"\s{0,9}(?:[-*+•#<|>]|\d{1,3}[.)]\s|This reverts commit\b|```|~~~|git-svn-id:"
    r"|(?:relate[sd]|helps|address(?:es)?|follow(?:s|ing)?[ -]up|part of|towards|supersedes|backport)\b.{0,30}"
    r"(?:#\d|https?:))",
    re.IGNORECASE,
)
# e.g. "Done. "
_END = re.compile(r"[.!?](?=\s)|[。！？]")
# e.g. <details>
_OF_OTHERS = re.compile(
    r"<details>|^#{0,4} ?Release notes|\[Release notes\]|\[Commits\]|^Bumps? \[|^updated-dependencies:",
    re.MULTILINE | re.IGNORECASE,
)
"""In what programs write that raise versions: they quote other projects."""
# e.g. bump setuptools from 1.0 to 2.0
_RAISED = re.compile(
    r"(?:bump|upgrade|update|pin|lock)\b.{1,300}? to v?\d|update (?:all )?(?:dependency|dependencies|modules?)\b",
    re.IGNORECASE,
)
# e.g. Release v1.2.0
_RELEASE = re.compile(
    r"(?:(?:release|version|publish|tag|prepare|prep|bump)\b:? ?(?:for |version |release ){0,2})?"
    r"(?:[\w@/-]{1,60}@)?(?:v?\d+\.\d+[\w.+-]{0,40}|packages)(?: \([\w .-]{1,40}\))?\Z",
    re.IGNORECASE,
)
# e.g. Update README.md
_ONE_FILE = re.compile(
    r"(?:updated?|created?|deleted?|added?|renamed?|edit(?:ed)?) [\w./-]{1,200}\.\w{1,10}(?: to [\w./-]{1,200})?\Z"
    r"|add files via upload\Z",
    re.IGNORECASE,
)
# e.g. 2024-12-24, 20241224.1, 12/24/2024, 24 Dec 2024, and 2024年12月24日
_DATE = re.compile(
    r"(?<![\w.-])(?:20\d\d([-/.]?)[01]\d\1[0-3]\d(?:\.\d{1,3}|[T ]\d\d:?\d\d\S{0,12})?|\d{1,2}[-/.]\d{1,2}[-/.]20\d\d"
    r"|(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? (?:\d{1,2}, ?)?20\d\d"
    r"|20\d\d年\d{1,2}月(?:\d{1,2}日)?|20\d\d-W?[0-5]\d)(?![\w-])"
)
# e.g. (2024-12-24), 2024-12-24: more, more - 2024-12-24, and more of 2024-12-24
_STAMP = re.compile(
    rf"(?:\A|[(\[（【]|[-–—:：|/,] ?|\b(?:on|of|for|from|at) )(?:{_DATE.pattern})(?=\Z|[)\]）】:：,])", re.IGNORECASE
)
# e.g. word
_WORD = re.compile(r"\w(?:[\w./'-]*\w)?")
# e.g. 12
_DIGITS = re.compile(r"\d+")
# e.g. 追加
_EAST_ASIAN = re.compile(f"[{HIRAGANA}{KATAKANA}{HAN}]")
# e.g. の
_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}]")
# e.g. 定期更新
_ROTE = re.compile("|".join(sorted(word for word in _ROUTINE if not word.isascii())))
# e.g. 追加
_SAID = re.compile("|".join(sorted(map(re.escape, _WORDS), key=lambda word: (-len(word), word))))


class _Subject(NamedTuple):
    """What a subject says."""

    type: CommitType
    scope: str
    title: str
    is_breaking: bool
    is_conventional: bool
    is_release: bool = False


def purposes(commits: Iterable[Commit]) -> Mapping[Commit, Purpose]:
    """What commits are for, of those that say it. A subject that many of them share says nothing."""
    read = {commit: read_message(commit) for commit in commits}
    alike = Counter(map(_likeness, read.values()))
    return {commit: one for commit, one in read.items() if one.title and alike[_likeness(one)] < _MANY}


def _likeness(purpose: Purpose) -> str:
    """What subjects have in common that programs write: all but numbers and, where no work is named, the last word."""
    title = _DIGITS.sub("0", purpose.title.casefold())
    is_open = purpose.type in (CommitType.UNKNOWN, CommitType.UPKEEP) and not purpose.is_conventional
    return title.rpartition(" ")[0] or title if is_open else title


@lru_cache(maxsize=2048)
def read_message(commit: Commit) -> Purpose:
    """What the message of a commit says; what it leaves open, that of the merge says that brought it in."""
    own = _read(commit.subject, commit.body)
    if not commit.brought_by:
        return own
    subject, _, body = commit.brought_by.partition("\n\n")
    merge = _read(subject, body)
    said = replace(own, title=own.title or merge.title, pull=own.pull or merge.pull)
    if own.is_conventional:
        return said
    return replace(
        said,
        type=own.type or merge.type,
        scope=own.scope or merge.scope,
        is_breaking=own.is_breaking or merge.is_breaking,
        is_conventional=merge.is_conventional,
    )


def _read(first: str, body: str) -> Purpose:
    """What a message says that has this first line."""
    line, body, pull = _opened(first, body)
    subject = _read_subject(line)
    said = Purpose(
        subject.type,
        subject.scope,
        subject.title,
        is_breaking=subject.is_breaking,
        pull=pull,
        is_conventional=subject.is_conventional or subject.is_release,
        is_release=subject.is_release,
    )
    if subject.is_release or _OF_OTHERS.search(body):
        return said
    notes = tuple(dict.fromkeys(_notes(body.split("\n"))))
    squashed = tuple(_squashed(body))
    breaks = bool(notes or _CHECKED.search(body)) or any(one.is_breaking for one in squashed)
    listed = {one.type for one in squashed}
    return replace(
        said,
        type=subject.type or next((kind for kind in CommitType if kind in listed), CommitType.UNKNOWN),
        reason="" if (reason := _reason(body)) == subject.title else reason,
        is_breaking=subject.is_breaking or breaks,
        notes=tuple(filter(None, notes)),
        squashed=squashed,
    )


def _opened(first: str, body: str) -> tuple[str, str, int | None]:
    """The line that says what a commit is for, what stands below it, and the number of its pull request.

    Those of a merge are what the forge has put below its own words.
    """
    line, pull = first.strip(), None
    if request := _MERGE_REQUEST.search(body):
        pull = int(request[1])
    if merged := _MERGED_PULL.match(line):
        pull, line = int(merged[1] or merged[2] or merged[3]), line[merged.end() :]
    elif _MERGE.match(line):
        line = ""
    if not line:
        title, _, below = body.strip().partition("\n")
        if not (_MERGE_REQUEST.match(title) or _NOTE.match(title) or title.startswith(("#", "*", "Conflicts:"))):
            line, body = title.strip(), below
    while found := _PULL.search(line):
        pull, line = pull or int(found[1]), line[: found.start()]
    return line, body, pull


def _read_subject(line: str) -> _Subject:
    kind, scope = CommitType.UNKNOWN, ""
    is_breaking = is_conventional = False
    rest = line.lstrip("-*• ")
    for _ in range(_MOST_MARKS):
        if mark := _MARK.match(rest):
            name = mark[1] or mark[2]
            kind, is_breaking = kind or _EMOJI.get(name, kind), is_breaking or bool(mark[4]) or name in _BOOM
            scope = scope or (mark[3] or "").strip()
        elif mark := _BRACKETS.match(rest):
            word = mark[1].strip().casefold()
            kind, is_breaking = kind or _TYPES.get(word, kind), is_breaking or word in _BREAKING
            scope = scope or ("" if word in _TYPES or word in _BREAKING else mark[1].strip())
        elif not is_conventional and (mark := _typed(rest)):
            word, is_conventional = mark[1].casefold(), True
            kind, is_breaking = _TYPES.get(word, kind), is_breaking or bool(mark[4]) or word in _BREAKING
            scope = (mark[2] or mark[3] or scope).strip()
        elif not scope and (mark := _PLACE.match(rest)):
            scope = mark[1]
        else:
            break
        rest = rest[mark.end() :]
    rest = rest.strip()
    if reverted := _REVERT.match(rest):
        return _Subject(CommitType.REVERT, scope, reverted[1], is_breaking, is_conventional)
    is_release = bool(_RELEASE.match(rest))
    kind = CommitType.UPKEEP if is_release else kind or _plain_type(rest)
    idle = is_release or _is_idle(rest) or (not is_conventional and _is_routine(line, rest, kind))
    return _Subject(kind, scope, "" if idle else rest, is_breaking, is_conventional, is_release)


def _is_idle(text: str) -> bool:
    return not _WORD.search(text) or text.strip(" .!:-_").casefold() in _IDLE or bool(_ONE_FILE.match(text))


def _is_routine(line: str, text: str, kind: CommitType) -> bool:
    """Whether a subject is one that is written by rote: of words that fit every change, or with the day of a run and
    no work that it names.
    """
    words = [word.casefold() for word in _WORD.findall(_ROTE.sub("", _DATE.sub("", text)))]
    told = [word for word in words if not (word in _ROUTINE or word in _PREPOSITIONS or word.isdigit())]
    return not told or (kind in (CommitType.UNKNOWN, CommitType.UPKEEP) and bool(_STAMP.search(line)))


def _typed(text: str) -> re.Match[str] | None:
    """What a subject starts with, if that is a type as conventional commits write it."""
    match = _TYPE.match(text)
    return match if match and (match[4] or match[1].casefold() in {*_TYPES, *_BREAKING}) else None


def _plain_type(text: str) -> CommitType:
    """What a subject without a convention plainly says."""
    if _EAST_ASIAN.search(text):
        return _east_asian_type(text)
    if _RAISED.match(text):
        return CommitType.UPKEEP
    words = [word.casefold() for word in _WORD.findall(text)]
    kind = _VERBS.get(words[0], CommitType.UNKNOWN) if words else CommitType.UNKNOWN
    if kind not in (CommitType.FEATURE, CommitType.FIX, CommitType.REMOVAL):
        return kind
    ends = next((n for n, word in enumerate(words) if n and word in _PREPOSITIONS), len(words))
    return _OBJECTS.get(words[ends - 1]) or _PLACES.get(words[-1]) or kind


def _east_asian_type(text: str) -> CommitType:
    """What a subject says whose verb comes last, as in Japanese, or first, as in Chinese."""
    said = [_WORDS[word] for word in _SAID.findall(text)]
    upkeep = [kind for kind in said if kind in _UPKEEP]
    if upkeep or not said:
        return upkeep[0] if upkeep else CommitType.UNKNOWN
    return said[-1] if _KANA.search(text) else said[0]


def _squashed(body: str) -> Iterator[Purpose]:
    """The commits that a message lists, of those that say it by a convention."""
    for listed in _SQUASHED.finditer(body):
        line, pull = listed[1], None
        if found := _PULL.search(line):
            pull, line = int(found[1]), line[: found.start()]
        subject = _read_subject(line)
        if subject.is_conventional:
            yield Purpose(*subject[:3], is_breaking=subject.is_breaking, pull=pull, is_conventional=True)


def _reason(body: str) -> str:
    """Whole sentences of the first paragraph; nothing where that is a list, a heading, a form or a footer."""
    paragraph = body.strip().partition("\n\n")[0].split("\n")
    if any(map(_NO_REASON.match, paragraph)) or any(map(_TRAILER.match, paragraph)) or _NOTE.match(paragraph[0]):
        return ""
    text = _unwrapped(map(str.strip, paragraph))
    if len(text) <= _MOST_REASON:
        return text
    ends = [match.end() for match in _END.finditer(text, 0, _MOST_REASON)]
    return text[: ends[-1]].strip() if ends else ""


def _notes(lines: Sequence[str]) -> Iterator[str]:
    """What a message says of what it breaks; empty where it says no more than that something does."""
    for n, line in enumerate(lines):
        match = _NOTE.match(line)
        if not match:
            continue
        marks, words, colon = match.groups()
        text = line[match.end() :]
        is_heading = "#" in marks
        is_footer = words.isupper() and words.isascii()
        starts = n == 0 or not lines[n - 1].strip()
        if not (is_heading or (colon and (is_footer or starts)) or (is_footer and not text)):
            continue
        note = _note(text, lines, n + 1)
        if not _NONE.match(note) or (is_footer and colon and not note):
            yield note


def _note(text: str, lines: Sequence[str], at: int) -> str:
    """The paragraph that goes on from a text, and the list or the paragraph that it leads to."""
    said = [text.strip()] if text.strip() else []
    while at < len(lines):
        line = lines[at].strip()
        if _NOTE.match(line) or _TRAILER.match(line) or line.startswith("#"):
            break
        leads = not said or said[-1].endswith((":", "："))
        goes_on = bool(lines[at - 1].strip()) or leads or (_ITEM.match(line) and _ITEM.match(said[-1]))
        if line and not goes_on:
            break
        if line:
            said.append(line)
        at += 1
    return _unwrapped(said)


def _unwrapped(lines: Iterable[str]) -> str:
    """Lines as one text, in which items stay on lines of their own."""
    text = ""
    for line in lines:
        before = text[-1:]
        joint = "" if not before or (_EAST_ASIAN.match(before) and _EAST_ASIAN.match(line)) else " "
        text += ("\n" if text and _ITEM.match(line) else joint) + line
    return text
