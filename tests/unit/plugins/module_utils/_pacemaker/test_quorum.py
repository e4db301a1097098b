# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What corosync says of a node's partition, by corosync-quorumtool."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.quorum import Quorum, parse_quorum

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "fence"
MEMBERS = "    Nodeid      Votes    Qdevice Name\n         2          1    A,V,NMW node2\n"


def said(flags, line):
    return f"Quorum information\nQuorate:          Yes\nFlags:            {flags} \n\nMembership\n{MEMBERS}{line}\n"


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("Quorate Qdevice", Quorum(True)),
        ("2Node Quorate WaitForAll", Quorum(True, True)),
        ("Qdevice", Quorum()),
        ("", Quorum()),
    ],
)
def test_the_flags(flags, expected):
    assert parse_quorum(said(flags, "")) == expected


@pytest.mark.parametrize(
    ("line", "arbiter"),
    [
        ("         1          1    A,V,NMW node1 (local)", True),
        ("         1          1   A,NV,NMW node1 (local)", False),
        ("         1          1  NA,NV,NMW node1 (local)", False),
        ("         1          1         NR node1 (local)", False),
        ("         1          1 node1 (local)", None),
        ("         1          1 A-node (local)", None),
    ],
)
def test_the_arbiter(line, arbiter):
    assert parse_quorum(said("Quorate", line)).arbiter is arbiter


@pytest.mark.parametrize(("name", "votes"), [("quorum-arbiter.txt", 3), ("quorum-alone.txt", 2)])
def test_what_the_tool_said(name, votes):
    assert parse_quorum((FIXTURES / name).read_text(encoding="utf-8")) == Quorum(True, False, True, 3, votes, 2)


def test_a_cluster_without_words_has_no_quorum():
    assert parse_quorum("Cannot initialize QUORUM service") == Quorum()
