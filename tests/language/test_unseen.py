"""What a reader does not see is shown, and is a finding of its own."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from mkdocs_diffinsight.language.quoting import showable
from mkdocs_diffinsight.language.unseen import code_points, find_unseen, has_unseen, visible

from ..conftest import GitRepository, Project

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "say yes")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("user\u200bname", "user⟨U+200B⟩name"),
        ("a\u2060b", "a⟨U+2060⟩b"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("の\u200dの", "の⟨U+200D⟩の"),
        ("a\ufe0fb", "a⟨U+FE0F⟩b"),
        ("x\u3164y", "x⟨U+3164⟩y"),
        ("ok\U000e0041\U000e0042.", "ok⟨U+E0041 U+E0042⟩."),
        ("\u0430dmin", "⟨\u0430 U+0430⟩dmin"),
        ("adm\u0456n", "adm⟨\u0456 U+0456⟩n"),
        ("google.\u0441\u043em", "google.⟨\u0441 U+0441⟩⟨\u043e U+043E⟩m"),
        ("\u0391PI", "⟨\u0391 U+0391⟩PI"),
        ("р\u0061здел", "р⟨a U+0061⟩здел"),
    ],
)
def test_what_nobody_sees_is_shown_by_its_code_point(text: str, shown: str) -> None:
    assert showable(text) == shown
    assert showable(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 ©\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "نمی\u200cخواهم",
        "क्\u200dष",
        "葛\U000e0100城",
        "שלום\u200f (a)",
        "SQL-запрос, USBа и PDFок",
        "10 μm, kΩ, ΔT, λx, ρT",
        "naïve café, Müller, Straße",
        "Привет, мир",
        "日本語の文書 API",
    ],
)
def test_scripts_and_emoji_that_need_them_stay_as_they_are(text: str) -> None:
    assert showable(text) == text


def test_a_long_run_is_one_and_is_named_by_its_first_characters() -> None:
    text = "a" + "\u200b" * 1_000 + "b"
    assert len(list(find_unseen(text))) == 1
    assert visible(text).endswith(" +988⟩b")
    assert code_points("\u200b") == "U+200B"


@pytest.mark.parametrize("pump", ["\u200b", "\u200da", "aа", "а", "👨\u200d", "🏴\U000e0067", "ά", "１\ufe0f"])
def test_the_time_grows_with_the_text(pump: str) -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        sum(1 for _ in find_unseen(pump * count))
        return time.perf_counter() - start

    assert seconds(200_000) < 40 * max(seconds(20_000), 0.002)


@pytest.fixture
def options(repository: GitRepository) -> dict[str, Any]:
    """A range that adds what nobody sees to code, to a document, and to a name."""
    repository.commit({"docs/a.md": "# A\n\nText.\n", "src/login.py": "def check(admin):\n    return admin\n"}, "v1")
    repository.commit(
        {
            "docs/a.md": f"# A\n\nText.{TAGS}\n",
            "src/login.py": "def check(admin):\n    return \u0430dmin\n",
            "docs/read\u200bme.md": "# Readme\n",
            "docs/new.md": "# New\n\nA plain text.\n",
        },
        "v2",
    )
    return {"repository": str(repository.path), "ranges": ["v1...v2"]}


def test_a_change_says_what_it_hides_and_where(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    files = {file["path"]: file for file in build.report()["files"]}
    assert files["src/login.py"]["unseen"] == [{"kind": "alike", "points": "U+0430", "lines": ["R2"]}]
    assert {one["points"] for one in files["docs/a.md"]["unseen"]} == {code_points(TAGS[:1])}
    assert files["docs/a.md"]["unseen"][0]["lines"] == ["R3"]
    assert files["docs/read\u200bme.md"]["unseen"] == [{"kind": "invisible", "points": "U+200B", "lines": []}]
    assert files["docs/new.md"]["unseen"] == []
    html = build.report_html()
    assert 'This change has invisible characters: <code>U+E0073</code><sup class="di-proof">' in html
    assert "This change has letters that look like others: <code>U+0430</code>" in html
    assert "Invisible characters or look-alike letters: 3 files:" in html
    text = (build.reports()[0] / "report.txt").read_text(encoding="utf-8")
    assert "This change has letters that look like others: `U+0430` (R2)" in text


def test_it_comes_first_and_is_never_folded(project: Project, options: dict[str, Any]) -> None:
    html = project.build_strictly(options).report_html()
    rows = re.findall(r'<tr data-item="[^"]*" data-type="([^"]*)".*?class="di-base">([^<]*)<', html, re.DOTALL)
    assert {name for _, name in rows[:3]} == {"a.md", "login.py", "read⟨U+200B⟩me.md"}
    assert '<details class="di-folded">' not in html


def test_the_diff_shows_it_and_still_is_the_patch(project: Project, options: dict[str, Any]) -> None:
    html = project.build_strictly(options).report_html()
    assert re.search(r'data-point="U\+E0073 [^"]*" title="say yes">', html)
    assert re.search(r'<span class="di-point" data-point="U\+0430" title="CYRILLIC SMALL LETTER A">\u0430</span>', html)
    line = re.search(r'<ins id="item-\w+-R2[^>]*>(.*?)</ins>', html)
    assert line
    assert re.sub(r"<[^>]*>", "", line[1]) == "+    return \u0430dmin"


def test_no_name_hides_anything_on_any_page(project: Project, options: dict[str, Any]) -> None:
    """Titles, names and texts, in pages, feeds and lists; only addresses and diffs keep the characters."""
    options |= {"ranges": [{"compare": "v1...v2", "title": "\u0410ll\u200bnew"}], "languages": ["en", "ja", "zh"]}
    build = project.build_strictly(options, site_url="https://docs.example.org/", theme={"name": "material"})
    for path in [*build.site.glob("reports/**/*.html"), *build.site.glob("reports/**/*.xml")]:
        text = re.sub(r"<pre\b.*?</pre>|<(?!meta)[^>]*>", "|", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [line for line in text.split("\n") if has_unseen(line)] == []
    assert "⟨\u0410 U+0410⟩ll⟨U+200B⟩new" in build.html("reports")
    assert "目に見えない文字が含まれています" in build.html(f"reports/ja/{build.reports()[0].name}")
    assert "不可见字符" in build.html(f"reports/zh/{build.reports()[0].name}")
