"""Which secrets are taken out of text, wherever they stand, and what stays."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mkdocs_diffinsight
from mkdocs_diffinsight.analyze.secrets import REMOVED, find_secrets, redact, redact_lines

from .samples import ALNUM, B64, KINDS, chars

PACKAGE = Path(mkdocs_diffinsight.__file__).parent
KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"


@pytest.mark.parametrize(
    "secret",
    [
        "sk-" + "aB3d" * 12,
        "sk-proj-" + "aB3d_-" * 20,
        "github_pat_" + "11AAB" * 16,
        "ghp_" + "a1B2" * 9,
        "glpat-" + "a1B2-" * 4,
        "AIza" + "aB3d-" * 7,
        "xoxb" + "-1234567890-1234567890-abcdef",
        "xapp-1-A111-" + "ab12" * 10,
        "sk_live" + "_" + "a1B2" * 6,
        "whsec_" + "a1B2" * 8,
        "npm_" + "a1B2" * 9,
        "pypi-AgEIcHlwaS5vcmc" + "aB3d" * 20,
        "AKIA" + "ABCD1234" * 2,
        "SG." + "a" * 22 + "." + "b" * 43,
        "hf_" + "aBcD" * 9,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl-x_",
    ],
)
def test_a_token_of_a_known_form_is_removed_entirely(secret: str) -> None:
    assert redact(f'token = "{secret}", and more') == (f'token = "{REMOVED}", and more', 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://rose:thorn@example.org/x", f"https://rose:{REMOVED}@example.org/x"),
        ("Name=x;AccountKey=" + "Ab1+" * 21 + "Ab==;End=1", f"Name=x;AccountKey={REMOVED};End=1"),
        (
            "https://example.org/x?sv=1&sig=" + "aB3%2F" * 8 + "%3D&se=2",
            f"https://example.org/x?sv=1&sig={REMOVED}&se=2",
        ),
        ("//registry/:_authToken=0123456789abcdef01", f"//registry/:_authToken={REMOVED}"),
    ],
)
def test_of_a_field_only_the_secret_is_removed(text: str, shown: str) -> None:
    assert redact(text) == (shown, 1)


def test_every_line_of_a_private_key_is_removed() -> None:
    lines = [
        "before",
        "-----BEGIN RSA PRIVATE KEY-----",
        "Proc-Type: 4,ENCRYPTED",
        "",
        KEY,
        KEY[:9] + "==",
        "-----END RSA PRIVATE KEY-----",
        "the words after",
    ]
    assert redact_lines(lines) == (["before", REMOVED, REMOVED, "", REMOVED, REMOVED, REMOVED, "the words after"], 1)


def test_a_private_key_on_one_line_is_removed() -> None:
    text = f'"key": "-----BEGIN PRIVATE KEY-----\\n{KEY}\\n-----END PRIVATE KEY-----", "next": 1'
    assert redact(text) == (f'"key": "{REMOVED}", "next": 1', 1)


def test_a_key_without_its_beginning_is_removed() -> None:
    assert redact(f"+{KEY}") == (REMOVED, 1)


def test_prose_about_keys_stays() -> None:
    text = "Look for -----BEGIN PRIVATE KEY----- in it.\nThe file of yours has one."
    assert redact(text) == (f"Look for {REMOVED}\nThe file of yours has one.", 1)


@pytest.mark.parametrize(
    "text",
    [
        "password: <your-password>",
        "api_key = os.environ['API_KEY']",
        "0123456789abcdef0123456789abcdef01234567",
        "id: 00001111-aaaa-2222-bbbb-3333cccc4444",
        "class sk-folding-cube-for-the-loading-page",
        "https://example.org/a:b/c@2",
        "![x](data:image/png;base64,iVBORw0KGgo=)",
        "mail rose@example.org",
        "",
    ],
)
def test_what_documentation_is_full_of_stays(text: str) -> None:
    assert redact(text) == (text, 0)


def test_secrets_are_counted() -> None:
    token = "ghp_" + "a1B2" * 9
    assert redact(f"{token} {token}\n{token}")[1] == 3


@pytest.mark.parametrize(
    "piece", ["\ud800", "\0", "eyJ", "sk-1A", "://a:", "xoxa-1-", "//", "-----BEGIN ", "aws'", "\n"]
)
def test_odd_text_of_any_length_keeps_its_lines(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    assert redact(text)[0].count("\n") == text.count("\n")


def test_many_threads_see_the_same() -> None:
    text = f"a ghp_{'a1B2' * 9} b\n" * 20
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(redact, [text] * 64))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_of_each_kind_is_always_removed(kind: str) -> None:
    """Three of each; all are made up here."""
    for number in range(3):
        sample = KINDS[kind](random.Random(f"{kind} {number}"))
        shown = "\n".join(redact_lines(sample.lines)[0])
        assert [secret for secret in sample.secrets if secret in shown] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_has_a_name_for_people(kind: str) -> None:
    found = find_secrets(KINDS[kind](random.Random(kind)).lines)
    assert found
    assert found[0].kind


def test_what_follows_a_key_stays() -> None:
    for name in (name for name in KINDS if name.startswith("a key")):
        assert redact_lines(KINDS[name](random.Random(name)).lines)[0][-1] == "after it"


def test_a_key_whose_beginning_is_not_shown_loses_all_its_lines() -> None:
    lines = [f'    "{chars(B64, 64)(random.Random(n))}\\n" +' for n in range(5)]
    shown, _ = redact_lines([*lines, '    "-----END RSA PRIVATE KEY-----";', "after it"])
    assert shown == [REMOVED] * 5 + ['    "-----END RSA PRIVATE KEY-----";', "after it"]


def test_a_certificate_stays() -> None:
    lines = ["-----BEGIN CERTIFICATE-----", chars(B64, 64)(random.Random(1)), "-----END CERTIFICATE-----"]
    assert redact_lines(lines) == (lines, 0)


INNOCENT = [
    "password: ${DB_PASSWORD}",
    "password: <your-password>",
    "password: {{ .Values.password }}",
    "password: your-password-1234",
    "PASSWORD=$(cat /run/secrets/db)",
    "DB_PASSWORD=%DB_PASSWORD%",
    "token: ${{ secrets.GITHUB_TOKEN }}",
    "token = os.environ['TOKEN_V2']",
    "token = get_token(2024)",
    "const token = process.env.TOKEN_2;",
    "max_tokens: 128000",
    "tokens: 4096 (default)",
    "The token 2024-05-01-preview is new.",
    "password: string",
    "secretName: tls-secret-1",
    "secret: kv/data/app1#password",
    "key: value1",
    "primary_key: user_id_2",
    "sort-key: created_at_2024",
    "keyboard: qwerty-2",
    "api-version: 2024-10-21",
    "Authorization: Bearer $TOKEN",
    "Authorization: Bearer <token>",
    "curl -u $USER:$PASS https://example.org",
    "curl -u user:password https://example.org",
    "https://user:password@example.org/",
    "postgres://$USER:$PASSWORD@host/db",
    "commit 0123456789abcdef0123456789abcdef01234567",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    '"integrity": "sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a089f86d081884c7d659a2feaa0=="',
    "tenant: 00001111-aaaa-2222-bbbb-3333cccc4444",
    "subscription: 11112222-bbbb-3333-cccc-4444dddd5555",
    "AKIAIOSFODNN7" + "EXAMPLE",
    '"author": "PyO3 Project and Contributors <https://github.com/PyO3>"',
    "session_token=aws_session_token,",
    "パスワードを入力します: password",
    "密码：your-password",
    "class sk-spinner-2-of-the-loading-page",
    "re_export and re_import of modules",
    "See hf_hub_download in the docs.",
]


@pytest.mark.parametrize("line", INNOCENT)
def test_what_only_looks_so_stays(line: str) -> None:
    assert redact(line) == (line, 0)


def test_ordinary_text_has_hardly_any_false_alarm() -> None:
    """At most one in 10,000 lines of documentation and code, which tells much of keys and passwords here."""
    texts = [*PACKAGE.with_name("docs").glob("*.md"), *PACKAGE.rglob("*.py")]
    read = {path: path.read_text(encoding="utf-8").split("\n") for path in texts}
    alarms = [
        f"{path.name}:{line + 1}: {lines[line][start:end]} ({kind})"
        for path, lines in read.items()
        for line, start, end, kind in find_secrets(lines)
    ]
    assert len(alarms) <= sum(map(len, read.values())) / 10_000, alarms


def test_a_line_of_any_length_is_no_work() -> None:
    """Such as a script on one line, with a name before each value."""
    times = []
    for size in (20_000, 80_000):
        text = f'password="{chars(ALNUM, 9)(random.Random(1))}",token:' * (size // 30)
        started = time.process_time()
        redact(text)
        times.append(time.process_time() - started)
    assert times[1] < 16 * max(times[0], 0.01)
