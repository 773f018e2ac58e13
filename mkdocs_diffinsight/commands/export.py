"""`diffinsight export`: reports as Markdown files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..build.reports import build_reports
from ..disk import Folder
from ..language.catalog import Catalog, load_catalog
from ..model.naming import Names, slugify
from ..model.report import Report
from ..settings import Settings
from .common import log, site_command
from .markdown_form import write_report


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@site_command
def export(settings: Settings, directory: Path) -> None:
    """Write each report of the site as a Markdown file into DIRECTORY.

    Reports in the main language go into DIRECTORY itself, those in each further language into a folder of its own.
    """
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
