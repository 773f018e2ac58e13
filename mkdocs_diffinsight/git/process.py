"""Git as a program: how it is started, by GitPython, and asked again and again while it runs."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple, Self, TypeVar, cast

from ..errors import ObjectError, RepositoryError

# What `git rev-parse --local-env-vars` names, and what else turns git to other objects or other diffs. Some of it is
# set where a build runs inside a git hook.
_FOREIGN_ENVIRONMENT = (
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_ATTR_SOURCE", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT"),
    *("GIT_CONFIG_PARAMETERS", "GIT_DIFF_OPTS", "GIT_DIR", "GIT_EXTERNAL_DIFF", "GIT_GRAFT_FILE"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"),
    *("GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE"),
)
NO_PROGRAMS = (("core.fsmonitor", "false"), ("core.hooksPath", os.devnull))
"""Settings with which those of a repository have git run nothing, where it is only read."""


def settings_in_environment(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The environment that gives git these settings (https://git-scm.com/docs/git-config#ENVIRONMENT)."""
    names = {f"GIT_CONFIG_KEY_{n}": name for n, (name, _) in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{n}": value for n, (_, value) in enumerate(settings)}
    return {"GIT_CONFIG_COUNT": str(len(settings)), **names, **values}


def settings_of_the_user(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The environment that gives git these settings after those that the user has there, as CI sets them."""
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    theirs = [
        (os.environ.get(f"GIT_CONFIG_KEY_{n}", ""), os.environ.get(f"GIT_CONFIG_VALUE_{n}", ""))
        for n in range(int(given) if given.isdecimal() and len(given) < 5 else 0)
    ]
    more = {"GIT_CONFIG_PARAMETERS": text} if (text := os.environ.get("GIT_CONFIG_PARAMETERS")) else {}
    return {**settings_in_environment([*theirs, *settings]), **more}


_READING = {
    "GIT_ALLOW_PROTOCOL": "none",  # so gits before 2.45 fetch nothing that a partial clone lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
NEUTRAL_ENVIRONMENT = {
    **_READING,
    **settings_in_environment(NO_PROGRAMS),
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.path.join(os.devnull, "none"),  # noqa: PTH118 - no file; an empty one makes git give advice
    "GIT_NO_REPLACE_OBJECTS": "1",
}
"""The environment for reading what is the same on every machine."""


def users_environment() -> dict[str, str]:
    """The environment for reading with the user's own settings."""
    return {**_READING, **settings_of_the_user(NO_PROGRAMS)}


_QUESTIONS_AT_ONCE = 4096
"""Bytes, which the smallest pipe takes whole. So git never waits for us to read while we wait for it to listen."""
_BLOCK = 65_536
MAX_MEMORY = 4_000_000_000
"""Bytes that a git which reads a repository may take, on Linux; what is mapped from its files does not count."""
Answer = TypeVar("Answer")


def as_text(data: bytes | bytearray) -> str:
    """Text as git has it: bytes that are no UTF-8 are kept, each as half a character."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """What `as_text` was given."""
    return text.encode("utf-8", "surrogateescape")


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a git that is the caller's to end. Raises `RepositoryError` where there is none."""
    try:
        from git import Git
    except ImportError as error:  # GitPython's, where there is no git program
        raise RepositoryError("The git program was not found; install git and put it on the PATH.") from error
    with without_foreign_environment():
        started = Git().execute(["git", *arguments], istream=subprocess.PIPE, as_process=True, env=dict(environment))
    process, started.proc = cast("subprocess.Popen[bytes]", started.proc), None
    return process


class Done(NamedTuple):
    """How a git has ended, and what it printed."""

    status: int
    out: bytes
    err: str


def finish(arguments: Sequence[str], environment: Mapping[str, str], data: str = "") -> Done:
    """Run a git that ends by itself."""
    process = start(arguments, environment)
    try:
        out, err = process.communicate(as_bytes(data))
    finally:
        stop(process)
    return Done(process.returncode, out, err.decode("utf-8", "replace").strip())


def run(
    arguments: Sequence[str], environment: Mapping[str, str], repository: str, *, data: str = "", accept: int = 0
) -> str:
    """What a git prints that ends by itself.

    Raises `ObjectError` where it fails: where it ends with another status than 0 and the one to `accept`.
    """
    done = finish(arguments, environment, data)
    if done.status not in (0, accept):
        reason = done.err or f"exit status {done.status}"
        raise ObjectError(f"In the repository {repository}: `git {arguments[0]}` failed: {reason}")
    return as_text(done.out)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs: gently, so that git ends its own helpers, or else at once."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def without_foreign_environment() -> Iterator[None]:
    """Take away what the environment tells git; GitPython can only add to it."""
    taken = {name: os.environ.pop(name) for name in _FOREIGN_ENVIRONMENT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


class Ear(threading.Thread):
    """Listens to what a program prints, and knows when it was last heard."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._stream = cast("IO[bytes]", stream)
        self._heard = bytearray()
        self.last = time.monotonic()
        self.start()

    @property
    def text(self) -> str:
        return as_text(self._heard)

    def run(self) -> None:
        with self._stream:
            while data := os.read(self._stream.fileno(), _BLOCK):
                self._heard += data
                self.last = time.monotonic()

    def stop(self) -> None:
        """Hear what is left; not of a program that ours has left behind, such as a shared connection of ssh."""
        self.join(timeout=2)


def _bound_memory(process: int) -> None:
    """Have git end rather than take all memory for what a repository unfolds to, where the system can do that."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.prlimit(process, resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


class Heard(NamedTuple):
    """What a program has said, or the beginning of it."""

    data: bytes
    is_whole: bool = True


class GitProcess:
    """A git that reads questions, line by line, and answers each before it reads on.

    It is started when it is first asked, and again when it is asked after its end. Whatever it is asked raises
    `ObjectError` if it has died, and `RepositoryError` where there is no git. It ends with its `with` block.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], repository: str) -> None:
        self._arguments = arguments
        self._environment = environment
        self._what = f"In the repository {repository}: `git {arguments[0]}` failed"
        self._running: tuple[subprocess.Popen[bytes], Ear] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            process = start(self._arguments, self._environment)
            _bound_memory(process.pid)
            self._running = process, Ear(process.stderr)
        return self._running[0]

    @property
    def _stdin(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdout)

    def end(self) -> None:
        """End it, with all that it has left to say."""
        if self._running is None:
            return
        process, stderr = self._running
        with contextlib.suppress(OSError):  # a pipe to one that has died
            self._stdin.close()
        stop(process)
        self._stdout.close()
        stderr.stop()
        self._running = None

    def say(self, lines: Iterable[str]) -> None:
        """Ask, in lines that have no line ends of their own."""
        try:
            self._stdin.write(as_bytes("".join(f"{line}\n" for line in lines)))
            self._stdin.flush()
        except OSError:
            raise self._failure() from None

    def hear_all(self) -> Iterator[bytes]:
        """The lines that it prints once no more is asked, as they come; an error comes after the last one."""
        with contextlib.suppress(OSError):  # what it has printed before it died may do
            self._stdin.close()
        yield from self._stdout
        if self._process.wait():
            raise self._failure()

    def hear_line(self) -> bytes:
        """A line, without its end."""
        line = self._stdout.readline()
        if not line.endswith(b"\n"):
            raise self._failure()
        return line[:-1]

    def hear(self, size: int) -> bytes:
        """So many bytes."""
        data = self._stdout.read(size)
        if len(data) < size:
            raise self._failure()
        return data

    def hear_until(self, end: bytes, most: int | None = None) -> Heard:
        """What comes before some last words, after which it waits for the next question.

        One that says more than `most` bytes is ended.
        """
        heard = bytearray()
        while not heard.endswith(end):
            if most is not None and len(heard) > most:
                self.end()
                return Heard(bytes(heard), is_whole=False)
            block = os.read(self._stdout.fileno(), _BLOCK)
            if not block:
                raise self._failure()
            heard += block
        del heard[-len(end) :]
        return Heard(bytes(heard))

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Kill it if what it is asked meanwhile takes longer. Raises `ObjectError` then."""
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            yield
        except ObjectError:
            if timer.finished.is_set():
                raise self.failed(f"it took more than {seconds:.0f} seconds") from None
            raise
        finally:
            timer.cancel()

    def failed(self, reason: str) -> ObjectError:
        """The error for an answer that is none."""
        return ObjectError(f"{self._what}: {reason}")

    def _failure(self) -> ObjectError:
        process, stderr = cast("tuple[subprocess.Popen[bytes], Ear]", self._running)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)  # it has closed a pipe, so it is about to end
        self.end()
        return self.failed(stderr.text.strip() or f"exit status {process.returncode}")


class CatFile(GitProcess):
    """`git cat-file`, which tells of objects by their names (https://git-scm.com/docs/git-cat-file#_batch_output)."""

    def __init__(self, batch: str, environment: Mapping[str, str], repository: str) -> None:
        super().__init__(["cat-file", batch], environment, repository)

    def kinds(self, names: Iterable[str]) -> Iterator[tuple[str, str, int] | None]:
        """Tell for each name the id, type and size of what it names, where the process has `--batch-check`."""
        for some in _portions(names):
            self.say(some)
            yield from [_kind(self.hear_line()) for _ in some]

    def contents(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """Tell for each name the id, type and content of what it names, where the process has `--batch`."""
        for some in _portions(names):
            self.say(some)
            for _ in some:
                kind = _kind(self.hear_line())
                yield (*kind[:2], self.hear(kind[2] + 1)[:-1]) if kind else None


class DiffTree(GitProcess):
    """`git diff-tree --stdin`, which tells what commits change, or what differs between trees.

    It says nothing at the end of an answer, but repeats a line that does not start with an id, and then sends what it
    holds back. So we have it repeat a word that it tells nobody else: no file, whatever its name, can hold that.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], repository: str) -> None:
        super().__init__(["diff-tree", "--stdin", *arguments], environment, repository)
        self._last_words = f"over {secrets.token_hex(16)}"

    def trees(self, old: str, new: str, most: int | None = None) -> Heard:
        """What differs between two trees; `most` is as for `hear_until`."""
        heading = f"{old} {new}"
        [answer] = self.asked([heading], most)
        if not answer.data.startswith(f"{heading}\n".encode()):
            raise self.failed(f"{old} or {new} cannot be read as a tree")
        return answer._replace(data=answer.data[len(heading) + 1 :])

    def asked(self, questions: Iterable[str], most: int | None = None) -> Iterator[Heard]:
        """What differs in pairs of trees (`OLD NEW`), each below a line with its ids, or what commits change.

        Some are answered at a time. What is not there is left out.
        """
        for some in _portions(questions):
            self.say([*some, self._last_words])
            yield self.hear_until(f"{self._last_words}\n".encode(), most)


class Objects:
    """The objects of a repository. One that git cannot read is missing, and no reason to stop."""

    def __init__(self, environment: Mapping[str, str], repository: str) -> None:
        self._kinds = CatFile("--batch-check", environment, repository)
        self._contents = CatFile("--batch", environment, repository)

    def close(self) -> None:
        """End git."""
        self._kinds.end()
        self._contents.end()

    def kinds(self, names: Iterable[str]) -> Iterator[tuple[str, str, int] | None]:
        """Tell for each name the id, type and size of what it names."""
        return _answers(self._kinds.kinds, names)

    def contents(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """Tell for each name the id, type and content of what it names."""
        return _answers(self._contents.contents, names)

    def beginning(self, name: str, size: int) -> bytes | None:
        """So many bytes of an object, or all; `None` where git cannot read it."""
        try:
            self._contents.say([name])
            kind = _kind(self._contents.hear_line())
            return self._contents.hear(min(size, kind[2])) if kind else None
        except ObjectError:
            return None
        finally:
            self._contents.end()

    def failed(self, reason: str) -> ObjectError:
        """The error for an object that is needed."""
        return self._kinds.failed(reason)


def _answers(ask: Callable[[Iterable[str]], Iterator[Answer | None]], names: Iterable[str]) -> Iterator[Answer | None]:
    """The answers of a git that may end over any of the names."""
    for left in _portions(names):
        while left:
            answered = 0
            try:
                for answer in ask(left):
                    answered += 1
                    yield answer
            except ObjectError:  # it has ended over the one after the last that it answered
                answered += 1
                yield None
            left = left[answered:]


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    room = _QUESTIONS_AT_ONCE
    for name in names:
        size = len(as_bytes(name)) + 1
        if portion and size > room:
            yield portion
            portion, room = [], _QUESTIONS_AT_ONCE
        portion.append(name)
        room -= size
    if portion:
        yield portion


def _kind(line: bytes) -> tuple[str, str, int] | None:
    name, *rest = as_text(line).rsplit(" ", 2)
    if len(rest) < 2 or not rest[1].isdecimal() or rest[0] not in ("blob", "commit", "tag", "tree"):
        return None  # "NAME missing", "NAME ambiguous"
    return name, rest[0], int(rest[1])
