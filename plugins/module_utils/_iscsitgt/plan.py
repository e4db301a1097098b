# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from the daemon's configuration to the wanted one: as a whole, by its manifest."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import Config, State, Wanted
from .parse import parse_manifest
from .render import config_data, entry, rewritten


@dataclasses.dataclass(frozen=True)
class Keep:
    """The configuration stands in the file *name*."""

    name: str


@dataclasses.dataclass(frozen=True)
class Stop:
    """The service is off."""


@dataclasses.dataclass(frozen=True)
class Delete:
    """The service is gone with its configuration."""


@dataclasses.dataclass(frozen=True)
class Import:
    """The service has the manifest *text*."""

    text: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Start:
    """The service is on line."""


def plan(current: State, wanted: Wanted) -> Plan:
    """The operations, or the reasons why a disk would become another one, or open to everybody."""
    text = rewritten(current.source, wanted.stores, wanted.portal_groups)
    goal, source = parse_manifest(text), parse_manifest(current.source)
    before, after = config_data(current.live), config_data(goal)
    operations: list[Operation] = []
    if before != after:
        operations += _removal(current.live, wanted)
        summary = f"import {len(goal.targets)} targets with {len(goal.luns)} LUNs into iscsitgt"
        operations.append(Operation(summary, Import(text)))
    if operations or not current.online:
        operations.append(Operation("start iscsitgt", Start()))
    refusals = [*_idle(source, wanted), *_identities(current.live, goal), *_opened(source, goal)]
    if current.live not in (None, Config()) and before != after and not wanted.allow_replace:
        refusals.append(
            Refusal("iscsitgt has another configuration, which would be replaced", "set allow_replace=true")
        )
    return Plan(before, after, tuple(operations), tuple(refusals))


def _removal(live: Config | None, wanted: Wanted) -> t.Iterator[Operation]:
    """The daemon reads its configuration when it starts: it must not run over one that it does not have."""
    if live is not None:
        name = f"{wanted.manifest}.replaced"
        yield Operation(f"keep the configuration of iscsitgt in {name}", Keep(name))
        yield Operation("stop iscsitgt", Stop(), disturbs_io=True)
        yield Operation("delete the configuration of iscsitgt", Delete(), disturbs_io=True)


def _idle(source: Config, wanted: Wanted) -> t.Iterator[Refusal]:
    """An entry that re-points nothing is a slip of the pen, and a LUN would have the wrong store."""
    used = {entry(lun.store, wanted.stores) for lun in source.luns}
    for each in wanted.stores:
        if each not in used:
            yield Refusal(f"no backing store of the manifest begins with {each[0]}", "correct it, or leave it out")


def _identities(live: Config | None, goal: Config) -> t.Iterator[Refusal]:
    known = {(lun.target, lun.number): lun.guid for lun in (live.luns if live else ())}
    for lun in goal.luns:
        name = f"LUN {lun.number} of {lun.target}"
        if lun.guid in ("", "0"):
            yield Refusal(f"{name} has no GUID: the daemon would make one up", "export a manifest that has it")
        elif known.get((lun.target, lun.number), lun.guid) != lun.guid:
            yield Refusal(f"{name} would have another GUID, as another disk to its users", "correct the manifest")


def _opened(source: Config, goal: Config) -> t.Iterator[Refusal]:
    former = {target.name: target.portal_groups for target in source.targets}
    for target in goal.targets:
        if former.get(target.name) and not target.portal_groups:
            yield Refusal(
                f"{target.name} would lose all its portal groups, and listen on every address",
                f"keep one of the tags {', '.join(former[target.name])}",
            )
