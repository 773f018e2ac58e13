"""What an author's words are about, by tables of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from ...language.scripts import EAST_ASIAN, MONTH
from ...model.findings import Topic
from ...tables import read_table
from ..documents.sentences import split_sentences
from ..expressions import any_of

WORDS = read_table(__file__, "words.toml", MONTH=MONTH)


def _compiled(table: str) -> dict[Topic, re.Pattern[str]]:
    return {Topic(name): re.compile(words, re.IGNORECASE) for name, words in WORDS[table].items()}


_SECTIONS = _compiled("sections")
_VERBS = _compiled("verbs")
_ENDINGS = {Topic(name): re.compile(rf"(?:{words})\Z") for name, words in WORDS["endings"].items()}
_KINDS = _compiled("kinds")
_REMOVALS = _compiled("removals")
_EMOJI = {sign: Topic(topic) for topic, signs in WORDS["emoji"].items() for sign in signs.split()}
_SIGNS = {Topic(name): tuple(row["signs"].split("|")) for name, row in WORDS["announcing"].items()}
_SIGNS_OF_BREAKING = ("breaking", "incompatible")
NEWS_OF_PAGES = (Topic.BREAKING, Topic.END, Topic.DEPRECATION, Topic.AVAILABILITY)
"""What is news of a whole new page; all else is what the page is about."""
_ENGLISH = {Topic(name): re.compile(row["english"], re.IGNORECASE) for name, row in WORDS["announcing"].items()}
_ASIAN = {Topic(name): re.compile(row["asian"]) for name, row in WORDS["announcing"].items()}
_CELLS = {Topic(name): re.compile(words, re.IGNORECASE) for name, words in WORDS["cells"].items()}
_MAX_ENDING = 24
_SHORT = 30
"""Characters of a cell that says something in a word or two."""
# e.g. 模型
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
# e.g. $5
_CURRENCY = re.compile(r"[$€£¥]\s?\d")
# e.g. deprecated
_ANY_SIGN = re.compile(any_of(chain(_SIGNS_OF_BREAKING, ("eol", "legacy"), *_SIGNS.values())) + f"|{_CURRENCY.pattern}")
# e.g. deprecated
_SIGN_OF_NEWS = re.compile(any_of(chain(_SIGNS_OF_BREAKING, *(_SIGNS.get(topic, ()) for topic in NEWS_OF_PAGES))))
# e.g. ", "
_CLAUSE = re.compile(r"[,;:、，；：]")
# e.g. if it is
_CONDITION = re.compile(WORDS["conditions"]["english"], re.IGNORECASE)
# e.g. models that
_RELATIVE = re.compile(r"\b(?:that|which|who|whose)\s*\Z", re.IGNORECASE)
_BEHIND = 3
"""Characters after an announcement in East Asia that may take it back."""
# e.g. 廃止された場合
_ASIAN_CONDITION = re.compile(WORDS["conditions"]["asian"])
# e.g. For more information, see the guide.
_POINTER = re.compile(WORDS["marks"]["nothing"], re.IGNORECASE)
_STRICT = (Topic.BREAKING, Topic.END, Topic.DEPRECATION, Topic.AVAILABILITY, Topic.NEWS)
"""What no condition anywhere before it goes with; other topics may have one in an earlier part of the sentence."""
# e.g. "⚠ BREAKING"
_LEAD = re.compile(r"(?:[^\w:\[({【「`]|_)*+")
# e.g. ":boom: BREAKING"
_SHORTCODE = re.compile(r"\s*+:[a-z0-9_+-]{2,40}:\s*+")
# e.g. **[Fix]** It works.
_BRACKETED = re.compile(r"[\s*_]*+[\[(【「]([^\[\]()【】「」*]{2,40})[\])】」][*_\s]*+[:：]?\s*+")
# e.g. feat(api)!: It works.
_LABEL = re.compile(
    r"[\s*_]*+([^\W_][^:：*_()`.,!]{1,30})(\([^()]{1,60}\))?(!?)[*_]*+\s?[:：][*_]*+(?:\s++|(?=[^\x00-\x7f]))"
)
# e.g. changed
_IDLE = re.compile(r"chang(?:e|es|ed)|updated?|変更|更新|变更", re.IGNORECASE)
"""A label that says nothing in a list of changes."""
# e.g. Patch Changes
_STEP = re.compile(r"\W*(major|minor|patch) changes\W*", re.IGNORECASE)
# e.g. Dropped support for acme 2
_SUPPORT_OVER = re.compile(WORDS["over"]["support"], re.IGNORECASE)
# e.g. `retries` has been removed
_GONE = re.compile(WORDS["over"]["gone"], re.IGNORECASE)
# e.g. It will be removed in 3.0
_SOON = re.compile(WORDS["over"]["soon"], re.IGNORECASE)
# e.g. The minimum supported Rust version is 1.80
_RAISED = re.compile(WORDS["over"]["raised"], re.IGNORECASE)
# e.g. `Client.load`, or ``Client.load`` of reStructuredText
_CODE = re.compile(r"``?([^`\n]{1,200})``?")
# e.g. load
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*+")
# e.g. max_tokens, maxTokens, OptionParser
_SHAPED = re.compile(r"(?<!\w)(?:[A-Za-z0-9]{1,40}_\w{1,60}|[A-Za-z0-9]{0,40}[a-z0-9][A-Z]\w{0,60})")
# e.g. `retries`
_NAMED = re.compile(WORDS["named"]["thing"])
# e.g. `setup.cfg`
_NAMED_FILE = re.compile(WORDS["named"]["file"])
# e.g. New Contributors
_PEOPLE = re.compile(rf"\W*+(?:{WORDS['marks']['people']})", re.IGNORECASE)
# e.g. The following changes are also included
_OTHERS = re.compile(rf"\W*+(?:{WORDS['marks']['others']})", re.IGNORECASE)
# e.g. **parser:** Remove the old one
_SCOPE = re.compile(
    r"[\s*_]*+\(?[^\W_][^:：*()`,!\"“「]{0,30}(?:\([^()]{1,60}\))?(?:!?[*_]*+\s?[:：][*_]*+|\)[*_]++)\s*+"
)
_ASIDE = (Topic.REQUIREMENT, Topic.LIMIT, Topic.PRICE, Topic.DEFAULT, Topic.AVAILABILITY, Topic.NEWS)
"""What is said of something new only tells how it is."""
# e.g. It is over。
_STOP = re.compile(r"(?:しました|した|する|します|です|ました|る|た|になった|[。．.!！\s]){0,6}\Z")
# e.g. **BREAKING** The option is gone.
_BREAKING = re.compile(WORDS["marks"]["breaking"])
# e.g. not a breaking change
_NOT_BREAKING = re.compile(
    r"\b(?:no|not|non|without|isn't|aren't)\b[\w\s-]{0,20}\Z|(?:ない|无|非|不是)\Z", re.IGNORECASE
)


@lru_cache(maxsize=1024)  # the same headings stand above many entries
def topic_of_heading(title: str) -> Topic | None:
    """What stands below a heading, as far as it says so."""
    start = _SHORTCODE.match(title) or _LEAD.match(title)
    return _marked(title) or _first(_SECTIONS, title[start.end() :] if start else title)


def topic_of_kind(name: str) -> Topic | None:
    """What a kind of change file means, by the name that a tool gives it."""
    return next((topic for topic, words in _KINDS.items() if words.fullmatch(name)), None)


def usual_topic(title: str) -> Topic | None:
    """What stands below the heading of a step between versions, unless an entry says something else of itself."""
    match = _STEP.fullmatch(title)
    return topic_of_kind(match[1].lower()) if match else None


def _marked(text: str) -> Topic | None:
    """What a sign at the start of a text says."""
    start = text.lstrip(" *_[(#")[:1]
    return None if start.isascii() else _EMOJI.get(start)


def _first(table: dict[Topic, re.Pattern[str]], text: str) -> Topic | None:
    return next((topic for topic, words in table.items() if words.match(text)), None)


def labelled(text: str, *, is_topic: bool) -> tuple[Topic | None, str]:
    """What the label before an entry says, and the entry without it; no label, where it says nothing.

    Unless `is_topic`, a label is part of the entry if it says less than that something breaks.
    """
    sign = _marked(text)
    start = _LEAD.match(text)
    rest = text[start.end() :] if sign and start else text
    if match := _BRACKETED.match(rest):
        topic = topic_of_heading(match[1])
        if topic and rest[match.end() :] and (is_topic or topic is Topic.BREAKING):
            return topic, rest[match.end() :]
    elif match := _LABEL.match(rest):
        topic = Topic.BREAKING if match[3] else topic_of_heading(match[1])
        if topic and rest[match.end() :] and (is_topic or topic is Topic.BREAKING):
            return topic, rest if match[2] else rest[match.end() :]
        if not (topic or match[2]) and _IDLE.fullmatch(match[1]):
            return sign, rest[match.end() :]
    return sign, rest


def is_of_people(title: str) -> bool:
    """Whether a heading stands above names of people."""
    return bool(_PEOPLE.match(title))


def is_of_others(title: str) -> bool:
    """Whether what stands below a line is none of what stood above it."""
    return bool(_OTHERS.match(title))


def topic_of_entry(text: str) -> Topic | None:
    """What an entry says of itself: what was done, what is over by now, or what it announces.

    Its first sentence tells; of those after it, only that something ended.
    """
    end = next((stop for _, stop in split_sentences(text)), 0)
    first, rest = text[:end], text[end:]
    verb = topic_of_verb(first)
    if verb in (Topic.FIX, Topic.UPKEEP):
        return verb
    if removal := _first(_REMOVALS, _body(first)):
        return removal
    told = announced(first)
    told = verb if told is Topic.GUIDANCE or (told in _ASIDE and verb) else told
    if ends_support(first) or _is_said(_GONE, first):
        told = Topic.END
    elif verb is Topic.DEPRECATION or _is_said(_SOON, first) or (told is Topic.END and _deprecates(first)):
        told = Topic.DEPRECATION  # what will be removed is still there
    elif verb is Topic.END:
        told = verb
    if rest and told is not Topic.END:
        is_over = ends_support(rest) or (told is Topic.DEPRECATION and _is_said(_GONE, rest))
        told = Topic.END if is_over else Topic.DEPRECATION if _deprecates(rest) else told
    return told or verb


def topic_for_users(text: str) -> Topic | None:
    """What an entry says that concerns users, even where it stands among fixes or upkeep."""
    if ends_support(text):
        return Topic.END
    if _is_said(_RAISED, text):
        return Topic.REQUIREMENT
    return Topic.DEPRECATION if _deprecates(text) else None


def ends_support(text: str) -> bool:
    """Whether a text says that something is not supported any more."""
    return _is_said(_SUPPORT_OVER, text)


def ends_something_named(text: str) -> bool:
    """Whether a text names what is over, as those who use it do."""
    return ends_support(text) or bool(_NAMED.search(_NAMED_FILE.sub("", text)))


def named_in(text: str) -> frozenset[str]:
    """The names of programs in a text."""
    code = (name for match in _CODE.finditer(text) for name in _IDENTIFIER.findall(match[1]))
    return frozenset((*code, *_SHAPED.findall(_CODE.sub(" ", text))))


def _deprecates(text: str) -> bool:
    return any(_is_said(table[Topic.DEPRECATION], text) for table in (_ENGLISH, _ASIAN))


def _is_said(words: re.Pattern[str], text: str) -> bool:
    """Whether a text says so, without a condition before it."""
    match = words.search(text)
    return match is not None and not _is_condition(_CONDITION, text, match.start(), Topic.END)


def topic_of_verb(text: str) -> Topic | None:
    """What an entry says that was done, by the word that it begins or ends with."""
    if found := _first(_VERBS, _body(text)):
        return found
    if text.isascii():
        return None
    ending = _STOP.sub("", text[-_MAX_ENDING:])
    return next((topic for topic, words in _ENDINGS.items() if words.search(ending)), None)


def _body(text: str) -> str:
    """An entry without signs before it, and without its scope where what was done follows that."""
    text = _LEAD.sub("", text, 1)
    scope = None if _first(_VERBS, text) else _SCOPE.match(text)
    return text[scope.end() :] if scope and _first(_VERBS, text[scope.end() :]) else text


def says_breaking(text: str) -> bool:
    """Whether an author calls something breaking."""
    match = _BREAKING.search(text)
    return match is not None and not _NOT_BREAKING.search(text[max(0, match.start() - 40) : match.start()])


def may_announce(text: str) -> bool:
    """Whether a text has a word by which something may be announced; quick, for all that is not worth a closer look."""
    return bool(_ANY_SIGN.search(text.lower())) or _is_asian(text)


def may_be_news_of_page(text: str) -> bool:
    """Whether a text has a word by which something may be announced that is news of a whole new page."""
    return bool(_SIGN_OF_NEWS.search(text.lower())) or _is_asian(text)


def _has(lower: str, signs: Iterable[str]) -> bool:
    for sign in signs:  # noqa: SIM110, it costs less than `any`
        if sign in lower:
            return True
    return False


def _is_asian(text: str) -> bool:
    return not text.isascii() and bool(_EAST_ASIAN.search(text))


def announced(text: str) -> Topic | None:
    """What a sentence announces; a question, a condition and a pointer announce nothing."""
    topic = _announced(text) if may_announce(text) else None
    return None if topic is None or text.endswith(("?", "？")) or _POINTER.match(text) else topic


def _announced(text: str) -> Topic | None:
    lower, is_asian = text.lower(), _is_asian(text)
    if (is_asian or _has(lower, _SIGNS_OF_BREAKING)) and says_breaking(text) and not _CONDITION.search(text):
        return Topic.BREAKING
    for topic, words in _ENGLISH.items():
        if _has(lower, _SIGNS[topic]) or (topic is Topic.PRICE and _CURRENCY.search(text)):
            for match in words.finditer(text):
                if not _is_condition(_CONDITION, text, match.start(), topic) and not _tells_apart(text, match.start()):
                    return topic
    for topic, words in _ASIAN.items() if is_asian else ():
        for match in words.finditer(text):
            if not _is_condition(_ASIAN_CONDITION, text, match.end() + _BEHIND, topic):
                return topic
    return None


def _is_condition(words: re.Pattern[str], text: str, start: int, topic: Topic) -> bool:
    """Whether what stands before an announcement takes it back."""
    for condition in words.finditer(text):
        if condition.start() >= start:
            return False
        if topic in _STRICT or not _CLAUSE.search(text, condition.end(), start):
            return True
    return False


def _tells_apart(text: str, start: int) -> bool:
    """Whether what follows only tells some things from others."""
    return bool(_RELATIVE.search(text, max(0, start - 10), start))


def announced_by_cell(text: str) -> Topic | None:
    """What a cell of a table says in a word or two, or in a sentence."""
    bare = text.strip("*_`() .")
    short = len(bare) <= _SHORT and next((topic for topic, words in _CELLS.items() if words.fullmatch(bare)), None)
    return short or announced(text)
