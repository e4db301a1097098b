# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of files and requests."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import Folder, Release

from . import packages


def test_a_file_is_named_as_apt_names_it():
    nss = packages.package("libnss3", "2:3.110-1+deb13u4")
    assert nss.file == "libnss3_2%3a3.110-1+deb13u4_amd64.deb"
    assert nss.request == "libnss3:amd64=2:3.110-1+deb13u4"
    assert dataclasses.replace(nss, architecture="all").request == "libnss3=2:3.110-1+deb13u4"


def test_a_file_counts_only_when_it_is_whole():
    sbd = packages.package("sbd")
    assert Folder("/srv", {sbd.file: sbd.sha256}).has(sbd)
    assert not Folder("/srv", {sbd.file: "0" * 64}).has(sbd) and not Folder("/srv").has(sbd)


def test_hosts_are_told_apart_in_words():
    assert (str(packages.HERE), str(Release())) == ("debian 13 amd64", "nothing")
