# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What apt and its files say, by what they really said."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import (
    RELEASE,
    Foreseen,
    Package,
    Release,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.parse import (
    parse_host,
    parse_index,
    parse_release,
    parse_simulation,
    parse_sums,
    parse_unknown,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import (
    render_index,
    render_release,
    render_sums,
)
from hypothesis import given
from hypothesis import strategies as st

from . import packages

NAMES = st.from_regex(r"[a-z0-9][a-z0-9+.-]{1,12}", fullmatch=True)
VERSIONS = st.from_regex(r"([1-9]:)?[0-9][A-Za-z0-9.+~]{0,9}(-[0-9a-z]{1,3})?", fullmatch=True)


def test_the_mirrors_index_is_kept_but_for_the_place_of_the_file():
    found = {each.name: each for each in parse_index(packages.text("show.txt"))}
    assert sorted(found) == ["adduser", "corosync-qnetd", "libnspr4", "libnss3", "libnss3-tools"]
    nss = found["libnss3"]
    assert nss.version.startswith("2:") and nss.size > 10**6 and len(nss.sha256) == 64
    assert "Filename" not in nss.stanza and "Depends: libc6" in nss.stanza and found["adduser"].architecture == "all"


@given(st.dictionaries(st.tuples(NAMES, VERSIONS), st.integers(0, 10**9), max_size=5))
def test_what_is_written_is_read_again(wanted):
    held = tuple(packages.package(name, version, size=size) for (name, version), size in wanted.items())
    index = render_index(held)
    assert sorted(parse_index(index), key=str) == sorted({each.file: each for each in held}.values(), key=str)
    assert parse_release(render_release(packages.HERE, index)) == packages.HERE
    sums = parse_sums(render_sums(packages.HERE, held))
    assert {each.file: each.sha256 for each in held}.items() <= sums.items() and RELEASE in sums


@pytest.mark.parametrize(
    "field, value",
    [("Package", "../etc"), ("Version", "1/2"), ("Architecture", ""), ("Size", "many"), ("SHA256", "12ab")],
)
def test_what_would_not_do_as_a_name_or_a_sum_is_no_index(field, value):
    stanza = packages.package("sbd").stanza.splitlines()
    bad = [f"{field}: {value}" if line.startswith(f"{field}:") else line for line in stanza]
    with pytest.raises(Unparsable, match=f"{field} is '{value}'"):
        parse_index("\n".join(bad))


def test_sums_are_of_files_in_the_folder():
    with pytest.raises(Unparsable, match="no sum"):
        parse_sums(f"{'0' * 64}  ../../etc/passwd\n")


def test_a_release_file_that_says_half_says_nothing():
    assert parse_release("") is None and parse_release("Suite: debian\nVersion: 13\n") is None


def test_a_host_is_known_by_its_own_words():
    told = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n'
    assert parse_host(told, "amd64\n") == Release("debian", "13", "amd64")
    assert parse_host('ID="rhel"\nVERSION_ID="9.4"\n', "") == Release("rhel", "9", "")


def test_what_comes_and_goes():
    found = parse_simulation(packages.text("installs.txt"), "", True)
    assert found.comes[0] == ("libnspr4", "2:4.36-1", "amd64") and len(found.comes) == 4 and not found.complaints
    assert parse_simulation(packages.text("removes.txt"), "", True).goes == ("mawk",)
    # Lines of an upgrade on Debian 12.
    lines = "Inst libgcrypt20-dev [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/x [amd64]) []"
    assert parse_simulation(lines, "", True).comes == (("libgcrypt20-dev", "1.10.1-3+deb12u1", "amd64"),)


def test_an_unknown_form_is_not_guessed_at():
    with pytest.raises(Unparsable, match="names no version"):
        parse_simulation("Inst libc6 whatever\n", "", True)


def test_the_cause_is_what_is_not_installable():
    found = parse_simulation(packages.text("unmet.txt"), packages.text("unmet-errors.txt"), False)
    assert found == Foreseen((), (), ("pacemaker Depends: libqb100 (>= 2.0.3) but it is not installable",))


def test_without_a_cause_all_that_is_unmet_is_told_and_failing_that_the_errors():
    unmet = packages.text("unmet.txt").replace("is not installable", "is not going to be installed")
    assert len(parse_simulation(unmet, "", False).complaints) == 15
    assert parse_simulation("", "E: Broken\nW: x\n", False).complaints == ("Broken",)
    assert parse_simulation("", "", False).complaints == ("apt-get failed and did not say why",)


def test_unknown_names_are_told_apart():
    assert parse_unknown(packages.text("unknown-errors.txt")) == ("sbd", "nosuch")
    assert parse_unknown("E: Package 'gone' has no installation candidate\n") == ("gone",)


def test_a_package_listed_twice_is_one():
    twice = parse_index(render_index([packages.package("sbd")]) * 2)
    assert len(twice) == 1 and isinstance(twice[0], Package)
