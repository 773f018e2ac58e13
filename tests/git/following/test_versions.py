"""The versions in the names of tags."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest
from packaging.version import Version as PythonVersion

from mkdocs_diffinsight.git.following.versions import Version, read_versions


def read(names: Sequence[str], *, in_history: bool = False) -> dict[str, Version]:
    """The versions of tags on commits side by side, or on those of a history in which they stand in this order."""
    place = {name: n for n, name in enumerate(names)}
    shuffled = random.Random(1).sample(names, len(names))
    return read_versions(shuffled, lambda one, two: in_history and place[one] < place[two])


def in_order(names: Sequence[str], *, in_history: bool = False) -> list[str]:
    """The names of one series, sorted."""
    versions = read(names, in_history=in_history).values()
    assert len({version.series for version in versions}) == 1, {version.name: version.series for version in versions}
    return [version.name for version in sorted(versions, key=lambda version: version.order)]


def prereleases(*names: str, in_history: bool = False) -> list[str]:
    return [name for name in names if read(names, in_history=in_history)[name].is_prerelease]


def series(*names: str) -> list[list[str]]:
    """The names, by what they are versions of."""
    found: dict[str, list[str]] = {}
    versions = read(names)
    for name in names:
        found.setdefault(versions[name].series, []).append(name)
    return list(found.values())


@pytest.mark.parametrize(
    "names",
    [
        "v1.2 v1.9 v1.10 v2.0",
        "1.0a1 1.0b1 1.0rc1 1.0 1.0.post1 1.0.1",
        "v0.1 v1 v1.0.1 v1.2",
        "release-2023.12 release-2024.1 release-2024.11",
        "2023-12-31 2024-01-15 2024-01-15.1 2024-10-01",
        "20231231 20240115 20240115.1 20241001",
        "v2023Q4 v2024Q1 v2024Q2 v2024Q2.1 v2025Q1",
        "release-23H2 release-24H1 release-24H2",
        "2023.q4.1 2024.q1.0 2024.q1.12",
        "2023-W52 2024-W01 2024-W10",
        "22w13a 22w13b 22w52a 23w03a",
        "lib_1.0.0-preview.3 lib_1.0.0 lib_1.0.1",
        "v1.0-dev v1.0-alpha v1.0-beta v1.0-M1 v1.0-preview.2 v1.0-rc.1 v1.0",
        "v8.0.0-preview.7.23375.6 v8.0.0-rc.1.23419.4 v8.0.0",
        "log4j-2.0-alpha1 log4j-2.0-beta9 log4j-2.0-rc1 log4j-2.0 log4j-2.0.1 log4j-2.12.1",
        "proj1-v0.1.0 proj1-v0.2.0-rc.1 proj1-v0.2.0 proj1-v0.10.0",
        "web3.js@1.0 web3.js@1.2.0-rc.0 web3.js@1.2.0",
        "v5.0.0.BUILD-SNAPSHOT v5.0.0.M1 v5.0.0.RC1 v5.0.0.RELEASE v5.0.1.RELEASE v5.3.0-M1 v5.3.0",
        "5.0.0.Alpha1 5.0.0.Beta1 5.0.0.CR1 5.0.0.Final 5.0.0.SP1 5.0.1.Final",
        "v2.33.0-rc0.windows.1 v2.33.0.windows.1 v2.33.0.windows.2 v2.34.0.windows.1",
        "curl-7_9_8 curl-8_5_0 curl-8_10_0",
        "REL9_6_BETA1 REL9_6_RC1 REL9_6_0 REL_10_BETA1 REL_10_0 REL_16_1",
        "R_2_4_0 R_2_4_1 R_2_10_0",
        "R-4-2-3 R-4-3-0 R-4-10-0",
        "boost-1.82.0.beta1 boost-1.82.0 boost-1.83.0",
        "v3_2_0_preview1 v3_2_0_rc1 v3_2_0 v3_2_1",
        "go1 go1.1rc2 go1.1 go1.21.0 go1.21.1",
        "n4.4-dev n4.4 n4.4.1 n6.0",
        "OpenSSL_1_0_2-beta1 OpenSSL_1_0_2 OpenSSL_1_0_2a OpenSSL_1_0_2zb openssl-3.0.0-alpha1 openssl-3.0.0",
        "SUDO_1_9_5 SUDO_1_9_5p1 SUDO_1_9_5p2 SUDO_1_9_6",
        "V_9_2_P1 V_9_3_P1 V_9_3_P2",
        "debian/1.0-1 debian/1.0-2 debian/1.0-2ubuntu1 debian/1.1-1 debian/1%0.9-1",
        "android-14.0.0_r1 android-14.0.0_r2 android-14.0.0_r10",
        "jdk8u292-b01 jdk8u292-b10 jdk8u292-ga jdk8u302-b01",
        "jetty-9.4.0.M1 jetty-9.4.0.RC0 jetty-9.4.0.v20161208 jetty-9.4.1.v20170120",
        "release-3.3.0-RC0 rel/release-3.3.0 v3.3.1 3.4.0",
        "v1.28.1-rc1+k3s1 v1.28.1+k3s1 v1.28.1+k3s2",
        "md-5-v0.9.0 md-5-v0.10.0",
        "sub/dir/v1.2.3 sub/dir/v1.10.0",
        "v4.0.0-lts v4.0.1-lts v4.1.0-rc1 v4.1.0-lts",
        f"v1.{'9' * 5000} v1.1{'0' * 5000} v2",
    ],
)
def test_tags_are_in_the_order_of_their_versions(names: str) -> None:
    assert in_order(names.split()) == names.split()


def test_the_order_is_that_of_semantic_versions() -> None:
    """The example of https://semver.org/#spec-item-11."""
    suffixes = ("-alpha", "-alpha.1", "-alpha.beta", "-beta", "-beta.2", "-beta.11", "-rc.1", "")
    names = [f"v1.0.0{suffix}" for suffix in suffixes]
    assert in_order(names) == names
    assert prereleases(*names) == names[:-1]


def test_the_order_is_that_of_python_versions() -> None:
    ends = ("", ".post1", ".post2", ".dev1", ".post1.dev1")
    names = [
        f"{epoch}{numbers}{stage}{end}"
        for epoch, numbers, stage, end in itertools.product(
            ("", "1!"), ("1.0", "1.0.3", "2"), ("", "a1", "b2", "b10", "rc1"), ends
        )
    ]
    assert in_order(names) == sorted(names, key=PythonVersion)
    assert prereleases(*names) == [name for name in names if PythonVersion(name).is_prerelease]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "v2.0-rc1",
            "v2.0.0-beta.1",
            "2.0a1",
            "v2.0.dev3",
            "v2.0.0-next.1",
            "v2.0.0.M1",
            "v2.0.0.CR1",
            "2.0-SNAPSHOT",
        ),
        *("boost-1.82.0.beta1", "REL_16_BETA1", "v2.33.0-rc0.windows.1", "pkg1@2.0.0-0", "v1.0.0-something"),
    ],
)
def test_a_version_with_such_a_suffix_is_a_prerelease(name: str) -> None:
    assert prereleases(name) == [name]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "v2.0",
            "2024.10.1",
            "v2.0+build.5",
            "v1.0.post1",
            "v1.0-1",
            "nightly",
            "proj1-v0.1.0",
            "log4j-2.0",
            "v5.0.RELEASE",
        ),
        *(
            "5.0.0.Final",
            "v4.0-lts",
            "v2.33.0.windows.1",
            "curl-8_5_0",
            "1.0.2a",
            "gdb-13.2-release",
            "x86-1.0",
            "1.0.SP1",
        ),
    ],
)
def test_other_versions_are_releases(name: str) -> None:
    assert prereleases(name) == []


def test_a_number_behind_a_hyphen_is_a_prerelease_of_a_semantic_version() -> None:
    assert in_order(["v1.0.0", "v1.0.1-0", "v1.0.1-1", "v1.0.1"]) == ["v1.0.0", "v1.0.1-0", "v1.0.1-1", "v1.0.1"]
    assert prereleases("v1.0.0", "v1.0.1-0", "v1.0.1") == ["v1.0.1-0"]


def test_the_history_tells_on_which_side_of_a_release_a_number_is() -> None:
    names = ["1.0.0", "1.0.0-1", "1.0.0-2", "1.0.1"]
    assert in_order(names, in_history=True) == names
    assert prereleases(*names, in_history=True) == []


def test_revisions_of_packages_are_releases_where_nothing_is_without() -> None:
    assert prereleases("debian/1.2.3-1", "debian/1.2.3-2", "debian/1.2.4-1") == []


def test_the_history_tells_what_a_letter_is() -> None:
    names = ["v0.5a", "v0.5b", "v0.5", "v0.6a"]
    assert in_order(names, in_history=True) == names
    assert prereleases(*names, in_history=True) == ["v0.5a", "v0.5b", "v0.6a"]
    assert prereleases("1.0.2", "1.0.2a", "1.0.2b", in_history=True) == []


def test_the_history_tells_what_an_unknown_word_is() -> None:
    assert prereleases("v1.0.0-sneak", "v1.0.0", in_history=True) == ["v1.0.0-sneak"]
    assert prereleases("v1.0.0", "v1.0.0-customer", in_history=True) == []


def test_a_word_that_several_releases_have_is_a_flavour_of_them() -> None:
    names = ("v33.0.0-jre", "v33.0.0-android", "v33.1.0-rc1-jre", "v33.1.0-jre", "v33.1.0-android")
    assert prereleases(*names) == ["v33.1.0-rc1-jre"]
    assert [version.flavour for version in map(read(names).get, names) if version] == [
        *("jre", "android", "jre", "jre", "android"),
    ]
    assert prereleases("v22.0", "v22.0-android", "v23.0", "v23.0-android") == []


@pytest.mark.parametrize(
    "groups",
    [
        "pkg-a@1.0.0 pkg-a@1.0.1, pkg-b@1.0.0",
        "@babel/core@7.0.0-beta.1 @babel/core@7.0.0, @babel/parser@7.0.0",
        "proj1-v0.1.0, proj2-v0.1.0",
        "lib1-1 lib1-2, lib2-1",
        "lib2/v1.0.0, lib3/v1.0.0, v1.0.0 2.0.0",
        "x86-1.0 x86-1.1, x86_64-1.0",
        "azure-core_1.0.0 azure-core_1.1.0-beta.1, azure-storage-blob_12.0.0",
        "7zip-22.01 7zip-23.01, k8s-1.28, i18n-1.0, s3-2.0.0",
        "sha2-v0.10.6, sha-1-v0.10.0, p256/v0.13.0",
        "mysql-8.0.33 mysql-8.1.0, mysql-cluster-8.0.33",
        "api/v1beta1/v1.0.0 api/v1beta1/v1.1.0, api/v1/v1.0.0",
        "releases/gcc-12.3.0 releases/gcc-13.2.0, basepoints/gcc-14",
        "V1.0 v1.1 release-1.2 1.3 rel_1_4",
        "latest stable, v1.0",
    ],
)
def test_what_stands_before_the_version_tells_series_apart(groups: str) -> None:
    expected = [group.split() for group in groups.split(", ")]
    assert series(*itertools.chain(*expected)) == expected
