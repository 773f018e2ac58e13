"""The options as MkDocs has them, and a site's settings by them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from ...build.categories import overlaps
from ...errors import ConfigError, DiffInsightError
from ...language.meant import unreadable_value
from ...settings.options import Settings, check_options
from ..host import bound_settings

log = get_plugin_logger("diffinsight")


class DiffInsightConfig(Config):
    """Everything below `diffinsight:` in `mkdocs.yml`."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        self.data, errors, warnings = check_options(Settings, self.data)
        if not errors:
            warnings += [("categories", message) for message in overlaps(self["categories"], self["ignore"])]
        return [(name, ValidationError(message)) for name, message in errors], warnings


def settings_of(options: DiffInsightConfig, config: MkDocsConfig) -> Settings:
    """The plugin's settings for a site. Raises `PluginError`."""
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        return bound_settings(options, root, Path(config.docs_dir), Path(config.site_dir), log)
    except DiffInsightError as error:
        raise PluginError(f"diffinsight: {error}") from error


def read_settings(config_file: str) -> Settings:
    """The plugin's settings for the site of a configuration. Raises `ConfigError`, and what MkDocs raises."""
    try:
        config = load_config(config_file)
    except ValueError as error:  # YAML's own, of a value that looks like a day or a number and is none
        unreadable = unreadable_value(Path(config_file).read_bytes())
        if unreadable is None:
            raise
        raise ConfigError(f"{config_file}, {unreadable}") from error
    configured = [plugin.config for plugin in config.plugins.values() if isinstance(plugin.config, DiffInsightConfig)]
    if not configured:
        raise ConfigError(f"{config_file} has no `diffinsight` under `plugins`.")
    return settings_of(configured[0], config)
