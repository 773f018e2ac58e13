"""A cache that an earlier version of this package has written is read, and every text in it is what it was."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from mkdocs_diffinsight.cache.evidence import VERSION as EVIDENCE_VERSION
from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.explain.model.language_model import LanguageModel
from mkdocs_diffinsight.model.findings import METADATA_FIELDS
from mkdocs_diffinsight.model.ranges import CompareRange
from mkdocs_diffinsight.settings.options import OpenAISettings

from ..conftest import Build, GitRepository, Project
from ..model_server import SMALL, ModelServer
from ..reading import read_ranges

BEFORE = Path(__file__).parent / "before"
"""What version 0.1 left in `cache_dir`, without pages and locks, and `texts.json`: what its site told.

A model wrote the texts of v1...v2 and v2...v3, and a person those of v1...v2 in English; a first answer about x1...x2
was to be asked for again when the build was killed; those about x2...x3 were under way in a batch.
"""
LANGUAGES = ["en", "ja"]
TEXTS = ("summaries", "overviews", "answers", "batches")
TEXTS_OF_FILES = (
    *("path", "modification_type", "modification_title", "title_unproven", "explanation", "statements", "author"),
    *("unread", "noise"),
)
TABLE = "| Region | Limit |\n|---|---|\n| East | {} |\n| West | 20 |\n"


def make_history(repository: GitRepository) -> None:
    """Commits whose ids are always the same.

    v1 -- v2 -- v3 -- x1 -- x2 -- x3   (main)
    """
    commit = repository.commit
    commit({"docs/guide.md": "# Guide\n\nUse version 1.\n", "src/app.py": "def run():\n    pass\n"}, "v1")
    commit({"docs/guide.md": "# Guide\n\nUse version 2.\n", "src/app.py": "def start():\n    pass\n"}, "v2")
    notes = "---\nms.date: 2024-01-0{}\n---\n# Notes\n"
    commit({"docs/limits.md": "# Limits\n\n" + TABLE.format(10), "docs/notes.md": notes.format(1)}, "x0")
    caf = {b"docs/caf\xe9.md".decode("utf-8", "surrogateescape"): b"Caf\xe9 and tea\n"}
    commit({"docs/limits.md": "# Limits\n\n" + TABLE.format(15), "docs/notes.md": notes.format(2), **caf}, "v3")
    commit({}, "x1")
    commit({"docs/guide.md": "# Guide\n\nUse version 3.\n"}, "x2")
    commit({"docs/guide.md": "# Guide\n\nUse version 4.\n"}, "x3")


def make_options(repository: GitRepository, *ranges: str, **options: object) -> dict[str, Any]:
    asked = ranges or [{"tags": "v*"}]
    return {"repository": str(repository.path), "ranges": list(asked), "languages": LANGUAGES, **options}


def texts_of(build: Build) -> list[dict[str, Any]]:
    """What a site tells in each report, with who wrote it and what was not found."""
    told = []
    for number in range(len(build.reports())):
        report = build.report(number)
        files = [{key: file[key] for key in TEXTS_OF_FILES} for file in report["files"]]
        told.append({"language": report["language"], "overview": report["overview"], "files": files})
    return told


@pytest.fixture
def before(project: Project, repository: GitRepository) -> Project:
    """A site whose cache is that of before."""
    make_history(repository)
    shutil.copytree(BEFORE, project.cache, ignore=shutil.ignore_patterns("texts.json"))
    return project


def contents(folder: Path, *parts: str) -> dict[str, bytes]:
    """The files in parts of a folder, by their paths in it."""
    paths = (path for part in parts for path in folder.glob(f"{part}/**/*.json"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_every_text_is_what_it_was(before: Project, repository: GitRepository) -> None:
    build = before.build_strictly(make_options(repository, summarizer="cached"))
    told = [json.dumps(one) for one in texts_of(build)]
    assert told == (BEFORE / "texts.json").read_text(encoding="utf-8").splitlines()
    assert contents(before.cache, *TEXTS) == contents(BEFORE, *TEXTS)


def test_the_build_after_a_takeover_has_nothing_to_do(before: Project, repository: GitRepository) -> None:
    first = before.build_strictly(make_options(repository, summarizer="cached"))
    evidence = contents(before.cache, "evidence")
    [version] = {name.split("/")[1] for name in evidence}
    assert version == f"v{EVIDENCE_VERSION}"
    pages = {path: path.stat().st_mtime_ns for path in before.cache.rglob("*") if path.suffix in (".page", ".json")}
    second = before.build("--strict")
    assert second.status == 0, second.log
    assert texts_of(second) == texts_of(first)
    assert contents(before.cache, "evidence") == evidence
    assert {path: path.stat().st_mtime_ns for path in pages} == pages


def test_a_text_is_written_as_it_was(tmp_path: Path) -> None:
    """A text that is read and written again changes no byte, so that a review of the folder shows nothing."""
    for language in LANGUAGES:
        read, written = (Cache(folder, language, pytest.fail) for folder in (BEFORE, tmp_path))
        for name, data in contents(BEFORE, f"summaries/{language}").items():
            summary, path = read.summary(Path(name).stem), json.loads(data)["path"]
            assert summary
            written.keep_summary(Path(name).stem, path, summary)
        for name in contents(BEFORE, f"overviews/{language}"):
            overview = read.overview(Path(name).stem)
            assert overview
            written.keep_overview(Path(name).stem, overview)
        for name, data in contents(BEFORE, f"answers/{language}").items():
            answer = read.answer(Path(name).parent.name, Path(name).stem)
            assert answer
            assert answer.text == json.loads(data)["answer"]
            written.keep_answer(Path(name).parent.name, Path(name).stem, answer)
    parts = ("summaries", "overviews", "answers")
    assert contents(tmp_path, *parts) == contents(BEFORE, *parts)


def test_what_a_branch_and_tags_were_is_known(tmp_path: Path) -> None:
    cache = Cache(BEFORE, "en", pytest.fail)
    assert cache.tip("repository\nmain") == "c" * 40
    assert cache.steps("repository\nv*", "key") == [("v1", "v2", False), ("v2", "v3", False)]


def name_as_now(cache: Path, repository: Path) -> None:
    """Give answers and requests the names of today's questions: a name stands for all that is asked, which grows."""
    ranges = [CompareRange(*ends, direct=False, repository=repository) for ends in (("x1", "x2"), ("x2", "x3"))]
    read = read_ranges(ranges, Cache(cache, "en", pytest.fail), logging.getLogger("test"), METADATA_FIELDS)
    (answered,), (asked,) = (one.files for one in read)
    batches = sorted(cache.glob("batches/*.json"))
    for language, batch in zip(LANGUAGES, batches, strict=True):
        model = LanguageModel(OpenAISettings(model=SMALL), language)
        [path] = cache.glob(f"answers/{language}/{answered.diff_hash}/*.json")
        conversation = model.explain_file(answered)
        first = next(conversation)
        again = conversation.send(json.loads(path.read_text(encoding="utf-8"))["answer"])
        path.rename(path.with_name(f"{first.hash}.json"))
        told = json.loads(batch.read_text(encoding="utf-8"))
        requests = [again.hash, next(model.explain_file(asked)).hash]
        batch.write_text(json.dumps({**told, "requests": requests}), encoding="utf-8")


def test_what_was_answered_or_is_under_way_is_not_asked_again(
    before: Project, repository: GitRepository, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second try of x1...x2 is named by the first answer, which is kept."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    server = ModelServer(httpserver)
    name_as_now(before.cache, repository.path)
    build = before.build_strictly(make_options(repository, "x1...x2", "x2...x3", openai=server.options()))
    assert "4 requests are under way in batches, and not asked again" in build.log
    assert server.asked == []
