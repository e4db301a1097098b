# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two arrays that replicate to each other: pure state with a clock of its own, and every write that a host made.

Section numbers in comments are those of the project's reference on 3PAR Remote Copy. The lineage (which writes each
side of each volume holds, and which were acknowledged) is the oracle of the tests: arrays do not tell it to anybody.
"""

from __future__ import annotations

import dataclasses

MONDAY = 1_800_000_000  # 2027-01-15 08:00:00 UTC: when every simulated pair begins


@dataclasses.dataclass(frozen=True)
class Personality:
    """What differs between releases (sections 2 and 6). All [unverified] but where the reference says live."""

    name: str
    flags: bool  # ``-csvtable`` and ``-nohdtot`` behind a command (om3), instead of ``setclienv`` before it
    stderr: bool  # where errors go: to stderr (10.5, live), or to stdout with return code 0
    self_acting: bool  # with auto_synchronize, a fail-over starts replication, and roles become natural (finding 4)
    one_mode: bool  # started groups of one target all have the same mode (400/236, live)
    shortest: int = 300  # seconds of a period; 15 on 10.x (2.4)


PERSONALITIES = {
    one.name: one
    for one in (
        Personality("3par-3.1", flags=False, stderr=False, self_acting=False, one_mode=False),
        Personality("3par-3.3", flags=True, stderr=True, self_acting=False, one_mode=False),
        Personality("primera-4", flags=True, stderr=True, self_acting=False, one_mode=False),
        Personality("alletra-10.5", flags=True, stderr=True, self_acting=True, one_mode=True, shortest=15),
    )
}


@dataclasses.dataclass
class Volume:
    """One side of a replicated volume, with the numbers of the writes that it holds."""

    name: str
    number: int
    writes: set[int] = dataclasses.field(default_factory=set)
    sync: str = "Synced"
    last_sync: int | None = None


@dataclasses.dataclass
class GroupSide:
    """A group on one array."""

    name: str
    role: str
    status: str
    volumes: list[Volume]

    @property
    def primary(self) -> bool:
        return self.role.startswith("Primary")

    @property
    def reversed(self) -> bool:
        return self.role.endswith("-Rev")

    def turn(self, natural: bool, current: bool) -> None:
        """``setrcopygroup reverse``: plain turns both directions (2.4)."""
        primary, reversed_ = self.primary != current, self.reversed != (natural != current)
        self.role = ("Primary" if primary else "Secondary") + ("-Rev" if reversed_ else "")


@dataclasses.dataclass
class Transfer:
    """A synchronization under way: when it began, when it will end, and what it brings (periodic: a snapshot)."""

    began: int
    ends: int
    brings: list[set[int]] | None


@dataclasses.dataclass
class Group:
    """Both sides of a group. *stopped_by_link*: ``auto_recover`` may start it again. *cpgs*: it can make volumes."""

    mode: str
    sides: list[GroupSide]
    period: int = 300
    policies: list[str] = dataclasses.field(default_factory=lambda: ["auto_recover", "over_per_alert"])
    transfer: Transfer | None = None
    last_began: int = MONDAY
    stopped_by_link: bool = False
    cpgs: bool = False

    @property
    def source(self) -> int | None:
        """Which side replicates to the other one; None where the roles are no pair."""
        primaries = [index for index, side in enumerate(self.sides) if side.primary]
        return primaries[0] if len(primaries) == 1 else None


@dataclasses.dataclass
class Array:
    """One array. *target* is its name for the other one; *state* what it says of it. *stock*: volumes in no group."""

    name: str
    serial: int
    target: str
    zone: str
    abbreviation: str
    up: bool = True
    answers: bool = True  # its management
    state: str = "ready"
    stock: set[str] = dataclasses.field(default_factory=set)


@dataclasses.dataclass(frozen=True)
class Fault:
    """Something that goes wrong once, with the next command of that kind.

    kind -- lost (nothing happens, the connection breaks), dropped (it happens, then the connection breaks), hang (it
    happens, and no answer ever comes), garbage, expired (403, nothing happens), busy (too many connections, before
    anything is sent), failed (the task fails)
    """

    kind: str
    writes: bool = True


@dataclasses.dataclass(frozen=True)
class Write:
    """A write that a host got acknowledged."""

    number: int
    at: int
    side: int


@dataclasses.dataclass
class Pair:
    """Everything. *links*: which of the links carry data. Times in seconds.

    split -- orders that made both sides primary while data could go between them: no array prevents that
    """

    arrays: list[Array]
    groups: dict[str, Group]
    personality: Personality
    now: int = MONDAY
    links: list[bool] = dataclasses.field(default_factory=lambda: [True, True])
    cut_at: int | None = None
    fail_after: int = 10
    task_seconds: int = 5
    resync_seconds: int = 8
    promoting_until: int = 0
    acknowledged: list[Write] = dataclasses.field(default_factory=list)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    log: list[tuple[int, str]] = dataclasses.field(default_factory=list)
    sessions: set[str] = dataclasses.field(default_factory=set)
    tasks: dict[int, int] = dataclasses.field(default_factory=dict)
    split: list[tuple[int, str]] = dataclasses.field(default_factory=list)

    @property
    def joined(self) -> bool:
        """Whether data can go from one array to the other."""
        return all(array.up for array in self.arrays) and any(self.links)

    def fault(self, writes: bool) -> str:
        """The kind of the fault that strikes now, or ''. It strikes once."""
        for fault in self.faults:
            if fault.writes == writes:
                self.faults.remove(fault)
                return fault.kind
        return ""

    def find(self, side: int, name: str) -> Group | None:
        """The group that one array knows by *name*."""
        return next((group for group in self.groups.values() if group.sides[side].name == name), None)

    def changes(self) -> list[tuple[int, str]]:
        """The logged commands that were meant to change something."""
        reads = ("showrcopy", "GET", "POST /credentials", "DELETE /credentials")
        return [(side, line) for side, line in self.log if not line.startswith(reads)]


def new_pair(
    personality: str = "3par-3.1", mode: str = "Periodic", names: tuple[str, ...] = ("svc1",), **values: object
) -> Pair:
    """Arrays hp3par1 and hp3par2 with groups of two volumes, started and in sync; hp3par1 is their primary."""
    arrays = [
        Array("hp3par1", 12345, "hp3par2", "Europe/Paris", "CET"),
        Array("hp3par2", 12346, "hp3par1", "Europe/Paris", "CET"),
    ]
    groups = {name: _new_group(name, mode, at) for at, name in enumerate(names)}
    return Pair(arrays, groups, PERSONALITIES[personality], **values)  # type: ignore[arg-type]


def _new_group(group: str, mode: str, at: int) -> Group:
    def volumes(first: int) -> list[Volume]:
        last = None if mode == "Sync" else MONDAY - 60
        return [
            Volume(f"{group}.{name}", first + 2 * at + number, last_sync=last)
            for number, name in enumerate(("data", "logs"))
        ]

    sides = [
        GroupSide(group, "Primary", "Started", volumes(2706)),
        GroupSide(f"{group}.r12345", "Secondary", "Started", volumes(31079)),
    ]
    return Group(mode, sides, period=300 if mode == "Periodic" else 0)


def write(pair: Pair, side: int, group: Group) -> bool:
    """A host writes to every volume of *group* on one array; whether that was acknowledged."""
    here, there = group.sides[side], group.sides[1 - side]
    if not pair.arrays[side].up or not here.primary or here.status == "Failsafe":
        return False
    mirrors = group.mode == "Sync" and here.status == "Started"
    if mirrors and not pair.joined:
        return False  # it waits until the array gives up its partner
    number = len(pair.acknowledged) + 1
    for mine, theirs in zip(here.volumes, there.volumes):
        mine.writes.add(number)
        if mirrors and theirs.sync == "Synced":
            theirs.writes.add(number)
    pair.acknowledged.append(Write(number, pair.now, side))
    return True
