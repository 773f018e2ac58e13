"""What users of a program name from outside: its options, the variables of its environment, its addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Sort = Literal["option", "variable", "route"]


class Named(NamedTuple):
    """A name that a program takes from outside."""

    sort: Sort
    name: str
    at: int
    """Where it stands in the file."""


# e.g. parser.add_argument("-v", "--verbose")
_OPTION = re.compile(
    r"(?:\b(?:add_argument|add_option|click\.option|typer\.Option|[oO]ption|requiredOption|addOption)\s*\(|\blong\s*=|\.long\()"
    r"[^\"'`\n]{0,80}(?:[\"'`]-\w[\"'`]\s*,\s*)?[\"'`](?:-\w,?[ |]\s*)?(--?[a-zA-Z][\w-]*|[a-z][\w-]*)"
)
# e.g. cmd.Flags().StringVarP(&name, "name"
_FLAG = re.compile(
    r"\b(?:Flags\(\)|PersistentFlags\(\)|flag|pflag|flags|fs)\.(?:\w*?)(?:String|Bool|Int|Int64|Uint|Float64|Duration|StringSlice|StringArray|Count)"
    r"(?:Var)?P?\((?:&?[\w.\[\]()]{1,80},\s*)?\"([\w-]{2,60})\""
)
# e.g. os.environ["ACME_HOME"]
_VARIABLE = re.compile(
    r"\b(?:os\.environ(?:\.get)?\s*[\[(]\s*|os\.getenv\(\s*|process\.env\.|import\.meta\.env\.|env::var(?:_os)?\(\s*|os\.(?:Getenv|LookupEnv)\(\s*"
    r"|System\.getenv\(\s*|GetEnvironmentVariable\(\s*)[\"']?([A-Z][A-Z0-9_]{2,60})\b"
)
# e.g. @app.get("/users")
_ROUTE = re.compile(
    r"(?:@\w{1,40}\.(?:get|post|put|patch|delete|route)|@(?:Get|Post|Put|Patch|Delete|Request)Mapping|\b(?:app|router|r|mux|e)\."
    r"(?:get|post|put|patch|delete|GET|POST|PUT|PATCH|DELETE|HandleFunc|Map(?:Get|Post|Put|Delete))|http\.HandleFunc)"
    r"\(\s*(?:value\s*=\s*)?[\"'](?:[A-Z]{3,6} )?(/[^\"'\s]{1,120})[\"']"
)
_READERS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("option", _OPTION),
    ("option", _FLAG),
    ("variable", _VARIABLE),
    ("route", _ROUTE),
)


def read_names(text: str) -> Iterator[Named]:
    """The names that a source file takes from outside, where it says so at once."""
    for sort, expression in _READERS:
        for match in expression.finditer(text):
            yield Named(sort, match[1], match.start(1))
