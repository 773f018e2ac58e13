"""What may import what; `docs/architecture.md` shows the same picture."""

from __future__ import annotations

import ast
import functools
import graphlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

import mkdocs_diffinsight

PACKAGE = Path(mkdocs_diffinsight.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "site_template" not in path.parts)

ORDER: Mapping[str, Sequence[set[str]]] = {
    "": (
        {"errors", "progress", "tables"},
        {"disk"},
        {"language"},
        {"model"},
        {"git", "analyze", "cache"},
        {"settings"},
        {"explain", "site"},
        {"build"},
        {"hosts"},
        {"plugin"},
        {"commands"},
        {"__main__"},
    ),
    "git": (
        {"process", "address", "ssh_hosts", "ancestry", "merges"},
        {"folder", "comparing", "following"},
        {"repository", "mirror"},
    ),
    "analyze": (
        {"analyzers", "expressions"},
        {"lines", "secrets"},
        {"documents"},
        {"files", "noise", "repeated", "values"},
        {"kinds"},
        {"audience"},
        {"changed_values", "successors", "moves", "authors", "interface"},
        {"meaning", "deprecated"},
        {"carriers", "read"},
    ),
    "analyze/interface": (
        {"declarations"},
        {"languages", "python", "requirements", "options", "facts"},
        {"braces", "compared"},
        {"reading"},
    ),
    "explain": ({"grounding", "tally"}, {"model", "rules"}, {"server"}, {"summarizers"}, {"writer"}),
    "site": ({"map", "stylesheet"}, {"html"}, {"diff"}, {"pages"}, {"beside"}, {"page_makers"}),
    "hosts": ({"host"}, {"mkdocs"}),
}
"""From below to above, for each folder that has folders. What stands side by side does not import each other."""


@functools.cache
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


def steps(path: Path) -> Iterator[tuple[str, str, str]]:
    """What a module imports of ours: the folder in which the two ways part, and where they go on from there."""
    own = path.relative_to(PACKAGE).with_suffix("").parts
    for name in imported(path):
        if name[0] == "":
            other = name[1:]
            shared = next((n for n, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), None)
            if shared is not None and other[shared] != "__version__" and own[shared] != "__init__":
                yield "/".join(own[:shared]), own[shared], other[shared]


def place(folder: str, name: str) -> int:
    return next(n for n, names in enumerate(ORDER[folder]) if name in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_what_stands_below_it(path: Path) -> None:
    wrong = [
        f"{folder}/{own} imports {other}"
        for folder, own, other in steps(path)
        if folder in ORDER and place(folder, own) <= place(folder, other)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", ORDER)
def test_every_name_of_a_folder_has_its_place(folder: str) -> None:
    shown = {path for path in (PACKAGE / folder).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {path.stem for path in shown} - {"__init__"} == set().union(*ORDER[folder])


def test_every_folder_with_folders_has_an_order() -> None:
    folders = {path.parent.relative_to(PACKAGE) for path in MODULES if path.name == "__init__.py"}
    above = {folder.parent.as_posix() for folder in folders if folder.parts}
    assert {"" if folder == "." else folder for folder in above} == set(ORDER)


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {dotted(path): {d for d in map(module_of, imported(path)) if d} - {dotted(path)} for path in MODULES}
    graphlib.TopologicalSorter(graph).prepare()  # which raises `CycleError`


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


KNOWN = {dotted(path) for path in MODULES}


def module_of(name: tuple[str, ...]) -> str | None:
    """The module of ours that an imported name is, or is from."""
    candidates = (".".join(name[1:end]) for end in (len(name), len(name) - 1)) if name[0] == "" else ()
    return next((one for one in candidates if one in KNOWN), None)


@pytest.mark.parametrize(
    ("library", "importers"),
    [
        ("git", {"git/process.py"}),
        ("filelock", {"disk.py"}),
        ("msgspec", {"disk.py", "cache/evidence.py", "cache/texts.py"}),
        ("openai", {"explain/server/openai.py"}),
        ("jinja2", {"site/html/templating.py"}),
        ("markdown_it", {"site/html/east_asian.py", "site/html/markdown.py", "site/html/prose.py"}),
        ("toktok", {"explain/model/tokens.py"}),
        ("charset_normalizer", {"git/comparing/encoding.py"}),
        ("imagesize", {"analyze/files/images.py"}),
        ("rapidfuzz", {"site/diff/words.py"}),
    ],
)
def test_a_library_has_one_door(library: str, importers: set[str]) -> None:
    found = {
        path.relative_to(PACKAGE).as_posix() for path in MODULES if any(name[0] == library for name in imported(path))
    }
    assert found == importers


def test_nothing_but_its_host_and_the_hooks_knows_mkdocs() -> None:
    """Nor its themes."""
    knowing = {path for path in MODULES if any(name[0] in ("mkdocs", "material") for name in imported(path))}
    others = {
        path.relative_to(PACKAGE).as_posix() for path in knowing if PACKAGE / "hosts" / "mkdocs" not in path.parents
    }
    assert others == {"plugin.py"}


PURE = {
    *("git/address", "git/ancestry", "git/following", "git/comparing/encoding", "git/comparing/lettering"),
    *("git/comparing/output", "analyze", "explain/grounding", "explain/rules", "explain/model/answer"),
    *("explain/model/language_model", "explain/model/tokens", "build/categories", "build/watch"),
    *(f"site/diff/{name}" for name in ("budget", "line_addresses", "lines", "moved", "report_diffs", "words")),
    *("site/map", "site/html/head", "site/html/unlinked", "site/html/markdown", "site/html/prose", "site/html/slots"),
    *("site/html/east_asian", "site/pages", "site/beside/feeds", "site/beside/plain_copy", "site/beside/report_json"),
    *("commands/markdown_form", "commands/proposal", "cache/evidence", "settings/checks", "settings/ranges"),
}
"""Modules, and folders of them, that take values and return values."""


def is_pure(path: Path) -> bool:
    name = path.relative_to(PACKAGE).with_suffix("").as_posix()
    return any(name == one or name.startswith(f"{one}/") for one in PURE)


@pytest.mark.parametrize(
    "path", [path for path in MODULES if is_pure(path)], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_pure_modules_touch_neither_files_nor_processes(path: Path) -> None:
    names = imported(path)
    assert {name[0] for name in names}.isdisjoint({"os", "subprocess", "tempfile", "shutil", "socket"})
    assert ("pathlib", "Path") not in names


TESTS = Path(__file__).parent
TEST_FILES = sorted(path for path in TESTS.rglob("test_*.py") if "golden" not in path.parts)


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_file_imports_another(path: Path) -> None:
    """What several of them need stands in a `conftest.py`, or in a module that is no test file."""
    own = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom))
    modules = ((node.module or "").split(".") for node in own if node.level or (node.module or "").startswith("tests."))
    assert [names for names in modules if names[-1].startswith("test_")] == []


TESTED_THROUGH: Mapping[str, str] = {
    "analyze/authors/test_changelogs.py": "analyze/authors/passages analyze/authors/quotations analyze/authors/words",
    "analyze/documents/test_document.py": """
        analyze/documents/directives analyze/documents/links analyze/documents/markdown analyze/documents/prose
        analyze/documents/words
    """,
    "analyze/interface/test_braces.py": """
        analyze/interface/languages/curly analyze/interface/languages/go analyze/interface/languages/heads
        analyze/interface/languages/kotlin analyze/interface/languages/rust analyze/interface/languages/script
    """,
    "analyze/interface/test_reading.py": """
        analyze/interface/compared analyze/interface/declarations analyze/interface/facts
        analyze/interface/options analyze/interface/requirements
    """,
    "analyze/lines/test_whole.py": "analyze/documents/notebook",
    "analyze/secrets/test_secrets.py": """
        analyze/secrets/forms analyze/secrets/places analyze/secrets/private_keys analyze/secrets/screening
    """,
    "analyze/test_noise.py": "analyze/lines/hidden",
    "analyze/test_analyzers.py": "analyze/files/readers",
    "analyze/test_meaning.py": "model/change_kinds",
    "analyze/test_read.py": "analyze/kinds model/changes model/findings",
    "build/test_incremental.py": "build/kept build/site_writer build/store build/stores site/html/slots",
    "cache/test_texts.py": "model/texts",
    "build/test_following_sites.py": "commands/ranges",
    "build/test_plan.py": "commands/generate commands/plan",
    "commands/test_batch.py": "explain/server/sent",
    "commands/test_cli.py": "commands/common",
    "commands/test_importing.py": "commands/export",
    "commands/test_new_site.py": "commands/init commands/proposal commands/survey",
    "explain/model/test_language_model.py": "explain/model/prompt",
    "explain/rules/test_telling.py": "explain/rules/news",
    "explain/rules/test_rules.py": """
        explain/rules/explanation explain/rules/phrases
        explain/rules/points
    """,
    "explain/server/test_client.py": "errors explain/server/replies",
    "explain/server/test_hostile_server.py": "explain/server/connection",
    "explain/server/test_openai.py": "explain/server/choose",
    "explain/test_writer.py": "explain/tally progress",
    "git/comparing/test_comparer.py": "git/comparing/attributes git/comparing/lettering git/comparing/trees",
    "git/following/test_repositories.py": "git/following/silences",
    "git/following/test_steps.py": "git/following/lineage",
    "git/test_repository.py": "git/comparing/output git/comparing/own_objects git/folder",
    "hosts/mkdocs/test_finished.py": "hosts/mkdocs/mkdocs_host hosts/mkdocs/other_plugins hosts/mkdocs/rendering",
    "hosts/test_hosts.py": "hosts/host",
    "hosts/mkdocs/test_plugin_config.py": "language/meant settings/checks settings/ranges",
    "site/beside/test_pictures.py": "cache/pictures",
    "site/pages/test_topic.py": """
        site/map/around site/map/frame site/map/site site/pages/most_changed_files site/pages/reports_in_lists
    """,
    "site/pages/test_range.py": "site/map/whole_range",
    "site/pages/test_report.py": "site/html/templating",
    "test_plugin.py": "hosts/mkdocs/navigation hosts/mkdocs/offered_files",
    "test_publishing.py": "hosts/mkdocs/search",
}
"""Modules without a test file of their own, by the file that tests them: what a reader of the site would meet."""


def test_tests_mirror_the_package() -> None:
    """`a/b.py` is tested by `tests/a/test_b.py`, or by a file that the list above names."""
    modules = {path.relative_to(PACKAGE).with_suffix("") for path in MODULES if not path.stem.startswith("__")}
    own = {module for module in modules if (TESTS / module.parent / f"test_{module.name}.py").exists()}
    assert {module.as_posix() for module in modules - own} == set(" ".join(TESTED_THROUGH.values()).split())
    assert [name for name in TESTED_THROUGH if not (TESTS / name).exists()] == []


def pictured() -> Iterator[Path]:
    """The files and folders in the picture of `docs/architecture.md`: what stands first in a line, by its indent."""
    page = (TESTS.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page.partition("```text\nmkdocs_diffinsight/\n")[2].partition("```")[0]
    above: list[str] = []
    for line in picture.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        for name in itertools.takewhile(lambda word: word.endswith(("/", ".py")), line.split()):
            above[depth - 1 :] = [name]
            yield PACKAGE.joinpath(*above)


def test_the_picture_shows_every_folder_and_nothing_that_is_not_there() -> None:
    shown = set(pictured())
    assert [path for path in shown if not path.exists()] == []
    packages = {path.parent for path in MODULES if path.name == "__init__.py"}
    assert packages <= shown.union(*(path.parents for path in shown))
