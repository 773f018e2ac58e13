#!/usr/bin/env python3
"""Kills builds at random moments, and counts the answers that had to be paid for again.

    python benchmarks/interrupted.py --times 20 --files 120 --concurrency 8

The files are explained by `model_server.py`; some are so long that they are read in parts, and its answers are asked
for twice, as they do not hold against the diff. After the kills, one build comes to its end.

An answer that was sent less than `--margin` seconds before a kill may have been lost on its way, as the build is at
work on others: nobody can keep what has not been read. It is counted apart. The exit code is 1 if any other answer was
asked for again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.model_server import Load, make_server

_LONG_EVERY = 20
"""One of so many files is read in parts."""
_IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


def make_site(folder: Path, files: int, base_url: str, concurrency: int) -> None:
    """A repository of two commits, and a site that reports on them."""
    repository = folder / "repository"
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    for version in (1, 2):
        for number in range(files):
            lines = 2_500 if number % _LONG_EVERY == 0 else 3
            text = "\n".join(f"Line {line} of page {number} tells of version {version}." for line in range(lines))
            (repository / f"page-{number}.md").write_text(f"# Page {number}\n\n{text}\n", encoding="utf-8")
        subprocess.run(["git", "-C", repository, "add", "--all"], check=True)
        subprocess.run(["git", "-C", repository, *_IDENTITY, "commit", "--quiet", "--message", "Change"], check=True)
        subprocess.run(["git", "-C", repository, "tag", f"v{version}"], check=True)
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    openai = {"base_url": base_url, "concurrency": concurrency, "context_tokens": 32_000}
    options = {"repository": "repository", "ranges": ["v1...v2"], "summarizer": "openai", "openai": openai}
    config = {"site_name": "Interrupted", "theme": "mkdocs", "plugins": [{"diffinsight": options}]}
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML


def start_build(folder: Path, key: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = {**os.environ, "OPENAI_API_KEY": key, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(command, cwd=folder, env=environment)


def kill_build(folder: Path, key: str, load: Load, seconds: float) -> float | None:
    """Start a build and kill it so many seconds after its first request; when, or nothing where it was done before."""
    load.arrived.clear()
    build = start_build(folder, key)
    load.arrived.wait(60)
    time.sleep(seconds)
    done = build.poll() is not None
    killed = time.time()
    if not done:
        build.send_signal(signal.SIGKILL)
    build.wait()
    return None if done else killed


def repeated(entries: Sequence[dict[str, Any]], kills: Mapping[str, float]) -> list[float]:
    """For each answer that was asked for again, how many seconds before its build was killed it had been sent.

    Less than 0 where the build was dead by then, which the server does not notice.
    """
    ages = []
    answered: dict[str, float] = {}
    for entry in entries:
        if entry["sha256"] in answered:
            ages.append(answered[entry["sha256"]])
        if entry["answered"]:
            answered[entry["sha256"]] = kills.get(entry["key"], float("inf")) - entry["sent_at"]
    return ages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="builds to kill")
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long an answer takes")
    parser.add_argument("--margin", type=float, default=0.3, help="seconds that an answer may be on its way")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load = Load(seconds=options.seconds, log=folder / "requests.jsonl")
        with make_server(load) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}/v1"
            make_site(folder, options.files, url, options.concurrency)
            delays = [random.uniform(0, 4 * options.seconds) for _ in range(options.times)]  # noqa: S311
            times = {f"build-{n}": kill_build(folder, f"build-{n}", load, delay) for n, delay in enumerate(delays)}
            status = start_build(folder, "build").wait()
            server.shutdown()
        entries = [json.loads(line) for line in (folder / "requests.jsonl").read_text(encoding="utf-8").splitlines()]
    kills = {key: killed for key, killed in times.items() if killed}
    ages = sorted(age for age in repeated(entries, kills) if age >= 0)
    lost = [age for age in ages if age < options.margin]
    print(f"{len(kills)} builds killed, the last one ended with {status}")
    print(f"{len(entries)} requests, {sum(entry['answered'] for entry in entries)} answered")
    print(f"{len(lost)} answers lost on their way, {len(ages) - len(lost)} others asked for again")
    if ages:
        print("sent before the kill, in ms:", *(f"{age * 1000:.0f}" for age in ages))
    sys.exit(status or len(ages) > len(lost))


if __name__ == "__main__":
    main()
