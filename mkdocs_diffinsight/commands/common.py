"""What all commands share: where the site's configuration is, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger

from ..errors import DiffInsightError
from ..language.meant import unreadable_value
from ..plugin import DiffInsightPlugin, settings_of
from ..settings import Settings

log = get_plugin_logger("diffinsight")

config_file_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False),
    default="mkdocs.yml",
    show_default=True,
    help="The site's configuration.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print data instead of a table.")


def read_settings(config_file: str) -> Settings:
    """The plugin's settings for a site. Raises `ClickException`."""
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
def readable_errors() -> Iterator[None]:
    """Say what went wrong in a sentence, without a traceback."""
    try:
        yield
    except (DiffInsightError, OSError) as error:
        raise click.ClickException(str(error)) from error
