"""`diffinsight generate`: the texts of a site, without the site."""

from __future__ import annotations

import click

from ..build.reports import build_reports
from .common import config_file_option, log, read_settings, readable_errors


@click.command()
@config_file_option
def generate(config_file: str) -> None:
    """Fill the cache with the texts of all reports, without building the site."""
    settings = read_settings(config_file)
    with readable_errors():
        result = build_reports(settings, log)
    log.info("%s", result)
    if result.tally.failed:
        missing = "1 text is" if result.tally.failed == 1 else f"{result.tally.failed} texts are"
        raise click.ClickException(f"{missing} missing; run it again.")
