#!/usr/bin/env python3
"""Set up a checkout and work in it, with nothing but Python 3.11 and git.

    python3 develop.py site       build this repository's own site into ./site
    python3 develop.py serve      show it, and again after each change
    python3 develop.py test       run all tests but those that need a browser or other plugins
    python3 develop.py browser    run those, in Chromium ($CHROMIUM or on the PATH)
    python3 develop.py plugins    run those that build sites with other plugins, in an environment of their own
    python3 develop.py benchmark  measure what a site costs, beside other ways to build it
    python3 develop.py lint       check style, format and types
    python3 develop.py check      lint, test, and test with other plugins

Arguments after the command go to the tool that it runs: `python3 develop.py test -k cache`.
Everything is installed into ./.venv, and other plugins, which want older libraries, into ./.venv-plugins, from the
package index that pip is configured for. Where Python comes without pip, as Debian's does, the first pip is fetched
from $PIP_INDEX_URL, or else from PyPI.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, PLUGINS = ROOT / ".venv", ROOT / ".venv-plugins"
PIP = "pip>=25.1"  # the first that installs dependency groups


def site(*arguments: str) -> None:
    set_up()
    run("-m", "mkdocs", "build", "--strict", *arguments)


def serve(*arguments: str) -> None:
    set_up()
    run("-m", "mkdocs", "serve", *arguments)


def test(*arguments: str) -> None:
    set_up("test")
    run("-m", "pytest", "-n", "auto", *arguments)


def browser(*arguments: str) -> None:
    set_up("test", "browser")
    run("-m", "pytest", "-n", "auto", "-m", "browser", *arguments)


def plugins(*arguments: str) -> None:
    set_up("test", "plugins", environment=PLUGINS)
    run("-m", "pytest", "-n", "auto", "-m", "plugins", "tests/plugins", *arguments, environment=PLUGINS)


def benchmark(*arguments: str) -> None:
    set_up("benchmark")
    run("-m", "benchmarks", *arguments)


def lint(*arguments: str) -> None:
    set_up("test", "browser", "lint")
    run("-m", "ruff", "check", *arguments)
    run("-m", "ruff", "format", "--check", *arguments)
    run("-m", "mypy", *arguments)


def check() -> None:
    lint()
    test()
    plugins()


COMMANDS: dict[str, Callable[..., None]] = {
    command.__name__: command for command in (site, serve, test, browser, plugins, benchmark, lint, check)
}


def run(*arguments: str, environment: Path = VENV) -> None:
    """Run an environment's Python in the checkout; if it fails, so do we."""
    status = subprocess.run([python_of(environment), *arguments], cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(*groups: str, environment: Path = VENV) -> None:
    """Make an environment with these dependency groups, unless it is there and up to date."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + repr(groups).encode()).hexdigest()
    stamp = environment / f"installed-{'-'.join(groups) or 'base'}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"Setting up {environment} ...", flush=True)
    if not python_of(environment).exists():
        make_environment(environment)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, "--upgrade", PIP, environment=environment)
    options = [option for group in groups for option in ("--group", group)]
    run(*install, "--editable", ".", *options, environment=environment)
    stamp.write_text(wanted, encoding="ascii")


def make_environment(environment: Path) -> None:
    """Make a virtual environment, also where the system's Python comes without `ensurepip`, as Debian's does."""
    bundled = importlib.util.find_spec("ensurepip") is not None
    subprocess.run([sys.executable, "-m", "venv", *([] if bundled else ["--without-pip"]), environment], check=True)
    if not bundled:
        with tempfile.TemporaryDirectory() as folder:
            wheel = download_pip(Path(folder))
            install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", str(wheel))
            run(f"{wheel}/pip", *install[2:], environment=environment)


def download_pip(folder: Path) -> Path:
    """Fetch the newest pip from the package index (https://packaging.python.org/specifications/simple-repository-api)."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    request = urllib.request.Request(f"{index}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(request) as answer:
        files = json.load(answer)["files"]
    wheels = [file for file in files if file["filename"].endswith(".whl") and version(file["filename"])]
    newest = max(wheels, key=lambda file: version(file["filename"]))
    with urllib.request.urlopen(newest["url"]) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != newest["hashes"]["sha256"]:
        sys.exit(f"{newest['url']} is not the file that the index promises.")
    path = folder / str(newest["filename"])
    path.write_bytes(data)
    return path


def version(filename: str) -> list[int]:
    """The release in a wheel's name; nothing for a pre-release."""
    parts = filename.split("-")[1].split(".")
    return [int(part) for part in parts] if all(part.isdigit() for part in parts) else []


def main() -> None:
    name, *arguments = sys.argv[1:] or ["help"]
    if sys.version_info < (3, 11):  # noqa: UP036 - nothing has been installed yet that would check it
        sys.exit("Python 3.11 or later is needed.")
    if name not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[name](*arguments)


if __name__ == "__main__":
    main()
