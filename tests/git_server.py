"""Servers of git repositories on this machine: git's own programs, behind a few lines of HTTP or TCP."""

from __future__ import annotations

import base64
import os
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PATIENCE = 60
"""Seconds after which an answer that is held back goes on, so that no test hangs."""


@dataclass
class Traffic:
    """What a server is asked, and how it answers."""

    root: Path
    """Of the repositories that are served."""
    speaks_v2: bool = True
    """Whether git's second protocol gets through; some web servers drop the header that asks for it."""
    login: str | None = None
    """`user:password` that is asked for."""
    failures: list[int] = field(default_factory=list)
    """The statuses that the next requests are answered with, instead of what they ask for."""
    stick_after: int | None = None
    """Bytes of a pack after which nothing more is sent."""
    stuck: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    requests: list[str] = field(default_factory=list)
    sent: int = 0
    """Bytes of all answers."""

    def measure(self) -> tuple[int, int]:
        """The requests and the bytes since the last measuring."""
        measured = len(self.requests), self.sent
        self.requests.clear()
        self.sent = 0
        return measured


class _Handler(BaseHTTPRequestHandler):
    """Runs `git http-backend` (https://git-scm.com/docs/git-http-backend) as a CGI program."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self._body())

    def log_message(self, *arguments: Any) -> None:
        pass

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, body: bytes) -> None:
        traffic: Traffic = self.server.traffic  # type: ignore[attr-defined]
        path, _, query = self.path.partition("?")
        traffic.requests.append(f"{self.command} {self.path}")
        if traffic.failures:
            self.send_response(traffic.failures.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if traffic.login:
            expected = "Basic " + base64.b64encode(traffic.login.encode()).decode()
            if self.headers.get("Authorization") != expected:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
        environment = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_PROJECT_ROOT": str(traffic.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", "") if traffic.speaks_v2 else "",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if traffic.stick_after is not None and b"PACK" in content:
            self.wfile.write(content[: traffic.stick_after])
            self.wfile.flush()
            traffic.stuck.set()
            traffic.release.wait(PATIENCE)
            return
        traffic.sent += len(content)
        self.wfile.write(content)


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no matter of the server's."""


class HttpServer(Traffic):
    """Serves the repositories in a folder over HTTP."""

    url: str

    @contextmanager
    def running(self) -> Iterator[HttpServer]:
        server = _HttpServer(("127.0.0.1", 0), _Handler)
        server.traffic = self  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self
        finally:
            self.release.set()
            server.shutdown()
            server.server_close()
            thread.join()


class _Daemon(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def git_daemon(root: Path) -> Iterator[str]:
    """Serve the repositories in a folder by `git daemon`; the address."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
            command = ["git", "daemon", "--inetd", "--export-all", f"--base-path={root}"]
            subprocess.run(
                command,
                stdin=self.request,
                stdout=self.request,
                stderr=subprocess.DEVNULL,
                env=environment,
                check=False,
            )

    yield from _serve(Handler)


@contextmanager
def silent_server() -> Iterator[str]:
    """A server that takes connections for `git://` and never says a word; the address."""
    released = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            released.wait(PATIENCE)

    try:
        yield from _serve(Handler)
    finally:
        released.set()


def _serve(handler: type[socketserver.BaseRequestHandler]) -> Iterator[str]:
    with _Daemon(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"git://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
