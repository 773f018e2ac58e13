"""The Markdown form of a report."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest

from mkdocs_diffinsight.commands.markdown_form import range_of, read_report, split_overview, write_report
from mkdocs_diffinsight.errors import ArchiveError
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import FileChange, History, Status
from mkdocs_diffinsight.model.findings import Evidence, Findings, Form, Kind
from mkdocs_diffinsight.model.patch import item_ids
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import RULES, Author, FileSummary, Overview, Statement, plain

NOTHING = Findings(Kind.TEXT, Form.NOTHING)

PATHS = ("docs/a.md", "docs/b.png")
IDS = item_ids(PATHS)
PUBLISHED = f"""\
---
date: '2024-12-18'
permalink: https://github.com/o/n/compare/o:b8144fb...o:aba0ab5
summary: |-
  Two files.

  And a second paragraph.
title: Report - docs

---

[View Diff on GitHub](https://github.com/o/n/compare/o:b8144fb...o:aba0ab5){{target="_blank"}}

<format>
# Highlights
Much is new.

## New things
- One.
- Two,
  in two lines.

## Breaks
None.

## Rest
- Rest.

# Insights
Deep.

### A heading

More.
</format>

# Summary Table
|  Filename  | Type |    Title    | Status | A  | D  | M  |
|------------|------|-------------|--------|----|----|----|
| [a.md](#{IDS[PATHS[0]]}) | minor update | A \\| title | modified | 1 | 1 | 2 | 
| [b.png](#{IDS[PATHS[1]]}) | major update | B | added | 0 | 0 | 0 | 


# Modified Contents
## docs/a.md{{#{IDS[PATHS[0]]}}}

<details>
<summary>Diff</summary>
````diff
@@ -1,2 +1,2 @@
 ```` 
-## docs/b.png{{#{IDS[PATHS[1]]}}}
+## other
````
</details>

### Summary

```json
{{
    "modification_type": "minor update",
    "modification_title": "A \\\\| title"
}}
```

### Explanation
Says **this**.

## docs/b.png{{#item-000000}} is no heading of ours.

## docs/b.png{{#{IDS[PATHS[1]]}}}

### Summary

```json
{{
    "modification_type": "major update",
    "modification_title": "B"
}}
```

### Explanation
A picture.


"""
PATCH = f"@@ -1,2 +1,2 @@\n ```` \n-## docs/b.png{{#{IDS[PATHS[1]]}}}\n+## other"


def report(overview: Overview, summaries: dict[str, FileSummary], patch: str = PATCH) -> Report:
    changes = [
        FileChange(PATHS[0], Status.MODIFIED, 1, 1, patch, "100644", "100644", "1", "2"),
        FileChange(PATHS[1], Status.ADDED, 0, 0, None, "000000", "100644", "0", "3", binary=True),
    ]
    return Report(
        slug="x",
        title="v1...v2",
        date=datetime.date(2024, 1, 2),
        category=None,
        language="en",
        range=CompareRange("v1", "v2", False, Path()),
        resolved=ResolvedRange("a" * 40, "b" * 40, False, datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC)),
        files=[
            ReportFile(Evidence(change, "0" * 64, NOTHING), IDS[change.path], summaries[change.path])
            for change in changes
        ],
        ignored=[],
        overview=overview,
        history=History(),
    )


def test_a_published_report_tells_of_its_files() -> None:
    items = read_report(PUBLISHED).items
    assert [(item.path, item.modification_type, item.modification_title) for item in items] == [
        ("docs/a.md", "minor update", "A \\| title"),
        ("docs/b.png", "major update", "B"),
    ]


def test_an_explanation_ends_where_the_next_item_of_the_table_begins() -> None:
    assert read_report(PUBLISHED).items[0].explanation == (
        "Says **this**.\n\n## docs/b.png{#item-000000} is no heading of ours."
    )


def test_the_overview_is_read_without_template_tags() -> None:
    published = read_report(PUBLISHED)
    assert published.text.startswith("# Highlights\nMuch is new.")
    assert published.text.endswith("More.")


def test_front_matter_is_read_as_text() -> None:
    published = read_report(PUBLISHED)
    assert (published.title, published.date) == ("Report - docs", "2024-12-18")
    assert published.summary == "Two files.\n\nAnd a second paragraph."


def test_reading_and_writing_gives_the_same_document() -> None:
    """But for the template's tags."""
    published = read_report(PUBLISHED)
    author = Author("model")
    written = write_report(
        report(published.overview(author), {item.path: item.summary(author) for item in published.items}),
        load_catalog("en"),
    )
    assert written == PUBLISHED.replace("<format>\n", "").replace("</format>\n", "").replace(
        "````", "`" * 5, 1
    ).replace("\n````\n</details>", "\n`````\n</details>")


def test_a_report_of_our_own_can_be_read_back() -> None:
    overview = Overview(
        "S.", plain("H."), (Statement("a"), Statement("b\n  - nested")), (), plain("c"), plain("I."), RULES
    )
    summaries = {path: FileSummary("new feature", f"Title of {path}", plain("Text."), RULES) for path in PATHS}
    text = write_report(report(overview, summaries), load_catalog("en"))
    published = read_report(text)
    assert [item.summary(RULES) for item in published.items] == list(summaries.values())
    back = published.overview(RULES)
    assert {**vars(back), "published": None} == vars(overview)


def test_an_edited_overview_is_written_anew() -> None:
    """What was published is written again only as long as it still says the same."""
    published = read_report(PUBLISHED)
    author = Author("model")
    overview = published.overview(author)
    edited = Overview(**{**vars(overview), "insights": plain("Deeper.")})
    summaries = {item.path: item.summary(author) for item in published.items}
    assert "# Insights\n\nDeeper.\n\n# Summary Table" in write_report(report(edited, summaries), load_catalog("en"))


@pytest.mark.parametrize(
    ("line", "fence"),
    [("+````", "````"), (" ````", "`````"), (" `````", "``````"), (" ```` text", "````"), ("-~~~~", "````")],
)
def test_a_diff_cannot_close_its_fence(line: str, fence: str) -> None:
    summaries = {path: FileSummary("bug fix", "T", plain("E"), RULES) for path in PATHS}
    overview = Overview("", (), (), (), (), (), RULES)
    text = write_report(report(overview, summaries, f"@@ -1 +1 @@\n{line}"), load_catalog("en"))
    assert f"\n{fence}diff\n@@ -1 +1 @@\n{line}\n{fence}\n" in text


@pytest.mark.parametrize(
    ("permalink", "expected"),
    [
        ("https://github.com/o/n/compare/o:b8144fb...o:aba0ab5", ("b8144fb", "aba0ab5", False)),
        ("https://github.com/o/n/compare/v1.0..v1.1", ("v1.0", "v1.1", True)),
        ("https://gitlab.com/o/n/-/compare/a...b?from_project_id=1", ("a", "b", False)),
        ("https://github.com/o/n/compare/feature%2Fx...main", ("feature/x", "main", False)),
        ("https://bitbucket.org/o/n/branches/compare/v1.1..v1.0#diff", ("v1.0", "v1.1", False)),
    ],
)
def test_the_range_is_in_the_permalink(permalink: str, expected: tuple[str, str, bool]) -> None:
    assert range_of(permalink) == expected


@pytest.mark.parametrize("permalink", ["", "https://github.com/o/n/commit/abc", "https://github.com/o/n/compare/abc"])
def test_a_permalink_without_a_range_names_the_way_out(permalink: str) -> None:
    with pytest.raises(ArchiveError, match=r"--range BASE\.\.\.HEAD"):
        range_of(permalink)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Hello\n", "no front matter"),
        ("---\ntitle: " + "x" * 200_000 + "\n---\n", "front matter is longer than 100000 signs"),
        ("---\nx: " + "[" * 50_000 + "\n---\n", "nests deeper than 20 levels"),
        ("---\n" + "- " * 30 + "x\n---\n", "no mapping"),
        ("---\n" + "".join(f"{' ' * n}a:\n" for n in range(300)) + "---\n", "nests deeper than 20 levels"),
        ("---\na: &a x\ntitle: *a\n---\n", "repeats a part of itself by a name"),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n', "no YAML"),
        ("---\ntitle: [\n---\n", "no YAML"),
        ("---\n- a\n---\n", "no mapping"),
        ("---\ntitle: x\n---\nHello\n", "no '# Summary Table'"),
        (PUBLISHED.replace(f"## docs/b.png{{#{IDS[PATHS[1]]}}}\n\n### S", "## gone\n\n### S"), "no section|but no"),
        (PUBLISHED.replace("### Explanation\nA picture", "A picture"), "docs/b.png has no summary or no explanation"),
        (PUBLISHED.replace('"modification_type": "major update",', ""), "JSON block of docs/b.png"),
    ],
)
def test_what_is_no_published_report_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ArchiveError, match=message):
        read_report(text)


def test_the_parts_of_an_overview_are_told_by_their_order() -> None:
    sections = split_overview(
        "# ハイライト\n導入。\n\n## 新機能\n- 一\n\n## 変更\nなし。\n\n## 他\n- 二\n\n# 発見\n説明。"
    )
    assert sections == {
        "highlights": ["導入。"],
        "new_features": ["一"],
        "breaking_changes": ["なし。"],
        "other_updates": ["二"],
        "insights": ["説明。"],
    }


def test_lists_that_do_not_fit_stay_in_the_highlights() -> None:
    sections = split_overview("# H\n\n## Fixes\n- one\n\n# I\nText.")
    assert sections["highlights"] == ["## Fixes\n\n- one"]


@pytest.mark.parametrize("before", ["```\n", "``` \n", '```json\n{\n  "a": "b"\n}\n```\n'])
def test_machine_talk_around_an_overview_is_not_shown(before: str) -> None:
    after = "\n```" if before.strip() == "```" else ""
    sections = split_overview(f"{before}# H\nIntro.\n\n# I\nText.{after}")
    assert (sections["highlights"], sections["insights"]) == (["Intro."], ["Text."])


def test_front_matter_that_multiplies_itself_takes_no_time_and_no_memory() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(["l0: &l0 [lol, lol, lol]", *levels, "summary: *l11"])
    before = time.process_time()
    with pytest.raises(ArchiveError, match="repeats a part of itself"):
        read_report(f"---\n{bomb}\n---\n")
    assert time.process_time() - before < 1


def test_other_fields_of_the_front_matter_make_no_difference() -> None:
    more = "tags: [a, {b: c}]\nauthor:\n  title: Editor\ntitle: Report - docs\n"
    assert read_report(PUBLISHED.replace("title: Report - docs\n", more)) == read_report(PUBLISHED)
