# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which headers are kept anew, which versions go, what is an alarm, and what may be put back."""

from __future__ import annotations

import calendar
import dataclasses
import operator
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .manifest import new_version
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
    seen = [(device, volume) for device in current.devices for volume in device.volumes]
    new = [new_version(device, volume, wanted) for device, volume in seen if _is_due(volume, current, wanted)]
    kept = [Operation(f"keep the header of {each.store} on {each.device} as {each.stamp}", Keep(each)) for each in new]
    gone = [Operation(f"remove {each.name}", Drop(each)) for each in _surplus(current, new, wanted)]
    refusals = [*(refusal for device in current.devices for refusal in _unreadable(device, current)), *_twice(seen)]
    return Plan(
        before={volume.identity: _shown(_known(current, wanted.host, volume)) for _device, volume in seen},
        after={volume.identity: _shown(volume.facts()) for _device, volume in seen},
        operations=(*kept, *gone),
        refusals=tuple(refusals),
    )


def alarms(current: State, host: str) -> list[str]:
    """What is not as it was when it was kept last: fields of a header, or the volume itself."""
    found = []
    for device in current.devices:
        found += [f"{device.path}: {device.problem}"] if device.problem else _gone(device, current, host)
        for volume in device.volumes:
            found += _changed(volume, device, _last(current, host, volume))
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
    identity = version.identity
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


def _twice(seen: t.Sequence[tuple[Device, Volume]]) -> t.Iterator[Refusal]:
    """A clone has the UUID of its origin, and would be taken for a change of it."""
    first: dict[str, Device] = {}
    for device, volume in seen:
        other = first.setdefault(volume.identity, device)
        if other is not device:
            reason = f"{other.path} and {device.path} carry the same volume {volume.identity}"
            yield Refusal(reason, "leave the clone out, or give it a host of its own")


def _is_due(volume: Volume, current: State, wanted: Wanted) -> bool:
    last = _last(current, wanted.host, volume)
    if last is None or last.damage or last.fingerprint != fingerprint(volume.facts()):
        return True
    return bool(wanted.max_age) and _seconds(wanted.stamp) - _seconds(last.stamp) >= wanted.max_age


def _surplus(current: State, new: t.Sequence[Version], wanted: Wanted) -> list[Version]:
    found = []
    for identity in sorted({volume.identity for device in current.devices for volume in device.volumes}):
        versions = _of(current, wanted.host, identity) + [each for each in new if each.identity == identity]
        found += versions[: -wanted.keep]
    return found


def _of(current: State, host: str, identity: str) -> list[Version]:
    """The versions of a volume, oldest first, whatever its label was."""
    found = [each for each in current.versions if (each.host, each.identity) == (host, identity)]
    return by_stamp(found)


def by_stamp(versions: t.Iterable[Version]) -> list[Version]:
    """*versions*, oldest first."""
    return sorted(versions, key=operator.attrgetter("stamp"))


def _last(current: State, host: str, volume: Volume) -> Version | None:
    found = _of(current, host, volume.identity)
    return found[-1] if found else None


def _known(current: State, host: str, volume: Volume) -> t.Mapping[str, t.Any]:
    """What the last version of *volume* says."""
    last = _last(current, host, volume)
    return last.facts if last else {}


def _gone(device: Device, current: State, host: str) -> list[str]:
    """Volumes that were on *device* when they were kept last, and are not any more."""
    present = {volume.identity for volume in device.volumes}
    newest = {each.identity: each for each in by_stamp(current.versions) if each.host == host}
    return [
        f"{device.path}: the volume {each.store} was there, and is not any more"
        for identity, each in sorted(newest.items())
        if each.device == device.path and identity not in present
    ]


def _changed(volume: Volume, device: Device, last: Version | None) -> list[str]:
    if last is None:
        return []
    now, then = volume.facts(), last.facts
    damaged = [f"{device.path}: {last.name}: {last.damage}"] if last.damage else []
    return damaged + [
        f"{device.path}: {name} of {last.store} is {now[name]}, and was {then.get(name)} in {last.stamp}"
        for name in now
        if now[name] != then.get(name)
    ]


def _shown(facts: t.Mapping[str, t.Any]) -> Data:
    return {name: value for name, value in facts.items() if name != "partition"}


def _seconds(stamp: str) -> int:
    """Seconds since 1970 of 20261123T050000Z."""
    parts = (stamp[:4], stamp[4:6], stamp[6:8], stamp[9:11], stamp[11:13], stamp[13:15])
    return calendar.timegm((*map(int, parts), 0, 0, 0))
