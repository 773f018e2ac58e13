"""Invented documents, and edits of them such as people make."""

from __future__ import annotations

import datetime
import random
import re
import struct
import zlib
from collections.abc import Sequence

from . import prose

Lines = list[str]
_CONTEXT = 3
_LARGE = 1500
_LINK = re.compile(r"\]\(([^)]*)\)")
_UNCHANGING = ("", "---", "```", "```python", "```json")
_AUTHORS = ("ada", "brook", "chika", "dilip", "elena", "farid")


def document(chance: random.Random, lines: int, day: datetime.date) -> Lines:
    """Markdown with front matter, sections, lists, tables, code and pictures."""
    title = prose.title(chance)
    made = ["---", f"title: {title}", f"description: {prose.sentence(chance)}", f"author: {chance.choice(_AUTHORS)}"]
    made += [f"date: {day:%m/%d/%Y}", "topic: how-to", f"reviewer: {chance.choice(_AUTHORS)}", "---", "", f"# {title}"]
    while len(made) < lines:
        made += section(chance)
    return made


def section(chance: random.Random) -> Lines:
    made = ["", f"{'#' * chance.choice((2, 2, 3))} {prose.title(chance)}", ""]
    for _ in range(chance.randint(1, 4)):
        made += [*chance.choices((_paragraph, _list, _table, _code, _picture), (14, 3, 2, 2, 1))[0](chance), ""]
    return made[:-1]


def _paragraph(chance: random.Random) -> Lines:
    return [" ".join(prose.text(chance, prose.sentence, chance.choice((80, 200, 300, 600))))]


def _list(chance: random.Random) -> Lines:
    mark = chance.choice(("- ", "- ", "1. "))
    return [mark + _item(chance) for _ in range(chance.randint(2, 6))]


def _item(chance: random.Random) -> str:
    return prose.sentence(chance) if chance.random() < 0.5 else prose.title(chance)


def _table(chance: random.Random) -> Lines:
    columns = chance.randint(2, 4)
    head = [
        f"| {' | '.join(chance.choice(prose.NOUNS).capitalize() for _ in range(columns))} |",
        "|---" * columns + "|",
    ]
    return head + [_row(chance, columns) for _ in range(chance.randint(3, 12))]


def _row(chance: random.Random, columns: int) -> str:
    cells = [f"`{prose.identifier(chance)}`", *(f"{chance.randint(1, 900)}" for _ in range(columns - 2))]
    return f"| {' | '.join([*cells, prose.title(chance)])} |"


def _code(chance: random.Random) -> Lines:
    return ["```python", *(statement(chance) for _ in range(chance.randint(3, 12))), "```"]


def statement(chance: random.Random) -> str:
    name, number = prose.identifier(chance), chance.randint(1, 999)
    forms = (
        f"{name} = client.{chance.choice(prose.VERBS)}({number}, {chance.choice(prose.NOUNS)}={name!r})",
        f"if {name} > {number}:",
        f'    print("{prose.title(chance)}", {name})',
        f"# {prose.title(chance)}",
    )
    return chance.choice(forms)


def _picture(chance: random.Random) -> Lines:
    return [f"![{prose.title(chance)}](../media/{chance.choice(prose.NOUNS)}-{chance.choice(prose.NOUNS)}.png)"]


def settings(chance: random.Random, lines: int) -> Lines:
    """YAML, such as a table of contents."""
    made = ["items:"]
    while len(made) < lines:
        made += [f"- name: {prose.title(chance)}", f"  href: {prose.identifier(chance).replace('_', '-')}.md"]
    return made


def code(chance: random.Random, lines: int) -> Lines:
    made = ["import garden", ""]
    while len(made) < lines:
        made += [f"def {prose.identifier(chance)}():", *(f"    {statement(chance)}" for _ in range(6)), "", ""]
    return made


def edit(lines: Sequence[str], chance: random.Random, size: int, day: datetime.date) -> Lines:
    """The document after edits whose diff has about so many bytes."""
    new = list(lines)
    if size > _LARGE:
        size = round(_LARGE + 1.9 * (size - _LARGE))  # many edits share their context
    size -= 40  # the header of a hunk
    if 250 < size < 900 and chance.random() < 0.3 and _change_link(new, chance):
        return new
    if new and new[0] == "---" and (size < 400 or chance.random() < 0.5):
        size -= _change_front_matter(new, chance, day)
    failed = 0
    while size > 60 and failed < 20:
        cost = _edit_once(new, chance, size)
        size -= cost
        failed = 0 if cost else failed + 1
    if new == list(lines):
        new.append(prose.sentence(chance))
    return new


def _change_front_matter(new: Lines, chance: random.Random, day: datetime.date) -> int:
    """Returns about how many bytes of diff that makes, as all of these do."""
    for n, line in enumerate(new[:8]):
        name = line.partition(":")[0]
        if name == "date":
            new[n] = f"date: {day:%m/%d/%Y}"
        elif name in ("author", "reviewer") and chance.random() < 0.2:
            new[n] = f"{name}: {chance.choice(_AUTHORS)}"
    return 200


def _change_link(new: Lines, chance: random.Random) -> bool:
    """Whether there was one."""
    at = chance.randrange(len(new))
    for n in (*range(at, len(new)), *range(at)):
        if found := _LINK.search(new[n]):
            target = f"../concepts/{chance.choice(prose.NOUNS)}-{chance.choice(prose.NOUNS)}.md"
            new[n] = new[n][: found.start(1)] + target + new[n][found.end(1) :]
            return True
    return False


def _edit_once(new: Lines, chance: random.Random, size: int) -> int:
    at = chance.randrange(len(new))
    line = new[at]
    around = sum(len(near) + 2 for near in new[max(0, at - _CONTEXT) : at + _CONTEXT + 1]) + 40
    if line in _UNCHANGING or line.startswith("|--") or (line.startswith("#") and chance.random() < 0.8):
        return 0
    if around > 2 * size and chance.random() < 0.9:
        return 0  # it would be far too much
    choice = chance.random()
    short, long = len(new) < 40, len(new) > 600
    if choice < 0.1 and not long and size > 1500:
        added = section(chance)
        new[at + 1 : at + 1] = added
        return around + sum(len(one) + 2 for one in added)
    if choice < 0.2 and not short and size > 1500:
        removed = new[at : at + chance.randint(3, 30)]
        del new[at : at + len(removed)]
        return around + sum(len(one) + 2 for one in removed)
    if line.startswith(("| ", "- ", "1. ")) and choice > 0.75 and not short:
        del new[at]
        return around
    if line.startswith("| ") and choice < 0.5:
        new[at + 1 : at + 1] = [_row(chance, line.count(" | ") + 1) for _ in range(chance.randint(1, 3))]
        return around + 2 * len(line)
    if line.startswith(("- ", "1. ")) and choice < 0.4:
        new.insert(at + 1, line[:3].rstrip() + " " + _item(chance))
        return around + len(new[at + 1])
    new[at] = _reworded(line, chance)
    return around + len(line)


def _reworded(line: str, chance: random.Random) -> str:
    """With a few words or a sentence changed."""
    if len(line) > 200 and chance.random() < 0.3:
        return f"{line} {prose.sentence(chance)}"
    words = line.split(" ")
    for _ in range(1 + len(words) // 25):
        at = chance.randrange(len(words))
        plain = words[at].strip("`*[](),.|:")
        fresh = str(chance.randint(2, 900)) if plain.isdigit() else chance.choice(prose.NOUNS)
        words[at] = words[at].replace(plain, fresh) if plain else words[at]
    changed = " ".join(words)
    return changed if changed != line else f"{line} {chance.choice(prose.NOUNS)}"


def picture(chance: random.Random) -> bytes:
    """A PNG image of a few hundred bytes (https://www.w3.org/TR/png)."""
    side = chance.randint(8, 24)
    rows = b"".join(b"\0" + chance.randbytes(3 * side) for _ in range(side))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
