"""What all commands share: where the site's configuration is, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from ..errors import DiffInsightError
from ..hosts.mkdocs import plugin_config

log = plugin_config.log
_FILE = click.Path(exists=True, dir_okay=False)
_CONFIG = "The site's configuration."
json_option = click.option("--json", "as_json", is_flag=True, help="Print data instead of a table.")


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
        with readable_errors():
            run(plugin_config.read_settings(config_file), **parameters)

    return command
