# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin and the archive of LIO on a real kernel, with 256 LUNs and 4 initiators."""

from __future__ import annotations

import os
import pathlib

import pytest
import yaml
from ansible_collections.quorate.ha_storage.bench.node import TOP, Node
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.pack import pack

UTILS = TOP / "plugins/module_utils"
# It builds the target that the benchmark of lio_target measures.
GUEST = TOP / "bench/lio_target_256.guest"
PROGRAMS = {"munin": "_munin_subjects", "lio_archive": "_lio_archive_subjects"}
MAIN = {"munin": "_munin.program", "lio_archive": "_archive.program"}
PLUGIN = "python3 -I -S /root/munin.pyz quorate_lio_bench"
ARCHIVE = "python3 -I -S /root/lio_archive.pyz --folder /root/archive"
SAVED = "/etc/quorate/targets/bench.json"
FIELDS = 3 * (1 + 256 + 4 + 4 * 256)


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    folder = pathlib.Path(tmp_path_factory.mktemp("programs"))
    with Node(f"test-munin-{os.getpid()}") as machine:
        machine.put_engine()
        for role, subjects in PROGRAMS.items():
            told = yaml.safe_load((TOP / f"roles/{role}/vars/main.yml").read_text())
            pack(UTILS, told[subjects], MAIN[role], folder / f"{role}.pyz")
            machine.put(folder / f"{role}.pyz", "/root/")
        machine.python(f"{GUEST.read_text()}\ndisks(256); print(len(bring(256)[1]))\n")
        yield machine


def seconds(node, line):
    """The best of three, by the clock of the node."""
    timed = f"for n in 1 2 3; do /usr/bin/env bash -c 'TIMEFORMAT=%R; time {line} >/dev/null'; done"
    return min(float(word) for word in node.sh(f"{{ {timed}; }} 2>&1").split())


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
    node.python(f"{GUEST.read_text()}\nclear(); print(0)\n")
    node.sh(f"cp /root/saved.json {SAVED}")
    assert node.sh(f"{PLUGIN} config | grep -c '\\.label '").strip() == str(FIELDS)
    assert {line.split()[1] for line in node.sh(PLUGIN).splitlines() if ".value " in line} == {"U"}
