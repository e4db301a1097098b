# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.plan import backing_has_grown, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.render import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from, resource_for
from hypothesis import given, settings

from .worlds import GIB, World, blank, desired, live, params, situations

FRESH = model.Metadata("8.4", True)


def summaries(todo):
    assert not todo.refusals
    return [operation.summary for operation in todo.operations]


def settled(wanted, **changed):
    """A host on which *wanted* is up."""
    text = render(resource_for(wanted, "8.4"))
    current = blank(text=text, mode=0o600, installed=wanted.volumes, live=live())
    return dataclasses.replace(current, **changed)


def reasons(todo):
    return " ".join(str(refusal) for refusal in todo.refusals)


@settings(max_examples=60, deadline=None)
@given(situations())
def test_after_a_plan_is_carried_out_nothing_is_left(situation):
    current, wanted = situation
    world = World(current, wanted)
    todo = plan(world.read(), wanted)
    if not todo.refusals:
        for operation in todo.operations:
            world.apply(operation.action)
        assert [operation.summary for operation in plan(world.read(), wanted).operations] == []


@settings(max_examples=60, deadline=None)
@given(situations())
def test_a_run_killed_after_any_step_leaves_what_the_next_one_finishes(situation):
    current, wanted = situation
    steps = len(plan(World(current, wanted).read(), wanted).operations)
    for survived in range(steps):
        world = World(current, wanted)
        todo = plan(world.read(), wanted)
        if todo.refusals:
            return
        for operation in todo.operations[:survived]:
            world.apply(operation.action)
        rest = plan(world.read(), wanted)
        assert not rest.refusals
        for operation in rest.operations:
            world.apply(operation.action)
        assert plan(world.read(), wanted).operations == ()


@settings(max_examples=40, deadline=None)
@given(situations())
def test_nothing_shown_has_the_secret(situation):
    current, wanted = situation
    todo = plan(current, wanted)
    shown = json.dumps([todo.before, todo.after]) + repr(todo)
    assert "top secret" not in shown


@settings(max_examples=100, deadline=None)
@given(situations())
def test_what_a_device_carries_is_destroyed_only_by_the_option_named_after_it(situation):
    current, wanted = situation
    todo = plan(current, wanted)
    actions = [operation.action for operation in todo.operations] if not todo.refusals else []
    disk = current.disk(0)
    if any(isinstance(action, model.WipeData) for action in actions):
        assert wanted.destroy_existing_data and not current.owns(wanted.volumes[0])
    wiped = [action for action in actions if isinstance(action, model.WipeMetadata)]
    if wiped and disk.metadata and not disk.metadata.fresh:
        assert wanted.destroy_existing_metadata
    if wiped and wanted.state != "absent":
        assert not (current.live and current.live.attached(0))


def test_from_nothing_metadata_comes_before_the_file():
    todo = plan(blank(module_loaded=False), desired(initial_sync="skip", sync_source="node1"))
    assert summaries(todo) == [
        "create DRBD metadata on /dev/vg0/san0",
        "write /etc/drbd.d/san0.res",
        "load the kernel module drbd",
        "bring up san0",
        "skip the first sync of san0",
    ]


def test_only_the_named_host_decides_the_first_sync():
    wanted = desired(initial_sync="full", sync_source="node2")
    assert "first sync" not in " ".join(summaries(plan(blank(), wanted)))


def test_present_writes_the_file_only():
    assert summaries(plan(blank(), desired(state="present"))) == ["write /etc/drbd.d/san0.res"]


def test_present_refuses_a_device_just_like_up():
    current = dataclasses.replace(blank(), disks=((0, model.Disk("/dev/vg0/san0", signature="ext4")),))
    assert "ext4" in reasons(plan(current, desired(state="present")))


def test_a_settled_host_has_nothing_to_do():
    wanted = desired(initial_sync="skip", sync_source="node1", resize=True)
    assert summaries(plan(settled(wanted), wanted)) == []


def test_a_readable_file_is_made_private():
    wanted = desired()
    assert summaries(plan(settled(wanted, mode=0o644), wanted)) == ["change /etc/drbd.d/san0.res"]


@pytest.mark.parametrize(
    "verbs, disturbs",
    [
        (("net-options", "net-options"), False),
        (("disconnect", "connect"), True),
        (("del-minor",), True),
        (("attach",), False),
    ],
)
def test_what_breaks_replication_disturbs(verbs, disturbs):
    wanted = desired()
    todo = plan(settled(wanted, pending=verbs), wanted)
    assert [operation.disturbs_io for operation in todo.operations] == [disturbs]
    assert summaries(todo) == ["adjust san0: " + ", ".join(dict.fromkeys(verbs))]


def test_no_first_sync_once_anybody_has_data():
    wanted = desired(initial_sync="full", sync_source="node1")
    for running in (live("Inconsistent", "UpToDate"), live("UpToDate", "Inconsistent")):
        assert summaries(plan(settled(wanted, live=running, fresh=True), wanted)) == []
    old = settled(wanted, live=live("Inconsistent", "Inconsistent"), fresh=False)
    assert summaries(plan(old, wanted)) == []
    new = settled(wanted, live=live("Inconsistent", "Inconsistent"), fresh=True)
    assert summaries(plan(new, wanted)) == ["start the first sync from here of san0"]


def test_a_peer_with_data_is_refused_unless_meant():
    wanted = desired(peers_with_data=["node2"], initial_sync="full", sync_source="node1")
    assert "node2 has data of san0" in reasons(plan(blank(), wanted))
    meant = dataclasses.replace(wanted, full_sync_from_peer=True)
    assert "first sync" not in " ".join(summaries(plan(blank(), meant)))


def test_a_peer_with_data_is_no_matter_for_a_host_that_has_them_too():
    wanted = desired(peers_with_data=["node2"])
    assert summaries(plan(settled(wanted), wanted)) == []


def test_a_blank_disk_that_was_killed_before_it_was_attached_still_counts_as_blank():
    wanted = desired(peers_with_data=["node2"])
    current = dataclasses.replace(blank(), disks=((0, model.Disk("/dev/vg0/san0", metadata=FRESH)),))
    assert "node2 has data" in reasons(plan(current, wanted))


def test_a_host_of_another_name_is_refused():
    todo = plan(dataclasses.replace(blank(), node="node1.example.com"), desired())
    assert "calls itself node1.example.com (uname -n)" in reasons(todo)


def test_a_missing_address_and_a_taken_minor_are_refused_together():
    todo = plan(blank(address_present=False, taken_minors=((0, "other"),)), desired())
    assert "no address 10.77.20.11" in reasons(todo)
    assert "minor 0 is in use by the live resource other" in reasons(todo)


def test_resize_waits_for_the_primary_and_for_sync():
    wanted = desired(resize=True)
    small = {"role": "Primary", "size": GIB // 2}
    assert summaries(plan(settled(wanted, live=live(**small)), wanted)) == ["resize san0"]
    assert summaries(plan(settled(wanted, live=live(size=GIB // 2)), wanted)) == []
    assert summaries(plan(settled(wanted, live=live("UpToDate", "Inconsistent", **small)), wanted)) == []
    assert summaries(plan(settled(desired(), live=live(**small)), desired())) == []


@pytest.mark.parametrize("size", [64 << 20, 512 << 20, 1 << 40, 16 << 40])
def test_metadata_is_not_taken_for_growth(size):
    # What DRBD 8.4 leaves: a bitmap of a byte for 32 KiB in whole pages, 32 KiB activity log, 4 KiB superblock.
    bitmap = -(-(size >> 15) // 4096) * 4096
    usable = size - bitmap - (36 << 10)
    assert not backing_has_grown(model.Disk("d", size=size), usable, 1)
    assert backing_has_grown(model.Disk("d", size=size), usable - (4 << 20), 1)


def test_sizes_as_the_lab_had_them_are_no_growth():
    assert not backing_has_grown(model.Disk("d", size=536870912), 524236 << 10, 1)


def test_absent_keeps_the_metadata_unless_told():
    wanted = desired(state="absent")
    current = settled(desired())
    assert summaries(plan(current, wanted)) == ["stop san0", "remove /etc/drbd.d/san0.res"]
    wipe = desired(state="absent", destroy_existing_metadata=True)
    assert summaries(plan(current, wipe)) == [
        "stop san0",
        "destroy the DRBD metadata of /dev/vg0/san0",
        "remove /etc/drbd.d/san0.res",
    ]


def test_absent_refuses_a_primary():
    todo = plan(settled(desired(), live=live(role="Primary")), desired(state="absent"))
    assert "Primary on this host" in reasons(todo)


def test_absent_of_nothing_is_nothing():
    todo = plan(blank(), desired(state="absent", destroy_existing_metadata=True))
    assert summaries(todo) == []
    assert todo.before["state"] == todo.after["state"] == "absent"


def test_a_changed_secret_is_seen_in_the_diff_but_not_shown():
    old, new = desired(secret="old secret"), desired(secret="new secret")
    todo = plan(settled(old), new)
    assert todo.before["file"] != todo.after["file"]
    shown = json.dumps([todo.before, todo.after])
    assert "old secret" not in shown and "new secret" not in shown
    same = plan(settled(old), old)
    assert same.before == same.after


def test_a_foreign_file_is_not_shown():
    todo = plan(blank(text='resource san0 { net { shared-secret "x"; } }'), desired())
    assert todo.before["file"] == ["(a file that this module did not write)"]


def test_a_resource_left_primary_by_a_killed_run_is_demoted():
    wanted = desired()
    todo = plan(settled(wanted, left_primary=True), wanted)
    assert summaries(todo) == ["demote san0 after its first sync"]


def test_a_fencing_handler_that_cannot_be_run_is_refused():
    """DRBD would take it for a broken one, and refuse every promotion without its peer."""
    todo = plan(blank(unusable_handlers=("/usr/lib/quorate/drbd-handler",)), desired())
    assert ["drbd-handler is missing" in str(refusal) for refusal in todo.refusals] == [True]


def test_in_check_mode_the_handler_may_be_yet_to_come():
    to_be = desired_from(params(), expect_disks=False)
    assert plan(blank(unusable_handlers=("/usr/lib/quorate/drbd-handler",)), to_be).refusals == ()
