# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sides, and two nodes in memory that compare their generations as DRBD 8.4 was seen to do."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.judge import SPLIT, judge
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import (
    Connect,
    Current,
    Disconnect,
    Generations,
    Invalidate,
    KeepSnapshot,
    Part,
    Side,
    Store,
    Wanted,
)
from hypothesis import strategies as st

MIB = 1 << 20
BOTH = ("node1", "node2")
OLD, OLDER = "901817B7D7D96BC6", "3B495A61BC387BB2"
CURRENT = {"node1": "583A88F5773003BC", "node2": "8D1445CFD29B778C"}
POLICIES = (("after-sb-0pri", "discard-zero-changes"), ("after-sb-1pri", "disconnect"), ("after-sb-2pri", "disconnect"))
STORE = Store("vg0", "san0", 128 * MIB, 876 * MIB, 4 * MIB)


def part(current, *past, disk="UpToDate", changed=2 * MIB):
    """A volume with its generations, the youngest first."""
    return Part(0, disk, 128 * MIB, changed, Generations(current, past[0] if past else "", tuple(past[1:])))


def side(node, *, disk="UpToDate", changed=2 * MIB, past=(OLD,), **differs):
    """A side that has written without the other."""
    values = {"role": "Secondary", "connection": "StandAlone", "policies": POLICIES, **differs}
    return Side(node, parts=(part(CURRENT[node], *past, disk=disk, changed=changed),), **values)


def settled(node, *, up_to_date=True, percent=None, disk="UpToDate"):
    """A side that is connected."""
    return dataclasses.replace(
        side(node, changed=0, past=(), disk=disk),
        connection="Connected",
        settled=True,
        up_to_date=up_to_date,
        percent=percent,
    )


def current(here="node2", **differs):
    """The view of one node; node1 is the survivor unless told otherwise."""
    sides = {name: differs.pop(name, side(name)) for name in BOTH}
    peer = next(name for name in BOTH if name != here)
    return Current(sides[here], sides[peer], **differs)


def wanted(**differs):
    """The decision against node2."""
    return Wanted(**{"resource": "san0", "victim": "node2", "discard": True, **differs})


class World:
    """Two nodes. Their data are the generation that they go back to; *snapshots* are those that were taken."""

    def __init__(self, one, other):
        self.sides = {one.node: one, other.node: other}
        self.discarding, self.snapshots = set(), []

    def read(self, node, seen, told=False):
        return Current(self.sides[node], next(each for name, each in seen.items() if name != node), told, STORE)

    def data(self, node):
        return self.sides[node].parts[0].generations.current

    def apply(self, node, action):
        mine = self.sides[node]
        if isinstance(action, KeepSnapshot):
            assert action.name not in self.snapshots
            self.snapshots.append(action.name)
        elif isinstance(action, Disconnect):
            assert mine.connection != "StandAlone", "the kernel knows no such connection"
            self.discarding.discard(node)
            self.sides[node] = dataclasses.replace(mine, connection="StandAlone")
        elif isinstance(action, Invalidate):
            assert (mine.connection, mine.role) == ("StandAlone", "Secondary")
            gone = dataclasses.replace(mine.parts[0], disk_state="Inconsistent")
            self.sides[node] = dataclasses.replace(mine, parts=(gone,))
        elif isinstance(action, Connect):
            assert mine.connection == "StandAlone", "the port is in use"
            assert not (action.discard and mine.role == "Primary"), "the kernel refuses that"
            if action.discard:
                self.discarding.add(node)
            self.sides[node] = dataclasses.replace(mine, connection="Connecting")
            self.shake_hands()

    def shake_hands(self):
        one, other = (self.sides[name] for name in BOTH)
        if "StandAlone" in (one.connection, other.connection):
            return
        assert judge(one, other).kind == SPLIT
        target = self.target(one, other)
        if target and not judge(one, other).traced:
            assert self.sides[target].parts[0].disk_state == "Inconsistent", "the bitmaps do not tell what differs"
        for name in BOTH:
            there = self.sides[name]
            self.sides[name] = dataclasses.replace(there, connection="StandAlone")
            if target:
                source = next(each for each in (one, other) if each.node != target)
                whole = dataclasses.replace(source.parts[0], changed=0, disk_state="UpToDate")
                self.sides[name] = dataclasses.replace(
                    there, connection="Connected", settled=True, up_to_date=True, parts=(whole,)
                )
        self.discarding.clear()

    def target(self, one, other):
        """The node that is overwritten, or None where both give up."""
        broken = [each.node for each in (one, other) if each.parts[0].disk_state == "Inconsistent"]
        if len(broken) == 1:
            return broken[0]
        zero = judge(one, other).traced and 0 in (one.changed, other.changed)
        if zero and "Primary" not in (one.role, other.role):
            return one.node if one.changed == 0 else other.node
        return next(iter(self.discarding)) if len(self.discarding) == 1 else None


changes = st.sampled_from([0, 4096, 2 * MIB])
roles = st.sampled_from(["Primary", "Secondary"])
connections = st.sampled_from(["StandAlone", "Connecting"])


@st.composite
def splits(draw):
    """Both sides of a split brain, in every state but connected; sometimes one of them was forced."""
    past = {"node1": (OLD,), "node2": draw(st.sampled_from([(OLD,), (OLDER,)]))}
    sides = [
        side(
            name,
            role=draw(roles),
            connection=draw(connections),
            changed=draw(changes),
            past=past[name],
            disk=draw(st.sampled_from(["UpToDate", "UpToDate", "Consistent", "Outdated", "Inconsistent"])),
        )
        for name in BOTH
    ]
    if all(each.connection == "Connecting" for each in sides):
        sides[0] = dataclasses.replace(sides[0], connection="StandAlone")
    return sides
