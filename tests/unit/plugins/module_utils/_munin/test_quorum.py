# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of quorum."""

from __future__ import annotations

from .hosts import FIXTURES, FakeHost, all_unknown, said

NAME = "quorate_quorum"
CONFIG = "quorum {\n  provider: corosync_votequorum\n  device {\n    model: net\n  }\n}\n"


def test_votes_with_an_arbiter(capsys, tmp_path):
    host = FakeHost(tmp_path)
    assert said(capsys, host, NAME, "autoconf").lines == ["no (no /etc/corosync/corosync.conf)"]
    host.write("/etc/corosync/corosync.conf", CONFIG)
    assert said(capsys, host, NAME, "autoconf").lines == ["yes"]
    host.answers["corosync-quorumtool"] = (FIXTURES / "fence" / "quorum-arbiter.txt").read_text()
    values = said(capsys, host, NAME)
    assert values.values(NAME) == {"votes": "3", "needed": "2", "expected": "3"}
    assert values.values(f"{NAME}_state") == {"quorate": "1", "arbiter": "1"}
    config = said(capsys, host, NAME, "config")
    assert config[f"{NAME}_state", "quorate.critical"] == "1:"
    assert config[f"{NAME}_state", "arbiter.warning"] == "1:"


def test_the_arbiter_is_lost_and_quorum_too(capsys, tmp_path):
    host = FakeHost(tmp_path)
    host.write("/etc/corosync/corosync.conf", CONFIG)
    text = (FIXTURES / "fence" / "quorum-arbiter.txt").read_text()
    lost = text.replace("A,V,NMW", "NA,NV,NMW").replace("Flags:            Quorate", "Flags:           ")
    host.answers["corosync-quorumtool"] = (2, lost)
    assert said(capsys, host, NAME).values(f"{NAME}_state") == {"quorate": "0", "arbiter": "0"}


def test_no_arbiter_no_field(capsys, tmp_path):
    host = FakeHost(tmp_path)
    host.write("/etc/corosync/corosync.conf", "quorum {\n  provider: corosync_votequorum\n}\n")
    assert said(capsys, host, NAME, "config").fields(f"{NAME}_state", "label") == ["quorate"]


def test_corosync_is_stopped(capsys, tmp_path):
    host = FakeHost(tmp_path)
    host.write("/etc/corosync/corosync.conf", CONFIG)
    host.answers["corosync-quorumtool"] = (1, "Cannot initialize CMAP service\n")
    assert all_unknown(said(capsys, host, NAME))
