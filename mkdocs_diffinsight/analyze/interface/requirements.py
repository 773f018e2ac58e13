"""What a package asks of those who use it, and what it offers by name: versions, extras, entry points. Pure."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Sort = Literal["package", "requirement", "extra", "entry"]


class Offer(NamedTuple):
    """Something that the users of a package name or need."""

    sort: Sort
    name: str
    value: str = ""


# e.g. >=3.10
_NUMBERS = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?")
# e.g. go 1.22
_GO = re.compile(r"^go[ \t]+(\d[\w.]*)", re.MULTILINE)
# e.g. <TargetFrameworks>net8.0;net462</TargetFrameworks>
_FRAMEWORKS = re.compile(r"<(TargetFrameworks?)>([^<>]{1,400})</")
# e.g. <java.version>17</java.version>
_JAVA = re.compile(r"<(java\.version|maven\.compiler\.(?:release|source|target)|release)>\s*(\d[\d.]*)\s*</")
# e.g. jvmTarget = "17"
_GRADLE = re.compile(
    r"\b(jvmTarget|sourceCompatibility|targetCompatibility|jvmToolchain|languageVersion)\b[^\n\d]{0,60}(\d[\d._]*)"
)
# e.g. python_requires=">=3.8"
_SETUP = re.compile(r"\b(python_requires)\s*=\s*[\"']?([^\"'\n]{1,60})")
_MAX = 1_000_000


def read_offers(path: str, text: str) -> tuple[Offer, ...]:
    """What a file that describes a package says of it; nothing where it cannot be read."""
    reader = _READERS.get(path.rpartition("/")[2].lower())
    if not reader:
        ending = path.rpartition(".")[2].lower()
        reader = _dotnet if ending in ("csproj", "props", "fsproj", "vbproj") else None
    if not reader or len(text) > _MAX:
        return ()
    try:
        return tuple(reader(text))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()


def describes_package(path: str) -> bool:
    """Whether a file says what a package asks for and offers."""
    name = path.rpartition("/")[2].lower()
    return name in _READERS or name.rpartition(".")[2] in ("csproj", "props", "fsproj", "vbproj")


def is_raised(old: str, new: str) -> bool:
    """Whether the lowest version that fits is a higher one now; of several ranges, the lowest."""
    before, after = _lowest(old), _lowest(new)
    return bool(before and after) and before < after


def _lowest(text: str) -> tuple[int, ...]:
    parts = [part for part in re.split(r"\|\||;", text) if not part.strip().startswith(("<", "!="))]
    found = [tuple(int(n or 0) for n in match.groups()) for part in parts if (match := _NUMBERS.search(part))]
    return min(found, default=())


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _named(table: Mapping[str, Any]) -> Iterator[Offer]:
    """The name under which a package is installed."""
    name = table.get("name")
    if isinstance(name, str) and name:
        yield Offer("package", name)


def _pyproject(text: str) -> Iterator[Offer]:
    table = tomllib.loads(text)
    project, poetry = _mapping(table.get("project")), _mapping(_mapping(table.get("tool")).get("poetry"))
    yield from _named(project or poetry)
    asked = project.get("requires-python")
    if isinstance(asked, str):
        yield Offer("requirement", "requires-python", asked)
    python = _mapping(poetry.get("dependencies")).get("python")
    if isinstance(python, str):
        yield Offer("requirement", "python", python)
    for extras in (project.get("optional-dependencies"), poetry.get("extras")):
        yield from (Offer("extra", name) for name in _mapping(extras) if name not in _OWN_EXTRAS)
    for scripts in (project.get("scripts"), project.get("gui-scripts"), poetry.get("scripts")):
        yield from (Offer("entry", name) for name in _mapping(scripts))
    for entries in _mapping(project.get("entry-points")).values():
        yield from (Offer("entry", name) for name in _mapping(entries))


_OWN_EXTRAS = frozenset("dev develop development test tests testing doc docs lint linting typing type types ci all mypy"
                        " build release style format pre-commit benchmark benchmarks".split())  # fmt: skip
"""What the project's own people install."""


def _package(text: str) -> Iterator[Offer]:
    table = _mapping(json.loads(text))
    if table.get("private") is True:
        return
    yield from _named(table)
    for name, value in _mapping(table.get("engines")).items():
        if isinstance(value, str) and name == "node":
            yield Offer("requirement", name, value)
    for name, value in _mapping(table.get("peerDependencies")).items():
        if isinstance(value, str) and not value.startswith(("workspace", "catalog")):
            yield Offer("requirement", name, value)
    exports = table.get("exports")
    yield from (Offer("entry", name) for name in _mapping(exports) if name.startswith("."))
    yield from (Offer("entry", name) for name in _mapping(table.get("bin")))
    if isinstance(exports, dict) and "." in exports:
        entry = exports["."]
        yield from (Offer("entry", name) for name in _mapping(entry) if name in ("require", "import"))


def _cargo(text: str) -> Iterator[Offer]:
    table = tomllib.loads(text)
    package = _mapping(table.get("package")) or _mapping(_mapping(table.get("workspace")).get("package"))
    if package.get("publish") is False:
        return
    yield from _named(package)
    version = package.get("rust-version")
    if isinstance(version, str):
        yield Offer("requirement", "rust-version", version)
    features = _mapping(table.get("features"))
    yield from (Offer("extra", name) for name in features if not name.startswith(("unstable", "_", "nightly")))
    default = features.get("default")
    if isinstance(default, list):
        yield from (Offer("extra", f"default = {name}") for name in default if isinstance(name, str))


def _go_mod(text: str) -> Iterator[Offer]:
    if found := _GO.search(text):
        yield Offer("requirement", "go", found[1])


def _dotnet(text: str) -> Iterator[Offer]:
    for match in _FRAMEWORKS.finditer(text):
        yield from (Offer("extra", name.strip()) for name in match[2].split(";") if name.strip()[:1].isalpha())


def _maven(text: str) -> Iterator[Offer]:
    for match in _JAVA.finditer(text):
        yield Offer("requirement", match[1], match[2])


def _gradle(text: str) -> Iterator[Offer]:
    for match in _GRADLE.finditer(text):
        yield Offer("requirement", match[1], match[2].replace("1_", "").replace("_", "."))


def _setup(text: str) -> Iterator[Offer]:
    if match := _SETUP.search(text):
        yield Offer("requirement", match[1], match[2])


_READERS = {
    "pyproject.toml": _pyproject,
    "package.json": _package,
    "cargo.toml": _cargo,
    "go.mod": _go_mod,
    "pom.xml": _maven,
    "build.gradle": _gradle,
    "build.gradle.kts": _gradle,
    "setup.py": _setup,
    "setup.cfg": _setup,
}
