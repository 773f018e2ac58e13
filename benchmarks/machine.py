"""On what something was measured."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .sites import hugo

_PACKAGES = ("mkdocs", "mkdocs-material", "zensical")


def describe() -> str:
    """The day, the machine, and the versions of what builds, in one line."""
    return "; ".join([str(datetime.date.today()), f"{_processor()}, {os.cpu_count()} cores", ", ".join(_versions())])


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    for package in _PACKAGES:
        try:
            yield f"{package} {importlib.metadata.version(package)}"
        except importlib.metadata.PackageNotFoundError:
            continue
    if command := hugo():
        yield f"hugo {_number([*command, 'version'])}"
    yield f"git {_number(['git', '--version'])}"


def _number(command: list[str]) -> str:
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"v?(\d+(?:\.\d+)+)", out)
    return found[1] if found else "?"
