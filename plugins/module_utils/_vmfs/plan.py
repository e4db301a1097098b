# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which headers are kept anew, which versions go, what is an alarm, and what may be put back."""

from __future__ import annotations

import calendar
import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .manifest import new_version, store_name
from .model import Comparison, Device, Restore, State, Version, Volume, Wanted, fingerprint

Data = t.Dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Keep:
    """The header of a volume is kept as *version*, whose checksums come with the bytes."""

    version: Version


@dataclasses.dataclass(frozen=True)
class Drop:
    """A version goes."""

    version: Version


@dataclasses.dataclass(frozen=True)
class Put:
    """A part of a version is on the device again."""

    part: str


def plan_backup(current: State, wanted: Wanted) -> Plan:
    """One version more for each volume that differs from its last one, and none too many."""
    refusals = [refusal for device in current.devices for refusal in _unreadable(device, current)]
    new = [
        new_version(device, volume, wanted)
        for device in current.devices
        for volume in device.volumes
        if _is_due(volume, current, wanted)
    ]
    kept = [Operation(f"keep the header of {each.store} on {each.device} as {each.stamp}", Keep(each)) for each in new]
    gone = [Operation(f"remove {each.name}", Drop(each)) for each in _surplus(current, new, wanted)]
    stores = sorted({store_name(volume) for device in current.devices for volume in device.volumes})
    return Plan(
        before={store: _shown(_last(current, wanted.host, store)) for store in stores},
        after={store_name(volume): _facts(volume) for device in current.devices for volume in device.volumes},
        operations=(*kept, *gone),
        refusals=tuple(refusals),
    )


def alarms(current: State, host: str) -> list[str]:
    """What is not as it was when it was kept last: fields of a header, or the volume itself."""
    found = []
    for device in current.devices:
        found += [f"{device.path}: {device.problem}"] if device.problem else []
        present = {store_name(volume) for volume in device.volumes}
        for volume in device.volumes:
            found += _changed(volume, device, _last(current, host, store_name(volume)))
        if not device.problem:
            gone = _stores_of(device, current, host) - present
            found += [f"{device.path}: the volume {store} was there, and is not any more" for store in sorted(gone)]
    return found


def plan_restore(current: Comparison, wanted: Restore) -> Plan:
    """The wanted parts that differ are put back."""
    due = [part for part in wanted.parts if part in current.differing]
    operations = [Operation(f"put {part} back onto {current.device.path}", Put(part), disturbs_io=True) for part in due]
    refusals = tuple(_reasons(current, wanted)) if due else tuple(_damage(current))
    return Plan({"differing": list(current.differing)}, {"differing": []}, tuple(operations), refusals)


def _reasons(current: Comparison, wanted: Restore) -> t.Iterator[Refusal]:
    """Why nothing may be written."""
    yield from _damage(current)
    version, device = current.version, current.device
    identity = _identity(version)
    if wanted.confirm != identity:
        yield Refusal(
            f"{version.name} is of the volume {identity}", f"to confirm that it is meant, set confirm={identity}"
        )
    if device.size != version.device_size:
        reason = f"{device.path} has {device.size} bytes, and what was kept is of a device of {version.device_size}"
        yield Refusal(reason, "give a device of the same size")
    others = [volume.identity for volume in device.volumes if volume.identity != identity]
    if others:
        yield Refusal(f"{device.path} carries another volume: {', '.join(others)}", "give the right device")
    if current.in_use:
        yield Refusal(f"{device.path} is in use: {current.in_use}", "take the LUN off line, or try it on a clone first")
    if not wanted.allowed:
        yield Refusal(f"what is on {device.path} now would be overwritten", "set overwrite_header=true")


def _damage(current: Comparison) -> t.Iterator[Refusal]:
    if current.version.damage:
        yield Refusal(f"{current.version.name}: {current.version.damage}", "take another version")


def _unreadable(device: Device, current: State) -> t.Iterator[Refusal]:
    """Nothing is made of a device without a header: that would push out what its header was."""
    if device.problem:
        known = sorted(version.name for version in current.versions if version.device == device.path)
        way_out = f"its header was kept as {known[-1]}: see vmfs_header_restore" if known else "give a device with VMFS"
        yield Refusal(f"{device.path}: {device.problem}", way_out)


def _is_due(volume: Volume, current: State, wanted: Wanted) -> bool:
    last = _last(current, wanted.host, store_name(volume))
    if last is None or last.fingerprint != fingerprint(volume.facts()):
        return True
    return bool(wanted.max_age) and _seconds(wanted.stamp) - _seconds(last.stamp) >= wanted.max_age


def _surplus(current: State, new: t.Sequence[Version], wanted: Wanted) -> list[Version]:
    stores = {store_name(volume) for device in current.devices for volume in device.volumes}
    found = []
    for store in sorted(stores):
        versions = [each for each in (*current.versions, *new) if (each.host, each.store) == (wanted.host, store)]
        found += versions[: -wanted.keep]
    return found


def _last(current: State, host: str, store: str) -> Version | None:
    """The newest version of *store*."""
    found = [each for each in current.versions if (each.host, each.store) == (host, store)]
    return found[-1] if found else None


def _stores_of(device: Device, current: State, host: str) -> set[str]:
    """The stores whose newest version is of *device*, by its path."""
    newest = {each.store: each for each in current.versions if each.host == host}
    return {store for store, each in newest.items() if each.device == device.path}


def _changed(volume: Volume, device: Device, last: Version | None) -> list[str]:
    if last is None:
        return []
    now, then = volume.facts(), last.facts
    return [
        f"{device.path}: {name} of {store_name(volume)} is {now[name]}, and was {then.get(name)} in {last.stamp}"
        for name in now
        if now[name] != then.get(name)
    ]


def _identity(version: Version) -> str:
    facts = version.facts
    return str(facts.get("uuid") or facts.get("name") or facts.get("device_uuid"))


def _facts(volume: Volume) -> Data:
    return {name: value for name, value in volume.facts().items() if name != "partition"}


def _shown(version: Version | None) -> Data:
    return {name: value for name, value in version.facts.items() if name != "partition"} if version else {}


def _seconds(stamp: str) -> int:
    """Seconds since 1970 of 20261123T050000Z."""
    parts = (stamp[:4], stamp[4:6], stamp[6:8], stamp[9:11], stamp[11:13], stamp[13:15])
    return calendar.timegm((*map(int, parts), 0, 0, 0))
