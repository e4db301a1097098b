# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a group is up, needs a look (warn), or is down; by the rules of OpenSVC's document on 3PAR replication."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import Group, LinkState, Mode, Path, Side, Status, View
from .pairing import Pairing, lagging, pairing
from .times import parse_span

UP, WARN, DOWN = "up", "warn", "down"


@dataclasses.dataclass(frozen=True)
class Expectation:
    """What is expected of a group. *mode* None: not told. *max_age*: seconds, for periodic groups; None: any age."""

    mode: Mode | None = None
    max_age: int | None = None
    auto_recover: bool = True


@dataclasses.dataclass(frozen=True)
class Health:
    """A verdict, with every reason for it."""

    status: str
    reasons: tuple[str, ...] = ()


def parse_age(text: str) -> int | None:
    """Seconds of ``300s``, ``5m`` or ``5``, which is minutes as in OpenSVC's document; None for anything else."""
    return int(text) * 60 if text.isdigit() else parse_span(text)


def health(view: View, expectation: Expectation) -> Health:
    """The verdict on the local side, and on what the peer adds to it."""
    fatal = tuple(_fatal(view))
    if fatal or view.local.group is None:
        return Health(DOWN, fatal)
    reasons = (*_group(view.local.group, expectation, view.now), *_way(view.local), *_peer(view))
    return Health(WARN if reasons else UP, reasons)


def unreadable(reason: str) -> Health:
    """The verdict on a group whose state has a word that nobody knows."""
    return Health(DOWN, (reason,))


def _fatal(view: View) -> t.Iterator[str]:
    for side in (view.local, view.peer):
        if side is not None and side.group is None:
            yield f"{side.array} has no such group"
    if len(view.groups) == 2:
        kind = pairing(view)
        if kind in (Pairing.BOTH, Pairing.NONE, Pairing.MIXED):
            roles = " and ".join(group.role.value for group in view.groups)
            yield f"the roles are {roles}"


def _group(group: Group, expectation: Expectation, now: int) -> t.Iterator[str]:
    if group.status is not Status.STARTED:
        yield f"the group is {group.status.value}"
    if expectation.mode is not None and group.mode is not expectation.mode:
        yield f"the mode is {group.mode.value} instead of {expectation.mode.value}"
    if group.mode is Mode.PERIODIC and not group.period:
        yield "there is no period"
    if expectation.auto_recover and "auto_recover" not in group.policies:
        yield "the policy auto_recover is not set"
    if group.role.reversed:
        yield f"the role is {group.role.value}: the direction is not the natural one"
    if not group.synced:
        yield f"not synced: {lagging([group])}"
    yield from _age(group, expectation, now)


def _age(group: Group, expectation: Expectation, now: int) -> t.Iterator[str]:
    if group.mode is not Mode.PERIODIC or expectation.max_age is None:
        return
    if group.last_sync is None:
        yield "the age of the last synchronization is unknown"
    elif now - group.last_sync > expectation.max_age:
        yield f"the last synchronization is {now - group.last_sync} s old, more than {expectation.max_age} s"


def _way(side: Side) -> t.Iterator[str]:
    if side.path is not Path.READY:
        yield f"the way to the partner is {side.path.value}"
    down = [f"{link.target} {link.node}" for link in side.links if link.state is LinkState.DOWN]
    if down:
        yield f"links are down: {', '.join(down)}"


def _peer(view: View) -> t.Iterator[str]:
    if view.peer is None:
        if view.silence:
            yield f"the management of the other array does not answer: {view.silence}"
        return
    group = view.peer.group
    if group is not None and group.status is not Status.STARTED:
        yield f"the group is {group.status.value} on the other array"
