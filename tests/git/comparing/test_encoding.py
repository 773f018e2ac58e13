"""What a text is written in, where that is sure."""

from __future__ import annotations

import codecs

import pytest

from mkdocs_diffinsight.git.comparing.encoding import MAX_LOOKED_AT, find_text, is_plain

JAPANESE = "# 設定の説明です。\n予定表示\n"
CHINESE = "# 设置说明\n启动服务器之前，请编辑配置文件。\n"
TRADITIONAL = "# 設定說明\n啟動伺服器之前，請編輯設定檔。\n"
KOREAN = "# 서버 설정을 변경합니다.\n일정 표시\n"
RUSSIAN = "# Настройка сервера.\nУдаление пользователя запрещено.\n"
GREEK = "# Ρυθμίσεις του διακομιστή\nΗ διαγραφή απαγορεύεται.\n"
GERMAN = "# Größe des Puffers\nFür Änderungen öffnen Sie die Datei.\n"
POLISH = "# Zażółć gęślą jaźń\nUstawienia serwera są zmienione.\n"
TURKISH = "# Sunucu ayarları\nKullanıcı silme işlemi yasaktır; değişiklik gerekiyor.\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        ("設定の説明です。\n", "shift_jis", "Shift_JIS"),  # half of it could be UTF-8
        ("名前,住所\n", "iso2022_jp", "ISO-2022-JP"),
        ("ﾊﾟｽﾜｰﾄﾞの入力\n", "utf-16-le", "UTF-16LE"),
        (JAPANESE, "gbk", "GBK"),
        (JAPANESE, "utf-16", "UTF-16"),
        (JAPANESE, "utf-16-be", "UTF-16BE"),
        (JAPANESE, "utf-32", "UTF-32"),
        (CHINESE, "gbk", "GBK"),
        (TRADITIONAL, "big5", "Big5"),
        (KOREAN, "euc_kr", "EUC-KR"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (RUSSIAN, "utf-16-le", "UTF-16LE"),
        (GREEK, "cp1253", "windows-1253"),
        (GERMAN, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (TURKISH, "cp1254", "windows-1254"),
    ],
)
def test_an_encoding_that_is_sure_is_found(text: str, codec: str, name: str) -> None:
    assert find_text(text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(64)),
        "caf\u00e9 and ".encode() + b"caf\xe9\n",  # two encodings in one file
        "設定\n".encode("gbk"),  # as good in several encodings
        "科摩罗\n".encode("gbk"),  # reads as Korean
        "韓文\n".encode("big5"),  # reads as Japanese
        "設定\n変更\n".encode("euc_jp"),  # reads as Chinese
        "名前,住所,電話\n山田太郎,東京都千代田区,03-1234\n鈴木花子,大阪市北区,06-1234\n".encode("euc_jp"),
        "узбецька\n".encode("cp1251"),  # reads as Greek
        "Λάμπα\n".encode("cp1253"),  # reads as Russian
        "ВНИМАНИЕ! ОШИБКА\n".encode("cp1251"),  # reads as small letters in KOI8-R
        "Åland Adaları\n".encode("cp1254"),  # reads as Slovak
        "Copyright \u00a9 2020. Up to 20 \u00b0C, 5 \u00b5m\n".encode("cp1252"),  # signs that are letters elsewhere
        b"\xff\xfe\x00",  # a mark, and half a character
    ],
)
def test_what_is_not_sure_is_left_alone(data: bytes) -> None:
    """Words that nobody wrote would be worse than none."""
    assert find_text(data) is None


@pytest.mark.parametrize(
    "text",
    [
        "# -*- coding: latin-1 -*-\nname = 'Ã\u00a4'\n",
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<a>Ã\u00a4</a>\n',
        '<html><meta charset="latin1"><p>Ã\u00a4</p>\n',
        '@charset "latin1";\na { content: "Ã\u00a4" }\n',
    ],
)
def test_a_file_may_say_it_itself(text: str) -> None:
    data = text.encode("latin-1").replace(b"\xc3\xa4", b"\xc3\xe4")
    assert find_text(data) == (data.decode("latin-1"), "ISO-8859-1")


def test_what_others_say_counts_where_it_fits() -> None:
    data = "設定\n".encode("gbk")
    assert find_text(data, ["GBK"]) == ("設定\n", "GBK")
    assert find_text(data, ["UTF-16", "base64", "no such name", "x" * 1000]) is None


@pytest.mark.parametrize("data", [b"plain\n", "caf\u00e9\n".encode(), codecs.BOM_UTF8 + b"x", b""])
def test_utf8_is_as_git_shows_it(data: bytes) -> None:
    assert is_plain(data)


def test_no_more_is_looked_at_than_it_takes() -> None:
    """What comes after the bytes that are looked at changes nothing but whether it can be read."""
    lines = RUSSIAN.encode("cp1251") * (MAX_LOOKED_AT // 40)
    found = find_text(lines + GERMAN.encode("cp1252") * 100)
    assert found is not None
    assert found.encoding == "windows-1251"
