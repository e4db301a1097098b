# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a folder, and why it does not do for a host."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import (
    INDEX,
    RELEASE,
    SUMS,
    Folder,
    Foreseen,
    Host,
    Release,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.parse import parse_sums
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.ready import (
    folder_problems,
    host_refusals,
    mismatch,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import (
    render_index,
    render_release,
    render_sums,
)

from . import packages

HELD = (packages.package("lvm2"), packages.package("sbd"))


def folder(**digests):
    """A whole folder, but for the *digests* that are other ones; None: no such file."""
    index, sums = render_index(HELD), render_sums(packages.HERE, HELD)
    texts = {INDEX: index, RELEASE: render_release(packages.HERE, index), SUMS: sums}
    found = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    found.update({each.file: each.sha256 for each in HELD})
    found.update(digests)
    kept = {name: digest for name, digest in found.items() if digest}
    return Folder("/srv/p", kept, HELD, packages.HERE, parse_sums(sums))


def test_a_whole_folder_has_no_problems():
    assert folder_problems(folder()) == []
    assert folder_problems(folder(), folder().digests[SUMS]) == []


def test_a_foreign_file_in_it_does_not_matter():
    assert folder_problems(folder(**{"mine_1_all.deb": "0" * 64})) == []


@pytest.mark.parametrize("name", [INDEX, RELEASE, "sbd_1.0-1_amd64.deb"])
def test_what_is_missing_or_damaged_is_named(name):
    assert f"/srv/p/{name} is missing: run packages_fetch" in folder_problems(folder(**{name: None}))[0]
    assert f"/srv/p/{name} is not what was fetched" in folder_problems(folder(**{name: "0" * 64}))[0]


def test_all_problems_are_told():
    assert len(folder_problems(folder(**{each.file: None for each in HELD}))) == 2


def test_an_empty_folder_and_one_without_lists():
    assert "has no packages" in folder_problems(Folder("/srv/p"))[0]
    assert "not all of" in folder_problems(dataclasses.replace(folder(), sums={}))[0]
    assert "not all of" in folder_problems(dataclasses.replace(folder(), release=None))[0]


def test_another_folder_than_the_one_that_was_fetched():
    assert "it is not the folder that was fetched" in folder_problems(folder(), "a" * 64)[0]


def test_an_index_that_the_sums_do_not_bear_out():
    other = dataclasses.replace(folder(), packages=(packages.package("sbd", sha256="f" * 64),))
    assert "do not agree about sbd_1.0-1_amd64.deb" in folder_problems(other)[0]


def reasons(host, release=packages.HERE):
    return [str(refusal) for refusal in host_refusals(host, release)]


def test_a_host_of_the_same_kind_is_served():
    assert reasons(Host(packages.HERE)) == []


@pytest.mark.parametrize("other", [Release("debian", "12", "amd64"), Release("debian", "13", "arm64")])
def test_another_release_or_architecture_is_refused(other):
    (reason,) = reasons(Host(other))
    assert f"for debian 13 amd64, and this host is {other}" in reason and "ha_storage_packages_folder" in reason


def test_enterprise_linux_is_refused_plainly():
    (reason,) = reasons(Host(Release("rhel", "9")))
    assert "rhel 9" in reason and "not supported yet" in reason and "leave ha_storage_packages_folder empty" in reason


def test_what_apt_complains_of_and_removals_are_refused_at_once():
    foreseen = Foreseen((), ("mawk",), ("nosuch is not there", "a Depends: b but it is not installable"))
    told = reasons(Host(packages.HERE, foreseen=foreseen))
    assert len(told) == 3 and "nosuch is not there" in told[0] and "would remove mawk" in told[2]


def test_a_folder_does_not_take_two_releases():
    other = Release("debian", "12", "amd64")
    assert [*mismatch(folder(), packages.HERE), *mismatch(Folder("/srv/p"), other)] == []
    assert "has packages for debian 13 amd64, not for debian 12 amd64" in str(*mismatch(folder(), other))
