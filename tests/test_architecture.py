"""What may import what; `docs/architecture.md` shows the same picture."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mkdocs_diffinsight

PACKAGE = Path(mkdocs_diffinsight.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "site_template" not in path.parts)

# From left to right. A module imports from the places to its left, and from within its own package.
ORDER = (
    {"unseen", "redaction"},
    {"disk", "errors", "findings", "forge", "inert", "quoting", "catalog", "progress", "clocks", "versions", "lineage"},
    {"remote"},
    {"model", "steps"},
    {"ranges", "following", "diff", "categories", "evidence", "watch", "meant"},
    {"screening", "analyze", "cache", "silences", "proposal", "git_process", "commits", "ssh_hosts"},
    {"git_folder", "comparing"},
    {"tidy", "config", "repository", "report", "grounding"},
    {"mirror", "guard"},
    {"reading", "summarize"},
    {"plan", "survey"},
    {"pipeline"},
    {"archive", "batch", "site"},
    {"importing", "starter"},
    {"site_files", "search_index", "navigation", "other_plugins"},
    {"finished"},
    {"plugin"},
    {"cli"},
    {"__main__"},
)


def place(name: str) -> int:
    return next(n for n, names in enumerate(ORDER) if name in names)


def imported(path: Path) -> set[tuple[str, ...]]:
    """The dotted names that a module imports; our own without the package's name."""
    package = path.relative_to(PACKAGE).parent.parts
    names: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = ("", *package[: len(package) - node.level + 1]) if node.level else ()
            module = tuple(node.module.split(".")) if node.module else ()
            names |= {(*start, *module, alias.name) for alias in node.names}
    return names


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE).with_suffix("").parts[0])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_from_right_to_left(path: Path) -> None:
    if path.name == "__init__.py" and path.parent == PACKAGE:
        assert {name for name in imported(path) if name[0] == ""} == set()
        return
    own = {name[1] for name in imported(path) if name[0] == "" and name[1] != "__version__"}
    wrong = [name for name in own - {name_of(path)} if place(name) >= place(name_of(path))]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "importers"),
    [
        ("git", {"git_process.py"}),
        ("filelock", {"disk.py"}),
        ("msgspec", {"disk.py", "evidence.py"}),
        ("openai", {"summarize/openai.py"}),
        (
            "mkdocs",
            {
                *("config.py", "site_files.py", "search_index.py", "navigation.py", "other_plugins.py"),
                *("finished.py", "plugin.py", "cli.py"),
            },
        ),
        ("jinja2", {"site/templating.py"}),
        ("markdown_it", {"site/markdown.py", "site/prose.py"}),
        ("toktok", {"summarize/tokens.py"}),
        ("charset_normalizer", {"comparing/encoding.py"}),
        ("imagesize", {"analyze/images.py"}),
        ("rapidfuzz", {"site/diff/words.py"}),
    ],
)
def test_a_library_has_one_door(library: str, importers: set[str]) -> None:
    found = {
        path.relative_to(PACKAGE).as_posix() for path in MODULES if any(name[0] == library for name in imported(path))
    }
    assert found == importers


@pytest.mark.parametrize(
    "module",
    [
        *(
            "ranges",
            "categories",
            "diff",
            "evidence",
            "report",
            "archive",
            "grounding",
            "watch",
            "following",
            "steps",
            "lineage",
            "versions",
            "remote",
            "meant",
            "proposal",
            "inert",
            "commits",
        ),
        *("site/addresses", "site/history", "site/activity", "site/entries", "site/home_page"),
        *("comparing/encoding", "comparing/lettering", "comparing/patches"),
        *("summarize/tokens", "redaction/forms", "redaction/places", "redaction/private_keys"),
        *("site/feeds", "site/plain", "site/head", "site/kept", "site/unlinked"),
    ],
)
def test_pure_modules_touch_neither_files_nor_processes(module: str) -> None:
    names = {name[0] for name in imported(PACKAGE / f"{module}.py")}
    assert names.isdisjoint({"os", "pathlib", "subprocess", "tempfile", "shutil", "socket"})


def test_every_module_is_in_the_picture() -> None:
    """A new one has to find its place, here and in `docs/architecture.md`."""
    assert {name_of(path) for path in MODULES} - {"__init__"} == set().union(*ORDER)
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [path.name for path in PACKAGE.glob("*.py") if f"`{path.name}`" not in text and path.stem[0] != "_"] == []
