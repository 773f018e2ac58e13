"""`diffinsight ranges`: what there will be reports on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import click

from ..build.range_reports import Build
from ..build.reading import Place
from ..language.catalog import Catalog, load_catalog
from ..language.quoting import display
from ..model.naming import range_title
from ..model.ranges import Remote, short
from ..settings.options import Settings
from .common import json_option, log, site_command


@click.command()
@json_option
@site_command
def ranges(settings: Settings, *, as_json: bool) -> None:
    """Tell what there will be reports on, without reading a diff."""
    with closing(Build(settings, log)) as build:
        build.reader.tell_of_cuts()
    rows = [_range_row(place, load_catalog(settings.languages[0])) for place in build.reader.places]
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
