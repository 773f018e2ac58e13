"""What changed between the declarations of a file before and after, and what of it breaks its users. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ...model.findings import Break
from .declarations import Declaration, Parameter

# e.g. Record
_TYPE_NAME = re.compile(r"[A-Za-z_]\w*+")
_SIMPLE_TYPES = frozenset("any bigint boolean false never null number object string symbol true unknown void".split())
_NO_TYPES = frozenset({"undefined"})
What = Literal["declaration", "parameter", "type", "default", "abstract"]


class Difference(NamedTuple):
    """Something of a declaration that came, went or changed."""

    what: What
    of: Declaration
    """Where it is, or where it was, if it went."""
    old: Declaration | None
    new: Declaration | None
    breaks: Break
    before: Parameter | None = None
    after: Parameter | None = None
    why: str = ""


@dataclass(frozen=True)
class Customs:
    """What users of a language rely on."""

    by_name: bool
    """Arguments may be given by name."""
    typed: Break
    """What another type means."""
    structural: bool = False
    """What a type is called says nothing: another one may be the same."""
    implemented: Break = Break.LIKELY
    """What something means that those have to add who implement what it is in."""


def compare(old: Sequence[Declaration], new: Sequence[Declaration], customs: Customs) -> Iterator[Difference]:
    """What differs of what others can reach, in the order of the file."""
    news: defaultdict[tuple[str, ...], list[Declaration]] = defaultdict(list)
    for one in new:
        news[one.key].append(one)
    olds: defaultdict[tuple[str, ...], list[Declaration]] = defaultdict(list)
    for one in old:
        olds[one.key].append(one)
    gone: set[tuple[str, ...]] = set()
    for key, before in olds.items():
        before = [one for one in before if one.is_public]
        after = news.get(key, [])
        if not before or any(key[:n] in gone for n in range(1, len(key))):
            continue
        visible = [one for one in after if one.is_public]
        if not visible:
            gone.add(key)
            yield Difference(
                "declaration", before[0], before[0], None, Break.CERTAIN, why="hidden" if after else "gone"
            )
        elif len(before) == len(visible) == 1:
            yield from _differences(before[0], visible[0], customs)
        else:
            yield from _overloads(before, visible, customs)
    come: set[tuple[str, ...]] = set()
    for key, after in news.items():
        if any(one.is_public for one in after) and not any(one.is_public for one in olds.get(key, ())):
            if any(key[:n] in come for n in range(1, len(key))):
                continue
            come.add(key)
            one = after[0]
            breaks: Break = (
                customs.implemented if "abstract" in one.traits and one.path and one.path in olds else Break.NO
            )
            yield Difference("abstract" if breaks else "declaration", one, None, one, breaks, why="must be implemented")


def _signature(one: Declaration) -> tuple[object, ...]:
    return tuple((p.type or p.name, p.is_required) for p in one.parameters or ())


def _overloads(before: list[Declaration], after: list[Declaration], customs: Customs) -> Iterator[Difference]:
    known = {_signature(one): one for one in after}
    lost = []
    for one in before:
        if same := known.get(_signature(one)):
            yield from _differences(one, same, customs)
        else:
            lost.append(one)
    own = {_signature(one) for one in before}
    fresh = [one for one in after if _signature(one) not in own]
    if len(lost) == len(fresh) == 1:
        yield from _differences(lost[0], fresh[0], customs)
    else:
        for one in lost:
            yield Difference("declaration", one, one, None, Break.LIKELY, why="overload")


def _differences(old: Declaration, new: Declaration, customs: Customs) -> Iterator[Difference]:
    if old.parameters is not None and new.parameters is not None:
        yield from _parameters(old, new, customs)
    if old.type != new.type and not (old.is_type and new.is_type):
        known = bool(old.type and new.type)
        breaks = customs.typed if known and not _takes(old.type, new.type, customs) else Break.NO
        yield Difference("type", new, old, new, breaks, why="type")
    if old.generics != new.generics and old.generics.count(",") != new.generics.count(","):
        yield Difference("type", new, old, new, customs.typed, why="generics")
    if ("async" in old.traits) != ("async" in new.traits):
        yield Difference("type", new, old, new, Break.CERTAIN, why="async")
    if "abstract" in new.traits and "abstract" not in old.traits and new.path:
        yield Difference("abstract", new, old, new, Break.LIKELY, why="abstract")


def _parameters(old: Declaration, new: Declaration, customs: Customs) -> Iterator[Difference]:
    before, after = old.parameters or (), new.parameters or ()
    if before == after:
        return
    if not customs.by_name:
        yield from _by_place(old, new, customs)
        return
    breaks: Break
    renamed = dict(_renamed(before, after))
    before = tuple(p for p in before if p not in renamed)
    after = tuple(q for q in after if q not in renamed.values())
    olds, news = {p.name: p for p in before}, {p.name: p for p in after}
    takes_all = any(p.name.startswith("**") for p in after)
    takes_more = any(p.name.startswith("*") and not p.name.startswith("**") for p in after)
    for name, p in olds.items():
        if name not in news:
            stays = takes_all or (takes_more and not p.is_named)
            yield Difference(
                "parameter", new, old, new, Break.NO if stays else Break.CERTAIN, p, None, "parameter gone"
            )
    for name, p in news.items():
        q = olds.get(name)
        if not q:
            breaks = Break.CERTAIN if p.is_required else Break.NO
            yield Difference("parameter", new, old, new, breaks, None, p, "required" if breaks else "optional")
            continue
        if p.is_required and not q.is_required:
            yield Difference("parameter", new, old, new, Break.CERTAIN, q, p, "made required")
        elif p.is_named and not q.is_named:
            yield Difference("parameter", new, old, new, Break.CERTAIN, q, p, "made keyword")
        elif p.default is not None and q.default is not None and p.default != q.default:
            yield Difference("default", new, old, new, Break.NO, q, p, "default")
        elif p.type != q.type and p.type and q.type:
            breaks = Break.NO if _takes(q.type, p.type, customs) else customs.typed
            yield Difference("parameter", new, old, new, breaks, q, p, "parameter type")
    kept_old = [p.name for p in before if p.name in news and not p.is_named and not news[p.name].is_named]
    kept_new = [p.name for p in after if p.name in olds and not p.is_named and not olds[p.name].is_named]
    if kept_old != kept_new:
        yield Difference("parameter", new, old, new, Break.CERTAIN, why="order")


def _renamed(before: Sequence[Parameter], after: Sequence[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Parameters that have another name in the same place, which nobody gives: arguments come by place, or are left."""
    for p, q in zip(before, after, strict=False) if len(before) == len(after) else ():
        stars = [one.name.count("*") for one in (p, q)]
        if p.name != q.name and stars[0] == stars[1] and (stars[0] or (p.is_placed and q.is_placed)):
            yield p, q


def _takes(old: str, new: str, customs: Customs) -> bool:
    """Whether a type takes all that the old one did, or may do so under a name of its own."""
    parts = {part.strip() for part in new.split("|")}
    if len(parts) > 1 and {part.strip() for part in old.split("|")} <= parts:
        return True
    before, after = (set(_TYPE_NAME.findall(text)) - _NO_TYPES for text in (old, new))
    return customs.structural and bool(after - _SIMPLE_TYPES) and before.isdisjoint(after)


def _by_place(old: Declaration, new: Declaration, customs: Customs) -> Iterator[Difference]:
    """Parameters that are known by their place and type."""
    before, after = old.parameters or (), new.parameters or ()
    if [p.type for p in before] == [p.type for p in after]:
        return
    breaks: Break
    olds, news = {p.name: p for p in before}, {p.name: p for p in after}
    named = all(olds) and all(news) and len(olds) == len(before) and len(news) == len(after)
    if not named:
        if len(before) == len(after) or any(p.is_required for p in after[len(before) :]) or len(before) > len(after):
            yield Difference("type", new, old, new, customs.typed, why="parameters")
        return
    told = False
    for place, (name, p) in enumerate(olds.items()):
        q = news.get(name)
        if q is None and len(before) == len(after) and not place >= len(after) and after[place].name not in olds:
            q = after[place]  # another name in the same place
        if q is None:
            told = True
            yield Difference("parameter", new, old, new, Break.CERTAIN, p, None, "parameter gone")
        elif p.is_required is False and q.is_required:
            told = True
            yield Difference("parameter", new, old, new, Break.CERTAIN, p, q, "made required")
        elif q.type != p.type and p.type and q.type:
            told = True
            breaks = Break.NO if _takes(p.type, q.type, customs) else customs.typed
            yield Difference("parameter", new, old, new, breaks, p, q, "parameter type")
    for place, (name, q) in enumerate(news.items()):
        if name not in olds and not (len(before) == len(after) and before[place].name not in news):
            told = True
            inside = any(p.name in olds for p in after[place + 1 :])
            breaks = Break.CERTAIN if q.is_required or inside else Break.NO
            yield Difference("parameter", new, old, new, breaks, None, q, "required" if breaks else "optional")
    if not told and [n for n in olds if n in news] != [n for n in news if n in olds]:
        yield Difference("parameter", new, old, new, Break.CERTAIN, why="order")
