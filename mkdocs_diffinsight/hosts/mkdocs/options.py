"""The options of the plugin, their validation, and the settings made of them."""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ConfigErrors, ConfigWarnings, ValidationError, get_schema

from ...build.categories import covered
from ...errors import ConfigError
from ...git.address import is_remote, parse_remote
from ...language.catalog import languages, match_language
from ...language.meant import (
    closest,
    day,
    did_you_mean,
    host_meant,
    repository_meant,
    shown,
    shown_no_text,
    wrong_day,
    wrong_server,
)
from ...model.findings import METADATA_FIELDS
from ...model.forge import KINDS, Forge, ForgePages
from ...model.ranges import (
    CompareRange,
    Following,
    Location,
    PeriodRule,
    RollingRule,
    Rule,
    TagRule,
    Unit,
    parse_compare,
)
from ...model.report import COMPANIONS
from ...settings import DEFAULT_LANGUAGE, DROP, Grounding, OpenAISettings, Price, Secrets, Settings, SummarizerName


@dataclass(frozen=True)
class Compare:
    """A range by its two ends."""

    base: str
    head: str
    direct: bool


@dataclass(frozen=True)
class RangeOption:
    """One item of `ranges`, before its repository is known."""

    rule: Compare | Rule
    title: str | None = None
    date: datetime.date | None = None
    paths: tuple[str, ...] = ()
    repository: str | None = None
    label: str | None = None


_COMMON_KEYS = ("title", "paths", "repository", "label")
_PERIOD_KEYS = ("branch", "since", "until", "timezone", "open", "last")
_KEYS = {
    "compare": ("compare", "date"),
    "tags": ("tags", "from", "prereleases", "last"),
    "every": ("every", *_PERIOD_KEYS),
    "since": ("since", "branch", "timezone"),
}
"""The keys of each sort of item, which its first one tells."""
_ITEM_KEYS = tuple(dict.fromkeys(key for keys in (*_KEYS.values(), _COMMON_KEYS) for key in keys))


class Ranges(BaseConfigOption[list[RangeOption]]):
    """A list of ranges and of rules that make ranges; errors carry the item's number."""

    def __init__(self) -> None:
        super().__init__()
        self.default = []

    def run_validation(self, value: object) -> list[RangeOption]:
        if not isinstance(value, list):
            raise ValidationError(f"expected a list of ranges such as 'v1.0...v1.1', found {shown(value)}")
        return [self._item(f"item {number}", item) for number, item in enumerate(value, 1)]

    def _item(self, where: str, item: object) -> RangeOption:
        fields = {"compare": item} if isinstance(item, str) else item
        if not isinstance(fields, dict):
            raise ValidationError(f"{where}: expected 'base...head' or a mapping, found {shown_no_text(item)}")
        sort = next((key for key in _KEYS if key in fields), None)
        if sort is None:
            raise ValidationError(
                f"{where}: expected one of the keys {_listed(_KEYS)}, found {shown(fields)}{_sort_meant(fields)}"
            )
        known = (*_KEYS[sort], *_COMMON_KEYS)
        if unknown := [key for key in fields if key not in known]:
            raise ValidationError(
                f"{where}: unknown key {unknown[0]!r} beside `{sort}`; the keys are {_listed(known)}"
                + _key_meant(unknown[0], known)
            )
        return RangeOption(
            _RULES[sort](where, fields),
            title=_text(where, fields, "title", "text"),
            date=_date(where, fields, "date"),
            paths=_patterns(f"{where}: `paths`", fields.get("paths", [])),
            repository=_text(where, fields, "repository", "the path or the address of a git repository"),
            label=_text(where, fields, "label", "a name for the repository"),
        )


def _sort_meant(fields: Mapping[Any, Any]) -> str:
    """A question about an item that has none of the keys that tell its sort."""
    if compared := next((key for key in fields if isinstance(key, str) and ".." in key), None):
        return f" (did you mean `compare: {shown(compared)[1:-1]}`?)"
    for key in fields:
        if key not in _ITEM_KEYS and (question := _key_meant(key, _ITEM_KEYS)):
            return question
    return ""


def _key_meant(key: object, known: Iterable[str]) -> str:
    """A question about a key that an item of its sort does not have."""
    if key in _KEYS:
        return f" (`{key}` makes an item of its own)"
    if key in option_names(DiffInsightConfig):
        return f" (`{key}` is an option beside `ranges`)"
    return did_you_mean(key, known)


def _compare(where: str, fields: Mapping[str, Any]) -> Compare:
    if not isinstance(fields["compare"], str):
        raise ValidationError(
            f"{where}: `compare` must be text such as 'v1.0...v1.1', found {shown_no_text(fields['compare'])}"
        )
    try:
        return Compare(*parse_compare(fields["compare"]))
    except ValueError as error:
        raise ValidationError(f"{where}: {error}") from error


def _tags(where: str, fields: Mapping[str, Any]) -> TagRule:
    patterns = _names(f"{where}: `tags`", fields["tags"], "names of tags, or globs such as 'v*'")
    start, with_prereleases = _revision(where, fields, "from"), _flag(where, fields, "prereleases", default=True)
    return TagRule(patterns, start, with_prereleases, _limit(where, fields, "last"))


def _periods(where: str, fields: Mapping[str, Any]) -> PeriodRule:
    unit = fields["every"]
    if unit not in tuple(Unit):
        raise ValidationError(
            f"{where}: `every` must be one of {', '.join(Unit)}, found {shown(unit)}{did_you_mean(unit, Unit)}"
        )
    since, until = (_date(where, fields, key) for key in ("since", "until"))
    if since and until and until < since:
        raise ValidationError(f"{where}: `until` ({until}) is before `since` ({since})")
    branch, zone = _revision(where, fields, "branch"), _zone(where, fields)
    with_open, last = _flag(where, fields, "open", default=True), _limit(where, fields, "last")
    return PeriodRule(Unit(unit), branch, since, until, zone, with_open, last)


def _rolling(where: str, fields: Mapping[str, Any]) -> RollingRule:
    since = fields["since"]
    if isinstance(since, str):
        if wrong := wrong_day(since):
            raise ValidationError(
                f"{where}: `since` is {since!r}, which looks like a day, but {wrong}; "
                f"a tag or a branch of that name is 'refs/tags/{since}' or 'refs/heads/{since}'"
            )
        since = day(since) or _revision(where, fields, "since")
    elif not isinstance(since, datetime.date):
        raise ValidationError(
            f"{where}: `since` must be a revision, a glob for tags or a date such as 2024-12-18, "
            f"found {shown_no_text(since)}"
        )
    return RollingRule(
        since.date() if isinstance(since, datetime.datetime) else since,
        _revision(where, fields, "branch"),
        _zone(where, fields),
    )


_RULES: Mapping[str, Callable[[str, Mapping[str, Any]], Compare | Rule]] = {
    "compare": _compare,
    "tags": _tags,
    "every": _periods,
    "since": _rolling,
}


class Patterns(BaseConfigOption[tuple[str, ...]]):
    """A list of files, folders and globs."""

    def __init__(self) -> None:
        super().__init__()
        self.default = []

    def run_validation(self, value: object) -> tuple[str, ...]:
        return _patterns("the list", value)


class Fields(BaseConfigOption[tuple[str, ...]]):
    """A list of names of fields, or globs."""

    def __init__(self) -> None:
        super().__init__()
        self.default = list(METADATA_FIELDS)

    def run_validation(self, value: object) -> tuple[str, ...]:
        return _names("the list", value, "names of fields such as 'author' or 'review.*'")


class Terms(BaseConfigOption[tuple[str, ...]]):
    """A list of words to watch, each of them once."""

    def __init__(self) -> None:
        super().__init__()
        self.default = []

    def run_validation(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise ValidationError(f"expected a list of words such as [preview, 'deprecat*'], found {shown(value)}")
        found: dict[str, str] = {}
        for number, item in enumerate(value, 1):
            term = _term(number, item)
            if other := found.get(term.casefold()):
                raise ValidationError(f"item {number}: {term!r} is in the list already, as {other!r}")
            found[term.casefold()] = term
        return tuple(found.values())


class Categories(BaseConfigOption[dict[str, tuple[str, ...]]]):
    """A mapping of category names to files, folders and globs."""

    def __init__(self) -> None:
        super().__init__()
        self.default = {}

    def run_validation(self, value: object) -> dict[str, tuple[str, ...]]:
        if not isinstance(value, dict):
            raise ValidationError(f"expected a mapping of category names to lists of paths, found {shown(value)}")
        return {_category(name): _patterns(f"category {name!r}", paths) for name, paths in value.items()}


class Text(BaseConfigOption[str]):
    """Text that is not blank."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object) -> str:
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ValidationError(f"expected text, found {shown_no_text(value)}")
        return value


class Switch(BaseConfigOption[bool]):
    """True or false."""

    def __init__(self, *, default: bool) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(f"expected true or false, found {shown(value)}")
        return value


class Companions(BaseConfigOption[tuple[str, ...]]):
    """A list of what is written beside pages."""

    def run_validation(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise ValidationError(f"expected a list of {_listed(COMPANIONS)}, or [] for nothing, found {shown(value)}")
        for number, item in enumerate(value, 1):
            if item not in COMPANIONS:
                raise ValidationError(
                    f"item {number}: expected one of {_listed(COMPANIONS)}, found {shown(item)}"
                    f"{did_you_mean(item, COMPANIONS)}"
                )
        return tuple(name for name in COMPANIONS if name in value)


class Category(Text):
    """The name of a category."""

    def run_validation(self, value: object) -> str:
        return _category(value)


class Forges(BaseConfigOption[dict[str, ForgePages]]):
    """A mapping of hosts to kinds of forges, or to templates of their pages."""

    def __init__(self) -> None:
        super().__init__()
        self.default = {}

    def run_validation(self, value: object) -> dict[str, ForgePages]:
        if not isinstance(value, dict) or not all(isinstance(host, str) and host for host in value):
            raise ValidationError(f"expected a mapping of hosts such as 'git.example.org', found {shown(value)}")
        for host in value:
            if meant := host_meant(host):
                raise ValidationError(f"expected the names of hosts, found {shown(host)} (did you mean `{meant}`?)")
        return {host.lower(): _forge(host, pages) for host, pages in value.items()}


_FORGE_PAGES = {
    "name": (),
    "compare": ("home", "base", "head", "dots"),
    "commit": ("home", "commit"),
    "file": ("home", "commit", "path"),
    "line": ("home", "commit", "path", "line"),
    "user": ("host", "home", "login"),
}
"""The pages that templates make, and what each template may name."""


def _forge(host: str, pages: object) -> ForgePages:
    where = f"{host!r}"
    if isinstance(pages, str) and pages in KINDS:
        return pages
    if not isinstance(pages, dict):
        raise ValidationError(
            f"{where}: expected one of {', '.join(KINDS)} or a mapping, found {shown(pages)}"
            + did_you_mean(pages, KINDS)
        )
    if unknown := [key for key in pages if key not in _FORGE_PAGES]:
        raise ValidationError(
            f"{where}: unknown key {unknown[0]!r}; the keys are {_listed(_FORGE_PAGES)}"
            + did_you_mean(unknown[0], _FORGE_PAGES)
        )
    for key, template in pages.items():
        _check_template(f"{where}: `{key}`", template, _FORGE_PAGES[key])
    templates = {f"{key}_page": template for key, template in pages.items() if key != "name"}
    return Forge(pages.get("name", ""), "", **templates)


def _check_template(where: str, template: object, names: tuple[str, ...]) -> None:
    if not isinstance(template, str) or not template.strip():
        raise ValidationError(f"{where} must be text, found {shown_no_text(template)}")
    try:
        template.format(**dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in names) or "none"
        raise ValidationError(f"{where} is {template!r}; the placeholders that it may have are {known}") from error


class Number(BaseConfigOption[float]):
    """A number of one of some kinds, and not too small."""

    def __init__(self, kinds: tuple[type, ...], least: float, default: float | None = None) -> None:
        super().__init__()
        self.default = default
        self._kinds = kinds
        self._least = least

    def run_validation(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, self._kinds) or not cast(float, value) >= self._least:
            raise ValidationError(
                f"expected a number of at least {self._least:g}, found {shown(value)}{_number_meant(value)}"
            )
        return cast(float, value)


def _number_meant(value: object) -> str:
    """A question about a text that is a number; YAML reads `1e6` and what is in quotes as text."""
    try:
        number = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return ""
    return f" (did you mean {number:.12g}, without quotes?)" if math.isfinite(number) else ""


class Prices(BaseConfigOption[Price]):
    """A mapping with the prices of what a model reads and what it writes."""

    def run_validation(self, value: object) -> Price:
        keys = ("input", "output")
        if not isinstance(value, dict) or set(value) != set(keys):
            meant = (
                next((did_you_mean(key, keys) for key in value if key not in keys), "")
                if isinstance(value, dict)
                else ""
            )
            raise ValidationError(f"expected a mapping with `input` and `output`, found {shown(value)}{meant}")
        number = Number((int, float), least=0)
        return Price(*(float(number.run_validation(value[key])) for key in keys))


class Language(BaseConfigOption[str]):
    """The language of headings and texts, as a tag such as `en` or `zh-CN`."""

    def run_validation(self, value: object) -> str:
        return _language(value)


class Languages(BaseConfigOption[tuple[str, ...]]):
    """A list of languages, each of them once."""

    def run_validation(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise ValidationError(f"expected a list of languages such as [en, ja], found {shown(value)}")
        found: list[str] = []
        for number, tag in enumerate(value, 1):
            language = _language(tag, f"item {number}: ")
            if language in found:
                raise ValidationError(f"item {number}: {tag!r} means {language!r}, which is in the list already")
            found.append(language)
        return tuple(found)


class Choice(c.Choice[str]):
    """One of some words. `off` may stand without quotes, where YAML reads it as false."""

    def run_validation(self, value: object) -> str:
        word = "off" if value is False and "off" in self.choices else value
        try:
            return super().run_validation(word)
        except ValidationError as error:
            raise ValidationError(f"{error}{did_you_mean(word, self.choices)}") from error


class Server(Text):
    """The address of a server. One that carries a password is never shown."""

    def run_validation(self, value: object) -> str:
        address = super().run_validation(value)
        if wrong := wrong_server(address):
            raise ValidationError(f"expected an address such as 'https://llm.example.org/v1', {wrong}")
        return address


class ApiVersion(Text):
    """A version that is a day; YAML reads it as one, of which nothing is lost."""

    def run_validation(self, value: object) -> str:
        is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        return super().run_validation(str(value) if is_day else value)


class Options(Config):
    """Options of which a misspelt one is told with the one that was probably meant."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        errors, warnings = super().validate()
        return errors, [
            (key, message if key in option_names(type(self)) else f"{message}{self.meant(key)}")
            for key, message in warnings
        ]

    def meant(self, key: object) -> str:
        """A question about an option that there is not."""
        return did_you_mean(key, option_names(type(self)))


def option_names(options: type[Config]) -> tuple[str, ...]:
    """The names of all options of a sort."""
    return tuple(name for name, _ in get_schema(options))


class OpenAIConfig(Options):
    """How to reach a server that speaks OpenAI's API. The key comes from the environment alone."""

    model = Text(default="gpt-5.4-mini")
    """Explains each file."""
    overview_model = c.Optional(Text())
    """Writes the overview; by default the same model."""
    base_url = c.Optional(Server())
    """The server's address, up to and with `/v1`; by default OpenAI's own (or `OPENAI_BASE_URL`)."""
    timeout = Number((int, float), least=1, default=120)
    """Seconds to wait for one answer."""
    max_retries = Number((int,), least=0, default=2)
    """How often a request is sent again after a failure that may pass. A refusal of a busy server is none."""
    concurrency = Number((int,), least=1, default=8)
    """How many requests are under way at a time."""
    max_requests = c.Optional(Number((int,), least=1))
    """How many requests a build may send; by default any number."""
    max_tokens = c.Optional(Number((int,), least=1))
    """How many tokens a build may use, read and written; by default any number."""
    context_tokens = Number((int,), least=4000, default=128_000)
    """The model's window: how many tokens a request and its answer may have together."""
    price = c.Optional(Prices())
    """US dollars for a million tokens, for estimates."""
    azure_endpoint = c.Optional(Server())
    """The address of a resource of Azure OpenAI; `model` is then the name of a deployment."""
    api_version = c.Optional(ApiVersion())
    """The version of Azure OpenAI's API; by default `OPENAI_API_VERSION`."""

    def meant(self, key: object) -> str:
        if key in option_names(DiffInsightConfig):
            return f" (`{key}` is an option beside `openai`)"
        return super().meant(key)


class DiffInsightConfig(Options):
    """Everything below `diffinsight:` in `mkdocs.yml`."""

    repository = c.Optional(Text())
    """Path or address of the repository to read; by default the one that holds `mkdocs.yml`."""
    ranges = Ranges()
    """What to report on."""
    forges = Forges()
    """How the pages of a forge are addressed, by its host, where the host's name does not tell."""
    categories = Categories()
    """A report for each range and category; the first category that matches a file takes it."""
    unmatched = Category(default="other")
    """The category for files that none matches, or `drop`."""
    ignore = Patterns()
    """Files that no report explains; they are counted and listed as skipped."""
    metadata_fields = Fields()
    """Fields of front matter whose change needs no explanation, by names or globs."""
    watch = Terms()
    """Words that readers wait for; `*` stands for any letters. Each has a page with the changes that mention it."""
    language = c.Optional(Language())
    """Language of headings, dates and texts; by default English."""
    languages = c.Optional(Languages())
    """Instead of `language`: several, each with pages of its own; the first is the main one."""
    summarizer = Choice(("auto", "openai", "rules", "cached"), default="auto")
    """Who writes: a model, rules, or (`auto`) a model where `OPENAI_API_KEY` is set, else rules. `cached` asks nobody,
    and warns of what the cache lacks."""
    grounding = Choice(("mark", "drop", "off"), default="mark")
    """What becomes of a statement that asserts what the diff does not show: marked, left out, or not looked for."""
    secrets = Choice(("warn", "page", "show"), default="warn")
    """What becomes of what looks like a secret in a diff: shown with a warning, taken off all pages, or shown. None is
    ever sent to a model."""
    openai = c.SubConfig(OpenAIConfig)
    """The model and its server."""
    companions = c.Optional(Companions())
    """What is written beside pages, in files of its own; by default everything that no other plugin guards."""
    report_tags = Switch(default=True)
    """Whether reports have tags: category, types of changes and watched words, as far as Material's `tags_allowed` has
    them."""
    reports_dir = Text(default="reports")
    """Where the pages are on the site."""
    cache_dir = Text(default=".diffinsight")
    """Where texts and diffs are kept, outside `docs_dir`; relative to `mkdocs.yml`."""
    notice = c.Optional(Text())
    """A sentence shown on every report. Markdown."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        errors, warnings = super().validate()
        if not errors:
            warnings += [("categories", message) for message in self._overlaps()]
        return errors, warnings

    def meant(self, key: object) -> str:
        if key in option_names(OpenAIConfig):
            return f" (did you mean `openai: {key}`, one level below?)"
        if key in _ITEM_KEYS:
            return " (did you mean a key of an item of `ranges`?)"
        return super().meant(key)

    def _overlaps(self) -> Iterator[str]:
        """What is wrong with patterns of categories that get no file."""
        for name, pattern, taker, taken_by in covered(self.categories, self.ignore):
            whose = "`ignore`" if taker is None else f"category {taker!r}, which stands before it,"
            cure = "Leave one out." if taker is None else f"Put {name!r} before {taker!r}, or leave the pattern out."
            yield f"category {name!r}: {pattern!r} gets no file, as {taken_by!r} of {whose} takes them all. {cure}"


def make_settings(config: DiffInsightConfig, root: Path, docs_dir: Path, site_dir: Path) -> Settings:
    """Bind validated options to the folder of `mkdocs.yml`.

    Raises `ConfigError` for folders that would get in each other's way, and for options that exclude each other.
    """
    cache_dir = _absolute(root, "cache_dir", config.cache_dir)
    for option, folder in (("docs_dir", docs_dir.resolve()), ("site_dir", site_dir.resolve())):
        if cache_dir.is_relative_to(folder) or folder.is_relative_to(cache_dir):
            place = "inside" if cache_dir.is_relative_to(folder) else "around"
            raise ConfigError(
                f"`cache_dir` is {config.cache_dir!r}, which is {place} `{option}` ({folder}); "
                "choose a folder beside it, such as '.diffinsight'."
            )
    repository = _location(root, config.repository or ".")
    return Settings(
        ranges=tuple(_bind(item, root, repository) for item in config.ranges),
        repository=repository,
        forges=config.forges,
        categories=config.categories,
        unmatched=None if config.unmatched == DROP else config.unmatched,
        ignore=config.ignore,
        metadata_fields=config.metadata_fields,
        watch=config.watch,
        languages=_languages(config),
        summarizer=cast(SummarizerName, config.summarizer),
        grounding=cast(Grounding, config.grounding),
        secrets=cast(Secrets, config.secrets),
        openai=_openai(config.openai),
        companions=COMPANIONS if config.companions is None else config.companions,
        report_tags=config.report_tags,
        reports_dir=_site_folder(config.reports_dir),
        cache_dir=cache_dir,
        scratch_dir=cache_dir,
        notice=config.notice,
    )


def _languages(config: DiffInsightConfig) -> tuple[str, ...]:
    if config.language and config.languages:
        raise ConfigError(
            "`language` and `languages` are both set; delete `language`, "
            f"and let `languages` start with the main one (it starts with {config.languages[0]!r} now)."
        )
    return config.languages or (config.language or DEFAULT_LANGUAGE,)


def _openai(config: OpenAIConfig) -> OpenAISettings:
    if config.azure_endpoint and config.base_url:
        raise ConfigError("`openai.azure_endpoint` and `openai.base_url` name two servers; leave one out.")
    if config.api_version and not config.azure_endpoint:
        raise ConfigError("`openai.api_version` is of use only together with `openai.azure_endpoint`.")
    return OpenAISettings(
        model=config.model,
        overview_model=config.overview_model or config.model,
        base_url=config.base_url,
        timeout=float(config.timeout),
        max_retries=int(config.max_retries),
        concurrency=int(config.concurrency),
        max_requests=None if config.max_requests is None else int(config.max_requests),
        max_tokens=None if config.max_tokens is None else int(config.max_tokens),
        context_tokens=int(config.context_tokens),
        price=config.price,
        azure_endpoint=config.azure_endpoint,
        api_version=config.api_version,
    )


def _bind(item: RangeOption, root: Path, default: Location) -> CompareRange | Following:
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


def _absolute(root: Path, option: str, path: str) -> Path:
    if is_remote(path):
        raise ConfigError(f"`{option}` is {path!r}; expected a folder of this machine.")
    try:
        return (root / Path(path).expanduser()).resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigError(f"`{option}` is {path!r}, which is no folder: {error}.") from error


def _site_folder(value: str) -> str:
    folder = PurePosixPath(value)
    if folder.is_absolute() or ".." in folder.parts or not folder.parts or "\\" in value:
        raise ConfigError(f"`reports_dir` is {value!r}; expected a folder of the site, such as 'reports'.")
    return folder.as_posix()


def _category(name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        raise ValidationError(f"expected a name for the category, found {shown_no_text(name)}")
    return name


def _language(value: object, where: str = "") -> str:
    language = match_language(value) if isinstance(value, str) else None
    if language is None:
        raise ValidationError(
            f"{where}expected one of {', '.join(languages())}, found {shown(value)}{did_you_mean(value, languages())}"
        )
    return language


def _term(number: int, value: object) -> str:
    if not isinstance(value, str):
        raise ValidationError(f"item {number}: expected text such as 'deprecat*', found {shown_no_text(value)}")
    term = value.strip()
    if not term.strip("* ") or not term.isprintable():
        raise ValidationError(f"item {number}: expected a word, with or without `*`, found {shown(value)}")
    return term


def _patterns(where: str, value: object) -> tuple[str, ...]:
    return _names(where, value, "paths such as 'docs/' or '*.lock'")


def _names(where: str, value: object, expected: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise ValidationError(f"{where}: expected {expected}, found {shown_no_text(value)}")
    return tuple(items)


def _text(where: str, fields: Mapping[str, Any], key: str, expected: str) -> str | None:
    value = fields.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise ValidationError(f"{where}: `{key}` must be {expected}, found {shown_no_text(value)}")
    return value


def _revision(where: str, fields: Mapping[str, Any], key: str) -> str | None:
    """A name that git will not take for an option (https://git-scm.com/docs/git-check-ref-format)."""
    value = _text(where, fields, key, "the name of a branch, tag or commit")
    if value is not None and (value.startswith("-") or re.search(r"\s|\.\.", value)):
        raise ValidationError(f"{where}: `{key}` is {value!r}, which cannot be the name of a revision")
    return value


def _flag(where: str, fields: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = fields.get(key, default)
    if not isinstance(value, bool):
        raise ValidationError(f"{where}: `{key}` must be true or false, found {shown(value)}")
    return value


def _limit(where: str, fields: Mapping[str, Any], key: str) -> int | None:
    value = fields.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ValidationError(f"{where}: `{key}` must be a whole number of at least 1, found {shown(value)}")
    return value


def _zone(where: str, fields: Mapping[str, Any]) -> str:
    name = _text(where, fields, "timezone", "a time zone such as 'Europe/Berlin'") or "UTC"
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(
            f"{where}: `timezone` must be a time zone such as 'Europe/Berlin', found {shown(name)}{_zone_meant(name)}"
        ) from error
    return name


def _zone_meant(name: str) -> str:
    zones = zoneinfo.available_timezones()
    places = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    meant = closest(name, zones) or places.get(closest(name.rpartition("/")[2], places) or "")
    return f" (did you mean `{meant}`?)" if meant else ""


def _date(where: str, fields: Mapping[str, Any], key: str) -> datetime.date | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    date = value if isinstance(value, datetime.date) else day(value) if isinstance(value, str) else None
    if date is None:
        wrong = wrong_day(value) if isinstance(value, str) else None
        reason = f" ({wrong})" if wrong else ""
        raise ValidationError(f"{where}: `{key}` must be a date such as 2024-12-18, found {shown(value)}{reason}")
    return date


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
