"""What a Python file declares, by Python's own parser. Pure."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence

from ..files.code import parse_python
from .declarations import Declaration, Declared, Parameter, Trait

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_MAX_TEXT = 400
_MAX_LINES = 60
_ASKED = "__getattr__"
"""The function that a module is asked for names which it does not declare."""
_COMMANDS = frozenset({"command", "group", "option", "argument", "callback"})
"""Decorators of what a command line calls: nobody else gives it its parameters."""
_TYPE_VARIABLES = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple"})


def read_python(text: str, *, is_package: bool = False) -> Declared | None:
    """What a module declares for others; `None` where Python cannot read it.

    A package gives on what it takes from its modules, if it does not list what it gives.
    """
    tree = parse_python(text)
    if tree is None:
        return None
    listed = _all(tree)
    reader = _Reader(text.split("\n"), listed)
    imported = list(_imported(tree.body))
    taken = dict.fromkeys(one.asname or one.name for _, one in imported if one.name != "*")
    named = taken if is_package else [one.name for _, one in imported if one.asname == one.name]
    asked, sources = _asked(tree) if _ASKED in text else ([], frozenset())
    given = dict.fromkeys([*(listed if listed is not None else named), *asked])
    sources |= {module for module, one in imported if one.name == "*"}
    return Declared(tuple(reader.body(tree.body, ())), {name: name for name in given}, sources, frozenset(taken))


def _asked(tree: ast.Module) -> tuple[list[str], frozenset[str]]:
    """The names that a module gives when it is asked for them, and whether it asks others for more in its turn.

    The names are those that the function for it compares with or looks up.
    """
    made = [node for node in tree.body if _ASKED in (getattr(node, "name", ""), *_assigned(node))]
    nodes = [inner for node in made for inner in ast.walk(node)]
    read = {node.id for node in nodes if isinstance(node, ast.Name)} if made else set()
    tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)
              and (node in made or not read.isdisjoint(_targets(node)))]  # fmt: skip
    texts = [node for one in nodes if isinstance(one, ast.Compare | ast.match_case) for node in ast.walk(one)]
    texts += (node for table in tables for node in _looked_up(table))
    values = (node.value for node in texts if isinstance(node, ast.Constant))
    names = dict.fromkeys(value for value in values if isinstance(value, str) and value.isidentifier())
    passes_on = any(isinstance(node, ast.Call) and _name(node) in ("getattr", "import_module") for node in nodes)
    return list(names), frozenset([_ASKED] if passes_on else ())


def _assigned(node: ast.stmt) -> Iterator[str]:
    """The names that a statement gives a value, several at once, too."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def _looked_up(table: ast.Assign | ast.AnnAssign) -> Iterator[ast.AST]:
    """What a table lists, but for the modules that its names lead to."""
    nodes = list(ast.walk(table)) if not isinstance(table.value, ast.Constant) else []
    leads = (value for node in nodes if isinstance(node, ast.Dict) for value in node.values)
    modules = {id(node) for value in leads if isinstance(value, ast.Constant | ast.Tuple) for node in ast.walk(value)}
    return (node for node in nodes if id(node) not in modules)


def _all(tree: ast.Module) -> dict[str, str] | None:
    """What `__all__` names, in its order; `None` where there is none, or where it is not plainly a list of names."""
    for node in tree.body:
        for target in _targets(node):
            if target == "__all__":
                value = getattr(node, "value", None)
                items = value.elts if isinstance(value, ast.List | ast.Tuple) else None
                if items is None or not all(isinstance(item, ast.Constant) for item in items):
                    return None
                names = [str(item.value) for item in items if isinstance(item, ast.Constant)]
                return dict(zip(names, names, strict=True))
    return None


def _targets(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _imported(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.alias]]:
    """What a module takes from others of its package, each with where from."""
    for node in _statements(body):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from ((node.module or "", alias) for alias in node.names)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of a module or class, with those under its conditions."""
    waiting = list(body)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            inner = [*node.body, *getattr(node, "orelse", ()), *getattr(node, "finalbody", ())]
            inner += (one for handler in getattr(node, "handlers", ()) for one in handler.body)
            waiting += inner[::-1]


class _Reader:
    def __init__(self, lines: Sequence[str], exported: Collection[str] | None) -> None:
        self._lines = lines
        self._exported = exported

    def body(self, body: Iterable[ast.stmt], path: tuple[str, ...]) -> Iterator[Declaration]:
        """What a module or a class declares."""
        for node in _statements(body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from self._function(node, path)
            elif isinstance(node, ast.ClassDef):
                yield from self._class(node, path)
            elif not (isinstance(node, ast.Assign) and _name(node.value) in _TYPE_VARIABLES):
                for name in _targets(node):
                    yield self._value(node, name, path)

    def _is_public(self, name: str, path: tuple[str, ...]) -> bool:
        special = name.startswith("__") and name.endswith("__")
        if any(part.startswith("_") for part in path) or (name.startswith("_") and not (special and path)):
            return False
        top = path[0] if path else name
        return self._exported is None or top in self._exported

    def _function(self, node: _Function, path: tuple[str, ...]) -> Iterator[Declaration]:
        marks = {_name(decorator) for decorator in node.decorator_list}
        is_command = not marks.isdisjoint(_COMMANDS)
        if "overload" in marks or any(mark.endswith((".setter", ".deleter")) for mark in marks):
            return
        traits: set[Trait] = {"async"} if isinstance(node, ast.AsyncFunctionDef) else set()
        if "abstractmethod" in marks:
            traits.add("abstract")
        is_value = bool(marks & {"property", "cached_property"})
        bound = bool(path) and "staticmethod" not in marks
        text, last = self._head(node, node.body[0])
        yield Declaration(
            node.name,
            path,
            self._is_public(node.name, path),
            node.lineno,
            last,
            text,
            None if is_value or is_command else tuple(self._parameters(node.args, bound=bound)),
            self._source(node.returns),
            traits=frozenset(traits),
        )

    def _head(self, node: ast.stmt, first: ast.stmt) -> tuple[str, int]:
        """The head of a definition, in one line, and its last line; `first` is the first statement of the body."""
        head: list[str] = []
        for number in range(node.lineno, min(first.lineno, node.lineno + _MAX_LINES) + 1):
            line = self._lines[number - 1].encode()
            head.append(
                (line[: first.col_offset] if number == first.lineno else line).decode("utf-8", "replace").strip()
            )
            if head[-1].endswith(":"):  # remarks and decorators before the first statement are no part of it
                return " ".join(head)[:_MAX_TEXT], number
        return " ".join(head)[:_MAX_TEXT], node.lineno

    def _class(self, node: ast.ClassDef, path: tuple[str, ...]) -> Iterator[Declaration]:
        bases = ", ".join(map(self._source, node.bases))
        public = self._is_public(node.name, path)
        text, last = self._head(node, node.body[0])
        yield Declaration(node.name, path, public, node.lineno, last, text, type=bases, is_type=True)
        if public:
            yield from self.body(node.body, (*path, node.name))

    def _value(self, node: ast.stmt, name: str, path: tuple[str, ...]) -> Declaration:
        annotation = getattr(node, "annotation", None)
        text = self._lines[node.lineno - 1].strip()[:_MAX_TEXT]
        kind = self._source(annotation)
        return Declaration(name, path, self._is_public(name, path), node.lineno, node.lineno, text, type=kind)

    def _parameters(self, args: ast.arguments, *, bound: bool) -> Iterator[Parameter]:
        plain = [*args.posonlyargs, *args.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
        for number, (one, default) in enumerate(zip(plain, defaults, strict=True)):
            if not (bound and number == 0):
                hidden = one.arg.startswith("__") and not one.arg.endswith("__")  # as it was written before `/`
                yield self._parameter(one, default, is_placed=number < len(args.posonlyargs) or hidden)
        if args.vararg:
            yield self._parameter(args.vararg, None, "*")
        for one, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            yield self._parameter(one, default, is_named=True)
        if args.kwarg:
            yield self._parameter(args.kwarg, None, "**")

    def _parameter(
        self,
        one: ast.arg,
        default: ast.expr | None,
        stars: str = "",
        *,
        is_named: bool = False,
        is_placed: bool = False,
    ) -> Parameter:
        kind = self._source(one.annotation)
        value = self._source(default) if default is not None else None
        text = (
            f"{stars}{one.arg}"
            + (f": {kind}" if kind else "")
            + ("" if value is None else f"{' = ' if kind else '='}{value}")
        )
        required = not stars and default is None
        return Parameter(stars + one.arg, kind, value, required, is_named, is_placed, text, one.lineno)

    def _source(self, node: ast.expr | None) -> str:
        """An expression as it is written, in one line."""
        if node is None:
            return ""
        last = node.end_lineno or node.lineno
        lines = [line.encode() for line in self._lines[node.lineno - 1 : last]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return " ".join(b"\n".join(lines).decode("utf-8", "replace").split())[:_MAX_TEXT]


def _name(decorator: ast.expr) -> str:
    """The last name of a decorator, or with what it belongs to where that is a property."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(target, ast.Attribute):
        suffix = target.attr
        return f"x.{suffix}" if suffix in ("setter", "deleter") else suffix
    return target.id if isinstance(target, ast.Name) else ""
