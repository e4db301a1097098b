# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a folder. That they are read again is tested with the parser."""

from __future__ import annotations

import hashlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import INDEX
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import (
    render_index,
    render_release,
    render_settings,
    render_source,
    render_sums,
)

from . import packages

HELD = (packages.package("sbd"), packages.package("lvm2", "2.03"))


def test_the_index_names_each_file_beside_it():
    index = render_index(HELD)
    assert index.index("Filename: ./lvm2_2.03_amd64.deb") < index.index("Filename: ./sbd_1.0-1_amd64.deb")
    assert index == render_index(reversed(HELD))


def test_the_release_file_has_the_sum_of_the_index():
    index = render_index(HELD)
    told = render_release(packages.HERE, index)
    assert f" {hashlib.sha256(index.encode()).hexdigest()} {len(index.encode())} {INDEX}" in told.splitlines()


def test_the_sums_are_those_that_sha256sum_would_write():
    lines = render_sums(packages.HERE, HELD).splitlines()
    assert f"{HELD[0].sha256}  {HELD[0].file}" in lines and len(lines) == 4
    assert [line.split("  ")[1] for line in lines] == sorted(line.split("  ")[1] for line in lines)


def test_a_source_says_that_nothing_signs_it():
    assert "URIs: file:/srv/x\nSuites: ./\nTrusted: yes\n" in render_source("/srv/x")


def test_settings_are_quoted():
    assert render_settings({"Dir::Cache": "/a b"}) == 'Dir::Cache "/a b";\n'
