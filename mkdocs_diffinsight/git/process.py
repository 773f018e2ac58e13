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
from typing import IO, Generic, NamedTuple, Self, TypeVar, cast

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
    """The same after the settings that the user has in the environment, as CI sets them."""
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
"""For reading what is the same on every machine."""


def users_environment() -> dict[str, str]:
    """For reading with the user's own settings."""
    return {**_READING, **settings_of_the_user(NO_PROGRAMS)}


_QUESTIONS_AT_ONCE = 4096
"""Bytes, which the smallest pipe takes whole. So git never waits for us to read while we wait for it to listen."""
_BLOCK = 65_536
MAX_MEMORY = 4_000_000_000
"""Bytes that a git which reads a repository may take, on Linux; what is mapped from its files does not count."""
Answer = TypeVar("Answer")


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a git that is the caller's to end. Raises `RepositoryError` where there is none."""
    try:
        import git
    except ImportError as error:  # GitPython's, where there is no git program
        raise RepositoryError("The git program was not found; install git and put it on the PATH.") from error
    with without_foreign_environment():
        started = git.Git().execute(
            ["git", *arguments], istream=subprocess.PIPE, as_process=True, env=dict(environment)
        )
    process, started.proc = cast("subprocess.Popen[bytes]", started.proc), None
    return process


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    repository: str,
    *,
    data: bytes = b"",
    accept: tuple[int, ...] = (0,),
) -> bytes:
    """What a git prints that ends by itself. Raises `ObjectError` where it fails."""
    process = start(arguments, environment)
    try:
        out, err = process.communicate(data)
    finally:
        stop(process)
    if process.returncode not in accept:
        reason = err.decode("utf-8", "replace").strip() or f"exit status {process.returncode}"
        raise ObjectError(f"In the repository {repository}: `git {arguments[0]}` failed: {reason}")
    return out


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
        return self._heard.decode("utf-8", "surrogateescape")

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
    """A git that reads questions, line by line, and answers each before it reads on. It ends with its `with` block.

    Whatever it is asked raises `ObjectError` if it has died.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], repository: str) -> None:
        self._what = f"In the repository {repository}: `git {arguments[0]}` failed"
        self._process = start(arguments, environment)
        _bound_memory(self._process.pid)
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self._stderr = Ear(self._process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # a pipe to one that has died
            self._stdin.close()
        stop(self._process)
        self._stdout.close()
        self._stderr.stop()

    def say(self, lines: Iterable[str]) -> None:
        """Ask, in lines that have no line ends of their own."""
        try:
            self._stdin.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
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

        One that says more than `most` bytes is not heard out: it can be asked nothing more.
        """
        heard = bytearray()
        while not heard.endswith(end):
            if most is not None and len(heard) > most:
                return Heard(bytes(heard), is_whole=False)
            block = os.read(self._stdout.fileno(), _BLOCK)
            if not block:
                raise self._failure()
            heard += block
        del heard[-len(end) :]
        return Heard(bytes(heard))

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End it if what it is asked meanwhile takes longer. Raises `ObjectError` then."""
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
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)  # it has closed a pipe, so it is about to end
        stop(self._process)
        self._stderr.stop()
        return self.failed(self._stderr.text.strip() or f"exit status {self._process.returncode}")


class CatFile(GitProcess):
    """`git cat-file`, which tells of objects by their names (https://git-scm.com/docs/git-cat-file#_batch_output)."""

    def __init__(self, batch: str, environment: Mapping[str, str], repository: str) -> None:
        super().__init__(["cat-file", batch], environment, repository)

    def kinds(self, names: Iterable[str]) -> Iterator[tuple[str, str, int] | None]:
        """For each name the id, type and size of what it names. Of a process with `--batch-check`."""
        for some in _portions(names):
            self.say(some)
            yield from [_kind(self.hear_line()) for _ in some]

    def contents(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """For each name the id, type and content of what it names. Of a process with `--batch`."""
        for some in _portions(names):
            self.say(some)
            for _ in some:
                found = _kind(self.hear_line())
                yield (*found[:2], self.hear(found[2] + 1)[:-1]) if found else None


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
        self.say([f"{old} {new}", self._last_words])
        answer, heading = self._answer(most), f"{old} {new}\n".encode()
        if not answer.data.startswith(heading):
            raise self.failed(f"{old} or {new} cannot be read as a tree")
        return answer._replace(data=answer.data.removeprefix(heading))

    def pairs(self, pairs: Iterable[tuple[str, str]], most: int | None = None) -> Iterator[Heard]:
        """What differs in pairs of trees, some at a time, each below a line with its ids."""
        for some in _portions(f"{old} {new}" for old, new in pairs):
            self.say([*some, self._last_words])
            yield self._answer(most)

    def commits(self, names: Iterable[str], most: int | None = None) -> Iterator[Heard]:
        """What commits change, some at a time. One that is not there is left out."""
        for some in _portions(names):
            self.say([*some, self._last_words])
            yield self._answer(most)

    def _answer(self, most: int | None = None) -> Heard:
        return self.hear_until(f"{self._last_words}\n".encode(), most)


Process = TypeVar("Process", bound=GitProcess)


class Restarting(Generic[Process]):
    """A git process that is started when it is first asked, and again after it was dropped."""

    def __init__(self, start_one: Callable[[], Process]) -> None:
        self._start_one = start_one
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    @property
    def running(self) -> Process:
        """The process. Raises `RepositoryError` where there is no git."""
        if self._process is None:
            self._process = self._start_one().__enter__()
        return self._process

    def drop(self) -> None:
        """End it, as it has failed or says too much."""
        if self._process is not None:
            self._process.__exit__()
        self._process = None


class Objects:
    """The objects of a repository. One that git cannot read is missing, and no reason to stop."""

    def __init__(self, environment: Mapping[str, str], repository: str) -> None:
        self._kinds = Restarting(lambda: CatFile("--batch-check", environment, repository))
        self._contents = Restarting(lambda: CatFile("--batch", environment, repository))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kinds.drop()
        self._contents.drop()

    def kinds(self, names: Iterable[str]) -> Iterator[tuple[str, str, int] | None]:
        """For each name the id, type and size of what it names."""
        return self._answers(self._kinds, CatFile.kinds, names)

    def contents(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """For each name the id, type and content of what it names."""
        return self._answers(self._contents, CatFile.contents, names)

    def beginning(self, name: str, size: int) -> bytes | None:
        """So many bytes of an object, or all; `None` where git cannot read it."""
        process = self._contents.running
        try:
            process.say([name])
            found = _kind(process.hear_line())
            return process.hear(min(size, found[2])) if found else None
        except ObjectError:
            return None
        finally:
            self._contents.drop()

    def failed(self, reason: str) -> ObjectError:
        """The error for an object that is needed."""
        return self._kinds.running.failed(reason)

    def _answers(
        self,
        process: Restarting[CatFile],
        ask: Callable[[CatFile, Iterable[str]], Iterator[Answer | None]],
        names: Iterable[str],
    ) -> Iterator[Answer | None]:
        for some in _portions(names):
            left = some
            while left:
                answered = 0
                try:
                    for answer in ask(process.running, left):
                        answered += 1
                        yield answer
                except ObjectError:  # it has ended over the one after the last that it answered
                    process.drop()
                    answered += 1
                    yield None
                left = left[answered:]


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    room = _QUESTIONS_AT_ONCE
    for name in names:
        size = len(name.encode("utf-8", "surrogateescape")) + 1
        if portion and size > room:
            yield portion
            portion, room = [], _QUESTIONS_AT_ONCE
        portion.append(name)
        room -= size
    if portion:
        yield portion


def _kind(line: bytes) -> tuple[str, str, int] | None:
    name, *rest = line.decode("utf-8", "surrogateescape").rsplit(" ", 2)
    if len(rest) < 2 or not rest[1].isdecimal() or rest[0] not in ("blob", "commit", "tag", "tree"):
        return None  # "NAME missing", "NAME ambiguous"
    return name, rest[0], int(rest[1])
