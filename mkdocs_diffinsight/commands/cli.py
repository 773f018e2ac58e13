"""The `diffinsight` command: what each subcommand does is in the file of its name."""

from __future__ import annotations

import logging

import click

from .. import __version__
from .batch import batch
from .export import export
from .generate import generate
from .importing import import_reports
from .init import init
from .plan import plan
from .ranges import ranges


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Reports on git compare ranges, besides what `mkdocs build` does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.handlers[:] = [handler]


for command in (init, export, ranges, plan, generate, batch, import_reports):
    main.add_command(command)
