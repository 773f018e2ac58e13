"""`diffinsight init`: a new site."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

import click

from ..language.catalog import languages, match_language
from ..settings.options import DEFAULT_LANGUAGE
from .common import log, readable_errors
from .new_site import PUBLISHING, make_site

_option = functools.partial(click.option, show_default=True)


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_option("--repository", metavar="URL|PATH", help="The repository to follow; default: the one that DIRECTORY is in.")
@_option("--publish", type=click.Choice(PUBLISHING), default="github-pages", help="How the site is to be published.")
@_option("--language", metavar="TAG", default=DEFAULT_LANGUAGE, help="The language of the site.")
def init(directory: Path, repository: str | None, publish: str, language: str) -> None:
    """Start a new report site in DIRECTORY, by what its repository has."""
    known = match_language(language)
    if known is None:
        raise click.UsageError(f"--language is {language!r}; the languages are {', '.join(languages())}.")
    with readable_errors():
        site = make_site(directory, repository, publish, known, datetime.date.today(), log)
    for path in site.kept:
        click.echo(f"{directory / path} stays as it is; let it have the line `/site/`.")
    config = directory / "mkdocs.yml"
    if not site.proposal.rules:
        reasons = "".join(f"{reason} " for reason in site.proposal.reasons)
        missing = "ranges" if reasons else "a repository and ranges"
        click.echo(f"{directory} is ready. {reasons}Name {missing} in {config}, then run `mkdocs serve` there.")
        return
    click.echo(f"{directory} is ready. It follows {site.repository}:")
    for reason in site.proposal.reasons:
        click.echo(f"- {reason}")
    click.echo(f"Run `mkdocs serve` there to see it. {config} says what else it can report on.")
