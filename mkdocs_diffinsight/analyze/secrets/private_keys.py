"""Private keys: secrets of many lines, also where source code quotes them line by line. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# e.g. -----BEGIN RSA PRIVATE KEY-----
_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d:")
# e.g. -----END RSA PRIVATE KEY-----
_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|Private-MAC:[^\n]*")
# e.g. -----BEGIN CERTIFICATE-----
_PUBLIC_BEGINS = re.compile(r"-----BEGIN (?![A-Z0-9 ]{0,30}PRIVATE)[A-Z0-9 ]{1,40}-----")
# e.g. -----END CERTIFICATE-----
_PUBLIC_ENDS = re.compile(r"-----END ")
"""Of what has the same form and is meant to be seen: a certificate, a public key."""
_LONGEST = 250
"""Lines of a key: those of the largest that anybody makes."""
# e.g. MIIEowIBAAKCAQEA
_RUN = re.compile(r"[A-Za-z0-9+/=]{16,}")
"""What a line of a key has, whatever quotes, joins or marks it as a comment."""
# e.g. Proc-Type: 4,ENCRYPTED
_HEAD = re.compile(r"[^A-Za-z]*[A-Z][A-Za-z-]{2,30}: ?[^ ].*")
"""A line that stands before the key itself: `Proc-Type: 4,ENCRYPTED`, `Comment: mine`."""
# e.g. word
_WORD = re.compile(r"[A-Za-z]{3,}")
_ODD = r"[^A-Za-z0-9]{0,12}"
# e.g. "    'MIIEowIBAAKCAQEAMIIEowIBAAKCAQEAMIIEowIBAAKCAQEAMIIEowIBAAKCAQEA'"
_ALONE = re.compile(
    rf"{_ODD}(?:[A-Za-z]{{1,10}}{_ODD}){{0,2}}([A-Za-z0-9+/]{{60,76}}=*)(?:\\[nr])*{_ODD}(?:[A-Za-z]{{1,6}})?{_ODD}"
)
"""A line with nothing but a line of a key, whose beginning is not there: base64 in the width that such files have."""

Span = tuple[int, int]


def key_spans(lines: Sequence[str]) -> dict[int, Span]:
    """The parts of lines that belong to private keys: where they start and end, by the number of the line, in order."""
    spans: dict[int, Span] = {}
    number = 0
    is_public = False
    while number < len(lines):
        line = lines[number]
        if begin := _BEGINS.search(line):
            last = _last_line(lines, number, begin.end())
            for inner in range(number, last + 1):
                start = begin.start() if inner == number else 0
                end = _ENDS.search(lines[inner], begin.end() if inner == number else 0)
                if lines[inner].strip():
                    spans[inner] = start, end.end() if end else len(lines[inner])
            number, is_public = last, False
        elif "-----" in line or "Private-MAC" in line:
            if _ENDS.search(line):
                _add_lines_before(number, lines, spans)
            is_public = bool(_PUBLIC_BEGINS.search(line)) or (is_public and not _PUBLIC_ENDS.search(line))
        elif not is_public and len(line) < 200 and _is_alone(line):
            spans[number] = 0, len(line)
        number += 1
    return dict(sorted(spans.items()))


def _last_line(lines: Sequence[str], first: int, begin: int) -> int:
    """The last line of a key: the one that says so, or else the last of those that look like one."""
    if _ENDS.search(lines[first], begin):
        return first
    key_lines = 0
    for number in range(first + 1, min(first + _LONGEST, len(lines))):
        line = lines[number]
        if _ENDS.search(line):
            if 2 * key_lines >= number - first - 1:
                return number
            break
        if _BEGINS.search(line):
            break
        key_lines += _is_key_line(line)
    last = first
    while last + 1 < len(lines) and _is_key_line(lines[last + 1]) and not _BEGINS.search(lines[last + 1]):
        last += 1
    return last


def _add_lines_before(end: int, lines: Sequence[str], spans: dict[int, Span]) -> None:
    """Take the lines before the end of a key whose beginning is not there."""
    for number in range(end - 1, max(end - _LONGEST, -1), -1):
        all_of_it = 0, len(lines[number])
        if spans.get(number, all_of_it) != all_of_it or not _RUN.search(lines[number]):
            return
        spans[number] = all_of_it


def _is_key_line(line: str) -> bool:
    """Whether a line can be one of a key: base64, however it is quoted, what stands before it, or nothing."""
    if not line.strip() or _HEAD.fullmatch(line):
        return True
    return _RUN.search(line) is not None or (len(line) <= 40 and not _WORD.search(line))


def _is_alone(line: str) -> bool:
    match = _ALONE.fullmatch(line)
    text = match[1] if match else ""
    return any(map(str.islower, text)) and any(map(str.isupper, text)) and any(map(str.isdigit, text))
