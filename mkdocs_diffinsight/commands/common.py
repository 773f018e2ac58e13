"""What all commands share: where the site's configuration is, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger

from ..errors import DiffInsightError
from ..hosts.mkdocs.options import settings_of
from ..language.meant import unreadable_value
from ..plugin import DiffInsightPlugin
from ..settings import Settings

log = get_plugin_logger("diffinsight")

_FILE = click.Path(exists=True, dir_okay=False)
_CONFIG = "The site's configuration."
json_option = click.option("--json", "as_json", is_flag=True, help="Print data instead of a table.")


def _read_settings(config_file: str) -> Settings:
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
    return settings_of(plugin.config, config, log)


@contextmanager
def readable_errors() -> Iterator[None]:
    """Say what went wrong in a sentence, without a traceback."""
    try:
        yield
    except BrokenPipeError:  # whoever reads what is printed has seen enough
        raise
    except (DiffInsightError, OSError) as error:
        raise click.ClickException(str(error)) from error


def site_command(run: Callable[..., None]) -> Callable[..., None]:
    """A command on a site: it is called with the site's settings before its other parameters."""

    @click.option("-f", "--config-file", type=_FILE, default="mkdocs.yml", show_default=True, help=_CONFIG)
    @wraps(run)
    def command(config_file: str, **parameters: Any) -> None:
        settings = _read_settings(config_file)
        with readable_errors():
            run(settings, **parameters)

    return command
