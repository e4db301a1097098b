# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""State and wish -> commands in order, or refusals.

Up: devices writable, reservations, volume group, file systems, units. Down: the same backwards. The tag of the volume
group goes after its volumes: a host that is killed in between never has active volumes that another one may take.
"""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import Command, Filesystem, Lun, Rescan, State, Wish
from .render import values

# Only registered hosts can write. 5 in the standard.
TYPE = "Write Exclusive, registrants only"
_AT_REST = ("inactive", "failed")
Action = t.Union[Command, Rescan]


def plan(state: State, wish: Wish) -> Plan:
    """All that is left to do."""
    before = values(state, wish)
    if not wish.started:
        return _planned(before, _stop(state, wish))
    refusals = tuple(_refusals(state, wish))
    return Plan(before, before, (), refusals) if refusals else _planned(before, _start(state, wish))


def _planned(before: t.Any, actions: t.Iterable[Action]) -> Plan:
    operations = tuple(Operation(_summary(one), one, disturbs_io=True) for one in actions)
    after = {"commands": [operation.summary for operation in operations]} if operations else before
    return Plan(before, after, operations)


def _summary(action: Action) -> str:
    return f"rescan {action.disk}" if isinstance(action, Rescan) else " ".join(action.argv)


def _refusals(state: State, wish: Wish) -> t.Iterator[Refusal]:
    for path, device in state.devices.items():
        if not device.there:
            yield Refusal(f"{path} is not there", "show the LUN to this host, and rescan")
    for lun in wish.luns if wish.key else ():
        yield from _reserved(state, wish, lun)
    if wish.vg:
        yield from _owned(state, wish)
    for filesystem in wish.filesystems:
        source = state.mounts.get(filesystem.mountpoint)
        if source is not None and not state.mounted(filesystem):
            yield Refusal(f"{source} is mounted at {filesystem.mountpoint}", "unmount it")
    for name, unit in state.units.items():
        if unit.load != "loaded":
            yield Refusal(f"the unit {name} is {unit.load}", "install it, or correct its name")


def _reserved(state: State, wish: Wish, lun: Lun) -> t.Iterator[Refusal]:
    found = state.reservations.get(lun.device)
    if found is None:
        return
    others = sorted(found.keys - {wish.key})
    if others and not wish.preempt:
        yield Refusal(
            f"{', '.join(others)} can write to {lun.device}",
            "stop the service on that host; if it is certainly off, preempt_reservation=true takes its right away",
        )
    if found.holder == wish.key and found.type != TYPE:
        yield Refusal(f"{lun.device} is reserved by this host as '{found.type}'", "release it by hand")


def _owned(state: State, wish: Wish) -> t.Iterator[Refusal]:
    if state.group is None:
        yield Refusal(f"there is no volume group {wish.vg}", "check the LUNs, and pvscan")
        return
    others = sorted(state.group.tags & set(wish.other_tags))
    if others and not wish.take_over_vg:
        yield Refusal(
            f"{wish.vg} has the tag {', '.join(others)}",
            "stop the service on that host; if it is certainly off, take_over_vg=true removes the tag",
        )


def _start(state: State, wish: Wish) -> t.Iterator[Action]:
    yield from _writable(state, wish)
    for lun in wish.luns if wish.key else ():
        yield from _reserve(state, wish, lun)
    if wish.vg and state.group is not None:
        for tag in sorted(state.group.tags & set(wish.other_tags)):
            yield Command(("vgchange", "--deltag", tag, wish.vg))
        if wish.tag and wish.tag not in state.group.tags:
            yield Command(("vgchange", "--addtag", wish.tag, wish.vg))
        if wish.tag and state.group.automatic:
            yield Command(("vgchange", "--setautoactivation", "n", wish.vg))
        if state.group.active < state.group.volumes:
            yield Command(("vgchange", "--activate", "y", wish.vg), wish.timeout)
    for filesystem in wish.filesystems:
        if not state.mounted(filesystem):
            yield from _mount(filesystem, wish)
    for name in wish.units:
        if state.units[name].active != "active":
            yield Command(("systemctl", "start", name), wish.timeout)


def _writable(state: State, wish: Wish) -> t.Iterator[Action]:
    """For the kernel a promoted disk is read-only until it is asked again. ``--setrw`` undoes what a person has set."""
    asked = set()
    maps = {lun.device for lun in wish.luns if lun.multipath}
    for path, device in state.devices.items():
        if not device.readonly:
            continue
        for disk in device.disks:
            if disk not in asked:
                yield Rescan(disk)
                asked.add(disk)
        if path in maps:
            yield Command(("multipathd", "reload", "map", path.rpartition("/")[2]))
        yield Command(("blockdev", "--setrw", path))


def _mount(filesystem: Filesystem, wish: Wish) -> t.Iterator[Command]:
    # What can be repaired without a question is repaired (1); anything else wants a person.
    yield Command(("fsck", "-T", "-p", "-t", filesystem.type, filesystem.device), wish.timeout, (0, 1))
    words = ("-t", filesystem.type, "-o", filesystem.options, filesystem.device, filesystem.mountpoint)
    yield Command(("mount", *words), wish.timeout)


def _tool(lun: Lun) -> str:
    return "mpathpersist" if lun.multipath else "sg_persist"


def _reserve(state: State, wish: Wish, lun: Lun) -> t.Iterator[Command]:
    found = state.reservations[lun.device]
    out = (_tool(lun), "--out")
    kind = f"--param-rk={wish.key}", "--prout-type=5"
    if wish.key not in found.keys:
        yield Command((*out, "--register-ignore", f"--param-sark={wish.key}", lun.device))
    others = sorted(found.keys - {wish.key})
    for key in others:
        yield Command((*out, "--preempt-abort", *kind, f"--param-sark={key}", lun.device))
    # A reservation whose holder is preempted becomes this host's.
    if found.holder not in (wish.key, *others):
        yield Command((*out, "--reserve", *kind, lun.device))


def _stop(state: State, wish: Wish) -> t.Iterator[Command]:
    for name in reversed(wish.units):
        unit = state.units[name]
        if unit.load == "loaded" and unit.active not in _AT_REST:
            yield Command(("systemctl", "stop", name), wish.timeout)
    for filesystem in reversed(wish.filesystems):
        if state.mounted(filesystem):
            yield Command(("umount", filesystem.mountpoint), wish.timeout)
    if wish.vg and state.group is not None:
        if state.group.active:
            yield Command(("vgchange", "--activate", "n", wish.vg), wish.timeout)
        if wish.tag and wish.tag in state.group.tags:
            yield Command(("vgchange", "--deltag", wish.tag, wish.vg))
    for lun in reversed(wish.luns) if wish.key else ():
        found = state.reservations.get(lun.device)
        out = (_tool(lun), "--out")
        if found and found.holder == wish.key:
            yield Command((*out, "--release", f"--param-rk={wish.key}", "--prout-type=5", lun.device))
        if found and wish.key in found.keys:
            yield Command((*out, "--register", f"--param-rk={wish.key}", lun.device))
