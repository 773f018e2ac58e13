"""Which host ssh is configured to reach by a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_diffinsight.git.ssh_hosts import host_name


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    folder = tmp_path / ".ssh"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("Host work\n  HostName github.com\n", "github.com"),
        ("host=work\nhostname = GitHub.com # mine\n", "github.com"),
        ('Host other "work"\n  HostName "github.com"\n', "github.com"),
        ("Host w*k !work\n  HostName a.org\nHost w?rk\n  HostName b.org\n", "b.org"),
        ("Host work\n  HostName first.org\nHost *\n  HostName second.org\n", "first.org"),
        ("HostName all.org\n", "all.org"),
        ("Host work\n  HostName %h.example.org\n", "work.example.org"),
        ("Host work\n  HostName %k.example.org\n", "work"),
        ("Match all\n  HostName all.org\n", "all.org"),
        ("Match host other,work originalhost work\n  HostName matched.org\n", "matched.org"),
        ("Match host other\n  HostName matched.org\n", "work"),
        ("Match user git\n  HostName matched.org\nHost work\n  HostName later.org\n", "later.org"),
        ("Host 'work\nHost work\n  HostName\n", "work"),
        ("Host *\n  User git\n", "work"),
        ("Host work\n  Include none ~nobody/x\n  HostName github.com\n", "github.com"),
    ],
)
def test_a_name_stands_for_the_first_host_that_is_for_it(ssh: Path, config: str, expected: str) -> None:
    (ssh / "config").write_text(config, encoding="utf-8")
    assert host_name("work") == expected


def test_settings_may_be_in_other_files(ssh: Path) -> None:
    (ssh / "config.d").mkdir()
    (ssh / "config").write_text("Include config.d/*\nHost work\n  HostName last.org\n", encoding="utf-8")
    (ssh / "config.d" / "a").write_text("Host other\n  HostName other.org\n", encoding="utf-8")
    (ssh / "config.d" / "b").write_text(f"Include {ssh}/c\n", encoding="utf-8")
    (ssh / "c").write_text("Host work\n  HostName included.org\n", encoding="utf-8")
    assert host_name("work") == "included.org"


def test_files_that_include_each_other_come_to_an_end(ssh: Path) -> None:
    (ssh / "config").write_text("Include config config\n", encoding="utf-8")
    assert host_name("work") == "work"


def test_no_command_of_the_settings_is_run(ssh: Path) -> None:
    trace = ssh / "trace"
    (ssh / "config").write_text(f"Match exec 'touch {trace}'\n  HostName github.com\n", encoding="utf-8")
    assert host_name("work") == "work"
    assert not trace.exists()


def test_without_settings_a_name_is_a_host(ssh: Path) -> None:
    assert host_name("git.example.org") == "git.example.org"
