"""Sites that are served while a test looks at them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..conftest import Project


class Server(NamedTuple):
    """`mkdocs serve` at work."""

    url: str
    log: Path
    """The file with what it says."""


@contextmanager
def served(project: Project) -> Iterator[Server]:
    """`mkdocs serve` as a person starts it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = project.path / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=project.path,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(f"http://{address}", log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(read: Callable[[], str], text: str, seconds: float = 60) -> None:
    """Until a page or a log has this text."""
    end = time.monotonic() + seconds
    while text not in (found := read()):
        assert time.monotonic() < end, f"never found {text!r} in:\n{found[-800:]}"
        time.sleep(0.2)
