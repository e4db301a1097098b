# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Views of a group, made by hand."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Group,
    Link,
    LinkState,
    Mode,
    Path,
    Role,
    Side,
    Status,
    Sync,
    Target,
    View,
    Volume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State, Wish

NOW = 1_800_000_000
NAME, PEER_NAME = "svc1", "svc1.r12345"
POLICIES = frozenset({"auto_recover", "auto_failover", "path_management"})
READY, FAILING, FAILED = Path
STARTED, STOPPED = Status.STARTED, Status.STOPPED


def group(name, target, role, status=STARTED, sync=Sync.SYNCED, mode=Mode.PERIODIC, last_sync=NOW - 100):
    """A group with one volume, which has the same name on both sides."""
    volumes = (Volume("data", "data", sync, last_sync),)
    return Group(name, target, status, role, mode, 300, POLICIES, volumes)


def side(array, target, of, path=READY):
    """What one array tells; *of* None: it has no such group."""
    state = LinkState.DOWN if path is FAILED else LinkState.UP
    links = (Link(target, "0:2:4", "10.0.0.1", state), Link("receive", "0:2:4", "10.0.0.2", LinkState.UP))
    return Side(array, of, (Target(target, path),), links)


def view(local="S", peer="P", status=STARTED, sync=Sync.SYNCED, path=READY, **more):
    """Both sides alike; roles by their letters, None for an absent group, '' for a peer that does not answer."""
    here = _letter(local) and group(NAME, "hp3par1", _letter(local), status, sync, **more)
    there = _letter(peer) and group(PEER_NAME, "hp3par2", _letter(peer), status, sync, **more)
    return View(
        side("hp3par2", "hp3par1", here, path), None if peer == "" else side("hp3par1", "hp3par2", there, path), NOW
    )


def _letter(letters):
    roles = {"P": Role.PRIMARY, "PR": Role.PRIMARY_REV, "S": Role.SECONDARY, "SR": Role.SECONDARY_REV}
    return roles.get(letters)


def having(before, *, local=None, peer=None):
    """*before* with other values in the groups of the two sides."""
    changed = {}
    for name, values in (("local", local), ("peer", peer)):
        if values:
            one = getattr(before, name)
            changed[name] = dataclasses.replace(one, group=dataclasses.replace(one.group, **values))
    return dataclasses.replace(before, **changed)


def wish(state, **options):
    """A wish for the group of ``view``."""
    return Wish(State(state), NAME, PEER_NAME, **options)


def commands(before, state, **options):
    """The summaries of a plan, or the names of what refuses it."""
    todo = plan(before, wish(state, **options))
    names = [refusal.name for refusal in todo.refusals]
    assert not (names and todo.operations)
    return names or [operation.summary for operation in todo.operations]


DISASTER = {"disaster": True, "accept_data_loss": True, "confirm": NAME}
LEAVE = {**DISASTER, "discard_peer_changes": True}
