"""The options, their defaults and their errors."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_diffinsight.hosts.mkdocs.plugin_config import DiffInsightConfig
from mkdocs_diffinsight.model.findings import METADATA_FIELDS
from mkdocs_diffinsight.model.forge import KINDS
from mkdocs_diffinsight.model.ranges import PeriodRule, RollingRule, Rule, TagRule, Unit
from mkdocs_diffinsight.settings.ranges import Compare, RangeOption

from ...conftest import Project


def validated(options: dict[str, Any]) -> tuple[DiffInsightConfig, list[str]]:
    config = DiffInsightConfig()
    config.load_dict(options)
    errors, warnings = config.validate()
    return config, [f"{name}: {message}" for name, message in [*errors, *warnings]]


def test_every_option_has_a_default() -> None:
    config, problems = validated({})
    assert problems == []
    assert {**config, "openai": dict(config["openai"])} == {
        "repository": None,
        "ranges": [],
        "categories": {},
        "forges": {},
        "unmatched": "other",
        "ignore": (),
        "metadata_fields": METADATA_FIELDS,
        "watch": (),
        "language": None,
        "languages": None,
        "summarizer": "auto",
        "grounding": "mark",
        "secrets": "warn",
        "openai": {
            "model": "gpt-5.4-mini",
            "overview_model": None,
            "base_url": None,
            "timeout": 120,
            "max_retries": 2,
            "concurrency": 8,
            "max_requests": None,
            "max_tokens": None,
            "context_tokens": 128_000,
            "price": None,
            "azure_endpoint": None,
            "api_version": None,
        },
        "companions": None,
        "report_tags": True,
        "reports_dir": "reports",
        "cache_dir": ".diffinsight",
        "notice": None,
    }


def test_a_range_has_a_long_form() -> None:
    config, problems = validated(
        {
            "ranges": [
                {
                    "compare": "a..b",
                    "title": "Weekly",
                    "date": datetime.date(2024, 12, 18),
                    "paths": ["docs/"],
                    "repository": "../other",
                    "label": "Other",
                }
            ]
        }
    )
    assert problems == []
    rule = Compare("a", "b", True)
    assert config["ranges"] == [
        RangeOption(rule, "Weekly", datetime.date(2024, 12, 18), ("docs/",), "../other", "Other")
    ]


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ({"tags": "v*"}, TagRule(("v*",))),
        (
            {"tags": ["v1.*", "v2.*"], "from": "v1.2", "prereleases": False},
            TagRule(("v1.*", "v2.*"), "v1.2", prereleases=False),
        ),
        ({"tags": "v*", "last": 12}, TagRule(("v*",), last=12)),
        (
            {"every": "week", "last": 12},
            PeriodRule(Unit.WEEK, last=12),
        ),
        ({"every": "week"}, PeriodRule(Unit.WEEK)),
        (
            {
                "every": "month",
                "branch": "main",
                "since": "2026-01-01",
                "until": "2026-06-30",
                "timezone": "Asia/Tokyo",
                "open": True,
            },
            PeriodRule(
                Unit.MONTH, "main", datetime.date(2026, 1, 1), datetime.date(2026, 6, 30), "Asia/Tokyo", with_open=True
            ),
        ),
        ({"since": "v1.2", "branch": "main"}, RollingRule("v1.2", "main")),
        ({"since": datetime.date(2026, 1, 1)}, RollingRule(datetime.date(2026, 1, 1))),
        ({"since": "2026-01-01"}, RollingRule(datetime.date(2026, 1, 1))),
    ],
)
def test_a_rule_makes_ranges(item: dict[str, Any], rule: Rule) -> None:
    config, problems = validated({"ranges": [item]})
    assert problems == []
    assert config["ranges"] == [RangeOption(rule)]


@pytest.mark.parametrize("date", ["2024-12-18", datetime.datetime(2024, 12, 18, 9, 0)])
def test_a_date_may_be_text_or_carry_a_time(date: object) -> None:
    config, _ = validated({"ranges": [{"compare": "a..b", "date": date}]})
    assert config["ranges"][0].date == datetime.date(2024, 12, 18)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ranges": "a...b"}, "ranges: expected a list of ranges such as 'v1.0...v1.1', found 'a...b'"),
        ({"ranges": ["a..b", "v1"]}, "ranges: item 2: 'v1' names one revision; expected two"),
        ({"ranges": [7]}, "ranges: item 1: expected 'base...head' or a mapping, found 7"),
        ({"ranges": [{"title": "x"}]}, "ranges: item 1: expected one of the keys `compare`, `tags`, `every`, `since`"),
        ({"ranges": [{"compare": 1.0}]}, "ranges: item 1: `compare` must be text such as 'v1.0...v1.1'"),
        (
            {"ranges": [{"compare": "a..b", "tittle": "x"}]},
            "ranges: item 1: unknown key 'tittle' beside `compare`; the keys are `compare`, `date`",
        ),
        ({"ranges": [{"compare": "a..b", "title": 7}]}, "ranges: item 1: `title` must be text, found 7"),
        ({"ranges": [{"compare": "a..b", "date": "May"}]}, "ranges: item 1: `date` must be a date such as 2024-12-18"),
        ({"ranges": [{"compare": "a..b", "paths": 7}]}, "ranges: item 1: `paths`: expected paths such as 'docs/'"),
        ({"ranges": [{"tags": 1}]}, "ranges: item 1: `tags`: expected names of tags, or globs such as 'v*', found 1"),
        ({"ranges": [{"tags": "v*", "prereleases": "no"}]}, "ranges: item 1: `prereleases` must be true or false"),
        (
            {"ranges": [{"tags": "v*", "last": 0}]},
            "ranges: item 1: `last` must be a whole number of at least 1, found 0",
        ),
        ({"ranges": [{"every": "week", "last": True}]}, "ranges: item 1: `last` must be a whole number of at least 1"),
        ({"ranges": [{"every": "week", "last": "12"}]}, "ranges: item 1: `last` must be a whole number of at least 1"),
        ({"ranges": [{"tags": "v*", "from": "--all"}]}, "ranges: item 1: `from` is '--all', which cannot be the name"),
        ({"ranges": [{"every": "year"}]}, "ranges: item 1: `every` must be one of day, week, month, found 'year'"),
        ({"ranges": [{"every": "day", "compare": "a..b"}]}, "ranges: item 1: unknown key 'every' beside `compare`"),
        ({"ranges": [{"every": "day", "since": "soon"}]}, "ranges: item 1: `since` must be a date such as 2024-12-18"),
        (
            {"ranges": [{"every": "day", "since": "2026-02-01", "until": "2026-01-01"}]},
            "ranges: item 1: `until` (2026-01-01) is before `since` (2026-02-01)",
        ),
        (
            {"ranges": [{"every": "day", "timezone": "Mars/Olympus"}]},
            "ranges: item 1: `timezone` must be a time zone such as 'Europe/Berlin', found 'Mars/Olympus'",
        ),
        ({"ranges": [{"since": "a..b"}]}, "ranges: item 1: `since` is 'a..b', which cannot be the name of a revision"),
        ({"ranges": [{"since": None}]}, "ranges: item 1: `since` must be a revision, a glob for tags or a date"),
        ({"forges": ["gitlab"]}, "forges: expected a mapping of hosts such as 'git.example.org', found ['gitlab']"),
        ({"forges": {"h": "svn"}}, f"forges: 'h': expected one of {', '.join(KINDS)} or"),
        ({"forges": {"h": {"blob": "x"}}}, "forges: 'h': unknown key 'blob'; the keys are `name`, `compare`"),
        ({"forges": {"h": {"file": "{hash}"}}}, "forges: 'h': `file` is '{hash}'; the placeholders that it may have"),
        ({"forges": {"h": {"file": ""}}}, "forges: 'h': `file` must be text, found ''"),
        ({"categories": ["docs/"]}, "categories: expected a mapping of category names to lists of paths"),
        ({"categories": {"docs": None}}, "categories: category 'docs': expected paths such as 'docs/'"),
        ({"categories": {"": ["docs/"]}}, "categories: expected a name for the category"),
        ({"ignore": [7]}, "ignore: the list: expected paths"),
        ({"watch": "gpt"}, "watch: expected a list of words such as [preview, 'deprecat*'], found 'gpt'"),
        (
            {"watch": ["a", 4.0]},
            "watch: item 2: expected text such as 'deprecat*', found 4.0 (YAML reads it as a number",
        ),
        ({"watch": [" "]}, "watch: item 1: expected a word, with or without `*`, found ' '"),
        ({"watch": ["**"]}, "watch: item 1: expected a word, with or without `*`, found '**'"),
        ({"watch": ["a\nb"]}, "watch: item 1: expected a word, with or without `*`, found 'a\\nb'"),
        ({"watch": ["API", "api"]}, "watch: item 2: 'api' is in the list already, as 'API'"),
        ({"language": "tlh"}, "language: expected one of en, ja, zh, found 'tlh'"),
        ({"language": False}, "language: expected one of en, ja, zh, found False"),
        ({"languages": "ja"}, "languages: expected a list of languages such as [en, ja], found 'ja'"),
        ({"languages": []}, "languages: expected a list of languages such as [en, ja], found []"),
        ({"languages": ["en", "tlh"]}, "languages: item 2: expected one of en, ja, zh, found 'tlh'"),
        ({"languages": ["en", False]}, "languages: item 2: expected one of en, ja, zh, found False"),
        (
            {"languages": ["en", "ja", "en-US"]},
            "languages: item 3: 'en-US' means 'en', which is in the list already",
        ),
        ({"unmatched": ""}, "unmatched: expected a name for the category, found ''"),
        ({"repository": 5}, "repository: expected text, found 5"),
        ({"reports_dir": "a\0b"}, "reports_dir: expected text"),
        ({"openai": {"timeout": -1}}, "openai: Sub-option 'timeout': expected a number of at least 1, found -1"),
        ({"openai": {"max_retries": 1.5}}, "openai: Sub-option 'max_retries': expected a number of at least 0"),
        ({"openai": {"concurrency": 0}}, "openai: Sub-option 'concurrency': expected a number of at least 1, found 0"),
        (
            {"openai": {"max_requests": 0}},
            "openai: Sub-option 'max_requests': expected a number of at least 1, found 0",
        ),
        ({"openai": {"max_tokens": "1M"}}, "openai: Sub-option 'max_tokens': expected a number of at least 1"),
        ({"openai": {"context_tokens": 8}}, "openai: Sub-option 'context_tokens': expected a number of at least 4000"),
        ({"openai": {"price": 3}}, "openai: Sub-option 'price': expected a mapping with `input` and `output`, found 3"),
        ({"openai": {"price": {"input": 1}}}, "openai: Sub-option 'price': expected a mapping with `input` and"),
        (
            {"openai": {"price": {"input": 1, "output": "2"}}},
            "openai: Sub-option 'price': expected a number of at least 0, found '2'",
        ),
        ({"summarizer": "magic"}, "summarizer: Expected one of"),
        ({"rnages": []}, "rnages: Unrecognised configuration name: rnages"),
        ({"openai": {"api_key": "x"}}, "openai: Sub-option 'api_key': Unrecognised configuration name"),
    ],
)
def test_an_error_names_option_item_finding_and_expectation(options: dict[str, Any], message: str) -> None:
    _, problems = validated(options)
    assert any(problem.startswith(message) for problem in problems), problems


@pytest.mark.parametrize(
    ("options", "meant"),
    [
        ({"rnages": []}, "did you mean `ranges`?"),
        ({"categores": {}}, "did you mean `categories`?"),
        ({"Reports-Dir": "x"}, "did you mean `reports_dir`?"),
        ({"repo": "."}, "did you mean `repository`?"),
        ({"base_url": "https://x.example/v1"}, "did you mean `openai: base_url`, one level below?"),
        ({"tags": "v*"}, "did you mean a key of an item of `ranges`?"),
        ({"openai": {"modle": "x"}}, "did you mean `model`?"),
        ({"openai": {"language": "ja"}}, "`language` is an option beside `openai`"),
        ({"openai": {"price": {"input": 1, "ouput": 2}}}, "did you mean `output`?"),
        ({"ranges": [{"compare": "a..b", "tittle": "x"}]}, "did you mean `title`?"),
        ({"ranges": [{"every": "week", "untill": "x"}]}, "did you mean `until`?"),
        ({"ranges": [{"evry": "week"}]}, "did you mean `every`?"),
        ({"ranges": [{"v1.0...v1.1": "Weekly"}]}, "did you mean `compare: v1.0...v1.1`?"),
        ({"ranges": [{"tags": "v*", "every": "week"}]}, "`every` makes an item of its own"),
        ({"ranges": [{"tags": "v*", "categories": {}}]}, "`categories` is an option beside `ranges`"),
        ({"ranges": [{"every": "weekly"}]}, "did you mean `week`?"),
        ({"ranges": [{"every": "day", "timezone": "Berlin"}]}, "did you mean `Europe/Berlin`?"),
        ({"summarizer": "rule"}, "did you mean `rules`?"),
        ({"grounding": "marks"}, "did you mean `mark`?"),
        ({"language": "japanese"}, "did you mean `ja`?"),
        ({"forges": {"h": "gitub"}}, "did you mean `github`?"),
        ({"forges": {"h": {"comapre": "x"}}}, "did you mean `compare`?"),
        ({"forges": {"https://git.example.org/team": "gitlab"}}, "did you mean `git.example.org`?"),
        ({"openai": {"timeout": "120"}}, "did you mean 120, without quotes?"),
        ({"openai": {"max_tokens": "1e6"}}, "did you mean 1000000, without quotes?"),
    ],
)
def test_what_is_misspelt_is_told_with_what_was_meant(options: dict[str, Any], meant: str) -> None:
    [problem] = validated(options)[1]
    assert meant in problem


def test_nothing_is_said_to_be_meant_by_what_is_like_nothing() -> None:
    assert validated({"zebra": 1})[1] == ["zebra: Unrecognised configuration name: zebra"]


@pytest.mark.parametrize(
    "item",
    [
        "compare: 1.10",
        "tags: 1.10",
        "tags: [v1, 2.0]",
        "{tags: 'v*', from: 1.10}",
        "{every: week, branch: on}",
        "{every: week, branch: 2026-01-01}",
        "{since: v1, branch: 2.0}",
        "since: 1234567",
        "since: no",
        "{compare: a..b, title: 2026}",
        "{compare: a..b, label: 1.0}",
        "{compare: a..b, paths: [2026]}",
        "1.10",
    ],
)
def test_a_name_that_yaml_takes_for_something_else_is_to_be_put_in_quotes(item: str) -> None:
    [problem] = validated({"ranges": [yaml.safe_load(item)]})[1]
    assert re.match(r"ranges: item 1:.* found .*\(YAML reads .*; put it in quotes\)$", problem)


@pytest.mark.parametrize(
    ("option", "value"),
    [("repository", 1.1), ("unmatched", True), ("notice", 2026), ("reports_dir", datetime.date(2026, 1, 1))],
)
def test_an_option_that_is_text_is_to_be_put_in_quotes_likewise(option: str, value: object) -> None:
    [problem] = validated({option: value})[1]
    assert problem.endswith("put it in quotes)")


def test_what_yaml_reads_without_loss_needs_no_quotes() -> None:
    config, problems = validated(
        yaml.safe_load("{grounding: off, openai: {azure_endpoint: 'https://a.example', api_version: 2024-10-21}}")
    )
    assert problems == []
    assert (config["grounding"], config["openai"]["api_version"]) == ("off", "2024-10-21")


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ({"since": "2026-13-01"}, "looks like a day, but month must be in 1..12"),
        ({"since": "2026-1-5"}, "looks like a day, but a day is written 2026-01-05"),
        ({"since": "2026-02-30"}, "of that name is 'refs/tags/2026-02-30' or 'refs/heads/2026-02-30'"),
        ({"every": "week", "until": "2026-13-01"}, "found '2026-13-01' (month must be in 1..12)"),
        ({"compare": "a..b", "date": "2026-1-5"}, "found '2026-1-5' (a day is written 2026-01-05)"),
        ({"every": "week", "since": 20260101}, "`since` must be a date such as 2024-12-18, found 20260101"),
    ],
)
def test_what_looks_like_a_day_and_is_none_is_told(item: dict[str, Any], problem: str) -> None:
    assert problem in validated({"ranges": [item]})[1][0]


def test_a_tag_that_is_a_number_of_a_day_is_no_day() -> None:
    assert validated({"ranges": [{"since": "20260101"}]})[0]["ranges"] == [RangeOption(RollingRule("20260101"))]


@pytest.mark.parametrize("line", ["- since: 2026-13-01", "- {every: week, since: 2026-02-30}", "- tags: 0b_"])
def test_a_value_that_yaml_cannot_read_is_told_with_its_line(project: Project, line: str) -> None:
    """MkDocs reads the file before any plugin is there, so this is told by our own commands alone."""
    (project.path / "mkdocs.yml").write_text(
        f"site_name: x\nplugins:\n  - diffinsight:\n      ranges:\n        {line}\n", encoding="utf-8"
    )
    done = project.diffinsight("ranges")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "mkdocs.yml, line 5: '" in done.stderr


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("localhost:11434/v1", "did you mean http://localhost:11434/v1?"),
        ("127.0.0.1:8000/v1", "did you mean http://127.0.0.1:8000/v1?"),
        ("//llm.example.org/v1", "did you mean https://llm.example.org/v1?"),
        ("api.example.org/v1", "did you mean https://api.example.org/v1?"),
        ("htp://api.example.org/v1", "did you mean https://api.example.org/v1?"),
        ("http//llm.example.org/v1", "did you mean http://llm.example.org/v1?"),
        ("https:/api.example.org/v1", "did you mean https://api.example.org/v1?"),
        ("https:api.example.org/v1", "did you mean https://api.example.org/v1?"),
        ("https://", "found 'https://'"),
        ("https://api.example.org/v1 ", "which has a blank"),
        ("https://api.example.org:port/v1", "found one that cannot be read"),
    ],
)
@pytest.mark.parametrize("option", ["base_url", "azure_endpoint"])
def test_the_address_of_a_server_needs_its_scheme(option: str, address: str, message: str) -> None:
    [problem] = validated({"openai": {option: address}})[1]
    assert problem.startswith(f"openai: Sub-option '{option}': expected an address such as ")
    assert message in problem


@pytest.mark.parametrize(
    "options",
    [
        {"openai": {"base_url": "me:hunter2@api.example.org/v1"}},
        {"openai": {"base_url": "ftp://me:hunter2@api.example.org/v1"}},
        {"openai": {"base_url": "https://me:hunter2/x@api.example.org/v1"}},
        {"openai": {"base_url": ["https://me:hunter2@api.example.org/v1"]}},
        {"repository": ["https://me:hunter2@git.example.org/x"]},
        {"ranges": [{"repository": "https://me:hunter2@git.example.org/x"}]},
        {"ranges": "https://me:hunter2@git.example.org/x"},
        {"forges": {"https://me:hunter2@git.example.org": "gitlab"}},
        {"forges": {"h": "https://me:hunter2@git.example.org"}},
        {"categories": "https://me:hunter2@git.example.org"},
    ],
)
def test_no_message_shows_a_password(options: dict[str, Any]) -> None:
    problems = validated(options)[1]
    assert problems
    assert "hunter2" not in " ".join(problems)


@pytest.mark.parametrize(
    ("categories", "covered"),
    [
        (
            {"docs": ["docs/"], "guides": ["docs/guides/"]},
            ["'docs/guides/' gets no file, as 'docs/' of category 'docs'"],
        ),
        ({"docs": "docs", "guides": ["docs/*.md", "x/"]}, ["'docs/*.md' gets no file"]),
        ({"text": ["*.md"], "docs": ["docs/**/*.md", "docs/"]}, ["'docs/**/*.md' gets no file"]),
        ({"text": ["docs/*"], "docs": ["docs/"]}, ["'docs/' gets no file"]),
        ({"all": ["."], "docs": ["docs/"], "code": ["*.py"]}, ["'docs/' gets no file", "'*.py' gets no file"]),
        ({"text": ["*.md"], "start": ["README.md"]}, ["'README.md' gets no file"]),
        ({"lock": ["*.lock"], "more": ["a/*.lock"]}, ["'*.lock' of `ignore`", "'a/*.lock' gets no file"]),
        ({"guides": ["docs/guides/"], "docs": ["docs/"]}, []),
        ({"text": ["*.md"], "docs": ["docs/"], "api": ["docs/?.md"]}, ["*.md"]),
        ({"text": ["??.md"], "docs": ["*.md"]}, []),
        ({"text": ["[a-z].md"], "docs": ["?.md"]}, []),
        ({"text": ["docs/*.md"], "docs": ["docs/*"]}, []),
        ({"v1": ["v1"], "v10": ["v10"]}, []),
    ],
)
def test_a_pattern_that_gets_no_file_is_told(categories: dict[str, Any], covered: list[str]) -> None:
    problems = validated({"categories": categories, "ignore": ["*.lock"] if "lock" in categories else []})[1]
    assert bool(problems) == bool(covered)
    assert all(part in " ".join(problems) for part in covered), problems


@pytest.mark.parametrize(("tag", "language"), [("ja", "ja"), ("en_US", "en"), ("zh-CN", "zh"), ("JA", "ja")])
def test_a_language_may_carry_its_region(tag: str, language: str) -> None:
    assert validated({"language": tag})[0]["language"] == language


def test_a_wrong_option_ends_the_build_with_one_sentence(project: Project) -> None:
    project.configure({"ranges": ["v1.0"]})
    build = project.build()
    assert build.status == 1
    assert "Plugin 'diffinsight' option 'ranges': item 1: 'v1.0' names one revision" in build.log
    assert "Traceback" not in build.log


def test_the_documented_metadata_fields_are_the_default() -> None:
    text = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"```yaml\nmetadata_fields:\n(.*?)```", text, re.DOTALL)
    assert tuple(yaml.safe_load(listed)) == METADATA_FIELDS


def test_metadata_fields_are_a_list_of_names() -> None:
    _, problems = validated({"metadata_fields": [1]})
    assert problems == [
        "metadata_fields: the list: expected names of fields such as 'author' or 'review.*', found [1] "
        "(YAML reads it as a number, and 1.10 as 1.1; put it in quotes)"
    ]
