"""What sort of file a change is about. Pure."""

from __future__ import annotations

import re

from ..model.changes import FileChange, FileMode
from ..model.findings import Kind
from .files.code import LANGUAGE_OF
from .files.settings import lists_dependencies

_ENDINGS = {
    Kind.DOCUMENT: "md mdx markdown mdown qmd rst adoc asciidoc",
    Kind.SETTINGS: "yml yaml json jsonc json5 toml ini cfg conf properties env editorconfig",
    Kind.IMAGE: "png jpg jpeg gif svg webp ico bmp avif tif tiff",
    Kind.CODE: " ".join(LANGUAGE_OF),
}
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
# e.g. package-lock.json
_GENERATED = re.compile(
    r".*\.lock|.*\.lockfile|.*[-.]lock\.(?:json|ya?ml|hcl)|go\.sum|npm-shrinkwrap\.json"
    r"|.*[.-]min\.(?:js|css)|.*\.(?:js|css)\.map|.*\.tsbuildinfo|.*\.snap"
    r"|.*\.pb\.(?:go|cc|h)|.*_pb2(?:_grpc)?\.pyi?|.*\.designer\.(?:cs|vb)|.*\.g\.(?:dart|cs)|.*\.freezed\.dart"
    r"|.*[._]generated\.\w+|zz_generated\..*"
)
# e.g. web/node_modules/a.js
_GENERATED_FOLDER = re.compile(r"(?:.*/)?(?:__snapshots__|node_modules)/")


def kind_of(change: FileChange) -> Kind:
    """What sort of file a change is about, by its modes and its name."""
    modes = {change.old_mode, change.new_mode} - {FileMode.MISSING}
    # What is a file on one side is told by that.
    if FileMode.SUBMODULE in modes and modes <= {FileMode.SUBMODULE, FileMode.SYMLINK}:
        return Kind.SUBMODULE
    if modes == {FileMode.SYMLINK}:
        return Kind.SYMLINK
    kind = kind_of_name(change.path)
    named = kind in (Kind.IMAGE, Kind.GENERATED) or lists_dependencies(change.path)
    return Kind.BINARY if change.binary and not named else kind


def kind_of_name(path: str) -> Kind:
    """What sort of file has this path."""
    name = path.rpartition("/")[2].lower()
    if _GENERATED.fullmatch(name) or _GENERATED_FOLDER.match(path):
        return Kind.GENERATED
    return Kind.SETTINGS if lists_dependencies(path) else _KIND_OF.get(name.rpartition(".")[2], Kind.TEXT)
