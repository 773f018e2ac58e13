"""What pages say of files that git alone would show wrongly, or not at all."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.git.comparing import comparer
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.ranges import CompareRange
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import MINOR_UPDATE

from ...conftest import GitRepository, Project
from ...reading import read_ranges

JAPANESE = "# 設定の説明です。\n\n予定表示\n"


def options_of(repository: GitRepository, *ranges: str | Mapping[str, str], **more: object) -> Mapping[str, object]:
    return {"repository": str(repository.path), "ranges": list(ranges or ("v1...v2",)), "summarizer": "rules", **more}


def pointer(content: bytes, size: int | None = None) -> bytes:
    name = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {size or len(content)}\n".encode()


def test_a_text_in_another_encoding_is_explained_and_its_encoding_named(
    repository: GitRepository, project: Project
) -> None:
    repository.commit({"a.md": JAPANESE.encode("utf-16"), "b.md": JAPANESE.encode("shift_jis")}, "v1")
    added = f"{JAPANESE}\n## 追加の章です\n\n本文です。\n"
    repository.commit({"a.md": added.encode("utf-16"), "b.md": added.encode("shift_jis")}, "v2")
    build = project.build_strictly(options_of(repository))
    html, report = build.report_html(), build.report()
    assert "追加の章です" in html
    assert "Encoding: Shift_JIS" in html
    assert [file["encoding"] for file in report["files"]] == [
        {"before": "UTF-16", "after": "UTF-16"},
        {"before": "Shift_JIS", "after": "Shift_JIS"},
    ]
    assert all("追加の章です" in file["modification_title"] for file in report["files"])


def test_another_encoding_of_the_same_text_is_upkeep(repository: GitRepository, project: Project) -> None:
    repository.commit({"a.md": JAPANESE.encode("shift_jis"), "b.md": "x\n"}, "v1")
    repository.commit({"a.md": JAPANESE, "b.md": "\ufeffx\n"}, "v2")
    files = project.build_strictly(options_of(repository)).report()["files"]
    assert [file["modification_title"] for file in files] == [
        "Encoding changed from Shift_JIS to UTF-8",
        "Encoding changed from UTF-8 to UTF-8 with BOM",
    ]
    assert [file["noise"] for file in files] == ["encoding", "encoding"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_hides_nothing(repository: GitRepository, project: Project, mark: str) -> None:
    """A heading, front matter, the first key of settings: all are read as without it."""
    old = {
        "a.md": "# Old name\n\nText.\n",
        "b.md": "---\ntitle: Old\n---\n\nText.\n",
        "c.toml": 'old = "1"\n',
        "d.json": '{"version": "1.0.0",\n "x": 1}\n',
    }
    new = {
        "a.md": "# New name\n\nText.\n",
        "b.md": "---\ntitle: New\n---\n\nText.\n",
        "c.toml": 'new = "1"\n',
        "d.json": '{"version": "2.0.0",\n "x": 1}\n',
    }
    for tag, files in (("v1", old), ("v2", new)):
        repository.commit({path: mark + text for path, text in files.items()}, tag)
    files = project.build_strictly(options_of(repository)).report()["files"]
    assert [file["modification_title"] for file in files] == [
        "Heading is now “New name”",
        "Metadata: title is now New",
        "New key new (1)",
        "version: 1.0.0 → 2.0.0",
    ]
    assert "\ufeff" not in "".join(file["modification_title"] + file["explanation"] for file in files)


class TestLfs:
    def test_what_is_stored_is_told_with_its_size(self, repository: GitRepository, project: Project) -> None:
        """And no word of the pointers is."""
        table = b"a,b\n" * 1000
        repository.commit(
            {"a.png": pointer(b"1", 1_000_000), "b.csv": table, "c.csv": pointer(table), "d.bin": pointer(b"x", 7)},
            "v1",
        )
        repository.commit(
            {"a.png": pointer(b"2", 5_000_000), "b.csv": pointer(table), "c.csv": table, "d.bin": None}, "v2"
        )
        build = project.build_strictly(options_of(repository, watch=["oid", "git-lfs"]))
        files = {file["path"]: file for file in build.report()["files"]}
        told = {path: f"{file['modification_title']} {file['explanation']}" for path, file in files.items()}
        assert "from 1 MB to 5 MB" in told["a.png"]
        assert told["b.csv"].startswith("b.csv moved into Git LFS")
        assert told["b.csv"].endswith("Its content stays as it was.")
        assert told["c.csv"].startswith("c.csv moved out of Git LFS")
        assert "It was stored with Git LFS, and had 7 byte." in told["d.bin"]
        assert "oid" not in "".join(told.values())
        assert files["a.png"]["lfs"]["after"]["bytes"] == 5_000_000
        assert files["a.png"]["pictures"]["after"]["bytes"] == 5_000_000
        assert {file["noise"] for file in files.values()} == {"image", "lfs"}
        assert "Stored with Git LFS: 5 MB" in build.report_html()


class TestTypes:
    def test_both_types_are_told(self, repository: GitRepository, project: Project) -> None:
        repository.write({"a.md": "# Guide\n\nText.\n", "b.md": "# Part\n\nText.\n", "c.sh": "#!/bin/sh\n"})
        (repository.path / "link").symlink_to("a.md")
        repository.commit({}, "v1")
        for name in ("a.md", "b.md", "link"):
            (repository.path / name).unlink()
        (repository.path / "a.md").symlink_to("other/guide.md")
        repository.commit({"link": "now a file\n"})
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},b.md")
        repository.git("update-index", "--chmod=+x", "c.sh")
        repository.git("commit", "--quiet", "--message", "v2")
        repository.git("tag", "v2")
        report = project.build_strictly(options_of(repository)).report()
        files = {file["path"]: file for file in report["files"]}
        assert files["a.md"]["modification_title"] == "a.md: from a file to a symbolic link"
        assert "Target of the link: `other/guide.md`" in files["a.md"]["explanation"]
        assert files["b.md"]["modification_title"] == "b.md: from a file to a submodule"
        assert files["b.md"]["noise"] is None
        assert files["link"]["modification_title"] == "link: from a symbolic link to a file"
        assert files["c.sh"]["modification_title"] == "Made executable"
        assert any("b.md" in item for item in report["overview"]["other_updates"])
        assert not any("Upkeep" in item and "b.md" in item for item in report["overview"]["other_updates"])


class TestMovedLines:
    @pytest.mark.parametrize(
        ("path", "old", "new", "title"),
        [
            ("a.py", "def f():\n    check()\n    run()\n    end()\n", None, "Line “run()” moved (in “f”)"),
            ("a.sql", "check;\nrun;\nend;\n", "run;\nend;\ncheck;\n", "Line check; moved"),
            ("Dockerfile", "COPY a b\nRUN c\nRUN d\n", "RUN c\nRUN d\nCOPY a b\n", "Line COPY a b moved"),
            ("ci.yml", "steps:\n  - test\n  - build\n  - z\n", "steps:\n  - build\n  - z\n  - test\n", None),
            ("in.py", "if x:\n    a()\n    b()\n", "if x:\n    a()\nb()\n", "Line b() moved"),
        ],
    )
    def test_statements_elsewhere_are_told(
        self, repository: GitRepository, project: Project, path: str, old: str, new: str | None, title: str | None
    ) -> None:
        repository.commit({path: old}, "v1")
        repository.commit({path: new or "def f():\n    run()\n    check()\n    end()\n"}, "v2")
        report = project.build_strictly(options_of(repository)).report()
        [file] = report["files"]
        assert file["noise"] is None
        assert "moved" in file["modification_title"]
        if title and new:
            assert file["modification_title"] == title
        assert not any("Upkeep" in item for item in report["overview"]["other_updates"])

    def test_the_order_of_paragraphs_is_upkeep(self, repository: GitRepository, project: Project) -> None:
        repository.commit({"a.md": "# T\n\nOne is here.\n\nTwo is here.\n"}, "v1")
        repository.commit({"a.md": "# T\n\nTwo is here.\n\nOne is here.\n"}, "v2")
        [file] = project.build_strictly(options_of(repository)).report()["files"]
        assert file["noise"] == "moved"


class TestGenerated:
    def test_the_checksum_of_a_generator_is_no_highlight(self, repository: GitRepository, project: Project) -> None:
        old, new = "0123456789abcdef" * 2, "fedcba9876543210" * 2
        for tag, value, count in (("v1", old, 97), ("v2", new, 98)):
            repository.commit(
                {
                    "stats.yml": f"endpoints: {count}\nopenapi_spec_hash: {value}\n",
                    "a.py": f'CODEGEN_HASH = "{value}"\n',
                    "b.rb": f'sha256 "{value * 2}"\n',
                },
                tag,
            )
        report = project.build_strictly(options_of(repository)).report()
        files = {file["path"]: file for file in report["files"]}
        assert files["a.py"]["noise"] == "generated"
        assert files["stats.yml"]["noise"] is None
        assert "98" in files["stats.yml"]["explanation"]
        assert new not in files["stats.yml"]["explanation"]
        assert files["b.rb"]["noise"] is None  # it guards what is downloaded
        assert "CODEGEN_HASH" not in report["overview"]["highlights"]


class TestLimits:
    def test_nothing_breaks_by_a_removal_that_may_be_none(
        self, repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where renames are not looked for."""
        monkeypatch.setattr(comparer, "MAX_RENAME_COST", 100)
        old = {f"old/{n}.md": f"# Page {n}\n\nText {n}.\n" for n in range(5)}
        repository.commit(old, "v1")
        repository.commit(
            {**dict.fromkeys(old), **{f"new/p{n}.md": f"# Page {n}\n\nNew {n}.\n" for n in range(5)}}, "v2"
        )
        log, rules = logging.getLogger("test"), Rules(load_catalog("en"))
        ranges = [CompareRange("v1", "v2", False, repository.path)]
        [found] = read_ranges(ranges, Cache(tmp_path, "en", log.warning), log, ())
        files = [ReportFile(one, "item-1", rules.summarize_file(one)) for one in found.files]
        overview = rules.summarize_report(files)
        assert {file.summary.modification_type for file in files} == {MINOR_UPDATE}
        assert (overview.breaking_changes, overview.new_features) == ((), ())
        assert "renames were not looked for" in overview.insights[0].text

    def test_renames_beyond_gits_own_limit_are_found_and_told_of(
        self, repository: GitRepository, project: Project
    ) -> None:
        """Who compares with `git diff` or a forge sees something else."""
        old = {f"old/{n}.md": f"# Page {n}\n\nSome text about {n}.\n" for n in range(1001)}
        repository.commit(old, "v1")
        new = {f"new/page-{n}.md": old[f"old/{n}.md"] + f"One more line {n}\n" for n in range(1001)}
        repository.commit({**dict.fromkeys(old), **new}, "v2")
        build = project.build_strictly(options_of(repository))
        assert "rename detection went beyond git's own limit" in build.log
        assert {file["status"] for file in build.report()["files"]} == {"renamed"}

    def test_a_file_that_git_cannot_read_costs_no_more(self, repository: GitRepository, project: Project) -> None:
        """A warning and the page name it; and when it is back, so is its diff."""
        repository.commit({"a.md": "# One\n", "b.md": "# One\n"}, "v1")
        repository.commit({"a.md": "# Two\n", "b.md": "# Three\n"}, "v2")
        blob = repository.git("rev-parse", "v2:b.md")
        loose = repository.path / ".git" / "objects" / blob[:2] / blob[2:]
        content = loose.read_bytes()
        loose.unlink()
        project.configure(options_of(repository))
        build = project.build()
        assert build.status == 0
        assert "cannot read b.md of v1...v2" in build.log
        html = build.report_html()
        assert "1 file could not be read" in html
        assert "No breaking changes" not in html
        assert [file["omission"] for file in build.report()["files"]] == [None, "broken"]
        loose.write_bytes(content)
        assert [file["omission"] for file in project.build().report()["files"]] == [None, None]

    def test_a_range_that_git_cannot_read_costs_no_other(self, repository: GitRepository, project: Project) -> None:
        for n in (1, 2, 3):
            repository.commit({"docs/a.md": f"# {n}\n"}, f"v{n}")
        tree = repository.git("rev-parse", "v2:docs")
        (repository.path / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
        project.configure(options_of(repository, "v1...v2", "v1...v3"))
        build = project.build()
        assert build.status == 0
        assert "v1...v2 has no report, as git cannot read all of it" in build.log
        assert tree in build.log
        assert len(build.reports()) == 1

    def test_a_commit_that_git_cannot_read_costs_no_more(self, repository: GitRepository, project: Project) -> None:
        """Neither a branch that ends in it, nor the ranges of the tags beside it."""
        for n in (1, 2):
            repository.commit({"a.md": f"# {n}\n"}, f"v{n}")
        repository.git("checkout", "--quiet", "-b", "side")
        self.lose(repository, repository.commit({"a.md": "# 3\n"}, "v3"))
        project.configure(options_of(repository, "v1...v2", "v2...v3", "v1...side", {"tags": "v*", "title": "All"}))
        build = project.build()
        assert build.status == 0
        assert "v2...v3 has no report, as git cannot read the commit of v3." in build.log
        assert "v1...side has no report, as git cannot read the commit of side." in build.log
        assert "git cannot read what these tags are on: v3. Reports go by the others." in build.log
        assert "did you mean" not in build.log
        assert len(build.reports()) == 2

    def test_a_history_that_git_cannot_read_is_not_taken_for_its_end(
        self, repository: GitRepository, project: Project
    ) -> None:
        """Beyond a lost commit there is more; ranges have no start there, and no report, whatever follows them."""
        lost = repository.commit({"a.md": "# 0\n"})
        for n in (1, 2):
            repository.commit({"a.md": f"# {n}\n"}, f"v{n}")
        repository.git("checkout", "--quiet", "--orphan", "other")
        repository.commit({"a.md": "# 8\n"}, "w8")
        repository.commit({"a.md": "# 9\n"}, "w9")
        self.lose(repository, lost)
        project.configure(options_of(repository, "v1...v2", "w8...w9", {"tags": "v*"}))
        build = project.build()
        assert build.status == 0
        assert "v1...v2 has no report, as git cannot read all of it" in build.log
        assert "Item 3 of `ranges` has no report, as git cannot read all of the history." in build.log
        assert "no common ancestor" not in build.log
        assert [report["range"]["compare"] for report in map(build.report, range(len(build.reports())))] == ["w8...w9"]

    def lose(self, repository: GitRepository, name: str) -> None:
        (repository.path / ".git" / "objects" / name[:2] / name[2:]).unlink()

    def test_what_is_too_large_is_said(self, repository: GitRepository, project: Project) -> None:
        repository.commit({"a.md": "# One\n"}, "v1")
        repository.commit({"a.md": "# Two\n", "big.txt": "a line\n" * 2_500_000}, "v2")
        build = project.build_strictly(options_of(repository))
        files = {file["path"]: file for file in build.report()["files"]}
        assert (files["big.txt"]["omission"], files["big.txt"]["patch"]) == ("large", None)
        assert "1 file is too large" in build.log
        assert "1 file is too large" in build.report_html()
        assert "big.txt" in build.report()["overview"]["highlights"]


def test_a_bare_repository_without_a_config_is_read(repository: GitRepository, project: Project) -> None:
    """As git does."""
    repository.commit({"a.md": "# One\n"}, "v1")
    repository.commit({"a.md": "# Two\n"}, "v2")
    bare = project.path / "bare.git"
    repository.git("clone", "--quiet", "--bare", ".", os.fspath(bare))
    (bare / "config").unlink()
    build = project.build_strictly({"repository": str(bare), "ranges": ["v1...v2"], "summarizer": "rules"})
    assert len(build.reports()) == 1
