"""A model server that leaves one request without an answer, and a site that asks it."""

from __future__ import annotations

import json
import threading
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ..conftest import GitRepository, Project
from ..model_server import completion, json_response

FILES = [f"docs/{letter}.md" for letter in "abcd"]

OVERVIEW = "the overview"

PATIENCE = 60
"""Seconds after which a build that sends no request is taken for dead."""


class Model:
    """Answers at once, but for one request: that one never, and it tells when it has arrived."""

    def __init__(self, server: HTTPServer) -> None:
        self.base_url = server.url_for("/v1")
        self.asked: list[str] = []
        self.stuck = threading.Event()
        self.release = threading.Event()
        self._stick_at: int | None = None
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(self._answer)

    def stick_at(self, number: int) -> None:
        """Leave the request of this number without an answer, counted from 0."""
        self.stuck.clear()
        self.release.clear()
        self._stick_at = number

    def recover(self) -> None:
        """Answer everything from now on, and forget what was asked."""
        self._stick_at = None
        self.release.set()
        self.asked.clear()

    def _answer(self, request: Request) -> Response:
        body: dict[str, Any] = request.get_json()
        data = json.loads(body["messages"][1]["content"])
        subject = data.get("path", OVERVIEW)
        self.asked.append(subject)
        if len(self.asked) - 1 == self._stick_at:
            self.stuck.set()
            self.release.wait(PATIENCE)
        schema = body["response_format"]["json_schema"]["schema"]["properties"]
        answer = {name: _example(kind, subject) for name, kind in schema.items()}
        return json_response(completion(json.dumps(answer)))


def _example(schema: dict[str, Any], subject: str) -> object:
    """A value of a JSON schema."""
    match schema:
        case {"enum": [first, *_]}:
            return first
        case {"type": "array"}:
            return [_example(schema["items"], subject)]
        case {"type": "object"}:
            return {name: _example(kind, subject) for name, kind in schema["properties"].items()}
        case {"type": "integer"}:
            return 1
    return f"On {subject}."


def configure(project: Project, repository: GitRepository, model: Model, *ranges: str) -> None:
    options = {"base_url": model.base_url, "timeout": PATIENCE, "max_retries": 0, "concurrency": 1}
    site = {"repository": str(repository.path), "ranges": list(ranges), "summarizer": "openai", "grounding": "off"}
    project.configure({**site, "openai": options})
