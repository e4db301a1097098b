# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Persistent reservations (SCSI-3) follow a service: the same keys, the same holder, still enforced."""

from __future__ import annotations

import pathlib
import re

import pytest

HOLDER, STRANGER = "iqn.2026-11.com.example:initiator", "iqn.2026-11.com.example:other"
KEYS = {HOLDER: "0xabc", STRANGER: "0xdef"}
FOLDER = "/run/quorate/reservations/san0"
# sg3-utils: a command that another's reservation forbids.
CONFLICT = 24


def disk_of(host, initiator):
    """The disk with LUN 0 in the session of *initiator*."""
    for line in host.check_output("grep -H . /sys/class/iscsi_session/*/initiatorname").splitlines():
        path, _colon, name = line.partition(":")
        if name == initiator:
            found = host.check_output(f"ls -d {pathlib.PurePath(path).parent}/device/target*/*:0/block/*")
            return "/dev/" + pathlib.PurePath(found.splitlines()[0]).name
    raise AssertionError(f"{initiator} has no session")


@pytest.fixture(name="disks", scope="module")
def _disks(initiator, second_initiator):
    """LUN 0 as two initiators see it; in the end nothing is registered and the second has gone."""
    with second_initiator() as login:
        done = login(STRANGER, "other", "labsecret-34y")
        assert done.rc == 0, done.stderr
        initiator.check_output("udevadm settle --timeout=30")
        disks = {name: disk_of(initiator, name) for name in KEYS}
        yield disks
        initiator.run(f"sg_persist --no-inquiry --out --clear --param-rk={KEYS[HOLDER]} {disks[HOLDER]}")


def reserved(host, disk):
    """(keys, holder's key, type) of the LUN."""
    keys = host.check_output(f"sg_persist --no-inquiry --in --read-keys {disk}")
    held = host.check_output(f"sg_persist --no-inquiry --in --read-reservation {disk}")
    holder = re.search(r"Key=(0x[0-9a-f]+)\n.*type: (.*)", held)
    return sorted(set(re.findall(r"^ +(0x[0-9a-f]+)$", keys, re.M))), holder and holder.groups()


def written(host, disk):
    """The exit code of one write of a block, as it was read, past the page cache."""
    block = f"dd if={disk} bs=4096 count=1 iflag=direct of=/run/block"
    return host.run(f"{block} && timeout 30 sg_dd if=/run/block of={disk} bs=512 count=8 blk_sgio=1 oflag=sgio").rc


def serving(nodes):
    (node,) = [node for node in nodes if node.run(f"mountpoint --quiet {FOLDER}").rc == 0]
    return node


@pytest.fixture(name="reservation", scope="module")
def _reservation(initiator, disks):
    for name, disk in disks.items():
        initiator.check_output(f"sg_persist --no-inquiry --out --register --param-sark={KEYS[name]} {disk}")
    reserve = "sg_persist --no-inquiry --out --reserve --prout-type=5"
    initiator.check_output(f"{reserve} --param-rk={KEYS[HOLDER]} {disks[HOLDER]}")
    # Write exclusive, registrants only: who is not registered must not write.
    initiator.check_output(f"sg_persist --no-inquiry --out --register --param-rk={KEYS[STRANGER]} {disks[STRANGER]}")
    return reserved(initiator, disks[HOLDER])


def test_the_holder_writes_and_another_initiator_is_refused(initiator, disks, reservation):
    keys, holder = reservation
    assert keys == [KEYS[HOLDER]] and holder == (KEYS[HOLDER], "Write Exclusive, registrants only")
    assert written(initiator, disks[HOLDER]) == 0
    assert written(initiator, disks[STRANGER]) == CONFLICT


def test_nothing_of_it_changes_when_the_service_moves_there_and_back(initiator, disks, reservation, nodes, playbook):
    before = serving(nodes)
    playbook("switchover.yml", "-e", "switchover_service=san0")
    assert serving(nodes) is not before
    assert reserved(initiator, disks[HOLDER]) == reservation
    assert written(initiator, disks[HOLDER]) == 0
    assert written(initiator, disks[STRANGER]) == CONFLICT
    playbook("switchover.yml", "-e", "switchover_service=san0")
    assert serving(nodes) is before
    assert reserved(initiator, disks[HOLDER]) == reservation
    assert written(initiator, disks[STRANGER]) == CONFLICT
