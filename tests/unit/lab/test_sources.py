# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The host's apt sources, in both formats."""

import pytest

from lab.lib import apt, sources
from lab.lib.errors import LabError
from lab.lib.sources import Source

DEB822 = """\
# what the installer wrote
Types: deb deb-src
# an older address
URIs: https://mirror.example/debian/ https://second.example/debian
Suites: trixie
 trixie-updates
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc: def

Types: deb
URIs: https://mirror.example/debian-security
Suites: trixie-security
Components: main

Types: deb
URIs: https://off.example/debian
Suites: sid
Components: main
Enabled: no

Types: deb-src
URIs: https://src.example/debian
Suites: sid
Components: main
"""

ONE_LINE = """\
# deb https://old.example/debian bookworm main
deb [arch=amd64 signed-by=/x.gpg] https://mirror.example/debian bookworm main non-free # comment
deb-src https://mirror.example/debian bookworm main

  deb https://vendor.example/apt stable tool
"""


def test_deb822():
    found = sources.parse_deb822(DEB822)
    assert found[0] == Source("https://mirror.example/debian/", "trixie", "main contrib")
    assert [source.suite for source in found] == ["trixie", "trixie-updates"] * 2 + ["trixie-security"]


def test_one_line():
    assert sources.parse_one_line(ONE_LINE) == [
        Source("https://mirror.example/debian", "bookworm", "main non-free"),
        Source("https://vendor.example/apt", "stable", "tool"),
    ]


def test_mirror_is_the_archive_itself():
    assert sources.mirror(sources.parse_deb822(DEB822)) == "https://mirror.example/debian"
    assert sources.host_suite(sources.parse_deb822(DEB822)) == "trixie"


def test_vendor_and_security_archives_are_no_mirror():
    found = [Source("https://v/apt", "stable", "tool"), Source("https://s/debian-security", "trixie-security", "main")]
    with pytest.raises(LabError, match="LAB_MIRROR"):
        sources.mirror(found)
    assert sources.host_suite(found) == ""


def test_override_wins():
    assert sources.mirror([], "https://mine.example/debian/") == "https://mine.example/debian"


def test_ubuntu_needs_the_variable():
    with pytest.raises(LabError, match="Ubuntu host has none"):
        sources.mirror([Source("https://u.example/ubuntu", "noble", "main universe")])


def test_files_of_a_host(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(ONE_LINE, encoding="utf-8")
    (tmp_path / "sources.list.d" / "debian.sources").write_text(DEB822, encoding="utf-8")
    (tmp_path / "sources.list.d" / "x.list.disabled").write_text("deb https://no.example/x sid main", encoding="utf-8")
    uris = [source.uri for source in apt.host_sources(tmp_path)]
    assert uris[0] == "https://mirror.example/debian"
    assert "https://mirror.example/debian-security" in uris
    assert "https://no.example/x" not in uris


def test_private_apt_stays_in_its_folder(tmp_path):
    private = apt.PrivateApt(tmp_path, "https://mirror.example/debian", "forky")
    options = dict(option[2:].split("=", 1) for option in private.options())
    for name in ("Dir::Etc::SourceList", "Dir::State::Lists", "Dir::State::status", "Dir::Cache"):
        assert options[name].startswith(str(tmp_path))
    assert options["Dir::Etc::SourceParts"] == "/dev/null"
    assert " https://mirror.example/debian forky main" in (tmp_path / "sources.list").read_text(encoding="utf-8")
