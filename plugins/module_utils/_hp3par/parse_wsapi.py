# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the WSAPI answers about Remote Copy -> model.

The WSAPI tells states as numbers. Few of them are known from real arrays (EVIDENT); the others are [unverified]: they
are what the documents that could be read suggest. Nothing is changed on their word, unless the user has compared them
with the CLI of the array and says so. Numbers that are in neither table are an error in any case.
"""

from __future__ import annotations

import enum
import typing as t

from .._core.errors import Unparsable
from .model import Group, Link, LinkState, Mode, Path, Role, Status, Sync, Target, Volume, role

Json = t.Mapping[str, t.Any]
Word = t.TypeVar("Word", bound=enum.Enum)

# Seen on arrays: role by the pair of a public DR tool, mode 1 and 2 there, states 3, 5 and 7 by HPE's own tests,
# synchronization 3 by Cinder.
EVIDENT: dict[str, dict[int, enum.Enum]] = {
    "role": {1: Role.PRIMARY, 2: Role.SECONDARY},
    "mode": {1: Mode.SYNC, 2: Mode.PERIODIC},
    "state": {3: Status.STARTED, 5: Status.STOPPED, 7: Status.FAILSAFE},
    "syncStatus": {3: Sync.SYNCED},
    "targetState": {},
    "linkState": {},
}
UNVERIFIED: dict[str, dict[int, enum.Enum]] = {
    "role": {3: Role.PRIMARY_REV, 4: Role.SECONDARY_REV},
    "mode": {3: Mode.PERIODIC, 4: Mode.ASYNC},
    "state": {1: Status.NEW, 2: Status.STARTING, 6: Status.BACKUP},
    "syncStatus": {1: Sync.NEW, 2: Sync.SYNCING, 4: Sync.NOT_SYNCED, 5: Sync.STOPPED},
    "targetState": {2: Path.READY, 3: Path.FAILING, 4: Path.FAILED},
    "linkState": {1: LinkState.UP, 2: LinkState.DOWN},
}
# WSAPI name -> what ``showrcopy`` calls it
POLICIES = {
    "autoFailover": "auto_failover",
    "autoRecover": "auto_recover",
    "autoSynchronize": "auto_synchronize",
    "overPeriodAlert": "over_per_alert",
    "pathManagement": "path_management",
}


class Numbers:
    """Numbers -> words; *unverified* ones too, where the user accepts them."""

    def __init__(self, unverified: bool) -> None:
        self.unverified = unverified

    def word(self, field: str, kind: type[Word], value: t.Any, where: str) -> Word:
        """What *value* of *field* means. Raises Unparsable."""
        if value in EVIDENT[field]:
            return kind(EVIDENT[field][value])
        if value not in UNVERIFIED[field]:
            raise Unparsable("the WSAPI", where, f"unknown {field} {value!r}")
        if not self.unverified:
            raise Unparsable(
                "the WSAPI",
                where,
                f"{field} {value} is not verified on an array: compare hp3par_rcg_info with the CLI, then set"
                " accept_unverified_numbers",
            )
        return kind(UNVERIFIED[field][value])


def parse_targets(document: Json, numbers: Numbers) -> tuple[Target, ...]:
    """``GET /remotecopytargets``. Field and numbers of the state: [unverified]."""
    return tuple(
        Target(member["name"], numbers.word("targetState", Path, member.get("state"), member["name"]))
        for member in _members(document)
    )


def parse_links(document: Json, numbers: Numbers) -> tuple[Link, ...]:
    """``GET /remotecopylinks``. Fields and numbers: [unverified], but for the name, ``<target>_<N>_<S>_<P>``."""
    links = []
    for member in _members(document):
        target, *node = _text(member, "name", "link").rsplit("_", 3)
        state = numbers.word("linkState", LinkState, member.get("state"), member["name"])
        links.append(Link(target, ":".join(node), str(member.get("address", "")), state))
    return tuple(links)


def parse_group(document: Json, numbers: Numbers) -> Group:
    """``GET /remotecopygroups/<group>``. Raises Unparsable, also for a group with several targets."""
    name = _text(document, "name", "remotecopygroups")
    targets = document.get("targets") or []
    if len(targets) != 1:
        raise Unparsable("the WSAPI", name, f"{len(targets)} targets; only groups with one are supported")
    target = targets[0]
    plain = numbers.word("role", Role, document.get("role"), name)
    policies = target.get("policies") or {}
    return Group(
        name=name,
        target=_text(target, "targetName", name),
        status=numbers.word("state", Status, target.get("state"), name),
        # Reversal is told apart from the role by some releases, within it by others: both forms are accepted.
        role=role(plain.primary, plain.reversed or bool(target.get("roleReversed"))),
        mode=numbers.word("mode", Mode, target.get("mode"), name),
        period=int(target.get("syncPeriod") or 0),
        policies=frozenset(POLICIES.get(key, key) for key, is_set in policies.items() if is_set),
        volumes=tuple(_volume(member, numbers) for member in document.get("volumes") or []),
    )


def _volume(member: Json, numbers: Numbers) -> Volume:
    name = _text(member, "localVolumeName", "volumes")
    remotes = member.get("remoteVolumes") or []
    if len(remotes) != 1:
        raise Unparsable("the WSAPI", name, f"{len(remotes)} remote volumes instead of one")
    remote = remotes[0]
    moment = remote.get("volumeLastSyncTimeSec")
    return Volume(
        name=name,
        remote=_text(remote, "remoteVolumeName", name),
        sync=numbers.word("syncStatus", Sync, remote.get("syncStatus"), name),
        last_sync=int(moment) if moment else None,
    )


def _members(document: Json) -> list[Json]:
    members = document.get("members")
    if not isinstance(members, list):
        raise Unparsable("the WSAPI", "members", "not a list")
    return members


def _text(document: Json, key: str, where: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value:
        raise Unparsable("the WSAPI", where, f"no {key}")
    return value
