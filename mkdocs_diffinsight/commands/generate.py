"""`diffinsight generate`: the texts of a site, without the site."""

from __future__ import annotations

import click

from ..build.range_reports import build_reports
from ..settings.options import Settings
from .common import log, site_command


@click.command()
@site_command
def generate(settings: Settings) -> None:
    """Fill the cache with the texts of all reports, without building the site."""
    result = build_reports(settings, log)
    log.info("%s", result)
    if result.tally.failed:
        missing = "1 text is" if result.tally.failed == 1 else f"{result.tally.failed} texts are"
        raise click.ClickException(f"{missing} missing; run it again.")
