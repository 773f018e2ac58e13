"""What is made of options once the folder of the configuration is known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.errors import ConfigError
from mkdocs_diffinsight.git.address import parse_remote
from mkdocs_diffinsight.hosts.mkdocs.plugin_config import DiffInsightConfig
from mkdocs_diffinsight.settings.options import OpenAISettings, Price, Settings, make_settings, options_of


def settings(tmp_path: Path, **options: Any) -> Settings:
    config = DiffInsightConfig()
    config.load_dict(options)
    assert config.validate() == ([], [])
    return make_settings(config, tmp_path, tmp_path / "docs", tmp_path / "site")


@pytest.mark.parametrize(
    ("repository", "meant"),
    [
        ("octo/handbook", "https://github.com/octo/handbook"),
        ("octo/handbook.git", "https://github.com/octo/handbook"),
        ("gitlab.com/octo/hand/book", "https://gitlab.com/octo/hand/book"),
        ("git.example.org/octo/handbook/", "https://git.example.org/octo/handbook"),
    ],
)
def test_a_repository_named_as_on_a_forge_is_told_with_its_address(tmp_path: Path, repository: str, meant: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"did you mean {meant}?")):
        settings(tmp_path, ranges=[{"compare": "a..b", "repository": repository}])


def test_a_folder_may_be_called_as_a_repository_on_a_forge(tmp_path: Path) -> None:
    (tmp_path / "octo" / "handbook").mkdir(parents=True)
    assert settings(tmp_path, repository="octo/handbook").repository == tmp_path / "octo" / "handbook"


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


@pytest.mark.parametrize(("group", "prefix"), [(Settings, ""), (OpenAISettings, "openai.")])
def test_every_option_is_documented(group: type, prefix: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [name for name in options_of(group) if f"`{prefix}{name}`" not in text] == []
