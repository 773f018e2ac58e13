"""The forge of a repository, from the address of its remote as the user's git and ssh understand it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.ranges import CompareRange

from ..conftest import GitRepository
from ..reading import read_ranges

LOG = logging.getLogger("test")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, without any settings."""
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


def home_of(history: GitRepository, origin: str, *forges: str) -> str | None:
    history.git("config", "remote.origin.url", origin)
    with Repository(history.path, forges=dict.fromkeys(forges, "gitlab")) as repository:
        return repository.forge.home if repository.forge else None


def test_an_abbreviation_of_the_user_is_understood(history: GitRepository, home: Path) -> None:
    settings = '[url "git@github.com:"]\n\tinsteadOf = gh:\n'
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    assert home_of(history, "gh:octo/docs") == "https://github.com/octo/docs"


def test_an_abbreviation_of_the_repository_is_understood(history: GitRepository) -> None:
    history.git("config", "url.https://codeberg.org/.insteadOf", "cb:")
    assert home_of(history, "cb:octo/docs") == "https://codeberg.org/octo/docs"


def test_an_abbreviation_of_the_environment_is_understood(
    history: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("COUNT", "1"), ("KEY_0", "url.https://github.com/.insteadOf"), ("VALUE_0", "gh:")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert home_of(history, "gh:octo/docs") == "https://github.com/octo/docs"


def test_a_host_of_ssh_is_understood(history: GitRepository, home: Path) -> None:
    (home / ".ssh" / "config").write_text("Host work\n  HostName github.com\n", encoding="utf-8")
    assert home_of(history, "git@work:octo/docs.git") == "https://github.com/octo/docs"


def test_an_abbreviation_may_lead_to_a_host_of_ssh(history: GitRepository, home: Path) -> None:
    history.git("config", "url.ssh://git@work/.insteadOf", "gh:")
    (home / ".ssh" / "config").write_text("Host work\n  HostName gitlab.com\n", encoding="utf-8")
    assert home_of(history, "gh:octo/docs") == "https://gitlab.com/octo/docs"


def test_a_detour_does_not_lead_away_from_the_forge(history: GitRepository) -> None:
    history.git("config", "url.https://proxy.example/.insteadOf", "https://github.com/")
    assert home_of(history, "https://github.com/octo/docs") == "https://github.com/octo/docs"


def test_a_detour_by_a_folder_does_not_lead_away_from_any_forge(history: GitRepository) -> None:
    history.git("config", "url./srv/.insteadOf", "https://git.example.org/")
    assert home_of(history, "https://git.example.org/octo/docs") == "https://git.example.org/octo/docs"


@pytest.mark.parametrize(
    "settings",
    [("remote.origin.pushUrl", "git@github.com:octo/docs"), ("url.git@github.com:octo/.pushInsteadOf", "/srv/")],
)
def test_where_the_author_pushes_to_is_the_forge_of_a_copy(history: GitRepository, settings: tuple[str, str]) -> None:
    history.git("config", *settings)
    assert home_of(history, "/srv/docs") == "https://github.com/octo/docs"


def test_a_host_that_is_described_is_one(history: GitRepository) -> None:
    assert home_of(history, "git@forge:octo/docs.git", "forge") == "https://forge/octo/docs"


def test_settings_of_the_repository_run_no_program(history: GitRepository, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    for name in ("core.sshCommand", "core.gitProxy", "core.fsmonitor", "core.pager", "remote.origin.uploadpack"):
        history.git("config", name, f"touch {trace}; false")
    history.git("config", f"url.ext::sh -c touch%20{trace} .insteadOf", "gh:")
    assert home_of(history, "gh:octo/docs") is None
    assert not trace.exists()


def test_a_host_that_nothing_explains_is_told(
    history: GitRepository, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert home_of(history, "git@work:octo/docs.git") is None
    with caplog.at_level("INFO"):
        read_ranges([CompareRange("v1", "v2", False, history.path)], Cache(tmp_path, "en", print), LOG, ())
    assert "git@work:octo/docs.git, and nothing says which host work is" in caplog.text


@pytest.mark.parametrize("origin", ["/srv/docs.git", "file:///srv/docs.git", "../docs"])
def test_a_folder_needs_no_explanation(history: GitRepository, origin: str) -> None:
    assert home_of(history, origin) is None
    with Repository(history.path) as repository:
        assert repository.unknown_host == ""
