# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.disks import judge

from .worlds import VOLUME, blank, desired, live

OLD, NEW = model.Metadata("8.4", False), model.Metadata("8.4", True)
NINE = model.Metadata("9", False)


def judged(wanted, owned=False, **disk):
    installed = (VOLUME,) if owned else ()
    current = blank(installed=installed)
    current = dataclasses.replace(current, disks=((0, model.Disk("/dev/vg0/san0", **disk)),))
    operations, refusals = judge(current, wanted)
    return [type(operation.action).__name__ for operation in operations], " ".join(map(str, refusals))


def test_a_blank_device_gets_metadata():
    assert judged(desired()) == (["CreateMetadata"], "")


def test_fresh_metadata_of_a_killed_run_is_taken():
    assert judged(desired(), metadata=NEW) == ([], "")


def test_our_own_metadata_is_taken_whatever_the_options_say():
    wanted = desired(destroy_existing_metadata=True, destroy_existing_data=True)
    assert judged(wanted, owned=True, metadata=OLD, signature="several signatures") == ([], "")


@pytest.mark.parametrize("signature", ["ext4", "gpt partition table", "unknown data at its beginning"])
def test_data_are_refused_unless_they_may_go(signature):
    operations, reason = judged(desired(), signature=signature)
    assert operations == [] and f"carries {signature}" in reason and "destroy_existing_data" in reason
    assert judged(desired(destroy_existing_data=True), signature=signature) == (["WipeData", "CreateMetadata"], "")


def test_somebody_elses_metadata_are_refused_unless_taken_over_or_destroyed():
    operations, reason = judged(desired(), metadata=OLD)
    assert operations == [] and "with a history" in reason and "use_existing_metadata" in reason
    assert judged(desired(use_existing_metadata=True), metadata=OLD, signature="several signatures") == ([], "")
    destroy = desired(destroy_existing_metadata=True)
    assert judged(destroy, metadata=OLD) == (["WipeMetadata", "CreateMetadata"], "")


def test_destroying_metadata_does_not_destroy_the_data_beside_it():
    wanted = desired(destroy_existing_metadata=True)
    assert "several signatures" in judged(wanted, metadata=OLD, signature="several signatures")[1]
    both = dataclasses.replace(wanted, destroy_existing_data=True)
    operations, reason = judged(both, metadata=OLD, signature="several signatures")
    assert operations == ["WipeMetadata", "WipeData", "CreateMetadata"] and not reason


def test_metadata_of_the_other_dialect_are_not_converted():
    assert "DRBD 9 metadata" in judged(desired(use_existing_metadata=True), metadata=NINE)[1]
    assert "this host runs 8.4" in judged(desired(), owned=True, metadata=NINE)[1]


def test_a_device_grown_while_down_is_not_taken_for_blank():
    operations, reason = judged(desired(destroy_existing_data=True), owned=True, signature="LVM2_member")
    assert operations == [] and "check-resize" in reason


def test_a_missing_device_is_refused_in_a_real_run_only():
    assert "does not exist" in judged(desired(), exists=False)[1]
    checking = dataclasses.replace(desired(), expect_disks=False)
    assert judged(checking, exists=False) == (["CreateMetadata"], "")


def test_a_device_in_use_is_refused():
    assert "in use by something else" in judged(desired(), busy=True)[1]


def test_an_attached_device_is_not_looked_at():
    current = blank(live=live())
    assert judge(current, desired()) == ([], [])


def test_another_device_cannot_take_the_place_of_an_attached_one():
    moved = dataclasses.replace(VOLUME, disk="/dev/vg1/san0")
    operations, refusals = judge(blank(live=live(), installed=(moved,)), desired())
    assert operations == [] and "attached to another device than /dev/vg0/san0" in str(refusals[0])


def test_a_device_named_anew_is_judged_like_any_other():
    moved = dataclasses.replace(VOLUME, disk="/dev/vg1/san0")
    current = dataclasses.replace(
        blank(live=live("Diskless"), installed=(moved,)),
        disks=((0, model.Disk("/dev/vg0/san0", metadata=OLD)),),
    )
    assert "with a history" in str(judge(current, desired())[1][0])


def test_every_device_gets_its_refusal():
    volumes = [{"number": n, "minor": n, "disk": f"/dev/vg0/v{n}"} for n in range(2)]
    current = dataclasses.replace(
        blank(), disks=tuple((n, model.Disk(f"/dev/vg0/v{n}", signature="xfs")) for n in range(2))
    )
    assert len(judge(current, desired(volumes=volumes))[1]) == 2
