# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether disks are free, and large enough."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.preflight_storage import storage_problems

from . import facts, raw

GIB = 1 << 30
SIZE = "ha_storage_services[0].backing.size"


def problems(fact, *changes, services=1):
    description = raw.site(services)
    for path, value in changes:
        description = raw.changed(description, path, value)
    return storage_problems(facts.expanded(description), fact)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"exists": False}, "/dev/vdb is no block device here"),
        ({"signature": "ext4"}, "/dev/vdb carries ext4 (if nothing of it is needed: wipefs --all /dev/vdb)"),
        ({"signature": "gpt"}, "/dev/vdb carries gpt"),
        ({"signature": "drbd"}, "/dev/vdb carries DRBD metadata"),
        ({"vg": "other"}, "/dev/vdb belongs to the volume group other"),
        ({"readable": False}, "/dev/vdb cannot be read"),
    ],
)
def test_devices_that_are_not_free(changes, reason):
    (line,) = problems(facts.bare("node1", devices=[facts.device(**changes)]))
    assert line.startswith(f"ha_storage_volume_groups: {reason}")


@pytest.mark.parametrize("changes", [{"vg": "vg0"}, {"vg": ""}, {"signature": "LVM2_member"}])
def test_devices_that_are_ours_or_may_be(changes):
    assert problems(facts.bare("node1", devices=[facts.device(**changes)])) == []


@pytest.mark.parametrize(
    "backing, of_disk, reason",
    [
        ({"signature": "ext4"}, {}, "/dev/vg0/san0 carries ext4"),
        ({"holds_vg": "data"}, {}, "/dev/vg0/san0 belongs to the volume group data"),
        ({"signature": "drbd"}, {"metadata": {"dialect": "9", "fresh": False}}, "carries DRBD metadata with a history"),
    ],
)
def test_a_volume_of_the_wanted_name_with_something_else_on_it(backing, of_disk, reason):
    fact = facts.bare(
        "node1",
        volume_groups=[facts.group(("san0", 10 * GIB))],
        devices=[facts.device(vg="vg0", pv_size=20 * GIB - facts.EXTENT)],
        backings=[facts.backing(exists=True, readable=True, **backing)],
        drbd=facts.drbd(**of_disk),
    )
    (line,) = problems(fact)
    assert line.startswith("ha_storage_services[0].backing: ")
    assert reason in line


def test_a_run_that_was_cut_off_before_or_after_the_metadata_is_carried_on():
    for signature, found in ((None, None), ("drbd", {"dialect": "8.4", "fresh": True})):
        fact = facts.converged(
            "node1",
            backings=[facts.backing(exists=True, readable=True, signature=signature)],
            drbd=facts.drbd(metadata=found),
        )
        assert problems(fact) == []


def test_more_than_the_disk_has():
    (line,) = problems(facts.bare("node1"), (SIZE, "20g"))
    assert line == (
        f"{SIZE}: 20g is more than the volume group vg0 has, 20476m are free (give a smaller size or more devices)"
    )


def test_services_share_the_disk_and_what_is_there_counts():
    assert len(problems(facts.bare("node1"), services=2)) == 1
    assert problems(facts.bare("node1"), ("ha_storage_services[1].backing.size", "9g"), services=2) == []
    assert problems(facts.converged("node1"), (SIZE, "19g")) == []
    assert len(problems(facts.converged("node1"), (SIZE, "21g"))) == 1


def test_shares_come_last_and_their_luns_must_fit():
    share_first = (SIZE, "100%FREE")
    assert problems(facts.bare("node1"), share_first) == []
    (line,) = problems(facts.bare("node1"), share_first, ("ha_storage_services[0].luns[0].size", "30g"))
    assert line.startswith("ha_storage_services[0].luns: need 34g, the backing volume of 20476m has room for 204")
    # The second service takes 10 of 20 GiB before the first takes the rest.
    (line,) = problems(facts.bare("node1"), share_first, ("ha_storage_services[0].luns[0].size", "8g"), services=2)
    assert "need 12g, the backing volume of 10236m" in line


def test_a_share_of_a_full_group():
    full = facts.converged("node1", volume_groups=[facts.group(("root", 20 * GIB - facts.EXTENT))])
    (line,) = problems(full, (SIZE, "100%FREE"))
    assert line.startswith(f"{SIZE}: 100%FREE is more than the volume group vg0 has, 0b are free")
    # A volume that is there has taken its share.
    assert problems(facts.converged("node1"), (SIZE, "100%FREE")) == []


def test_a_device_that_grew_or_comes_in_addition_counts():
    grown = facts.converged("node1", devices=[facts.device(vg="vg0", usable=30 * GIB, pv_size=20 * GIB - facts.EXTENT)])
    assert problems(grown, (SIZE, "29g")) == []
    added = facts.converged("node1")
    added["devices"].append(facts.device(path="/dev/vdc"))
    assert problems(added, (SIZE, "39g")) == []


def test_a_group_that_nobody_makes():
    none = ("ha_storage_volume_groups", [])
    (line,) = problems(facts.bare("node1", volume_groups=[], devices=[]), none)
    assert line == "ha_storage_volume_groups: there is no volume group vg0 (name its devices)"
    # Without LVM that is not known.
    assert problems(facts.bare("node1", devices=[]), none) == []
