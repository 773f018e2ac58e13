#!/usr/bin/env python3
"""A server for measurements that speaks `/v1/chat/completions` and takes as long as it is told to.

    python benchmarks/model_server.py --seconds 2 --at-a-time 8 --per-minute 60 --port 8811 --log requests.jsonl

Each answer fits the request's schema and is made of the first words of its data. Requests beyond `--at-a-time` wait;
requests beyond `--per-minute`, counted in fixed minutes, are refused with 429 and `Retry-After`. The log has one line
for each request: the SHA-256 of its body, its key, its status, whether the answer could be sent, and when (in seconds
since 1970).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_WORDS = 12


@dataclass
class Load:
    """What the server bears, and what came."""

    seconds: float = 0
    at_a_time: int | None = None
    per_minute: int | None = None
    log: Path | None = None
    window: float = 60
    """Seconds of a minute."""
    most_under_way: int = 0
    _under_way: int = 0
    _answered: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.arrived = threading.Event()
        """Set by each request."""
        self._places = threading.Semaphore(self.at_a_time or 10_000)

    def refusal(self) -> float | None:
        """Seconds until the next minute, if this one's requests are used up; else count one more."""
        number, rest = divmod(time.monotonic(), self.window)
        with self._lock:
            count = self._answered.get(int(number), 0)
            if self.per_minute is not None and count >= self.per_minute:
                return self.window - rest
            self._answered[int(number)] = count + 1
            return None

    def work(self) -> None:
        """Take the time that an answer takes."""
        with self._lock:
            self._under_way += 1
            self.most_under_way = max(self.most_under_way, self._under_way)
        with self._places:
            time.sleep(self.seconds)
        with self._lock:
            self._under_way -= 1

    def write(self, body: bytes, status: int, key: str, *, sent: bool) -> None:
        """Log a request."""
        if self.log:
            entry = {
                "sha256": hashlib.sha256(body).hexdigest(),
                "key": key,
                "status": status,
                "answered": sent and status == 200,
                "sent_at": time.time(),
            }
            with self._lock, self.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")


def make_server(load: Load, port: int = 0) -> ThreadingHTTPServer:
    """A server on this machine that bears this load; it does not run yet."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet

        def handle(self) -> None:
            with suppress(ConnectionError):  # a client that was killed
                super().handle()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not body:
                return  # the client was killed while it sent
            load.arrived.set()
            pause = load.refusal()
            if pause is not None:
                error = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
                self.send(body, 429, error, {"Retry-After": str(math.ceil(pause))})
                return
            load.work()
            self.send(body, 200, completion(json.loads(body)))

        def send(self, body: bytes, status: int, value: object, headers: dict[str, str] | None = None) -> None:
            data = json.dumps(value).encode()
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                self.send_response(status)
                for name, text in {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(data)),
                    **(headers or {}),
                }.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()
            except OSError:  # the client has gone
                self.close_connection = True
                load.write(body, status, key, sent=False)
            else:
                load.write(body, status, key, sent=True)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def completion(request: dict[str, Any]) -> dict[str, Any]:
    """An answer of the API to a request."""
    data = str(request["messages"][-1]["content"])
    form = request.get("response_format", {}).get("json_schema", {})
    schema = form.get("schema", {"type": "string"})
    content = json.dumps(fill(schema, schema, " ".join(data.split()[:_WORDS])))
    tokens = {"prompt_tokens": len(json.dumps(request)) // 4, "completion_tokens": len(content) // 4}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request["model"],
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {**tokens, "total_tokens": sum(tokens.values())},
    }


def fill(schema: dict[str, Any], root: dict[str, Any], words: str, *, nested: bool = False) -> object:
    """A simple value that fits a schema: texts are `words`; a list has one item, and none within another list."""
    if "$ref" in schema:
        return fill(root["$defs"][schema["$ref"].rpartition("/")[2]], root, words, nested=nested)
    if "anyOf" in schema:
        return fill(schema["anyOf"][0], root, words, nested=nested)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: fill(part, root, words, nested=nested) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [fill(schema["items"], root, words, nested=True)] * schema.get("minItems", 0 if nested else 1)
    simple = {"string": words, "integer": schema.get("minimum", 1), "number": 1.0, "boolean": False, "null": None}
    return simple[kind]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0, help="how long an answer takes")
    parser.add_argument("--at-a-time", type=int, help="answers worked on at a time; default: any number")
    parser.add_argument("--per-minute", type=int, help="requests taken in a minute; default: any number")
    parser.add_argument("--window", type=float, default=60, help="seconds of that minute")
    parser.add_argument("--port", type=int, default=8811)
    parser.add_argument("--log", type=Path, help="file to add a line of JSON to for each request")
    options = parser.parse_args()
    load = Load(options.seconds, options.at_a_time, options.per_minute, options.log, options.window)
    with make_server(load, options.port) as server:
        print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print(f"at most {load.most_under_way} requests were under way")


if __name__ == "__main__":
    main()
