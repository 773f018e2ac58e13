"""The scripts under `benchmarks/` do what their figures rest on."""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from benchmarks import diff_lines, git_ranges
from benchmarks.model_server import Load, make_server
from mkdocs_diffinsight.explain.model.prompt import overview_prompt
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.ranges import CompareRange, parse_compare
from mkdocs_diffinsight.site.diff.lines import FileDiff, render_diff

Ask = Callable[[bytes], str]


@contextmanager
def running(load: Load) -> Iterator[Ask]:
    """A model server; gives what asks it. All is logged at the end."""
    with make_server(load) as server:
        server.daemon_threads = False
        threading.Thread(target=server.serve_forever).start()

        def ask(body: bytes) -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/v1/x", body) as answer:
                return str(json.load(answer)["choices"][0]["message"]["content"])

        try:
            yield ask
        finally:
            server.shutdown()


def body(data: str) -> bytes:
    schema = {"json_schema": {"schema": dict(overview_prompt([], {}, "en").schema)}}
    request = {"model": "m", "messages": [{"role": "user", "content": data}], "response_format": schema}
    return json.dumps(request).encode()


def test_an_answer_of_the_model_server_fits_the_schema() -> None:
    with running(Load()) as ask:
        answer = json.loads(ask(body("one two three")))
    jsonschema.validate(answer, overview_prompt([], {}, "en").schema)
    assert answer["summary"] == "one two three"


def test_the_model_server_logs_and_refuses(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(Load(per_minute=1, window=1e12, log=log)) as ask:
        ask(body("a"))
        with pytest.raises(urllib.error.HTTPError, match="429") as refusal:
            ask(body("b"))
        assert int(refusal.value.headers["Retry-After"]) > 0
        refusal.value.close()
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {(entry["sha256"], entry["status"], entry["answered"]) for entry in entries} == {
        (hashlib.sha256(body("a")).hexdigest(), 200, True),
        (hashlib.sha256(body("b")).hexdigest(), 429, False),
    }


def test_the_patches_of_the_diff_benchmark_have_words_to_mark() -> None:
    patches = diff_lines.make_patches(200, diff_lines.prose)
    assert sum(patch.count("\n") + 1 for patch in patches) >= 200
    for patch in patches:
        assert "<mark>" in render_diff(load_catalog("en"), FileDiff("item-0a1b2c", "a.md", patch))


def test_each_range_of_a_made_repository_changes_files(tmp_path: Path) -> None:
    ranges = git_ranges.make_repository(tmp_path, ranges=3, files=20, changed=6)
    with Repository(tmp_path) as repository:
        resolved = repository.resolve([CompareRange(*parse_compare(text), tmp_path) for text in ranges])
        changed = [len(repository.compare(ends.base, ends.head).files) for ends in resolved]
    assert len(changed) == 3
    assert all(4 <= number <= 6 for number in changed)


def test_git_is_measured_on_the_same_ranges(tmp_path: Path) -> None:
    ranges = git_ranges.make_repository(tmp_path, ranges=3, files=20, changed=6)
    figures = git_ranges.measure(tmp_path, ranges)
    assert figures.ranges == 3
    assert figures.files > 3
    assert min(figures.bare, figures.diffs, figures.everything, figures.ratio) > 0
    assert figures.processes < 12  # however many ranges there are
