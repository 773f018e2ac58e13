"""What a text asserts must stand in the diff that it explains. Pure: text in, what was not found out.

Looked for are the things that a reader takes for granted because they look exact: code spans, quotations, numbers,
dates, versions, addresses, and words that only programs use (`snake_case`, `camelCase`, `a.dotted.path`, `call()`,
`--flag`). Plain words are not, nor are numbers written as words.

A text and its ground are brought into one form before they are compared: full-width characters become narrow ones
(Unicode's NFKC), entities and Markdown's escapes become what they stand for, and white space does not count. What
remains are units, that is words and single other characters; a text stands in the ground where its units stand there
in a row. So `4` is found neither in `4o` nor in `2024`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import chain

from ..analyze.authors.messages import purposes
from ..analyze.documents.markdown import code_spans
from ..language.scripts import EAST_ASIAN, MONTH, MONTHS
from ..model.changes import FileChange
from ..model.findings import Evidence, LineSpan
from ..model.forge import NAMES
from ..model.patch import parse_hunks
from ..model.report import ReportFile
from ..model.texts import FileSummary, Overview, Statement, markdown, proven

_WORD = r"[^\W\u2e80-\uff0f\uff5b-\U0010ffff]"  # of scripts that put spaces between words; also full-width letters
# e.g. word
_UNIT = re.compile(rf"{_WORD}+|[^\s*`]")
# e.g. 模型
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
# e.g. a\_b
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# e.g. [the guide](guide.md)
_MARKUP = re.compile(
    r"\]\([^()\s]{0,500}(?:\([^()\s]{0,80}\)[^()\s]{0,200}){0,4}\)|\]\[[^\[\]]{0,200}\]|[\[\]]|</?[A-Za-z][^<>]{0,200}>"
)
# e.g. an _important_ word
_EMPHASIS = re.compile(r"(?<!\w)_{1,2}(?=[^\s_])|(?<=[^\s_])_{1,2}(?!\w)")
# e.g. ![a picture](a.png)
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)")
_CHARACTERS = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2212", "''\"\"------")

_MONTH = rf"{MONTH}\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_GROUPS = r"(?<=\d)[,\uff0c \u00a0\u202f](?=\d{3}(?!\d))"
_RUN = rf"{_WORD}+(?:(?:[-./:@+]{{1,3}}|{_GROUPS}){_WORD}+)*"
# e.g. 27 January 2025
_TOKEN = re.compile(
    rf"""
      (?P<skip> &\#?\w{{1,9}}; | [\u2460-\u24ff\u2776-\u2793] | \b\d{{1,3}}(?:st|nd|rd|th)\b(?!\s{_MONTH}) )
    | (?P<url>  https?://[^\s<>()"'`\u2018-\u201f\u3000-\u303f\uff08\uff09\uff0c\x00]+ )
    | (?P<date> (?:\d{{4}}\s?年\s?)?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?
              | \b{_MONTH}\s{_DAY}(?:,?\s\d{{4}}\b)? | \b(?:{_DAY}\s)?{_MONTH},?\s\d{{4}}\b | \b{_DAY}\s{_MONTH} )
    | (?P<run>  (?:(?<![\w-])--)?{_RUN}(?:\(\))? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# e.g. 2. Open the page.
_LIST_NUMBER = re.compile(r"^[ \t]*(?:[#>*-]{1,6}[ \t]+)?\**\(?\d{1,3}[.)\uff0e\u3001\uff09](?=[\s*])", re.MULTILINE)
# e.g. It says "quota exceeded" now.
_QUOTATION = re.compile(
    r"""(?<![0-9A-Za-z])"(?=\S)([^"\n]{1,400})"(?![0-9A-Za-z])"""
    "|\u201c([^\u201c\u201d\n]{1,400})\u201d|\u300c([^\u300c\u300d\n]{1,400})\u300d|\u300e([^\u300e\u300f\n]{1,400})\u300f"
)
# e.g. The first words of a...
_CUT = re.compile(r"(.{12,}\w[-_/]?)\.{3}")
# e.g. from [...] to
_OMISSION = re.compile(r"\[\s?(?:\.{3,}|\u2026)\s?\]|\.{3,}|\u2026|->|=>|\u2192")
_EDGES = " \t\n.,;:!?\u3001\u3002()<>[]{}'\"/=|#"

# e.g. v1.2.3
_NUMBER = re.compile(r"v?(\d+(?:\.\d+)*)([a-z\u00b5\u03bc]{0,3})", re.IGNORECASE)
# e.g. 2025-01-27
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
# e.g. 2025年1月27日
_EAST_ASIAN_DATE = re.compile(r"(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?")
# e.g. 27 January 2025
_NAMED_DATE = re.compile(rf"(?:{_DAY}\s)?({_MONTH})(?:\s{_DAY})?(?:,?\s\d{{4}})?", re.IGNORECASE)
# e.g. model-2025-01-27
_DATE_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
# e.g. 1/27/2025
_YEAR_LAST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_UNITS = frozenset(
    "b kb mb gb tb pb kib mib gib tib ns us ms s sec min h hr hrs d px pt em rem vw vh x hz khz mhz ghz w kw mm cm km"
    " kg mg ml fps rpm tpm rps qps usd eur jpy".split()
)
_POWERS = {3: "k 千 thousand", 4: "万 萬", 6: "m million", 8: "億 亿", 9: "bn billion"}
_TIMES = {unit: 10**power for power, units in _POWERS.items() for unit in units.split()}
# e.g. " MB"
_FOLLOWING = re.compile(r"\s?(%|\uff05|[千万萬億亿]|[a-z]{1,8}\b)", re.IGNORECASE)
_MOST_FOLLOWING = 10
"""Characters that `_FOLLOWING` looks at, the one behind its word among them."""
# e.g. 4
_DIGIT = re.compile(r"\d")
# e.g. " changed lines"
_COUNTER = re.compile(
    r"\s?(?:つ|個|箇所|か所|ヶ所|カ所|件|枚|点|本|種類|(?:の|回の|個の)?(?:行|ファイル|変更|追加|削除|修正|更新)|项|个|处|條|条|张|种"
    r"|(?:[a-z-]{1,20}\s){0,2}(?:lines?|files?|additions?|deletions?|insertions?|changes?|modifications?|updates?|edits?"
    r"|rows?|links?|images?|sections?|headings?|items?|paragraphs?|places?|pages?|articles?|documents?|entries|settings?"
    r"|added|removed|deleted|modified|renamed"
    r")\b)",
    re.IGNORECASE,
)
# e.g. "version "
_WORD_BEFORE = re.compile(rf"({_WORD}{{1,40}})\s?$")
# e.g. snake_case
_PROGRAM_WORD = re.compile(r"^--|\(\)$|\w_\w|[a-z][A-Z]|\w\.[A-Za-z]{2}|\w\w\.[A-Za-z]")

# e.g. owner/name
_JOINT = re.compile(r"(?<!\d)[/:@+]|[/:@+](?!\d)")
# e.g. camelCase
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

_Date = tuple[int | None, int | None, int | None]  # year, month, day


class Ground:
    """What may be asserted about one changed file, or about several together."""

    def __init__(self, texts: Sequence[str], counts: Iterable[int] = ()) -> None:
        self._texts = tuple(texts)
        self._counts = frozenset(map(str, counts))

    @classmethod
    def of(cls, files: Sequence[Evidence]) -> Ground:
        """Everything that the diffs show, with the paths, what the commits say, and the sizes of the changes."""
        texts = [text for evidence in files for text in _texts(evidence)]
        return cls(list(dict.fromkeys(texts)), _counts(files))

    @classmethod
    def of_report(cls, files: Sequence[ReportFile]) -> Ground:
        """What the diffs of a report's files show, and what was said about each of them and is proven."""
        ground = cls.of([file.evidence for file in files])
        return ground.also(*(one.text for file in files for one in proven(file.summary.statements)))

    def also(self, *texts: str) -> Ground:
        """The ground with more texts, such as summaries that were checked before."""
        return Ground((*self._texts, *texts), map(int, self._counts))

    def unproven(self, text: str) -> tuple[str, ...]:
        """What Markdown text asserts and the ground does not show, in order, each once.

        Each as it stands in the text, but for the marks of a code span.
        """
        spans = list(_code_spans(text))
        missing = [
            (at, code[0] if len(code) == 1 else text[at:end])
            for at, end, code in spans
            if not all(map(self._shows_code, code))
        ]
        prose = _masked(text, [(at, end) for at, end, _ in spans])
        quotations = [(match.span(), next(filter(None, match.groups()))) for match in _QUOTATION.finditer(prose)]
        literal = [(span, text[slice(*span)][1:-1]) for span, quoted in quotations if self._is_verbatim(quoted)]
        missing += [(at, text[at:end]) for (at, end), quoted in literal if not self._shows_quotation(quoted)]
        prose = _masked(prose, [span for span, _ in literal] + [match.span() for match in _LIST_NUMBER.finditer(prose)])
        unknown = (match for match in _TOKEN.finditer(prose) if not self._shows_token(match, prose))
        missing += [(match.start(), text[match.start() : _end_of_unit(match, prose)]) for match in unknown]
        return tuple(dict.fromkeys(part for _, part in sorted(missing)))

    # What the ground holds, in forms that make looking up cheap. Each is made once, when it is first asked for.

    @cached_property
    def _normal(self) -> str:
        texts = [_normalize(text) for text in self._texts]
        # A sentence across links is quoted without their targets.
        plain = [_EMPHASIS.sub("", _MARKUP.sub(" ", _IMAGE.sub(" ", text))) for text in texts]
        return "\x00".join([*texts, *(shown for text, shown in zip(texts, plain, strict=True) if shown != text)])

    @cached_property
    def _exact(self) -> _Units:
        return _Units(self._normal)

    @cached_property
    def _loose(self) -> _Units:
        return _Units(_loosened(self._normal))

    @cached_property
    def _dates(self) -> frozenset[_Date]:
        """All dates, and each part of one that people name: a year and a month, a month and a day, a month."""
        dates = set()
        names = {match[0] for form in (_TOKEN, _DATE_IN_NAME) for match in form.finditer(self._normal)}
        for year, month, day in (date for name in names for date in _dates(name)):
            dates |= {(year, month, day), (year, month, None), (None, month, day), (None, month, None)}
            dates.add((year, None, None))
        return frozenset(dates)

    @cached_property
    def _numbers(self) -> dict[str, set[str]]:
        """Each number with the units that it has somewhere; an empty one where it stands alone."""
        numbers: dict[str, set[str]] = {}
        text = _JOINT.sub(" ", self._normal)
        # A token means the same each time that the same stands behind it: a large diff repeats most of them.
        tokens = {
            text[match.start() : match.end() + _MOST_FOLLOWING]: match
            for match in _TOKEN.finditer(text)
            if _DIGIT.search(match[0])
        }
        for match in tokens.values():
            for number, unit in _numbers(match, text):
                numbers.setdefault(number, set()).add(unit)
        return numbers

    def _shows_code(self, code: str) -> bool:
        forms = (code, code.strip().removesuffix("()"))
        return any(self._shows(self._exact, form) for form in forms) or self._shows_value(code)

    def _is_verbatim(self, quoted: str) -> bool:
        """Whether a quotation can be one: in a script that the ground never uses, it is a translation or a term."""
        is_foreign = _EAST_ASIAN.search(quoted) and not _EAST_ASIAN.search(self._normal)
        return any(map(str.isalnum, quoted)) and not is_foreign

    def _shows_quotation(self, quoted: str) -> bool:
        return self._shows(self._loose, _loosened(quoted)) or self._shows_value(quoted)

    def _shows_value(self, text: str) -> bool:
        """Whether a text is a date or a number that stands there in some form, or has no words and stands there."""
        sign = _normalize(text).strip()
        if not any(map(str.isalnum, sign)) and sign in self._normal:
            return True
        return self._shows_date(text) or self._shows_number(text)

    def _shows(self, units: _Units, text: str) -> bool:
        normal = _normalize(text)
        if normal in units or (trimmed := normal.strip(_EDGES)) in units:
            return True
        if (cut := _CUT.fullmatch(normal.strip())) and units.begins(cut[1].strip()):
            return True
        parts = [part.strip(_EDGES) for part in _OMISSION.split(trimmed)]
        return len(parts) > 1 and units.in_order([part for part in parts if part])

    def _shows_token(self, match: re.Match[str], text: str) -> bool:
        token = match[0]
        if match.lastgroup == "skip":
            return True
        if match.lastgroup == "url":
            return self._shows(self._loose, _loosened(token))
        if match.lastgroup == "date":
            return self._shows_date(token)
        if not any(map(str.isdigit, token)):
            return token in NAMES or not _PROGRAM_WORD.search(token) or self._shows_word(token, token)
        before = _WORD_BEFORE.search(text, max(0, match.start() - 41), match.start())
        named = f"{before[1]} {token}" if before else token
        if self._shows_word(token, named) or self._shows_date(token):
            return True
        if _COUNTER.match(text, match.end()) and _normalize(token) in self._counts:
            return True
        return self._has_numbers(_numbers(match, text))

    def _shows_word(self, word: str, named: str) -> bool:
        """Whether a word stands there, itself or with the word before it; of a bare number, only the latter."""
        if _NUMBER.fullmatch(_ungrouped(word)):
            return named != word and _loosened(named) in self._loose
        if any(self._shows(self._loose, _loosened(form)) for form in (word, _HUMP.sub(" ", word))):
            return True
        parts = re.split(r"[/:@]+", word)
        return len(parts) > 1 and not word.startswith("http") and all(self.unproven(part) == () for part in parts)

    def _shows_date(self, text: str) -> bool:
        return any(
            date in self._dates
            or ((None, *date[1:]) in self._dates and date[0] is not None and self._has_number(str(date[0]), ""))
            for date in _dates(_normalize(text).strip(_EDGES), whole=True)
        )

    def _shows_number(self, text: str) -> bool:
        normal = _normalize(text).strip()
        match = _TOKEN.match(normal)
        return (
            match is not None and match.end() == len(normal.rstrip("%")) and self._has_numbers(_numbers(match, normal))
        )

    def _has_numbers(self, numbers: Iterable[tuple[str, str]]) -> bool:
        """Whether there are any, and the ground has all of them."""
        known = [self._has_number(*number) for number in numbers]
        return bool(known) and all(known)

    def _has_number(self, number: str, unit: str) -> bool:
        if len(number) == 4 and number.isdigit() and (int(number), None, None) in self._dates:
            return True
        units = self._numbers.get(number)
        return units is not None and (not unit or not units.isdisjoint({unit, ""}))


class ShownLines:
    """The lines of a file that its diff shows."""

    def __init__(self, change: FileChange) -> None:
        lines = [line for hunk in parse_hunks(change.patch) for line in hunk.lines]
        self._numbers = {
            "L": sorted({line.old for line in lines if line.old is not None}),
            "R": sorted({line.new for line in lines if line.new is not None}),
        }

    def wrong(self, spans: Iterable[LineSpan]) -> tuple[LineSpan, ...]:
        """The spans that hold a line which the diff does not show on that side."""
        return tuple(span for span in spans if self._count(span) != span.last - span.first + 1)

    def _count(self, span: LineSpan) -> int:
        numbers = self._numbers[span.side]
        return bisect_right(numbers, span.last) - bisect_left(numbers, span.first)


def check(statement: Statement, ground: Ground, shown: ShownLines | None) -> Statement:
    """The statement with what is unproven in it, besides what was known before; cited lines that are not `shown` count
    as such.
    """
    wrong = shown.wrong(statement.lines) if shown else ()
    lines = tuple(span for span in statement.lines if span not in wrong)
    unproven = (*statement.unproven, *ground.unproven(statement.text), *map(str, wrong))
    return statement._replace(lines=lines, unproven=tuple(dict.fromkeys(unproven)))


def check_summary(summary: FileSummary, ground: Ground, shown: ShownLines | None = None) -> FileSummary:
    """The text about a file with what is unproven in its title and in its statements, as `check` finds it."""
    return replace(
        summary,
        statements=tuple(check(statement, ground, shown) for statement in summary.statements),
        title_unproven=ground.unproven(summary.modification_title),
    )


def check_overview(overview: Overview, ground: Ground) -> Overview:
    """The text about a report with what is unproven in its summary and in its statements, as `check` finds it."""
    checked = overview.changed(lambda statements: tuple(check(statement, ground, None) for statement in statements))
    return replace(checked, summary_unproven=ground.unproven(overview.summary))


def with_proven_summary(overview: Overview) -> Overview:
    """The overview with its highlights for a summary that is not proven: where that stands, nothing can be marked."""
    if not overview.summary_unproven:
        return overview
    return replace(overview, summary=markdown(proven(overview.highlights)), summary_unproven=())


class _Units:
    """The units of a text, in their order."""

    def __init__(self, text: str) -> None:
        units = _UNIT.findall(text)
        self._words = frozenset(units)
        self._row = "\n".join(["", *units, ""])

    def __contains__(self, text: str) -> bool:
        return self._find(text, 0) >= 0

    def begins(self, text: str) -> bool:
        """Whether a text stands there that begins so, if need be within a word."""
        units = _UNIT.findall(text)
        return self._words.issuperset(units[:-1]) and "\n".join(["", *units]) in self._row

    def in_order(self, texts: Sequence[str]) -> bool:
        """Whether each text stands behind the one before it."""
        at = 0
        for text in texts:
            at = self._find(text, at)
            if at < 0:
                return False
            at += 1
        return bool(texts)

    def _find(self, text: str, start: int) -> int:
        units = _UNIT.findall(text)
        if not units or not self._words.issuperset(units):
            return -1
        return self._row.find("\n".join(["", *units, ""]), start)


def _normalize(text: str) -> str:
    shown = unicodedata.normalize("NFKC", _ESCAPE.sub(r"\1", html.unescape(text)))
    return shown.translate(_CHARACTERS)


def _loosened(text: str) -> str:
    """As prose is compared: without upper case, apostrophes, and hyphens between words."""
    return _normalize(text).casefold().replace("'", "").replace("-", " ")


def _ungrouped(text: str) -> str:
    """Numbers without what separates their thousands."""
    return re.sub(_GROUPS, "", text)


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with NUL instead of each character of the spans."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], "\x00" * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _code_spans(text: str) -> Iterator[tuple[int, int, Sequence[str]]]:
    """Code in Markdown: where it begins and ends, and what it is; a fenced block is one span of several lines.

    Spans without a sign are left out.
    """
    for start, end, width in code_spans(text):
        content = text[start + width : end - width]
        fenced = width >= 3 and "\n" in content
        code = [line for line in content.split("\n")[1:] if line.strip()] if fenced else [content]
        if any(map(str.strip, code)):
            yield start, end, code


def _dates(text: str, *, whole: bool = False) -> Iterator[_Date]:
    """The dates that a token can mean: of `1/2/2024`, both."""
    find = re.Pattern.fullmatch if whole else re.Pattern.match
    if match := find(_YEAR_FIRST, text) or _EAST_ASIAN_DATE.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        yield year, month, day
    elif match := find(_YEAR_LAST, text):
        first, second, last = map(int, match.groups())
        yield last, first, second
        yield last, second, first
    elif (named := _NAMED_DATE.fullmatch(text)) and text.casefold() != "may":  # the verb is no date
        month = next(n for n, name in enumerate(MONTHS, 1) if re.match(name, named[1], re.IGNORECASE))
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        year = next((number for number in numbers if number > 31), None)
        yield year, month, next((number for number in numbers if number <= 31), None)


def _numbers(match: re.Match[str], text: str) -> Iterator[tuple[str, str]]:
    """The numbers that a token consists of, each with its unit: of a range both, of a date or a name none."""
    token = _ungrouped(_normalize(match[0]))
    if match.lastgroup == "date" or any(_dates(token, whole=True)):
        return
    parts = [_NUMBER.fullmatch(part) for part in re.split(r"[-/:+,]+", token)]
    if not all(parts):
        return  # a name: the number in `tier-1` is no number of its own
    for n, number in enumerate(filter(None, parts)):
        after = _FOLLOWING.match(text, match.end()) if n == len(parts) - 1 and not number[2] else None
        value, unit = number[1], (number[2] or (after[1] if after else "")).casefold()
        if unit in _TIMES and value.count(".") < 2:
            yield f"{(Decimal(value) * _TIMES[unit]).normalize():f}", ""
        elif unit in _UNITS or not number[2]:
            whole = value if "." in value else value.lstrip("0") or "0"
            yield whole, unit if unit in _UNITS or unit == "%" else ""


def _end_of_unit(match: re.Match[str], text: str) -> int:
    """Where a token ends, with the unit that makes it a quantity."""
    after = _FOLLOWING.match(text, match.end()) if match[0][-1].isdigit() else None
    return after.end() if after and after[1].casefold() in _UNITS | {"%", "\uff05", *_TIMES} else match.end()


def _texts(evidence: Evidence) -> Iterator[str]:
    change, findings = evidence.change, evidence.findings
    for hunk in parse_hunks(change.patch):
        yield hunk.section
        yield "\n".join(line.text for line in hunk.lines if line.old is not None)
        yield "\n".join(line.text for line in hunk.lines if line.new is not None)
    yield from (change.path, change.previous_path or "", evidence.same_as or "", *evidence.subjects)
    for purpose in purposes(evidence.commits).values():
        yield from (purpose.reason, *purpose.notes, f"#{purpose.pull}" if purpose.pull else "")
    yield from (findings.title, findings.successor, *findings.lost_anchors)
    for finding in findings.findings:
        yield from (finding.name, finding.old, finding.new, finding.section, finding.column, *chain(*finding.cells))
        yield finding.path
    for fact in findings.facts:
        yield from (fact.old, fact.new, *fact.where, ".".join(fact.where))
    for quotation in findings.quotations:
        yield from (quotation.text, *quotation.where)
    if outline := findings.outline:
        yield from (outline.title, outline.description, *outline.headings, *outline.symbols, *outline.entries)
        yield from outline.languages


def _counts(files: Sequence[Evidence]) -> Iterator[int]:
    """The numbers that count something in the diffs."""
    yield len(files)
    yield from Counter(evidence.change.status for evidence in files).values()
    lines = [(change.additions, change.deletions, change.changes) for change in (evidence.change for evidence in files)]
    yield from map(sum, zip(*lines, strict=True))
    for evidence, numbers in zip(files, lines, strict=True):
        findings, outline = evidence.findings.findings, evidence.findings.outline
        yield from (*numbers, len(parse_hunks(evidence.change.patch)))
        yield from Counter(finding.subject for finding in findings).values()
        yield from Counter((finding.subject, finding.action) for finding in findings).values()
        if outline:
            yield from (len(outline.headings), len(outline.symbols), len(outline.entries), outline.lines)
