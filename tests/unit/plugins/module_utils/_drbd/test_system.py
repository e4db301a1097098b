# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandTimedOut,
    HaStorageError,
    InvalidInput,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model, system
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.node import Node
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.ready import SplitBrain
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.system import DrbdSystem

from .scripted import Script
from .worlds import VOLUME, desired

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"
EVENTS = "drbdsetup events2 --now --statistics all"
UP, BLANK, ALONE, CONNECTING, SYNC = (
    (FIXTURES / f"events2-8.4-{name}.txt").read_text()
    for name in ("uptodate", "uptodate", "standalone", "connecting", "syncsource")
)
BLANK = BLANK.replace("UpToDate", "Inconsistent")
FRESH = (FIXTURES / "get-gi-8.4-fresh.txt").read_text()
GET_GI = "drbdmeta - v08 /dev/vg0/san0 internal get-gi"
HOSTS = [{"name": "node1", "address": "127.0.0.1"}, {"name": "node2", "address": "10.77.20.12"}]
NOP = ("drbdadm -c - sh-nop", "")
IN_SYNC = ("drbdadm -c - -d adjust san0", "")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Waiting takes no time: each look at the clock is a second later."""
    seconds = iter(range(10**6))

    def wait_until(*arguments, **options):
        from ansible_collections.quorate.ha_storage.plugins.module_utils._core.wait import wait_until as real

        return real(*arguments, **options, clock=lambda: next(seconds), sleep=lambda _seconds: None)

    monkeypatch.setattr(system, "wait_until", wait_until)


@pytest.fixture
def host(tmp_path):
    """Makes the system of node1 below a folder, with a loaded module 8.4."""

    def make(*answers, loaded=True, **changed):
        if loaded:
            (tmp_path / "sys/module/drbd").mkdir(parents=True, exist_ok=True)
            (tmp_path / "sys/module/drbd/version").write_text("8.4.11\n")
        (tmp_path / "dev/vg0").mkdir(parents=True, exist_ok=True)
        if not (tmp_path / "dev/vg0/san0").exists():
            (tmp_path / "dev/vg0/san0").write_bytes(bytes(1 << 20))
        node = Node(Files(str(tmp_path)), Script(*answers))
        return DrbdSystem(desired(**{"hosts": HOSTS, **changed}), node, "node1")

    return make


def do(made, action):
    made.apply(Operation("do it", action))
    return made.run.ran


def test_reading_a_host_on_which_the_resource_is_up(host):
    current = host(NOP, (EVENTS, UP), IN_SYNC).read()
    assert (current.node, current.dialect, current.live.role) == ("node1", "8.4", "Secondary")
    assert current.disk(0) == model.Disk("/dev/vg0/san0", size=1 << 20)
    assert current.address_present and current.pending == () and current.text is None


def test_reading_a_host_on_which_it_is_down_looks_at_the_device(host):
    current = host(NOP, (EVENTS, "exists -\n"), (GET_GI, FRESH), ("blkid -p -o export /dev/vg0/san0", "")).read()
    assert current.disk(0).metadata == model.Metadata("8.4", True) and current.live is None


def test_other_live_resources_take_their_minors(host):
    other = UP.replace("san0", "other")
    blkid = ("blkid -p -o export /dev/vg0/san0", "")
    assert host(NOP, (EVENTS, other), (GET_GI, FRESH), blkid).read().taken_minors == ((0, "other"),)


def test_freshness_is_asked_only_where_a_first_sync_is_wanted(host):
    assert not host(NOP, (EVENTS, BLANK), IN_SYNC).read().fresh
    wanted = {"initial_sync": "skip", "sync_source": "node1"}
    assert host(NOP, (EVENTS, BLANK), IN_SYNC, ("drbdadm get-gi san0", FRESH), **wanted).read().fresh
    assert not host(NOP, (EVENTS, UP), IN_SYNC, **wanted).read().fresh


def test_without_the_tools_reading_says_which(host):
    with pytest.raises(ToolMissing, match="drbdadm"):
        host(("drbdadm -c - sh-nop", None)).read()


def test_a_rejected_configuration_is_wrong_input(host):
    with pytest.raises(InvalidInput):
        host(("drbdadm -c - sh-nop", Result(10, "", "Parse error"))).read()


def test_an_absent_host_is_made_for_the_given_dialect(host):
    assert host().absent() == model.Current("node1", "8.4", module_loaded=False)
    assert host(dialect="9").absent().dialect == "9"


def test_absence_needs_no_tools(host):
    made = host(("modinfo -F version drbd", None), loaded=False, state="absent")
    assert made.read().text is None


def test_the_file_is_private(host):
    made = host()
    do(made, model.WriteFile("text\n"))
    assert made.files.read_text("/etc/drbd.d/san0.res") == "text\n"
    assert made.files.mode("/etc/drbd.d/san0.res") == 0o600
    do(made, model.RemoveFile())
    assert made.files.read_text("/etc/drbd.d/san0.res") is None


def test_metadata_are_never_created_by_force(host):
    create = "drbdmeta 0 v08 /dev/vg0/san0 internal create-md"
    assert do(host((create, "")), model.CreateMetadata(VOLUME, "8.4", 1)) == [create]
    nine = "drbdmeta 0 v09 /dev/vg0/san0 internal create-md 3"
    assert do(host((nine, "")), model.CreateMetadata(VOLUME, "9", 3)) == [nine]


def test_wiping(host):
    metadata = "drbdmeta --force 0 v09 /dev/vg0/san0 internal wipe-md"
    assert do(host((metadata, "")), model.WipeMetadata(VOLUME, "9")) == [metadata]
    made = host(("wipefs --all --quiet /dev/vg0/san0", ""))
    device = pathlib.Path(made.files.path("/dev/vg0/san0"))
    device.write_bytes(b"x" * (1 << 20))
    do(made, model.WipeData(VOLUME))
    assert device.read_bytes() == bytes(68 << 10) + b"x" * ((1 << 20) - (68 << 10))


def test_simple_steps(host):
    assert do(host(("modprobe drbd", "")), model.LoadModule()) == ["modprobe drbd"]
    assert do(host(("drbdsetup down san0", "")), model.Down()) == ["drbdsetup down san0"]
    assert do(host((EVENTS, UP), ("drbdadm adjust san0", "")), model.Adjust())[-1] == "drbdadm adjust san0"


def test_a_failed_adjust_tells_the_kernels_words_only(host):
    said = "0: Failure: (127) Device minor not allocated\nCommand 'drbdsetup-84 connect --shared-secret=s3cret' failed"
    with pytest.raises(HaStorageError, match=r"Failure: \(127\) Device minor not allocated") as caught:
        do(host((EVENTS, UP), ("drbdadm adjust san0", Result(10, "", said))), model.Adjust())
    assert "s3cret" not in str(caught.value) + str(caught.value.details)


def test_a_connection_that_breaks_again_is_a_split_brain(host):
    adjust = ("drbdadm adjust san0", "")
    with pytest.raises(SplitBrain):
        do(host((EVENTS, ALONE), (EVENTS, CONNECTING), (EVENTS, ALONE), adjust), model.Adjust())
    assert do(host((EVENTS, ALONE), (EVENTS, UP), adjust), model.Adjust())
    assert do(host((EVENTS, ALONE), (EVENTS, CONNECTING), adjust), model.Adjust()), "the peer may be down"


def test_skipping_the_first_sync_waits_for_the_peer(host):
    skip = "drbdadm new-current-uuid --clear-bitmap san0/0"
    made = host((EVENTS, CONNECTING), (EVENTS, BLANK), (skip, ""))
    assert do(made, model.FirstSync((0,), True))[-1] == skip


def test_a_look_in_the_middle_of_the_handshake_is_not_taken_for_data(host):
    skip = "drbdadm new-current-uuid --clear-bitmap san0/0"
    torn = BLANK.replace("peer-disk:Inconsistent", "peer-disk:DUnknown")
    made = host((EVENTS, torn), (EVENTS, torn), (EVENTS, BLANK), (skip, ""))
    assert do(made, model.FirstSync((0,), True))[-1] == skip


def test_a_peer_with_data_stops_the_first_sync(host):
    with pytest.raises(HaStorageError, match="a peer of san0 is in use or has data"):
        do(host((EVENTS, SYNC)), model.FirstSync((0,), True))


def test_a_full_first_sync_promotes_for_a_moment_only(host):
    secondary = "drbdadm secondary san0"
    busy = (secondary, Result(11, "", "Device is held open by someone"))
    made = host((EVENTS, BLANK), ("drbdadm primary --force san0", ""), busy, (secondary, ""))
    assert do(made, model.FirstSync((0,), False))[2:] == ["drbdadm primary --force san0", secondary, secondary]
    assert made.files.read_text(made.marker) is None


def test_a_run_killed_while_promoted_is_remembered(host):
    made = host((EVENTS, BLANK), ("drbdadm primary --force san0", Result(11, "", "killed")))
    with pytest.raises(HaStorageError):
        do(made, model.FirstSync((0,), False))
    again = host(NOP, (EVENTS, UP), IN_SYNC, ("drbdadm secondary san0", ""))
    assert again.read().left_primary
    do(again, model.Demote())
    assert not again.read().left_primary


def test_a_resize_that_the_peer_does_not_follow_says_so(host):
    made = host(("drbdadm resize san0", ""), (EVENTS, UP))
    pathlib.Path(made.files.path("/dev/vg0/san0")).write_bytes(b"")
    import os

    os.truncate(made.files.path("/dev/vg0/san0"), 1 << 30)
    with pytest.raises(HaStorageError, match="has the peer's device grown"):
        do(made, model.Resize())
    os.truncate(made.files.path("/dev/vg0/san0"), 536870912)
    assert do(made, model.Resize())


def test_waiting_reports_every_change_once(host):
    made = host((EVENTS, CONNECTING), (EVENTS, CONNECTING), (EVENTS, SYNC), (EVENTS, UP))
    lines = []
    made.wait("up_to_date", 60, lines.append)
    assert len(lines) == 2 and "Connecting" in lines[0] and "10.2%" in lines[1]


def test_waiting_ends(host):
    with pytest.raises(HaStorageError, match="san0 up to date: not within 5 s"):
        host((EVENTS, SYNC)).wait("up_to_date", 5)


def test_a_hanging_tool_is_an_error(host):
    made = host()

    def hangs(argv, **_options):
        raise CommandTimedOut(argv, 60)

    made.run = hangs
    with pytest.raises(CommandTimedOut):
        do(made, model.Down())
