"""`diffinsight plan`: what a build would ask of a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, replace

import click

from ..build.plan import Plan, make_plan, total
from ..build.range_reports import read_drafts
from ..settings.options import OpenAISettings, Settings
from .common import json_option, log, site_command


@click.command()
@json_option
@site_command
def plan(settings: Settings, *, as_json: bool) -> None:
    """Tell what a build would ask of the model, and what that costs, without asking."""
    drafts = read_drafts(settings, log)
    plans = [
        replace(one, name=f"{one.name} ({language})") if len(settings.languages) > 1 else one
        for language in settings.languages
        for one in make_plan(drafts, settings, language, log)
    ]
    if as_json:
        priced = [{**asdict(one), "cost": one.cost(settings.openai.price)} for one in plans]
        click.echo(json.dumps(priced, ensure_ascii=False, indent=2))
    else:
        _print_plans([*plans, total(plans, "total")], settings.openai)


def _print_plans(plans: Sequence[Plan], settings: OpenAISettings) -> None:
    columns = ("report", "files", "cached", "by rules", "requests", "tokens in", "tokens out", "cost")
    costs = (plan.cost(settings.price) for plan in plans)
    rows = [(*astuple(plan), "-" if cost is None else f"{cost:.2f}") for plan, cost in zip(plans, costs, strict=True)]
    width = max(len(str(row[0])) for row in [columns, *rows])
    for first, *rest in [columns, *rows]:
        click.echo(f"{first!s:{width}}" + "".join(f"{value!s:>12}" for value in rest))
    if settings.price is None:
        click.echo("The cost is unknown: tell `openai.price` what a million tokens cost.")
