"""The options as MkDocs has them: made of those that `settings` declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from ...build.categories import covered
from ...build.guard import guarded
from ...errors import ConfigError, DiffInsightError
from ...progress import Log
from ...settings import Option, Settings, make_settings, option_meant, options_of
from ...settings.checks import Check


class CheckedOption(BaseConfigOption[Any]):
    """An option that its declaration checks."""

    def __init__(self, check: Check, default: object) -> None:
        super().__init__()
        self.default = default
        self._check = check

    def run_validation(self, value: object) -> Any:
        if value is None and self.default is None:
            return None
        try:
            return self._check(value)
        except ConfigError as error:
            raise ValidationError(str(error)) from error


class Options(Config):
    """A group of options. One that is misspelt is told with the one that was probably meant."""

    group: type

    def __init_subclass__(cls) -> None:
        for name, declared in options_of(cls.group).items():
            option = _option(declared)
            option.__set_name__(cls, name)
            setattr(cls, name, option)
        super().__init_subclass__()

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        errors, warnings = super().validate()
        known = options_of(self.group)
        return errors, [
            (key, message if key in known else message + option_meant(self.group, key)) for key, message in warnings
        ]


def _option(declared: Option) -> BaseConfigOption[Any]:
    if isinstance(declared.check, type):
        return c.SubConfig(type(declared.check.__name__, (Options,), {"group": declared.check}))
    return CheckedOption(declared.check, declared.default)


class DiffInsightConfig(Options):
    """Everything below `diffinsight:` in `mkdocs.yml`."""

    group = Settings

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        errors, warnings = super().validate()
        if not errors:
            warnings += [("categories", message) for message in self._overlaps()]
        return errors, warnings

    def _overlaps(self) -> Iterator[str]:
        """What is wrong with patterns of categories that get no file."""
        for name, pattern, taker, taken_by in covered(self["categories"], self["ignore"]):
            whose = "`ignore`" if taker is None else f"category {taker!r}, which stands before it,"
            cure = "Leave one out." if taker is None else f"Put {name!r} before {taker!r}, or leave the pattern out."
            yield f"category {name!r}: {pattern!r} gets no file, as {taken_by!r} of {whose} takes them all. {cure}"


def settings_of(options: DiffInsightConfig, config: MkDocsConfig, log: Log) -> Settings:
    """The plugin's settings for a site. Raises `PluginError`."""
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        settings = make_settings(options, root, Path(config.docs_dir), Path(config.site_dir))
        return guarded(settings, root / Path(options["cache_dir"]).expanduser(), log)
    except DiffInsightError as error:
        raise PluginError(f"diffinsight: {error}") from error
