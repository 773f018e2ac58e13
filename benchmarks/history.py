"""An invented handbook that people change every day, as a git repository."""

from __future__ import annotations

import datetime
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from . import prose, sizes
from .documents import Lines, code, document, edit, picture, settings

CATEGORIES = {"guides": ["docs/guides/"], "reference": ["docs/reference/"], "integrations": ["docs/integrations/"]}
UNMATCHED = "community"
FILES_AT_FIRST = 400
"""Of each category."""
_FIRST_DAY = datetime.date(2021, 1, 4)
_ORIGIN = "https://github.com/octo/handbook.git"
"""Nothing is fetched from there; links lead there."""

Content = Lines | bytes


@dataclass
class Folder:
    """The files of a category as they are now."""

    name: str
    files: dict[str, Content] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    """Those that have changed or may change; the first ones change most."""

    def new_path(self, chance: random.Random, ending: str) -> str:
        while True:
            words = "-".join(chance.choice(prose.NOUNS) for _ in range(3))
            folder = "media" if ending == "png" else chance.choice(("how-to", "concepts", "includes"))
            path = f"docs/{self.name}/{chance.choice(prose.NOUNS[:12])}/{folder}/{words}.{ending}"
            if path not in self.files:
                return path

    def put(self, path: str, content: Content, chance: random.Random) -> None:
        if path not in self.files:
            self.paths.insert(chance.randrange(len(self.paths) + 1), path)
        self.files[path] = content

    def drop(self, path: str) -> None:
        del self.files[path]
        self.paths.remove(path)

    def pick(self, chance: random.Random, ending: str, taken: set[str]) -> str | None:
        """A file that may change, rather one of the first; `None` where it is hard to find one."""
        for _ in range(200):
            path = self.paths[int(len(self.paths) * chance.random() ** 2.2)]
            if path.endswith(ending) and path not in taken:
                return path
        return None


class History:
    """The commits, as git's `fast-import` reads them (https://git-scm.com/docs/git-fast-import)."""

    def __init__(self, reports: int, seed: int) -> None:
        self.ranges: list[tuple[int, int]] = []
        """The marks of the commits before and at the end of each range."""
        self._reports = reports
        self._chance = random.Random(seed)  # noqa: S311
        self._folders = [Folder(name) for name in (*CATEGORIES, UNMATCHED)]
        self._day = _FIRST_DAY
        self._mark = 0
        self._edit_sizes = sizes.spread(sizes.BYTES_OF_AN_EDIT)

    def stream(self) -> Iterator[bytes]:
        first = b"".join(self._first_files(folder) for folder in self._folders)
        yield self._commit("Start the handbook", first)
        files = sizes.spread(sizes.FILES_OF_A_REPORT)
        made = 0
        while made < self._reports:
            most = max(1, self._reports - made - 1)  # the last range has one report
            folders = self._chance.sample(self._folders, self._chance.choice(sizes.CATEGORIES_OF_A_RANGE))[:most]
            made += len(folders)
            self._next_day()
            before = self._mark
            yield from self._range([(folder, next(files)) for folder in folders])
            self.ranges.append((before, self._mark))

    def _range(self, reports: list[tuple[Folder, int]]) -> Iterator[bytes]:
        for folder, count in reports:
            taken: set[str] = set()
            changes = [self._change(folder, taken) for _ in range(count)]
            half = len(changes) // 2
            for part in (changes[:half], changes[half:]):
                if part:
                    yield self._commit(prose.title(self._chance), b"".join(part))

    def _first_files(self, folder: Folder) -> bytes:
        made = []
        for n in range(FILES_AT_FIRST):
            ending = "png" if n % 8 == 0 else "yml" if n % 30 == 1 else "py" if n % 100 == 2 else "md"
            made.append(self._add(folder, ending, set()))
        return b"".join(made)

    def _change(self, folder: Folder, taken: set[str]) -> bytes:
        """One changed file of a range, and never one that has changed in it."""
        kind = self._chance.random()
        if kind < sizes.IMAGES:
            return self._change_image(folder, taken)
        rest = kind - sizes.IMAGES
        ending = "yml" if rest < sizes.SETTINGS else "py" if rest < sizes.SETTINGS + sizes.CODE else "md"
        path = folder.pick(self._chance, ending, taken)
        action = self._chance.random()
        if path is None or action < sizes.ADDED:
            return self._add(folder, ending, taken)
        taken.add(path)
        if (action := action - sizes.ADDED) < sizes.REMOVED:
            folder.drop(path)
            return _deletion(path)
        lines = cast(Lines, folder.files[path])
        if (action := action - sizes.REMOVED) < sizes.RENAMED + sizes.RENAMED_AND_EDITED:
            if action > sizes.RENAMED:
                size = sizes.draw(sizes.BYTES_OF_AN_EDIT_OF_A_RENAMED_FILE, self._chance)
                lines = edit(lines, self._chance, min(size, sum(map(len, lines))), self._day)
            folder.drop(path)
            return _deletion(path) + self._put(folder, folder.new_path(self._chance, ending), lines, taken)
        return self._put(folder, path, edit(lines, self._chance, next(self._edit_sizes), self._day), taken)

    def _change_image(self, folder: Folder, taken: set[str]) -> bytes:
        path, action = folder.pick(self._chance, "png", taken), self._chance.random()
        if path is None or action < sizes.IMAGES_ADDED:
            return self._add(folder, "png", taken)
        if action < sizes.IMAGES_ADDED + sizes.IMAGES_REMOVED:
            taken.add(path)
            folder.drop(path)
            return _deletion(path)
        return self._put(folder, path, picture(self._chance), taken)

    def _add(self, folder: Folder, ending: str, taken: set[str]) -> bytes:
        lines = sizes.draw(sizes.LINES_OF_A_NEW_FILE, self._chance)
        content: Content
        match ending:
            case "png":
                content = picture(self._chance)
            case "yml":
                content = settings(self._chance, lines)
            case "py":
                content = code(self._chance, lines)
            case _:
                content = document(self._chance, lines, self._day)
        return self._put(folder, folder.new_path(self._chance, ending), content, taken)

    def _put(self, folder: Folder, path: str, content: Content, taken: set[str]) -> bytes:
        taken.add(path)
        folder.put(path, content, self._chance)
        data = content if isinstance(content, bytes) else "\n".join([*content, ""]).encode()
        return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)

    def _commit(self, subject: str, changes: bytes) -> bytes:
        self._mark += 1
        seconds = round((self._day - datetime.date(1970, 1, 1)).total_seconds()) + self._mark
        author = self._chance.choice(prose.NOUNS)
        who = f"{author.capitalize()} <{author}@example.org> {seconds} +0000"
        head = f"commit refs/heads/main\nmark :{self._mark}\nauthor {who}\ncommitter {who}\n"
        return f"{head}data {len(subject)}\n{subject}\n".encode() + changes + b"\n"

    def _next_day(self) -> None:
        """A range a day, but none on Saturdays and Sundays."""
        self._day += datetime.timedelta(days=3 if self._day.weekday() == 4 else 1)


def _deletion(path: str) -> bytes:
    return f"D {path}\n".encode()


def make_repository(folder: Path, history: History) -> list[str]:
    """A bare repository with the history; its ranges as the plugin's option takes them."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], check=True)
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", _ORIGIN], check=True)
    marks = folder / "marks"
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--date-format=raw", f"--export-marks={marks}"]
    git = subprocess.Popen(command, stdin=subprocess.PIPE)
    with cast(IO[bytes], git.stdin) as stream:
        stream.writelines(history.stream())
    if git.wait():
        raise subprocess.CalledProcessError(git.returncode, command)
    commits = dict(line.split() for line in marks.read_text(encoding="ascii").splitlines())
    return [f"{commits[f':{base}']}...{commits[f':{head}']}" for base, head in history.ranges]
