"""`diffinsight export`: reports as Markdown files."""

from __future__ import annotations

from pathlib import Path

import click

from ..build.range_reports import build_reports
from ..disk import Folder
from ..language.catalog import load_catalog
from ..model.naming import Names, slugify
from ..settings.options import Settings
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
        folder = Folder(directory if language == settings.languages[0] else directory / language)
        names = Names()
        for report in reports:
            category = f"-{slugify(report.category)}" if report.category else ""
            name = names.take(f"report-{report.date:%Y%m%d}{category}")
            folder.write(f"{name}.md", write_report(report, load_catalog(language)).encode("utf-8", "replace"))
    log.info("%s; written to %s", result, directory)
