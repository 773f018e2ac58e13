"""Builds in the process of the tests, which may change what a build is made with."""

from __future__ import annotations

from contextlib import suppress

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from .conftest import Build, Project


def build_here(project: Project) -> Build:
    """Build the site; an error that ends it is in the log of the test."""
    config = load_config(str(project.path / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    with suppress(Abort, PluginError):
        build(config)
    return Build(0, "", project.path / "site")
