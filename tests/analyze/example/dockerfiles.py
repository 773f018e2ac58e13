"""An analyzer as another package brings it: the base images of Dockerfiles."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.analyzers import Analysis, FileText
from mkdocs_diffinsight.model.findings import Fact, FactKind, LineSpan


class Dockerfiles:
    """Tells which tag of an image gave way to which."""

    def takes(self, path: str) -> bool:
        return path.rpartition("/")[2] == "Dockerfile"

    def read(self, file: FileText) -> Analysis:
        old: dict[str, tuple[str, LineSpan]] = {}
        new: dict[str, tuple[str, LineSpan]] = {}
        for line in (line for hunk in file.hunks for line in hunk.lines):
            keyword, _, base = line.text.partition(" ")
            image, _, tag = base.partition(":")
            if keyword == "FROM" and line.old is not None and line.new is None:
                old[image] = tag, LineSpan("L", line.old, line.old)
            elif keyword == "FROM" and line.new is not None and line.old is None:
                new[image] = tag, LineSpan("R", line.new, line.new)
        return Analysis(
            facts=[
                Fact(FactKind.VERSION, old[image][0], new[image][0], (image,), (old[image][1], new[image][1]), image)
                for image in old
                if image in new
            ]
        )
