# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The membership in a corosync.conf."""

from __future__ import annotations

import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.parse import Membership, parse_membership

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "site"

OURS = """
totem {
    version: 2
    cluster_name: lab
    interface {
        linknumber: 0
    }
}
nodelist {
    node {
        ring0_addr: 10.90.7.1
        name: n1
        nodeid: 1
    }
    # node {
    node {
        name: n2
        ring0_addr: fd00::2
    }
}
quorum {
    device {
        net {
            host: arbiter
        }
    }
}
"""


def test_a_cluster_of_two():
    assert parse_membership(OURS) == Membership("lab", ("n1", "n2"))


def test_the_file_that_debian_brings_is_no_membership():
    text = (FIXTURES / "corosync-debian-13.conf").read_text(encoding="utf-8")
    assert parse_membership(text) == Membership("debian", ())


def test_nothing_is_found_in_nothing():
    assert parse_membership("") == Membership("", ())
