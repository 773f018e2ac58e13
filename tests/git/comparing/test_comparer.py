"""What changed between two commits, whatever a repository holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from mkdocs_diffinsight.git.comparing import comparer, trees
from mkdocs_diffinsight.git.comparing.comparer import Blobs, Comparison, read_blobs
from mkdocs_diffinsight.git.process import Objects
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.changes import FileChange, Omission, Status
from mkdocs_diffinsight.model.patch import diff_hash, parse_hunks
from mkdocs_diffinsight.model.ranges import EMPTY_TREES

from ...conftest import GitRepository

JAPANESE = "# 設定の説明です。\n予定表示\n"


def compared(path: Path, old: str = "v1", new: str = "v2") -> Comparison:
    with Repository(path) as repository:
        return repository.compare(old, new)


def changes_of(path: Path, old: str = "v1", new: str = "v2") -> Mapping[str, FileChange]:
    return {change.path: change for change in compared(path, old, new).files}


def blobs_of(path: Path, *ids: str) -> Blobs:
    with closing(Objects({"GIT_DIR": str(path / ".git")}, str(path))) as objects:
        return read_blobs(objects, ids)


class TestBlobs:
    def test_the_files_come_by_their_ids(self, repository: GitRepository) -> None:
        repository.commit({"a": "one\n", "b": b"\0two", "empty": ""}, "start")
        ids = [repository.git("rev-parse", f"HEAD:{name}") for name in ("a", "b", "empty")]
        contents = blobs_of(repository.path, *ids, "0" * 40, "1" * 40).contents
        assert contents == dict(zip(ids, (b"one\n", b"\0two", b""), strict=True))

    def test_a_big_file_is_left_out(self, repository: GitRepository) -> None:
        repository.commit({"a": b"x" * 2_000_000, "b": "y"}, "start")
        big, small = (repository.git("rev-parse", f"HEAD:{name}") for name in ("a", "b"))
        blobs = blobs_of(repository.path, big, small)
        assert (blobs.contents, blobs.sizes) == ({small: b"y"}, {small: 1, big: 2_000_000})

    def test_a_submodule_has_no_content(self, repository: GitRepository) -> None:
        head = repository.commit({"a": "x"}, "start")
        assert blobs_of(repository.path, head).contents == {}


class TestEncodings:
    @pytest.mark.parametrize("codec", ["shift_jis", "euc_jp", "utf-16"])
    def test_a_text_in_another_encoding_is_text(self, repository: GitRepository, codec: str) -> None:
        """With git's own counts and patches; the files keep their ids."""
        repository.commit({"a.txt": JAPANESE.encode(codec), "b.txt": "x\n"}, "v1")
        repository.commit({"a.txt": (JAPANESE + "追加です\n").encode(codec), "b.txt": "y\n"}, "v2")
        found = changes_of(repository.path)
        change = found["a.txt"]
        assert change.patch == "@@ -1,2 +1,3 @@\n # 設定の説明です。\n 予定表示\n+追加です"
        assert (change.additions, change.deletions, change.binary) == (1, 0, False)
        assert change.encodings[0] == change.encodings[1] != ""
        assert change.new_blob == repository.git("rev-parse", "v2:a.txt")
        assert found["b.txt"].encodings == ("", "")

    def test_a_file_may_change_its_encoding_alone(self, repository: GitRepository) -> None:
        """The change is there, though no line of it is."""
        repository.commit({"a.txt": JAPANESE.encode("shift_jis")}, "v1")
        repository.commit({"a.txt": JAPANESE}, "v2")
        [change] = compared(repository.path).files
        assert (change.status, change.patch, change.changes) == (Status.MODIFIED, None, 0)
        assert change.encodings == ("Shift_JIS", "UTF-8")

    def test_a_renamed_text_is_found_in_any_encoding(self, repository: GitRepository) -> None:
        repository.commit({"a.txt": (JAPANESE * 5).encode("utf-16")}, "v1")
        repository.git("mv", "a.txt", "b.txt")
        repository.commit({"b.txt": (JAPANESE * 5 + "追加です\n").encode("utf-16")}, "v2")
        [change] = compared(repository.path).files
        assert (change.status, change.previous_path, change.additions) == (Status.RENAMED, "a.txt", 1)
        assert change.old_blob == repository.git("rev-parse", "v1:a.txt")

    @pytest.mark.parametrize("attribute", ["encoding", "working-tree-encoding"])
    def test_attributes_name_an_encoding(self, repository: GitRepository, attribute: str) -> None:
        """Those of the tree that holds the file, in git's own ways: here in a folder above, with a macro."""
        attributes = f"[attr]ours {attribute}=gbk\ndocs/*.txt ours\n"
        text = "設定"  # as good in several encodings
        for tag, content in (("v1", f"{text}\n"), ("v2", f"{text}\n{text}\n")):
            names = [
                ("docs/a.txt", repository.git("hash-object", "-w", "--stdin", data=content.encode("gbk"))),
                ("other.txt", repository.git("hash-object", "-w", "--stdin", data=content.encode("gbk"))),
                (".gitattributes", repository.git("hash-object", "-w", "--stdin", data=attributes.encode())),
            ]
            for name, blob in names:
                repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
            repository.git("commit", "--quiet", "--message", tag)
            repository.git("tag", tag)
        found = changes_of(repository.path)
        assert found["docs/a.txt"].encodings == ("GBK", "GBK")
        assert found["docs/a.txt"].patch == f"@@ -1 +1,2 @@\n {text}\n+{text}"
        assert found["other.txt"].encodings == ("", "")

    def test_a_side_that_is_sure_speaks_for_the_other(self, repository: GitRepository) -> None:
        repository.commit({"a.txt": "設定\n".encode("shift_jis")}, "v1")
        repository.commit({"a.txt": f"設定\n{JAPANESE}".encode("shift_jis")}, "v2")
        [change] = compared(repository.path).files
        assert (change.deletions, change.encodings) == (0, ("Shift_JIS", "Shift_JIS"))

    def test_a_text_in_utf8_is_what_it_was(self, repository: GitRepository) -> None:
        """Beside a text in another encoding it has the patch, and so the hash, that it has alone."""
        repository.commit({"a.md": "# Caf\u00e9\n\n1\n"}, "v1")
        repository.commit({"a.md": "# Caf\u00e9\n\n2\n"}, "v2")
        repository.commit({"b.txt": JAPANESE.encode("utf-16")}, "v3")
        alone = changes_of(repository.path)["a.md"]
        beside = changes_of(repository.path, "v1", "v3")["a.md"]
        assert beside == alone
        assert diff_hash(beside) == diff_hash(alone)

    def test_a_byte_order_mark_is_no_part_of_a_line(self, repository: GitRepository) -> None:
        repository.commit({"a.md": "\ufeff# One\n"}, "v1")
        repository.commit({"a.md": "\ufeff# Two\n"}, "v2")
        [change] = compared(repository.path).files
        assert [line.text for line in parse_hunks(change.patch)[0].lines] == ["# One", "# Two"]
        assert change.encodings == ("", "")

    def test_a_byte_order_mark_that_came_is_told(self, repository: GitRepository) -> None:
        repository.commit({"a.md": "# One\n"}, "v1")
        repository.commit({"a.md": "\ufeff# One\n"}, "v2")
        [change] = compared(repository.path).files
        assert change.encodings == ("UTF-8", "UTF-8 with BOM")


class TestUnreadable:
    def test_a_missing_file_is_told_as_such(self, repository: GitRepository) -> None:
        """And the others are read."""
        repository.commit({"a.md": "one\n", "b.md": "one\n"}, "v1")
        repository.commit({"a.md": "two\n", "b.md": "two\nmore\n"}, "v2")
        blob = repository.git("rev-parse", "v2:b.md")
        (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        found = changes_of(repository.path)
        assert (found["b.md"].omission, found["b.md"].patch) == (Omission.BROKEN, None)
        assert found["a.md"].patch == "@@ -1 +1 @@\n-one\n+two"

    @pytest.mark.parametrize("size", [10, comparer.MAX_READ + 1])
    def test_a_damaged_file_is_told_as_such(self, repository: GitRepository, size: int) -> None:
        """Also one that is too large to be read beforehand."""
        repository.commit({"a.md": "one\n", "b.md": "one\n"}, "v1")
        repository.commit({"a.md": "two\n", "b.md": "line\n" * (size // 5)}, "v2")
        blob = repository.git("rev-parse", "v2:b.md")
        loose = repository.path / ".git" / "objects" / blob[:2] / blob[2:]
        loose.chmod(0o600)
        content = loose.read_bytes()
        loose.write_bytes(content[: len(content) // 2] + b"damaged")
        found = changes_of(repository.path)
        assert found["b.md"].omission is Omission.BROKEN
        assert found["a.md"].patch == "@@ -1 +1 @@\n-one\n+two"


class TestBounds:
    def test_a_large_text_is_not_compared(self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(comparer, "MAX_COMPARED", 1000)
        repository.commit({"a.md": "one\n", "b.txt": "x\n" * 600, "c.bin": b"\0" * 2000}, "v1")
        repository.commit({"a.md": "two\n", "b.txt": "y\n" * 600, "c.bin": b"\0\1" * 2000}, "v2")
        found = changes_of(repository.path)
        assert (found["b.txt"].omission, found["b.txt"].binary, found["b.txt"].patch) == (Omission.LARGE, False, None)
        assert (found["c.bin"].omission, found["c.bin"].binary) == (None, True)
        assert found["a.md"].patch == "@@ -1 +1 @@\n-one\n+two"

    def test_a_large_file_that_moved_is_found(self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(comparer, "MAX_COMPARED", 1000)
        repository.commit({"a.txt": "x\n" * 600}, "v1")
        repository.git("mv", "a.txt", "b.txt")
        repository.commit({}, "v2")
        [change] = compared(repository.path).files
        assert (change.status, change.previous_path) == (Status.RENAMED, "a.txt")

    @pytest.mark.parametrize("bound", ["MAX_PATCH", "MAX_LINES"])
    def test_a_large_diff_is_counted(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch, bound: str
    ) -> None:
        monkeypatch.setattr(comparer, bound, 1000)
        repository.commit({"a.txt": "x\n" * 600}, "v1")
        repository.commit({"a.txt": "y\n" * 600}, "v2")
        [change] = compared(repository.path).files
        assert (change.omission, change.patch, change.additions) == (Omission.LARGE, None, 600)

    def test_diffs_beyond_those_that_are_told_are_counted(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And the next range is compared as ever."""
        monkeypatch.setattr(comparer, "MAX_PATCHES", 100_000)
        repository.commit({f"{n:02}.txt": "x\n" for n in range(40)}, "v1")
        repository.commit({f"{n:02}.txt": "y\n" * 5000 for n in range(40)}, "v2")
        repository.commit({"00.txt": "z\n"}, "v3")
        with Repository(repository.path) as opened:
            many = opened.compare("v1", "v2").files
            [next_one] = opened.compare("v2", "v3").files
        omitted = [change for change in many if change.omission is Omission.MANY]
        assert 0 < len(omitted) < 40 == len(many)
        assert all(change.additions == 5000 for change in many)
        assert next_one.patch is not None

    def test_files_that_are_too_large_together_are_not_compared(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One content under many names, for each of which git would compare it."""
        monkeypatch.setattr(comparer, "MAX_ALL_COMPARED", 1000)
        repository.commit({f"{n}.txt": "x\n" * 100 for n in range(5)}, "v1")
        repository.commit({f"{n}.txt": "y\n" * 100 for n in range(5)}, "v2")
        found = compared(repository.path).files
        assert [change.omission for change in found] == [None, None, *[Omission.MANY] * 3]

    def test_one_content_under_many_names_is_read_once(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[str] = []
        contents = Objects.contents

        def noting(objects: Objects, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
            asked = list(names)
            read.extend(asked)
            return contents(objects, asked)

        monkeypatch.setattr(Objects, "contents", noting)
        for version in "12":
            repository.commit({f"{n}.txt": f"{version}\n" for n in range(12)}, f"v{version}")
        assert len(compared(repository.path).files) == 12
        assert len(read) == len(set(read)) == 2

    def test_lines_beyond_those_that_are_told_are_counted(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparer, "MAX_ALL_LINES", 5)
        repository.commit({}, "v1")
        repository.commit({"a": "x\n" * 3, "b": "x\n" * 3, "c": "x\n" * 2}, "v2")
        found = compared(repository.path).files
        assert [change.omission for change in found] == [None, Omission.MANY, None]
        assert [change.additions for change in found] == [3, 3, 2]

    def test_files_beyond_those_that_are_told_are_counted(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first ones by path are told, with their patches."""
        monkeypatch.setattr(comparer, "MAX_FILES", 3)
        repository.commit({"a/1": "x\n", "b": "x\n"}, "v1")
        repository.commit({"a/1": "y\n", "a.txt": "x\n", "b": "y\n", "c/d/e": "x\n", "f": "x\n"}, "v2")
        found = compared(repository.path)
        assert [change.path for change in found.files] == ["a.txt", "a/1", "b"]
        assert [change.patch for change in found.files][1] == "@@ -1 +1 @@\n-x\n+y"
        assert found.more_files == 2
        assert found.files[0].is_unpaired  # it may have had the name of one that is not looked at

    def test_a_tree_that_unfolds_to_very_many_files_has_an_end(self, repository: GitRepository) -> None:
        """Ten files in ten folders in ten folders, and so on, made of a dozen objects."""
        repository.commit({"x": "x\n"}, "v1")
        inner = f"100644 blob {repository.git('hash-object', '-w', '--stdin', data=b'x')}"
        for _ in range(8):
            rows = "".join(f"{inner}\t{n}\n" for n in range(10))
            tree = repository.git("mktree", data=rows.encode())
            inner = f"040000 tree {tree}"
        commit = repository.git("commit-tree", "-m", "bomb", tree)
        found = compared(repository.path, EMPTY_TREES["sha1"], commit)
        assert len(found.files) == comparer.MAX_FILES
        assert found.more_files == 10**8 - comparer.MAX_FILES

    def test_a_folder_of_very_many_files_is_read_in_part(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trees, "_MOST_OF_A_FOLDER", 100_000)
        repository.commit({"b/1": "x\n"}, "v1")
        repository.commit({**{f"a/{n:04}": "x\n" for n in range(3000)}, "b/1": "y\n"}, "v2")
        found = compared(repository.path)
        assert found.more_files is None
        assert found.files[0].path == "a/0000"
        assert found.files[-1].path == "b/1"


class TestRenames:
    def test_many_renames_are_looked_for(self, repository: GitRepository) -> None:
        """More than git looks for by itself."""
        old = {f"old/{n}.md": f"Page {n}\n\nSome text about {n}.\nMore.\n" for n in range(1010)}
        repository.commit(old, "v1")
        new = {f"new/page-{n}.md": old[f"old/{n}.md"] + f"One more line {n}\n" for n in range(1010)}
        repository.commit({**dict.fromkeys(old), **new}, "v2")
        assert {change.status for change in compared(repository.path).files} == {Status.RENAMED}

    def test_where_that_would_cost_too_much_it_is_said(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparer, "MAX_RENAME_COST", 100)
        old = {f"old/{n}.md": f"Page {n}\n\nSome text about {n}.\nMore.\n" for n in range(5)}
        repository.commit({**old, "a.md": "x\n"}, "v1")
        new = {f"new/page-{n}.md": old[f"old/{n}.md"] + f"One more line {n}\n" for n in range(5)}
        repository.commit({**dict.fromkeys(old), **new, "a.md": "y\n"}, "v2")
        found = changes_of(repository.path)
        assert {path for path, change in found.items() if change.is_unpaired} == {*old, *new}
