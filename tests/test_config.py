"""The options, their defaults and their errors."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_diffinsight.analyze.noise import METADATA_FIELDS
from mkdocs_diffinsight.config import Compare, DiffInsightConfig, Price, RangeOption, Settings, make_settings
from mkdocs_diffinsight.errors import ConfigError
from mkdocs_diffinsight.following import PeriodRule, RollingRule, Rule, TagRule
from mkdocs_diffinsight.model import Unit
from mkdocs_diffinsight.remote import parse_remote

from .conftest import Project


def validated(options: dict[str, Any]) -> tuple[DiffInsightConfig, list[str]]:
    config = DiffInsightConfig()
    config.load_dict(options)
    errors, warnings = config.validate()
    return config, [f"{name}: {message}" for name, message in [*errors, *warnings]]


def settings(tmp_path: Path, **options: Any) -> Settings:
    config, problems = validated(options)
    assert problems == []
    return make_settings(config, tmp_path, tmp_path / "docs", tmp_path / "site")


def test_every_option_has_a_default() -> None:
    config, problems = validated({})
    assert problems == []
    assert {**config, "openai": dict(config.openai)} == {
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
    assert config.ranges == [RangeOption(rule, "Weekly", datetime.date(2024, 12, 18), ("docs/",), "../other", "Other")]


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ({"tags": "v*"}, TagRule(("v*",))),
        (
            {"tags": ["v1.*", "v2.*"], "from": "v1.2", "prereleases": False},
            TagRule(("v1.*", "v2.*"), "v1.2", prereleases=False),
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
    assert config.ranges == [RangeOption(rule)]


@pytest.mark.parametrize("date", ["2024-12-18", datetime.datetime(2024, 12, 18, 9, 0)])
def test_a_date_may_be_text_or_carry_a_time(date: object) -> None:
    config, _ = validated({"ranges": [{"compare": "a..b", "date": date}]})
    assert config.ranges[0].date == datetime.date(2024, 12, 18)


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
        ({"forges": {"h": "svn"}}, "forges: 'h': expected one of github, gitlab, bitbucket, gitea, forgejo, azure or"),
        ({"forges": {"h": {"blob": "x"}}}, "forges: 'h': unknown key 'blob'; the keys are `name`, `compare`"),
        ({"forges": {"h": {"file": "{hash}"}}}, "forges: 'h': `file` is '{hash}'; the placeholders that it may have"),
        ({"forges": {"h": {"file": ""}}}, "forges: 'h': `file` must be text, found ''"),
        ({"categories": ["docs/"]}, "categories: expected a mapping of category names to lists of paths"),
        ({"categories": {"docs": None}}, "categories: category 'docs': expected paths such as 'docs/'"),
        ({"categories": {"": ["docs/"]}}, "categories: expected a name for the category"),
        ({"ignore": [7]}, "ignore: the list: expected paths"),
        ({"watch": "gpt"}, "watch: expected a list of words such as [preview, 'deprecat*'], found 'gpt'"),
        ({"watch": ["a", 4.0]}, "watch: item 2: expected text such as 'deprecat*' (in quotes,"),
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


@pytest.mark.parametrize(("tag", "language"), [("ja", "ja"), ("en_US", "en"), ("zh-CN", "zh"), ("JA", "ja")])
def test_a_language_may_carry_its_region(tag: str, language: str) -> None:
    assert validated({"language": tag})[0].language == language


@pytest.mark.parametrize(
    ("options", "languages"),
    [
        ({}, ("en",)),
        ({"language": "ja"}, ("ja",)),
        ({"languages": ["ja"]}, ("ja",)),
        ({"languages": ["ja", "en_US"]}, ("ja", "en")),
    ],
)
def test_a_site_has_one_language_or_several(
    tmp_path: Path, options: dict[str, Any], languages: tuple[str, ...]
) -> None:
    assert settings(tmp_path, **options).languages == languages


def test_language_and_languages_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`language` and `languages` are both set; delete `language`"):
        settings(tmp_path, language="ja", languages=["en", "ja"])


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    made = settings(tmp_path, repository="repo", ranges=["a..b", {"compare": "a..b", "repository": "other"}])
    assert made.repository == tmp_path / "repo"
    assert [item.repository for item in made.ranges] == [tmp_path / "repo", tmp_path / "other"]


def test_the_overview_is_written_by_the_same_model_unless_another_is_named(tmp_path: Path) -> None:
    assert settings(tmp_path, openai={"model": "m"}).openai.overview_model == "m"


def test_prices_are_kept_as_numbers(tmp_path: Path) -> None:
    made = settings(tmp_path, openai={"price": {"input": 1, "output": 2.5}})
    assert made.openai.price == Price(1.0, 2.5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"azure_endpoint": "https://a.example", "base_url": "https://b.example/v1"}, "name two servers"),
        ({"api_version": "2024-10-21"}, "only together with `openai.azure_endpoint`"),
    ],
)
def test_options_that_contradict_each_other_are_refused(tmp_path: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        settings(tmp_path, openai=options)


@pytest.mark.parametrize("folder", ["docs/.cache", "docs", "site/cache"])
def test_a_cache_inside_the_site_is_refused(tmp_path: Path, folder: str) -> None:
    """Below `docs_dir` it would set off `mkdocs serve` for ever; below `site_dir` it would be deleted."""
    with pytest.raises(ConfigError, match=f"`cache_dir` is '{folder}', which is inside"):
        settings(tmp_path, cache_dir=folder)


@pytest.mark.parametrize("folder", [".", "..", "./docs/.."])
def test_a_cache_around_the_site_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ConfigError, match="which is around `docs_dir`"):
        settings(tmp_path, cache_dir=folder)


def test_what_is_no_folder_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`repository` is '~nosuchuser/x'"):
        settings(tmp_path, repository="~nosuchuser/x")


@pytest.mark.parametrize("address", ["git@example.org:x/y.git", "https://example.org/x.git", "file:///srv/x"])
def test_a_repository_may_be_on_a_server(tmp_path: Path, address: str) -> None:
    made = settings(tmp_path, ranges=["a..b", {"compare": "a..b", "repository": address}])
    assert [item.repository for item in made.ranges] == [tmp_path, parse_remote(address)]


def test_a_cache_on_a_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a folder of this machine"):
        settings(tmp_path, cache_dir="https://x.example/y")


@pytest.mark.parametrize("folder", ["/reports", "../reports", "."])
def test_reports_outside_the_site_are_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ConfigError, match="`reports_dir` is"):
        settings(tmp_path, reports_dir=folder)


def test_a_wrong_option_ends_the_build_with_one_sentence(project: Project) -> None:
    project.configure({"ranges": ["v1.0"]})
    build = project.build()
    assert build.status == 1
    assert "Plugin 'diffinsight' option 'ranges': item 1: 'v1.0' names one revision" in build.log
    assert "Traceback" not in build.log


def test_the_documented_metadata_fields_are_the_default() -> None:
    text = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"```yaml\nmetadata_fields:\n(.*?)```", text, re.DOTALL)
    assert tuple(yaml.safe_load(listed)) == METADATA_FIELDS


def test_metadata_fields_are_a_list_of_names() -> None:
    _, problems = validated({"metadata_fields": [1]})
    assert problems == ["metadata_fields: the list: expected names of fields such as 'author' or 'review.*', found [1]"]
