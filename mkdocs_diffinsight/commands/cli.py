"""The `diffinsight` command: each subcommand reads its arguments and calls one function."""

from __future__ import annotations

import dataclasses
import datetime
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import babel
import click
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger

from .. import __version__
from ..build.plan import Plan, make_plan, total
from ..build.reading import Place, resolve_ranges
from ..build.reports import build_reports, counted, read_drafts
from ..cache.texts import Cache
from ..disk import Folder
from ..errors import ArchiveError, DiffInsightError
from ..language.catalog import Catalog, languages, load_catalog, match_language
from ..language.meant import unreadable_value
from ..language.quoting import display
from ..model.naming import Names, range_title, slugify
from ..model.ranges import Remote, short
from ..model.report import Report
from ..model.texts import Author
from ..plugin import DiffInsightPlugin, settings_of
from ..settings import DEFAULT_LANGUAGE, OpenAISettings, Settings
from .batch import collect, submit
from .importing import Imported, import_report
from .markdown_form import TOLD_BY_LETTERS, read_report, write_report
from .starter import PUBLISHING, make_site

if TYPE_CHECKING:
    from ..explain.server.openai import OpenAIClient

log = get_plugin_logger("diffinsight")
_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False),
    default="mkdocs.yml",
    show_default=True,
    help="The site's configuration.",
)

_LARGEST_REPORT = 100_000_000
"""Bytes of a published report that are read."""


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Reports on git compare ranges, besides what `mkdocs build` does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.handlers[:] = [handler]


@main.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--repository", metavar="URL|PATH", help="The repository to follow; default: the one that DIRECTORY is in."
)
@click.option(
    "--publish",
    type=click.Choice(PUBLISHING),
    default="github-pages",
    show_default=True,
    help="How the site is to be published.",
)
@click.option(
    "--language", metavar="TAG", default=DEFAULT_LANGUAGE, show_default=True, help="The language of the site."
)
def init(directory: Path, repository: str | None, publish: str, language: str) -> None:
    """Start a new report site in DIRECTORY, by what its repository has."""
    known = match_language(language)
    if known is None:
        raise click.UsageError(f"--language is {language!r}; the languages are {', '.join(languages())}.")
    with _readable_errors():
        site = make_site(directory, repository, publish, known, datetime.date.today(), log)
    for path in site.kept:
        click.echo(f"{directory / path} stays as it is; let it have the line `/site/`.")
    config = directory / "mkdocs.yml"
    if not site.proposal.rules:
        told = "".join(f"{reason} " for reason in site.proposal.reasons)
        missing = "ranges" if told else "a repository and ranges"
        click.echo(f"{directory} is ready. {told}Name {missing} in {config}, then run `mkdocs serve` there.")
        return
    click.echo(f"{directory} is ready. It follows {site.repository}:")
    for reason in site.proposal.reasons:
        click.echo(f"- {reason}")
    click.echo(f"Run `mkdocs serve` there to see it. {config} says what else it can report on.")


@main.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_config_file
def export(directory: Path, config_file: str) -> None:
    """Write each report of the site as a Markdown file into DIRECTORY.

    Reports in the main language go into DIRECTORY itself, those in each further language into a folder of its own.
    """
    settings = _settings(config_file)
    with _readable_errors():
        result = build_reports(settings, log)
        for language, reports in result.reports.items():
            further = language != settings.languages[0]
            _export(reports, load_catalog(language), directory / language if further else directory)
    log.info("%s; written to %s", result, directory)


def _export(reports: Sequence[Report], catalog: Catalog, directory: Path) -> None:
    names = Names()
    for report in reports:
        stem = "-".join(["report", f"{report.date:%Y%m%d}", *([slugify(report.category)] if report.category else [])])
        text = write_report(report, catalog)
        Folder(directory).write(f"{names.take(stem)}.md", text.encode("utf-8", "replace"))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print data instead of a table.")
@_config_file
def ranges(config_file: str, *, as_json: bool) -> None:
    """Tell what there will be reports on, without reading a diff."""
    settings = _settings(config_file)
    language = settings.languages[0]
    with _readable_errors():
        cache = Cache(settings.cache_dir, language, log.warning, settings.scratch_dir)
        places = resolve_ranges(settings.ranges, cache, log, settings.forges)
    rows = [_range_row(place, load_catalog(language)) for place in places]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        _print_ranges(rows)
    elif settings.ranges:
        click.echo("There is no range at the moment.")
    else:
        click.echo("There is no range. `ranges` in mkdocs.yml says what to report on.")


def _print_ranges(rows: Sequence[Mapping[str, Any]]) -> None:
    ends = [short(row["base"]) + (".." if row["direct"] else "...") + short(row["head"]) for row in rows]
    shown = [(row["date"], commits, row["title"]) for row, commits in zip(rows, ends, strict=True)]
    for date, commits, title in [("date", "commits", "title"), *shown]:
        click.echo(f"{date:12}{commits:19}{display(title)}")


def _range_row(place: Place, words: Catalog) -> dict[str, Any]:
    one, ends = place.range, place.resolved
    period = one.period
    return {
        "date": str(one.date or ends.committed.date()),
        "title": range_title(one, words),
        "repository": one.repository.url if isinstance(one.repository, Remote) else str(one.repository),
        "label": one.label,
        "compare": one.compare,
        "base": ends.base,
        "head": ends.head,
        "direct": ends.direct,
        "open": one.is_open,
        "period": period and {"unit": period.unit, "first": str(period.first), "last": str(period.last)},
        "paths": list(one.paths),
        "compare_url": ends.compare_url,
    }


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print data instead of a table.")
@_config_file
def plan(config_file: str, *, as_json: bool) -> None:
    """Tell what a build would ask of the model, and what that costs, without asking."""
    settings = _settings(config_file)
    with _readable_errors():
        drafts = read_drafts(settings, log)
        plans = [
            dataclasses.replace(one, name=f"{one.name} ({language})") if len(settings.languages) > 1 else one
            for language in settings.languages
            for one in make_plan(drafts, settings, language, log)
        ]
    if as_json:
        click.echo(json.dumps([_priced(one, settings.openai) for one in plans], ensure_ascii=False, indent=2))
    else:
        _print_plans([*plans, total(plans, "total")], settings.openai)


@main.command()
@_config_file
def generate(config_file: str) -> None:
    """Fill the cache with the texts of all reports, without building the site."""
    settings = _settings(config_file)
    with _readable_errors():
        result = build_reports(settings, log)
    log.info("%s", result)
    if result.tally.failed:
        missing = "1 text is" if result.tally.failed == 1 else f"{result.tally.failed} texts are"
        raise click.ClickException(f"{missing} missing; run it again.")


@main.group()
def batch() -> None:
    """Have the texts written through the Batch API, at half the price and within a day."""


@batch.command("submit")
@_config_file
def submit_(config_file: str) -> None:
    """Send what is to be asked."""
    settings = _settings(config_file)
    with _readable_errors():
        made = submit(read_drafts(settings, log), settings, _client(settings), log)
    for name, requests in made.items():
        click.echo(f"{name}: {counted(requests, 'request')}")
    if not made:
        click.echo("Nothing is to be sent: the cache has every text, or its request is under way.")


@batch.command("collect")
@_config_file
def collect_(config_file: str) -> None:
    """Store the texts of the batches that are done."""
    settings = _settings(config_file)
    with _readable_errors():
        collected = collect(read_drafts(settings, log), settings, _client(settings), log)
    click.echo(f"{counted(collected.answers, 'answer')}; texts: {collected.result.tally}")
    for reason in collected.failures:
        click.echo(f"Some requests have no answer: {reason}")
    for name in collected.open:
        click.echo(f"{name} is still at work; collect again later.")
    if collected.left:
        click.echo(f"{counted(collected.left, 'more request')} can be sent: run `diffinsight batch submit`.")


def _client(settings: Settings) -> OpenAIClient:
    """The way to the server, for requests that no build's budget limits. Raises `SummarizerUnavailableError`."""
    from ..explain.server.openai import OpenAIClient
    from ..explain.server.pace import Budget

    return OpenAIClient(settings.openai, Budget())


def _priced(plan: Plan, settings: OpenAISettings) -> dict[str, object]:
    return {**dataclasses.asdict(plan), "cost": plan.cost(settings.price)}


def _print_plans(plans: Sequence[Plan], settings: OpenAISettings) -> None:
    columns = ("report", "files", "cached", "by rules", "requests", "tokens in", "tokens out", "cost")
    rows = [
        (
            *(plan.name, plan.files, plan.cached, plan.by_rules, plan.requests, plan.prompt_tokens, plan.answer_tokens),
            "-" if (cost := plan.cost(settings.price)) is None else f"{cost:.2f}",
        )
        for plan in plans
    ]
    width = max(len(str(row[0])) for row in [columns, *rows])
    for first, *rest in [columns, *rows]:
        click.echo(f"{first!s:{width}}" + "".join(f"{value!s:>12}" for value in rest))
    if settings.price is None:
        click.echo("The cost is unknown: tell `openai.price` what a million tokens cost.")


@main.command("import")
@click.argument("reports", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--range", "compare", metavar="BASE...HEAD", help="The range of the report; default: its permalink's.")
@click.option("--model", metavar="NAME", help="The model that wrote the texts.")
@click.option("--person", metavar="NAME", help="The person who wrote the texts.")
@click.option("--language", metavar="TAG", help="The language of the texts; default: the site's main one.")
@_config_file
def import_(
    reports: Sequence[Path],
    compare: str | None,
    model: str | None,
    person: str | None,
    language: str | None,
    config_file: str,
) -> None:
    """Take the texts of published REPORTS over into the site's cache."""
    if compare and len(reports) > 1:
        raise click.UsageError("--range is for one report at a time.")
    if model and person:
        raise click.UsageError("--model and --person exclude each other.")
    settings = _settings(config_file)
    language = _configured(language, settings) if language else settings.languages[0]
    author = Author("person", person) if person else Author("model", model or "")
    failed = []
    for path in reports:
        try:
            published = read_report(_read_text(path))
            imported = import_report(published, compare, author, language, settings, log)
        except (DiffInsightError, ValueError, OSError) as error:
            log.error("%s was not imported: %s", path, error)
            failed.append(path)
        else:
            _tell(path, imported)
            _tell_language(path, published.language, language, settings)
            if not imported.placed:
                failed.append(path)
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(reports)} reports could not be imported.")


def _tell_language(path: Path, written: str | None, language: str, settings: Settings) -> None:
    """Say so where texts were taken over in another language than the one that they are written in."""
    taken_for = babel.Locale.parse(language).get_display_name("en")
    if written and written != language:
        name = babel.Locale.parse(written).get_display_name("en")
        once = "" if written in settings.languages else ", once `languages` has it"
        log.warning(
            "%s: its texts look %s, and were taken over as %s. `--language %s` takes them for what they are%s.",
            *(path, name, taken_for, written, once),
        )
    elif language in TOLD_BY_LETTERS and not written:
        log.warning("%s: its texts do not look %s, as which they were taken over; see `--language`.", path, taken_for)


def _configured(tag: str, settings: Settings) -> str:
    language = match_language(tag)
    if language not in settings.languages:
        raise click.UsageError(
            f"--language is {tag!r}; the site has {', '.join(settings.languages)}. "
            "Add it to `languages` first, or name one of these."
        )
    return language


def _read_text(path: Path) -> str:
    """A file's text, whatever line endings a checkout gave it. Raises `ArchiveError`, `OSError`."""
    with path.open("rb") as file:
        content = file.read(_LARGEST_REPORT + 1)
    if len(content) > _LARGEST_REPORT:
        raise ArchiveError(f"it is larger than {_LARGEST_REPORT // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArchiveError(f"it is no UTF-8 text ({error.reason} at byte {error.start})") from error
    lines = text.split("\n")
    # A diff may have carriage returns of its own: only where every line ends with one is it the checkout's.
    return text.replace("\r\n", "\n") if all(line.endswith("\r") for line in lines[:-1]) else text


def _tell(path: Path, imported: Imported) -> None:
    total = imported.placed + len(imported.unplaced) + len(imported.others)
    log.info("%s: %d of %d files placed in %s", path, imported.placed, total, imported.compare)
    for name in imported.unplaced:
        log.warning(
            "%s: %s could not be placed: the range %s does not change it", path, display(name, 200), imported.compare
        )
    for name in imported.others:
        log.warning(
            "%s: the text about %s was left out: the report shows another change of it than the one in %s",
            *(path, display(name, 200), imported.compare),
        )
    if imported.others:
        log.warning("%s: the overview was left out, as it is about other changes, too. Is the range right?", path)
    for name in imported.kept:
        log.info("%s: %s keeps the text that a person gave it", path, display(name, 200))
    if imported.untold:
        log.info("%s: files of the site's report that it does not tell of: %d", path, imported.untold)


def _settings(config_file: str) -> Settings:
    try:
        config = load_config(config_file)
    except ValueError as error:  # YAML's own, of a value that looks like a day or a number and is none
        unreadable = unreadable_value(Path(config_file).read_bytes())
        if unreadable is None:
            raise
        raise click.ClickException(f"{config_file}, {unreadable}") from error
    plugin = next((p for p in config.plugins.values() if isinstance(p, DiffInsightPlugin)), None)
    if plugin is None:
        raise click.ClickException(f"{config_file} has no `diffinsight` under `plugins`.")
    return settings_of(plugin.config, config)


@contextmanager
def _readable_errors() -> Iterator[None]:
    try:
        yield
    except (DiffInsightError, OSError) as error:
        raise click.ClickException(str(error)) from error
