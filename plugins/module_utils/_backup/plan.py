# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept, and why something must not be put back."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import VOLUME_GROUPS, Comparison, Entry, Kept, Restore, Services, Wanted
from .parse import NAME, differences, iqns_of, part_of, resource_of

Data = t.Dict[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Keep:
    """The present configuration goes into the archive *name*."""

    name: str


@dataclasses.dataclass(frozen=True)
class Drop:
    """The archive *name* goes."""

    name: str


@dataclasses.dataclass(frozen=True)
class Put:
    """The file *path* (or the CIB) is as it was."""

    path: str
    entry: Entry


def plan_backup(current: Kept, wanted: Wanted) -> Plan:
    """One archive more where something differs from the last one, and none too many."""
    operations = []
    archives = list(current.archives)
    changed = differences(current.last or {}, current.present)
    if current.present and changed:
        summary = f"keep the configuration as {wanted.name}"
        operations.append(Operation(summary, Keep(wanted.name)))
        archives.append(wanted.name)
    surplus = [name for name in archives if NAME.fullmatch(name)][: -wanted.keep]
    operations += [Operation(f"remove {name}", Drop(name)) for name in surplus]
    before = {"archives": list(current.archives), "files": _shown(current.last or {}, changed)}
    after = {
        "archives": [name for name in archives if name not in surplus],
        "files": _shown(current.present, changed),
    }
    return Plan(before, after, tuple(operations))


def plan_restore(current: Comparison, wanted: Restore) -> Plan:
    """What differs in the *wanted* parts is put back; what the archive does not have stays."""
    changed = [path for path in due(current, wanted) if not path.startswith(f"{VOLUME_GROUPS}/")]
    operations = tuple(
        Operation(f"put {path} back", Put(path, current.archived[path]), disturbs_io=True) for path in changed
    )
    shown = (_shown(current.present, changed), _shown(current.archived, changed))
    return Plan(*shown, operations, tuple(_refusals(current, changed, wanted)))


def by_hand(current: Comparison, wanted: Restore) -> list[str]:
    """The volume groups of the *wanted* parts whose metadata are not the same now."""
    found = [path for path in due(current, wanted) if path.startswith(f"{VOLUME_GROUPS}/")]
    return [path.rpartition("/")[2] for path in found if path in current.present]


def due(current: Comparison, wanted: Restore) -> list[str]:
    """The paths of the *wanted* parts that the archive has, and that are not the same now."""
    found = differences(current.present, current.archived)
    return [path for path in found if path in current.archived and part_of(path) in wanted.parts]


def _refusals(current: Comparison, changed: t.Sequence[str], wanted: Restore) -> t.Iterator[Refusal]:
    services = current.services
    if changed and not wanted.allowed:
        yield Refusal(f"this differs now: {', '.join(changed)}", "set overwrite_configuration=true")
    parts = {part_of(path) for path in changed}
    if "cluster" in parts and (services.corosync or services.sbd):
        running = " and ".join(name for name in ("corosync", "sbd") if getattr(services, name))
        yield Refusal(
            f"{running} runs here: another key or another list of members would split the cluster",
            "move the services away, then systemctl stop pacemaker corosync",
        )
    if "cib" in parts:
        yield from _of_cib(services)
    for path in changed:
        yield from _of_file(path, current)


def _of_cib(services: Services) -> t.Iterator[Refusal]:
    if services.fenced:
        yield Refusal("DRBD's fencing has placed a constraint, which must stay", "wait until the copies are in sync")
    if not services.cluster:
        yield Refusal("the cluster does not run here, so that nobody takes the CIB", "systemctl start pacemaker")
    elif services.active:
        yield Refusal(
            f"the cluster runs {', '.join(sorted(services.active))}: with another CIB it would stop or move them",
            "stop the services (crm_resource --resource NAME --meta --set-parameter target-role --parameter-value"
            " Stopped), or describe what you want and run site.yml",
        )


def _of_file(path: str, current: Comparison) -> t.Iterator[Refusal]:
    resource = resource_of(path)
    if resource in current.services.resources:
        yield Refusal(f"the DRBD resource {resource} is up here", f"stop the cluster here, or drbdadm down {resource}")
    if part_of(path) == "targets":
        for iqn in sorted(iqns_of(current.archived[path].content) & current.services.targets):
            yield Refusal(f"the target {iqn} is served here", "move its service to the other node first")


def _shown(snapshot: t.Mapping[str, Entry], paths: t.Sequence[str]) -> Data:
    """Files without their content, which may be secret."""
    return {
        path: {"mode": f"{snapshot[path].mode:04o}", "sha256": snapshot[path].digest}
        for path in paths
        if path in snapshot
    }
