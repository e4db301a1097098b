# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy has its properties as local values, whatever it had before."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import EPOCH, LINEAGE, ROLE, UNIT
from zfs import host

from . import worlds
from .worlds import UNIT as IDENTITY
from .worlds import replicate, snapshots, volume, wanted


def local(system, name="dst/zv"):
    return {key: value.local for key, value in system.datasets[name].properties.items()}


def test_a_new_copy_has_them_before_its_first_byte():
    system = volume()
    assert not [step for step in replicate(system) if step.startswith("set")]
    assert local(system) == {"readonly": "on", UNIT: IDENTITY, LINEAGE: "large"}


def test_the_identity_follows_and_never_goes():
    """The trap of stmf_sbd_lu: it is only ever set. The simulated kernel crashes otherwise, and the runner sees it."""
    system = volume()
    replicate(system)
    host.play(system, f"zfs set {UNIT}=600144f0aa src/zv")
    assert replicate(system) == [f"set {UNIT} of dst/zv"] and local(system)[UNIT] == "600144f0aa"
    del system.datasets["src/zv"].properties[UNIT]
    snapshots(system, "c")
    replicate(system)
    assert local(system)[UNIT] == "600144f0aa" and worlds.same(system) and not system.panic


def test_an_identity_that_was_received_long_ago_is_made_a_local_one():
    system = volume()
    host.pipe(system, "zfs send -p src/zv@a | zfs receive dst/zv")
    assert system.datasets["dst/zv"].properties[UNIT].received == IDENTITY
    del system.datasets["src/zv"].properties["stmf_sbd_lu"]
    snapshots(system, "c")
    replicate(system)
    assert worlds.same(system) and not system.panic
    host.play(system, f"zfs set {UNIT}={IDENTITY} src/zv")
    assert replicate(system) == [f"set {UNIT} of dst/zv"]


def test_without_identity():
    system = volume()
    replicate(system, wanted(unit=False))
    assert UNIT not in local(system)


def test_a_file_system_is_mounted_by_nobody():
    system = host.with_pools("src", "dst")
    host.play(system, "zfs create src/zv")
    snapshots(system, "a")
    replicate(system)
    assert local(system)["canmount"] == "noauto"


def test_the_copy_of_a_primary_is_a_replica_of_its_epoch():
    system = volume()
    host.play(system, f"zfs set {ROLE}=primary src/zv", f"zfs set {EPOCH}=4 src/zv")
    replicate(system)
    assert (local(system)[ROLE], local(system)[EPOCH]) == ("replica", "4")
    host.play(system, f"zfs set {EPOCH}=5 src/zv")
    assert replicate(system) == [f"set {EPOCH} of dst/zv"]


def test_after_a_resume_of_the_first_stream_they_are_set():
    system = volume()
    system.faults = [worlds.Fault(1, "cut")]
    try:
        replicate(system)
    except worlds.CommandFailed:
        system.faults = []
    system.datasets["dst/zv"].properties.clear()
    assert "set readonly of dst/zv" in replicate(system) and local(system)["readonly"] == "on"
