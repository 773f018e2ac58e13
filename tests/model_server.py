"""A server that speaks the API and answers by rule, for tests of whole commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

SMALL, LARGE = "small-1", "large-1"
"""The models for files and for overviews."""

Answer = Mapping[str, Any]


def file_answer(data: Mapping[str, Any]) -> Answer:
    """A true explanation of any file: it repeats a changed line."""
    label, _, line = next(line for line in data["diff"] if line.split(" ")[1][:1] in ("+", "-")).partition(" ")
    return {
        "modification_type": "minor update",
        "modification_title": "A line changed",
        "statements": [{"text": f"It now says `{line[1:]}`.", "lines": [label]}],
    }


def overview_answer(data: Mapping[str, Any]) -> Answer:
    """A true overview."""
    number = data["files"][0]["number"]
    told = [{"text": "Lines changed.", "files": [number]}]
    return {
        **dict.fromkeys(("highlights", "insights", "other_updates"), told),
        "new_features": [],
        "breaking_changes": [],
        "summary": "Lines changed.",
    }


def answer(body: Mapping[str, Any]) -> Answer:
    """What the model says to a request."""
    data = json.loads(body["messages"][1]["content"])
    return file_answer(data) if "diff" in data else overview_answer(data)


def completion(
    content: object = "An answer.", *, finish_reason: str = "stop", refusal: str | None = None
) -> dict[str, Any]:
    """An answer as the API wraps it."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "any",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 2, "total_tokens": 42},
    }


def json_response(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(value), status, headers, content_type="application/json")


class ModelServer:
    """Chat completions and batches. `asked` holds the data of every request, in both ways."""

    def __init__(self, server: HTTPServer) -> None:
        self.base_url = server.url_for("/v1")
        self.asked: list[Mapping[str, Any]] = []
        self.answer: Callable[[Mapping[str, Any]], Answer] = answer
        self.batches: dict[str, list[Mapping[str, Any]]] = {}
        """The lines of each batch."""
        self.done = True
        """Whether batches are answered."""
        self.lists_batches = True
        """Whether the server knows its batches by more than their names."""
        self.loses_answers = False
        """Whether a batch that is taken is not told to be."""
        self._marks: dict[str, Any] = {}
        """The metadata of each batch."""
        self._files: dict[str, bytes] = {}
        for method, path, handler in (
            ("POST", "/v1/chat/completions", self._complete),
            ("POST", "/v1/files", self._take_file),
            ("POST", "/v1/batches", self._take_batch),
            ("GET", "/v1/batches", self._list_batches),
        ):
            server.expect_request(path, method=method).respond_with_handler(handler)
        self._server = server

    def options(self, **options: Any) -> dict[str, Any]:
        """How a site is configured to ask this server."""
        return {"base_url": self.base_url, "model": SMALL, "overview_model": LARGE, "max_retries": 0, **options}

    def _note(self, body: Mapping[str, Any]) -> None:
        self.asked.append(json.loads(body["messages"][1]["content"]))

    def _complete(self, request: Request) -> Response:
        body = request.get_json()
        self._note(body)
        return json_response(completion(json.dumps(self.answer(body))))

    def _take_file(self, request: Request) -> Response:
        name = f"file-{len(self._files)}"
        self._files[name] = request.files["file"].read()
        return json_response({"id": name, "object": "file"})

    def _take_batch(self, request: Request) -> Response:
        name = f"batch-{len(self.batches)}"
        lines = [json.loads(line) for line in self._files[request.get_json()["input_file_id"]].splitlines()]
        self.batches[name] = lines
        self._marks[name] = request.get_json().get("metadata")
        for line in lines:
            self._note(line["body"])
        self._server.expect_request(f"/v1/batches/{name}").respond_with_handler(lambda _: self._batch(name))
        self._server.expect_request(f"/v1/files/{name}-out/content").respond_with_handler(lambda _: self._output(name))
        if self.loses_answers:
            return Response("", 502)
        return json_response({"id": name, "object": "batch"})

    def _list_batches(self, request: Request) -> Response:
        if not self.lists_batches:
            return json_response({"error": {"message": "No such page"}}, 404)
        listed = [{"id": name, "metadata": mark, "status": "in_progress"} for name, mark in self._marks.items()]
        return json_response({"object": "list", "data": listed[::-1], "has_more": False})

    def _batch(self, name: str) -> Response:
        status = "completed" if self.done else "in_progress"
        return json_response({"id": name, "object": "batch", "status": status, "output_file_id": f"{name}-out"})

    def _output(self, name: str) -> Response:
        return Response("\n".join(json.dumps(self._line(line)) for line in self.batches[name]))

    def _line(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        response = {"status_code": 200, "body": completion(json.dumps(self.answer(line["body"])))}
        return {"id": "x", "custom_id": line["custom_id"], "response": response, "error": None}
