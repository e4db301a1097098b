# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be done to a resource on one host, and what must not be.

Metadata is created before the file is installed: a file that names a device says that the device is ours, so that a run
killed in between never takes over foreign metadata.
"""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Refusal, Unparsable
from .._core.plan import Operation, Plan
from .disks import judge
from .model import (
    Adjust,
    CreateMetadata,
    Current,
    Demote,
    Desired,
    Disk,
    Down,
    FirstSync,
    LoadModule,
    RemoveFile,
    Resize,
    WipeMetadata,
    WriteFile,
)
from .parse import parse_resources
from .ready import up_to_date
from .render import HEADER, masked, render
from .spec import resource_for

MODE = 0o600
_DISTURBING = ("detach", "disconnect", "down", "secondary", "resize", "del-")


def plan(current: Current, desired: Desired) -> Plan:
    """The plan; its ``before`` and ``after`` hold the file's lines (no secret) and the state."""
    if desired.state == "absent":
        return _plan_absent(current, desired)
    creations, refusals = judge(current, desired)
    operations = _write(current, desired)
    if desired.state == "up":
        blank = _blank_volumes(current, desired, creations)
        operations = [*creations, *operations, *_bring_up(current, desired, blank)]
        refusals = [*refusals, *_peer_refusals(current, desired, blank)]
    refusals = [*_host_refusals(current, desired), *refusals]
    return Plan(_before(current), _after(current, desired), tuple(operations), tuple(refusals))


def backing_has_grown(disk: Disk | None, live_size: int, max_peers: int) -> bool:
    """Whether a backing device has more room than its DRBD device and internal metadata use; all sizes in bytes.

    A bitmap takes a byte for 32 KiB and peer, the rest of the metadata 36 KiB. Growth below a MiB is passed over.
    """
    if not disk or not disk.size or not live_size:
        return False
    return disk.size - live_size > (disk.size >> 15) * max_peers + (1 << 20)


def _write(current: Current, desired: Desired) -> list[Operation]:
    text = render(resource_for(desired, current.dialect))
    if current.text == text and current.mode == MODE:
        return []
    verb = "write" if current.text is None else "change"
    return [Operation(f"{verb} /etc/drbd.d/{desired.name}.res", WriteFile(text))]


def _blank_volumes(current: Current, desired: Desired, creations: t.Sequence[Operation]) -> set[int]:
    """The numbers of the volumes that have fresh metadata here, or will have."""
    live = current.live
    blank = {each.action.volume.number for each in creations if isinstance(each.action, CreateMetadata)}
    for volume in desired.volumes:
        disk = current.disk(volume.number)
        if live and live.attached(volume.number):
            inconsistent = any(v.number == volume.number and v.disk_state == "Inconsistent" for v in live.volumes)
            fresh = current.fresh and inconsistent
        else:
            fresh = bool(disk and disk.metadata and disk.metadata.fresh)
        if fresh:
            blank.add(volume.number)
    return blank


def _bring_up(current: Current, desired: Desired, blank: set[int]) -> list[Operation]:
    operations = []
    if not current.module_loaded:
        operations.append(Operation("load the kernel module drbd", LoadModule()))
    if current.live is None:
        operations.append(Operation(f"bring up {desired.name}", Adjust()))
    elif current.pending:
        disturbs = any(verb.startswith(_DISTURBING) for verb in current.pending)
        verbs = ", ".join(dict.fromkeys(current.pending))
        operations.append(Operation(f"adjust {desired.name}: {verbs}", Adjust(), disturbs_io=disturbs))
    if current.left_primary:
        operations.append(Operation(f"demote {desired.name} after its first sync", Demote()))
    if _first_sync_is_due(current, desired, blank):
        skip = desired.initial_sync == "skip"
        what = "skip the first sync" if skip else "start the first sync from here"
        numbers = tuple(volume.number for volume in desired.volumes)
        operations.append(Operation(f"{what} of {desired.name}", FirstSync(numbers, skip)))
    if _resize_is_due(current, desired):
        operations.append(Operation(f"resize {desired.name}", Resize()))
    return operations


def _first_sync_is_due(current: Current, desired: Desired, blank: set[int]) -> bool:
    """On the named host only, and only while nobody has valid data."""
    if desired.initial_sync == "none" or desired.sync_source != current.node or desired.peers_with_data:
        return False
    if current.live and current.live.role == "Primary":
        return False
    peers = [volume for peer in current.live.peers for volume in peer.volumes] if current.live else []
    return blank == {volume.number for volume in desired.volumes} and all(
        volume.disk_state in ("Inconsistent", "DUnknown") for volume in peers
    )


def _resize_is_due(current: Current, desired: Desired) -> bool:
    live = current.live
    if not desired.resize or live is None or live.role != "Primary" or not up_to_date(live):
        return False
    return any(backing_has_grown(current.disk(v.number), v.size, desired.max_peers) for v in live.volumes)


def _host_refusals(current: Current, desired: Desired) -> list[Refusal]:
    refusals = []
    addresses = {host.name: host.address for host in desired.hosts}
    if current.node not in addresses:
        reason = (
            f"this host calls itself {current.node} (uname -n), which is not among the hosts {', '.join(addresses)}"
        )
        refusals.append(Refusal(reason, "DRBD, Corosync and the host must use one name"))
    elif not current.address_present:
        reason = f"this host has no address {addresses[current.node]}"
        refusals.append(Refusal(reason, "configure the replication network first"))
    for path in current.unusable_handlers if desired.expect_disks else ():
        reason = f"the fencing handler {path} is missing, empty or not executable: DRBD would refuse every promotion"
        refusals.append(Refusal(reason, "the role drbd installs it; or name another one in handlers"))
    taken = dict(current.taken_minors)
    for volume in desired.volumes:
        if volume.minor in taken:
            reason = f"minor {volume.minor} is in use by the live resource {taken[volume.minor]}"
            refusals.append(Refusal(reason, "choose another minor"))
    return refusals


def _peer_refusals(current: Current, desired: Desired, blank: set[int]) -> list[Refusal]:
    """Connecting a blank disk to a peer with data starts a full sync at once: only if that is meant."""
    attached = current.live and any(current.live.attached(number) for number in blank)
    if not blank or attached or not desired.peers_with_data or desired.full_sync_from_peer:
        return []
    reason = (
        f"{', '.join(desired.peers_with_data)} has data of {desired.name}, this host has none: "
        "connecting starts a full sync from there"
    )
    return [Refusal(reason, "full_sync_from_peer=true if that is meant")]


def _plan_absent(current: Current, desired: Desired) -> Plan:
    operations: list[Operation] = []
    refusals: list[Refusal] = []
    if current.live:
        if current.live.role == "Primary":
            refusals.append(Refusal(f"{desired.name} is Primary on this host", "stop what uses it and demote it first"))
        operations.append(Operation(f"stop {desired.name}", Down(), disturbs_io=True))
    if desired.destroy_existing_metadata:
        operations += _wipes(current)
    if current.text is not None:
        operations.append(Operation(f"remove /etc/drbd.d/{desired.name}.res", RemoveFile()))
    return Plan(_before(current), {"file": [], "state": "absent"}, tuple(operations), tuple(refusals))


def _wipes(current: Current) -> t.Iterator[Operation]:
    for volume in current.installed:
        disk = current.disk(volume.number)
        metadata = disk.metadata if disk else None
        if metadata or (current.live and current.live.attached(volume.number)):
            action = WipeMetadata(volume, metadata.dialect if metadata else current.dialect)
            yield Operation(f"destroy the DRBD metadata of {volume.disk}", action)


def _before(current: Current) -> dict[str, t.Any]:
    state = "up" if current.live else "absent" if current.text is None else "present"
    return {"file": _masked_text(current.text), "state": state}


def _after(current: Current, desired: Desired) -> dict[str, t.Any]:
    resource = resource_for(desired, current.dialect)
    changed = current.text is not None and _secret(current.text, desired.name) != desired.secret
    state = "up" if desired.state == "up" or current.live else "present"
    return {"file": masked(resource, "ANOTHER SECRET" if changed else "SECRET"), "state": state}


def _masked_text(text: str | None) -> list[str]:
    """The lines of an installed file with a word in place of the secret."""
    if text is None:
        return []
    if not text.startswith(HEADER):
        return ["(a file that this module did not write)"]
    return [re.sub(r"(shared-secret ).*", r'\1"SECRET";', line) for line in text.splitlines()]


def _secret(text: str, name: str) -> str:
    try:
        resource = parse_resources(text).get(name)
    except Unparsable:
        return ""
    return resource.secret if resource else ""
