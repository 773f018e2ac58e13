"""What a site is to be made of: each option once, with its text, its default and its check. Knows no site generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

from ..errors import ConfigError
from ..git.address import is_remote, parse_remote
from ..language.meant import did_you_mean, repository_meant, shown
from ..model.findings import METADATA_FIELDS
from ..model.forge import ForgePages
from ..model.ranges import CompareRange, Following, Location, RangeItem
from ..model.report import COMPANIONS
from . import checks
from .checks import Check
from .ranges import ITEM_KEYS, Compare, RangeOption, range_options

Grounding = Literal["mark", "drop", "off"]
Secrets = Literal["warn", "page", "show"]
SUMMARIZERS = "mkdocs_diffinsight.summarizers"
"""The group of entry points by which other packages bring summarizers."""
BUILT_IN_SUMMARIZERS = ("auto", "openai", "rules", "cached")
DEFAULT_LANGUAGE = "en"
DROP = "drop"
"""The value of `unmatched` that leaves out what no category matches."""


@dataclass(frozen=True)
class Option:
    """How an option is to be read."""

    check: Check | type
    """Makes its value of what YAML has, or declares the options below it."""
    default: object = None
    """As YAML would have it; `None` is not checked."""


def option(check: Check | type, default: object = None) -> Any:
    """Declare an option as a field of a dataclass."""
    return field(default_factory=lambda: default, metadata={"option": Option(check, default)})


def options_of(group: type) -> dict[str, Option]:
    """The options that a dataclass declares, by their names."""
    return {one.name: one.metadata["option"] for one in fields(group) if one.metadata}


@dataclass(frozen=True)
class Price:
    """What a model costs, in US dollars for a million tokens."""

    input: float
    output: float


def _price(value: object) -> Price:
    keys = ("input", "output")
    if not isinstance(value, dict) or set(value) != set(keys):
        unknown = [key for key in value if key not in keys] if isinstance(value, dict) else []
        meant = did_you_mean(unknown[0], keys) if unknown else ""
        raise ConfigError(f"expected a mapping with `input` and `output`, found {shown(value)}{meant}")
    return Price(*map(checks.number(0, whole=False), map(value.get, keys)))


def _summarizer(value: object) -> str:
    is_built_in = value is None or value in BUILT_IN_SUMMARIZERS
    others = () if is_built_in else entry_points(group=SUMMARIZERS).names
    word: str = checks.choice((*BUILT_IN_SUMMARIZERS, *sorted(others)))(value)
    return word


@dataclass(frozen=True)
class OpenAISettings:
    """How to reach a server that speaks OpenAI's API. The key comes from the environment alone."""

    model: str = option(checks.text, "gpt-5.4-mini")
    """Explains each file."""
    overview_model: str = option(checks.text)
    """Writes the overview; by default the same model."""
    base_url: str | None = option(checks.server)
    """The server's address, up to and with `/v1`; by default OpenAI's own (or `OPENAI_BASE_URL`)."""
    timeout: float = option(checks.number(1, whole=False), 120)
    """Seconds to wait for one answer."""
    max_retries: int = option(checks.number(0), 2)
    """How often a request is sent again after a failure that may pass. A refusal of a busy server is none."""
    concurrency: int = option(checks.number(1), 8)
    """How many requests are under way at a time."""
    max_requests: int | None = option(checks.number(1))
    """How many requests a build may send; by default any number."""
    max_tokens: int | None = option(checks.number(1))
    """How many tokens a build may use, read and written; by default any number."""
    context_tokens: int = option(checks.number(4000), 128_000)
    """The model's window: how many tokens a request and its answer may have together."""
    price: Price | None = option(_price)
    """US dollars for a million tokens, for estimates."""
    azure_endpoint: str | None = option(checks.server)
    """The address of a resource of Azure OpenAI; `model` is then the name of a deployment."""
    api_version: str | None = option(checks.api_version)
    """The version of Azure OpenAI's API; by default `OPENAI_API_VERSION`."""


def _ranges(value: object) -> list[RangeOption]:
    return range_options(value, options_of(Settings))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything below `diffinsight:` in `mkdocs.yml`, with all paths absolute."""

    repository: Location = option(checks.text)
    """Path or address of the repository to read; by default the one that holds `mkdocs.yml`."""
    ranges: tuple[RangeItem, ...] = option(_ranges, [])
    """What to report on."""
    forges: Mapping[str, ForgePages] = option(checks.forges, {})
    """How the pages of a forge are addressed, by its host, where the host's name does not tell."""
    categories: Mapping[str, tuple[str, ...]] = option(checks.categories, {})
    """A report for each range and category; the first category that matches a file takes it."""
    unmatched: str | None = option(checks.category, "other")
    """The category for files that none matches, or `drop`, which is nothing here."""
    ignore: tuple[str, ...] = option(checks.patterns, [])
    """Files that no report explains; they are counted and listed as skipped."""
    metadata_fields: tuple[str, ...] = option(checks.fields, list(METADATA_FIELDS))
    """Fields of front matter whose change needs no explanation, by names or globs."""
    watch: tuple[str, ...] = option(checks.terms, [])
    """Words that readers wait for; `*` stands for any letters. Each has a page with the changes that mention it."""
    language: str | None = option(checks.language)
    """Language of headings, dates and texts; by default English. `languages` has it in any case."""
    languages: tuple[str, ...] = option(checks.several_languages)
    """Instead of `language`: several, each with pages of its own; the first is the main one."""
    summarizer: str = option(_summarizer, "auto")
    """Who writes: a model, rules, or (`auto`) a model where `OPENAI_API_KEY` is set, else rules. `cached` asks nobody,
    and warns of what the cache lacks. Other packages may bring more."""
    grounding: Grounding = option(checks.choice(get_args(Grounding)), "mark")
    """What becomes of a statement that asserts what the diff does not show: marked, left out, or not looked for."""
    secrets: Secrets = option(checks.choice(get_args(Secrets)), "warn")
    """What becomes of what looks like a secret in a diff: shown with a warning, taken off all pages, or shown. None is
    ever sent to a model."""
    openai: OpenAISettings = option(OpenAISettings, {})
    """The model and its server."""
    companions: tuple[str, ...] = option(checks.companions)
    """What is written beside pages, in files of its own; by default everything that no other plugin guards."""
    report_tags: bool = option(checks.switch, True)  # noqa: FBT003 - it is a default
    """Whether reports have tags: category, types of changes and watched words, as far as Material's `tags_allowed` has
    them."""
    reports_dir: str = option(checks.text, "reports")
    """Where the pages are on the site."""
    cache_dir: Path = option(checks.text, ".diffinsight")
    """Where texts and diffs are kept, outside `docs_dir`; relative to `mkdocs.yml`."""
    notice: str | None = option(checks.text)
    """A sentence shown on every report. Markdown."""
    scratch_dir: Path
    """Where everything is that can be made again: in `cache_dir`, if nobody else may have put it there. No option."""


def option_meant(group: type, key: object) -> str:
    """A question about an option that a group does not have."""
    beside = options_of(Settings)
    if group is not Settings and key in beside:
        return f" (`{key}` is an option beside `openai`)"
    if group is Settings and key in options_of(OpenAISettings):
        return f" (did you mean `openai: {key}`, one level below?)"
    if group is Settings and key in ITEM_KEYS:
        return " (did you mean a key of an item of `ranges`?)"
    return did_you_mean(key, options_of(group))


Problems = list[tuple[str, str]]
"""Options, and what there is to say of each."""


def check_options(group: type, given: Any) -> tuple[dict[str, Any], Problems, Problems]:
    """The values of options, with those that are not given; the first one that cannot be used; and unknown ones.

    Raises `ConfigError` where no options are given, but something else.
    """
    if not isinstance(given, dict):
        expected = "The configuration is invalid. Expected a key-value mapping (dict) but received"
        raise ConfigError(f"{expected}: {type(given)}")
    values: dict[str, Any] = {}
    errors: Problems = []
    warnings: Problems = []
    for name, declared in options_of(group).items():
        try:
            values[name], unknown = _checked(declared, given.get(name, declared.default))
        except ConfigError as error:
            errors.append((name, str(error)))
            break
        warnings += [(name, message) for message in unknown]
    for key in given.keys() - options_of(group).keys():
        warnings.append((key, f"Unrecognised configuration name: {key}{option_meant(group, key)}"))
    return values, errors, warnings


def _checked(declared: Option, value: object) -> tuple[Any, list[str]]:
    """The value of an option, and what is unknown below it. Raises `ConfigError`."""
    if not isinstance(declared.check, type):
        return None if value is None and declared.default is None else declared.check(value), []
    values, errors, warnings = check_options(declared.check, value)
    for name, message in errors:
        raise ConfigError(f"Sub-option '{name}': {message}")
    return values, [f"Sub-option '{name}': {message}" for name, message in warnings]


def make_settings(options: Mapping[str, Any], root: Path, docs_dir: Path, site_dir: Path) -> Settings:
    """Bind options that were checked to the folder of the configuration.

    Raises `ConfigError` for folders that would get in each other's way, and for options that exclude each other.
    """
    cache_dir = _absolute(root, "cache_dir", options["cache_dir"])
    for name, folder in (("docs_dir", docs_dir.resolve()), ("site_dir", site_dir.resolve())):
        if cache_dir.is_relative_to(folder) or folder.is_relative_to(cache_dir):
            place = f"{'inside' if cache_dir.is_relative_to(folder) else 'around'} `{name}` ({folder})"
            cure = "choose a folder beside it, such as '.diffinsight'."
            raise ConfigError(f"`cache_dir` is {options['cache_dir']!r}, which is {place}; {cure}")
    repository = _location(root, options["repository"] or ".")
    bound = {
        "repository": repository,
        "ranges": tuple(_bind(item, root, repository) for item in options["ranges"]),
        "unmatched": None if options["unmatched"] == DROP else options["unmatched"],
        "languages": _languages(options["language"], options["languages"]),
        "openai": _openai(options["openai"]),
        "companions": COMPANIONS if options["companions"] is None else options["companions"],
        "reports_dir": _site_folder(options["reports_dir"]),
        "cache_dir": cache_dir,
        "scratch_dir": cache_dir,
    }
    return Settings(**{name: options[name] for name in options_of(Settings)} | bound)


def _languages(language: str | None, languages: tuple[str, ...] | None) -> tuple[str, ...]:
    if language and languages:
        cure = f"let `languages` start with the main one (it starts with {languages[0]!r} now)"
        raise ConfigError(f"`language` and `languages` are both set; delete `language`, and {cure}.")
    return languages or (language or DEFAULT_LANGUAGE,)


def _openai(options: Mapping[str, Any]) -> OpenAISettings:
    if options["azure_endpoint"] and options["base_url"]:
        raise ConfigError("`openai.azure_endpoint` and `openai.base_url` name two servers; leave one out.")
    if options["api_version"] and not options["azure_endpoint"]:
        raise ConfigError("`openai.api_version` is of use only together with `openai.azure_endpoint`.")
    known = {name: options[name] for name in options_of(OpenAISettings)}
    return OpenAISettings(**known | {"overview_model": options["overview_model"] or options["model"]})


def _bind(item: RangeOption, root: Path, default: Location) -> RangeItem:
    repository = _location(root, item.repository) if item.repository else default
    rule = item.rule
    if not isinstance(rule, Compare):
        return Following(rule, repository, item.label, item.title, item.paths)
    return CompareRange(rule.base, rule.head, rule.direct, repository, item.title, item.date, item.paths, item.label)


def _location(root: Path, repository: str) -> Location:
    if is_remote(repository):
        return parse_remote(repository)
    folder = _absolute(root, "repository", repository)
    if (meant := repository_meant(repository)) and not folder.exists():
        raise ConfigError(f"`repository` is {repository!r}, and there is no folder {folder}; did you mean {meant}?")
    return folder


def _absolute(root: Path, name: str, path: str) -> Path:
    if is_remote(path):
        raise ConfigError(f"`{name}` is {path!r}; expected a folder of this machine.")
    try:
        return (root / Path(path).expanduser()).resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigError(f"`{name}` is {path!r}, which is no folder: {error}.") from error


def _site_folder(value: str) -> str:
    folder = PurePosixPath(value)
    if folder.is_absolute() or ".." in folder.parts or not folder.parts or "\\" in value:
        raise ConfigError(f"`reports_dir` is {value!r}; expected a folder of the site, such as 'reports'.")
    return folder.as_posix()
