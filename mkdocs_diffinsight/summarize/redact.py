"""Taking secrets out of text before it leaves the machine. Pure.

What counts as a secret is what looks like one by its form: keys and tokens of known services, private keys, signed
tokens, passwords in addresses. Guesses from disorder (entropy), or from a word such as `password` nearby, are left
out: documentation is full of hashes, identifiers and placeholders.

The forms are those of `detect-secrets`, and some that it lacks, written for its classes. Only their expressions are
used: its scanner keeps settings for the whole process, and it gives of some secrets nothing but the first letters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

REMOVED = "[secret removed]"
"""Stands where a secret stood."""

_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d:")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|Private-MAC:.*")
_IN_KEY = re.compile(r"[-+ \t\"'>|#*]*(?:[A-Za-z0-9+/=\\]*|[A-Z][A-Za-z-]{2,20}: [^ ].*)[\s\"',;\\]*")
_KEY_ALONE = re.compile(r"[-+ \t\"'>|]*(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=[^0-9]*[0-9])[A-Za-z0-9+/]{60,76}[\s\"',\\]*")
"""A line of a key whose beginning the diff does not show: base64 in the width that such files have."""
_REST = re.compile(r"(?:[\w+/=%~-]|\.(?=\w))*", re.ASCII)
"""What belongs to a secret beyond the length that its form asks for."""

_Span = tuple[int, int]


def redact(text: str) -> tuple[str, int]:
    """The text with `REMOVED` instead of each secret, and the number of secrets. Line breaks stay where they are."""
    lines, count = redact_lines(text.split("\n"))
    return "\n".join(lines), count


def redact_lines(lines: Sequence[str]) -> tuple[list[str], int]:
    """The same for the lines of one text, so that a key of several lines is known as one."""
    if not lines:
        return [], 0
    shown, count = _without_keys(lines)
    text = "\n".join(shown)
    spans = _merged(span for pattern, group in _forms() for span in _secrets(text, pattern, group))
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], REMOVED]
        at = end
    return "".join([*parts, text[at:]]).split("\n"), count + len(spans)


def _without_keys(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines without private keys; every line of a key becomes one that says so."""
    shown: list[str] = []
    count = 0
    inside = False
    for line in lines:
        if begin := _KEY_BEGINS.search(line):
            end = _KEY_ENDS.search(line, begin.end())
            inside = not end
            count += 1
            shown.append(line[: begin.start()] + REMOVED + (line[end.end() :] if end else ""))
        elif inside and ((ends := _KEY_ENDS.search(line)) or _IN_KEY.fullmatch(line)):
            inside = not ends
            shown.append(REMOVED if line.strip() else line)
        else:
            inside = False
            alone = _KEY_ALONE.fullmatch(line) is not None
            count += alone
            shown.append(REMOVED if alone else line)
    return shown, count


def _secrets(text: str, pattern: re.Pattern[str], group: int) -> Iterator[_Span]:
    found = pattern.search(text)
    while found:
        start, end = found.span(group)
        rest = _REST.match(text, end) if not group else None
        end = rest.end() if rest else end
        yield start, end
        found = pattern.search(text, max(end, found.end()))


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


@functools.cache
def _forms() -> tuple[tuple[re.Pattern[str], int], ...]:
    """The expressions of secrets, each with the group that is the secret.

    Left out of `detect-secrets` are the detectors that guess (entropy, keywords, addresses of the internet), those
    whose forms are common words (Artifactory), and those that take the square of a line's length (npm, JWT, OpenAI)
    or need the word before (cloud providers' generic keys): the forms below stand for the ones that matter.
    """
    from detect_secrets.plugins.aws import AWSKeyDetector
    from detect_secrets.plugins.base import RegexBasedDetector
    from detect_secrets.plugins.basic_auth import BasicAuthDetector
    from detect_secrets.plugins.discord import DiscordBotTokenDetector
    from detect_secrets.plugins.github_token import GitHubTokenDetector
    from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
    from detect_secrets.plugins.mailchimp import MailchimpDetector
    from detect_secrets.plugins.pypi_token import PypiTokenDetector
    from detect_secrets.plugins.sendgrid import SendGridDetector
    from detect_secrets.plugins.slack import SlackDetector
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector
    from detect_secrets.plugins.stripe import StripeDetector
    from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
    from detect_secrets.plugins.twilio import TwilioKeyDetector

    class TokenDetector(RegexBasedDetector):
        """Tokens that begin with letters of their service's own."""

        secret_type = "Service Token"  # noqa: S105
        denylist = (
            # OpenAI and others: https://platform.openai.com/docs/api-reference/authentication
            re.compile(r"(?<![\w-])sk-(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Z])[\w-]{20,}", re.ASCII),
            # https://github.blog/security/application-security/behind-githubs-new-authentication-token-formats/
            re.compile(r"(?<!\w)github_pat_\w{22,}", re.ASCII),
            # https://cloud.google.com/docs/authentication/api-keys, and OAuth's secrets and tokens
            re.compile(r"(?<!\w)(?:AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,})", re.ASCII),
            re.compile(r"(?<!\w)(?:xapp-\d-\w+-|xoxe\.xox[bp]-)[\w-]{20,}", re.ASCII),  # Slack's newer tokens
            re.compile(r"(?<!\w)(?:[rs]k_(?:live|test)_|whsec_)\w{16,}", re.ASCII),  # Stripe
            re.compile(
                r"(?<!\w)(?:npm_\w{36}|hf_[A-Za-z]{30,}|dckr_pat_[\w-]{20,}|dop_v1_\w{60,}|shp(?:at|ss)_\w{32})"
            ),
            # JSON Web Token: two parts of base64, of which the first is a JSON object: RFC 7519
            re.compile(r"(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}", re.ASCII),
        )

    class FieldDetector(RegexBasedDetector):
        """Values of fields that hold nothing but secrets; the field's name stays."""

        secret_type = "Secret Field"  # noqa: S105
        denylist = (
            re.compile(r"(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{20,}=*)"),  # connection strings
            re.compile(r"[?&;](?:amp;)?sig=([A-Za-z0-9+/%]{30,}=*)"),  # signed addresses
            re.compile(r"_(?:authToken|password)=\"?([^\s\"${}<>]{16,})"),  # .npmrc
        )

    whole = (
        AWSKeyDetector(),
        DiscordBotTokenDetector(),
        GitHubTokenDetector(),
        GitLabTokenDetector(),
        MailchimpDetector(),
        PypiTokenDetector(),
        SendGridDetector(),
        SlackDetector(),
        SquareOAuthDetector(),
        StripeDetector(),
        TelegramBotTokenDetector(),
        TokenDetector(),
        TwilioKeyDetector(),
    )
    fields = (BasicAuthDetector(), FieldDetector())
    return tuple(
        (pattern, group)
        for group, detectors in ((0, whole), (1, fields))
        for one in detectors
        for pattern in one.denylist
    )
