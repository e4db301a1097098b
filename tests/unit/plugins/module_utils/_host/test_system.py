# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole on two hosts that share a LUN: up, down, moved, killed in between."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    NotConverged,
    Refused,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import Lun
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.render import overview

from .hosts import LUN, TYPE, Host, Shared, system, wish

START = [
    "rescan sdb",
    "blockdev --setrw /dev/sdb",
    "rescan sdc",
    "multipathd reload map svc1",
    "blockdev --setrw /dev/mapper/svc1",
    "mpathpersist --out --register-ignore --param-sark=0x1 /dev/mapper/svc1",
    "mpathpersist --out --reserve --param-rk=0x1 --prout-type=5 /dev/mapper/svc1",
    "vgchange --addtag node1 vg1",
    "vgchange --setautoactivation n vg1",
    "vgchange --activate y vg1",
    "fsck -T -p -t ext4 /dev/vg1/root",
    "mount -t ext4 -o defaults,discard /dev/vg1/root /opt/svc1",
    "fsck -T -p -t xfs /dev/vg1/data",
    "mount -t xfs -o defaults /dev/vg1/data /opt/svc1/data",
    "systemctl start lxc@svc1.service",
    "systemctl start svc1.target",
]
STOP = [
    "systemctl stop svc1.target",
    "systemctl stop lxc@svc1.service",
    "umount /opt/svc1/data",
    "umount /opt/svc1",
    "vgchange --activate n vg1",
    "vgchange --deltag node1 vg1",
    "mpathpersist --out --release --param-rk=0x1 --prout-type=5 /dev/mapper/svc1",
    "mpathpersist --out --register --param-rk=0x1 /dev/mapper/svc1",
]


def run(host, wanted, check_mode=False):
    made = system(host, wanted)
    return bring(made, wanted, plan, check_mode=check_mode).plan


def new():
    return Host(Shared(), readonly=("/dev/sdb", LUN))


def avail(host, wanted):
    return overview(system(host, wanted).read(), wanted)["avail"]


def test_a_service_is_started_and_stopped_in_order_and_each_only_once():
    host = new()
    up, down = wish(), wish(started=False)
    assert avail(host, up) == "down"
    checked = run(host, up, check_mode=True)
    assert [operation.summary for operation in checked.operations] == START and host.changes == []
    run(host, up)
    assert host.changes == START and avail(host, up) == "up"
    assert not run(host, up).operations
    host.changes.clear()
    run(host, down)
    assert host.changes == STOP and avail(host, up) == "down"
    assert not run(host, down).operations
    assert (host.shared.keys, host.shared.holder, host.shared.tags) == ([], "", set())


class Killed(BaseException):
    """SIGKILL."""


@pytest.mark.parametrize(
    ("first", "number"), [(first, number) for first in (True, False) for number in range(len(START if first else STOP))]
)
def test_a_run_that_is_killed_goes_on_the_next_time(first, number):
    """In both directions; a host that is killed never has active volumes without its tag and its reservation."""
    host = new()
    up, down = wish(), wish(started=False)
    wanted = up if first else down
    if not first:
        run(host, up)
    dying = system(host, wanted)
    apply, left = dying.apply, number

    def applied(operation):
        nonlocal left
        apply(operation)
        shared = host.shared
        assert not host.active or (shared.holder == "0x1" and "node1" in shared.tags)
        if left == 0:
            raise Killed
        left -= 1

    dying.apply = applied
    with pytest.raises(Killed):
        bring(dying, wanted, plan, check_mode=False)
    run(host, wanted)
    assert not run(host, wanted).operations
    assert (host.active, len(host.mounts), len(host.running)) == ((2, 2, 2) if first else (0, 0, 0))


def test_another_host_is_not_pushed_aside():
    host = new()
    run(host, wish())
    other = Host(host.shared)
    with pytest.raises(Refused) as caught:
        run(other, wish("0x2", "node2", "node1"))
    text = str(caught.value)
    assert "0x1 can write to /dev/mapper/svc1" in text and "vg1 has the tag node1" in text
    assert "preempt_reservation" in text and "take_over_vg" in text and other.changes == []


def test_a_host_that_is_gone_can_be():
    host = new()
    run(host, wish())
    other = Host(host.shared)
    run(other, wish("0x2", "node2", "node1", preempt=True, take_over_vg=True))
    assert other.changes[:4] == [
        "mpathpersist --out --register-ignore --param-sark=0x2 /dev/mapper/svc1",
        "mpathpersist --out --preempt-abort --param-rk=0x2 --prout-type=5 --param-sark=0x1 /dev/mapper/svc1",
        "vgchange --deltag node1 vg1",
        "vgchange --addtag node2 vg1",
    ]
    assert (host.shared.keys, host.shared.holder, host.shared.tags) == (["0x2"], "0x2", {"node2"})


def test_a_key_without_a_reservation_is_another_writer_too():
    host = new()
    host.shared.keys = ["0x9"]
    with pytest.raises(Refused, match="0x9 can write"):
        run(host, wish())
    run(host, wish(preempt=True))
    assert (host.shared.keys, host.shared.holder) == (["0x1"], "0x1")


def test_a_reservation_of_another_kind_is_left_to_a_person():
    host = new()
    host.shared = Shared(keys=["0x1"], holder="0x1", type="Exclusive Access")
    with pytest.raises(Refused, match="is reserved by this host as 'Exclusive Access'"):
        run(host, wish())
    assert TYPE != "Exclusive Access"


def test_a_lun_that_stays_read_only_is_an_error():
    host = new()
    host.rescan = lambda _path, _word: None  # the array still says so
    with pytest.raises(NotConverged, match="rescan sdb"):
        run(host, wish(key="", vg="", tag="", other_tags=(), filesystems=(), units=()))


def test_what_is_no_scsi_disk_is_only_set_writable():
    host = Host(Shared(), readonly=("/dev/loop0",))
    todo = run(host, wish(luns=(Lun("/dev/loop0"),), key="", vg="", tag="", filesystems=(), units=()), check_mode=True)
    assert [operation.summary for operation in todo.operations] == ["blockdev --setrw /dev/loop0"]


@pytest.mark.parametrize(("events", "well"), [(1, True), (4, True), (5, False)])
def test_what_a_disk_tells_instead_of_an_answer_is_heard_out(events, well):
    host = Host(Shared(keys=["0x2"], holder="0x2"))
    host.attention = events
    if well:
        assert system(host, wish()).read().reservations[LUN].holder == "0x2"
    else:
        with pytest.raises(CommandFailed, match="Unit attention"):
            system(host, wish()).read()


def test_a_disk_that_is_not_promoted_yet_is_asked_without_writing():
    host = Host(Shared(keys=["0x2"], holder="0x2"), readonly=("/dev/sdb",))
    (found,) = system(host, wish(luns=(Lun("/dev/sdb"),))).read().reservations.values()
    assert found.holder == "0x2"


def test_a_single_path_is_reserved_by_the_other_tool():
    host = Host(Shared())
    run(host, wish(luns=(Lun("/dev/sdb"),), vg="", tag="", other_tags=(), filesystems=(), units=()))
    assert [line.split()[0] for line in host.changes] == ["sg_persist", "sg_persist"]


def test_what_is_not_described_is_left_alone():
    host = Host(Shared(keys=["0x9"], holder="0x9", tags={"node9"}))
    run(host, wish(key="", vg="", tag="", other_tags=(), filesystems=(), units=("lxc@svc1.service",)))
    assert host.changes == ["systemctl start lxc@svc1.service"]
    run(host, wish(started=False))
    assert (host.shared.holder, host.shared.tags) == ("0x9", {"node9"})


def test_everything_that_is_in_the_way_is_told_at_once():
    host = new()
    host.units["svc1.target"] = "not-found"
    host.mounts["/opt/svc1"] = "/dev/sdz"
    host.gone = {"/dev/sdc"}
    with pytest.raises(Refused) as caught:
        run(host, wish())
    reasons = [refusal.reason for refusal in caught.value.refusals]
    assert reasons == [
        "/dev/sdc is not there",
        "there is no volume group vg1",
        "/dev/sdz is mounted at /opt/svc1",
        "the unit svc1.target is not-found",
    ]
    assert host.changes == []


@pytest.mark.parametrize(("code", "well"), [(0, True), (1, True), (2, False), (4, False)])
def test_a_file_system_that_wants_a_person_is_not_mounted(code, well):
    host = new()
    host.fsck = code
    if well:
        run(host, wish())
    else:
        with pytest.raises(CommandFailed, match="fsck"):
            run(host, wish())
    assert bool(host.mounts) is well


def test_an_error_of_lvm_is_no_missing_group():
    host = new()
    host.do_vgs = lambda *_words: (5, "", "  Can't get lock for vg1\n")
    with pytest.raises(HaStorageError, match="Can't get lock"):
        system(host, wish()).read()


def test_a_missing_group_without_a_reason_is_one():
    host = new()
    host.do_vgs = lambda *_words: (5, '{"report": [{"vg": []}]}', "")
    assert system(host, wish()).read().group is None


def test_stopping_does_not_need_the_luns():
    host = new()
    run(host, wish())
    host.gone = {LUN, "/dev/sdb", "/dev/sdc"}
    run(host, wish(started=False))
    assert not host.running and not host.mounts


def test_a_host_without_the_tools_would_do_all_of_it():
    made = system(new(), wish())
    todo = plan(made.absent(), made.wish)
    assert not todo.refusals and todo.operations[-1].summary == START[-1]


def test_commands_are_run_by_the_runner_with_their_limits():
    given = []

    def runner(argv, **options):
        given.append((argv[0], options))
        return Result(0, "", "")

    host = new()
    made = system(host, wish(timeout=7))
    operations = plan(made.read(), made.wish).operations
    made.run = runner
    for operation in operations:
        made.apply(operation)
    limits = dict(given)
    assert limits["fsck"] == {"timeout": 7, "ok": (0, 1)} and limits["systemctl"] == {"timeout": 7, "ok": (0,)}
    assert dataclasses.asdict(made.wish)["timeout"] == 7
