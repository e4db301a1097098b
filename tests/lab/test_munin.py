# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin and the archive of LIO on a real kernel, with 256 LUNs and 4 initiators."""

from __future__ import annotations

import os

import pytest
from ansible_collections.quorate.ha_storage.bench.munin_node import (
    ARCHIVE,
    INITIATORS,
    LUNS,
    PLUGIN,
    in_guest,
    seconds,
    target_node,
)

SAVED = "/etc/quorate/targets/bench.json"
FIELDS = 3 * (1 + LUNS + INITIATORS + INITIATORS * LUNS)


@pytest.fixture(scope="module")
def node():
    with target_node(f"test-munin-{os.getpid()}") as machine:
        yield machine


def test_the_plugin_takes_less_than_a_second(node):
    assert node.sh(f"{PLUGIN} autoconf") == "yes\n"
    assert node.sh(f"{PLUGIN} config | grep -c '\\.label '").strip() == str(FIELDS)
    values = [line.split()[1] for line in node.sh(PLUGIN).splitlines() if ".value " in line]
    # Nobody is logged in, so that the sessions have no numbers.
    assert len(values) == FIELDS and values.count("U") == 3 * 4
    took = {verb: seconds(node, f"{PLUGIN} {verb}") for verb in ("config", "fetch")}
    assert max(took.values()) < 1, took


def test_the_archive_keeps_every_counter_and_no_secret(node):
    node.sh(f"{ARCHIVE} keep && {ARCHIVE} keep --full", timeout=120)
    assert "benchsecret1" not in node.sh("zcat /root/archive/*/*.json.gz")
    kept = node.sh("zcat /root/archive/*/statistics-*.json.gz")
    assert kept.count("/scsi_auth_intr/num_cmds") == 1024 and kept.count("/scsi_tgt_port/in_cmds") == 256
    assert "secret" not in kept


def test_a_node_without_the_target_knows_nothing_and_says_so(node):
    # The saved target stays, as on a standby node.
    node.sh(f"cp {SAVED} /root/saved.json")
    in_guest(node, "clear(); print(0)")
    node.sh(f"cp /root/saved.json {SAVED}")
    assert node.sh(f"{PLUGIN} config | grep -c '\\.label '").strip() == str(FIELDS)
    assert {line.split()[1] for line in node.sh(PLUGIN).splitlines() if ".value " in line} == {"U"}
