from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mkdocs_diffinsight.summarize.redact import REMOVED, redact, redact_lines

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
