"""What a site is to be made of: the options, validated and with all paths absolute. Knows no site generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .model.forge import ForgePages
from .model.ranges import CompareRange, Following, Location

SummarizerName = Literal["auto", "openai", "rules", "cached"]
Grounding = Literal["mark", "drop", "off"]
Secrets = Literal["warn", "page", "show"]
DEFAULT_LANGUAGE = "en"
DROP = "drop"
"""The value of `unmatched` that leaves out what no category matches."""


@dataclass(frozen=True)
class Price:
    """What a model costs, in US dollars for a million tokens."""

    input: float
    output: float


@dataclass(frozen=True)
class OpenAISettings:
    """See `OpenAIConfig`."""

    model: str
    overview_model: str
    base_url: str | None
    timeout: float
    max_retries: int
    concurrency: int = 8
    max_requests: int | None = None
    max_tokens: int | None = None
    context_tokens: int = 128_000
    price: Price | None = None
    azure_endpoint: str | None = None
    api_version: str | None = None


@dataclass(frozen=True)
class Settings:
    """The options, validated and with all paths absolute."""

    ranges: tuple[CompareRange | Following, ...]
    repository: Location
    forges: Mapping[str, ForgePages]
    categories: Mapping[str, tuple[str, ...]]
    unmatched: str | None
    ignore: tuple[str, ...]
    metadata_fields: tuple[str, ...]
    watch: tuple[str, ...]
    languages: tuple[str, ...]
    """At least one; the main one first."""
    summarizer: SummarizerName
    grounding: Grounding
    secrets: Secrets
    openai: OpenAISettings
    companions: tuple[str, ...]
    """Some of `COMPANIONS`."""
    report_tags: bool
    reports_dir: str
    cache_dir: Path
    scratch_dir: Path
    """Where everything is that can be made again: in `cache_dir`, if nobody else may have put it there."""
    notice: str | None
