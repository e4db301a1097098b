# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the disks of now to what the target offers."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .._iscsi.model import Lun, Session
from .model import Offer, State, Wanted


@dataclasses.dataclass(frozen=True)
class Look:
    """The session *sid* has a disk for each of *numbers*; () for whatever there is."""

    sid: int
    numbers: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Resize:
    """The kernel knows the present size of *device*."""

    device: str


@dataclasses.dataclass(frozen=True)
class Remove:
    """The disk *device*, which the target no longer offers, is gone."""

    device: str


def plan(current: State, wanted: Wanted) -> Plan:
    """What makes the disks those that are offered; a disk is removed first, so that its number is free."""
    steps = [step for offer in current.offers for step in _steps(offer)]
    return Plan(
        before=_overview(current, seen=True),
        after=_overview(current, seen=False),
        operations=tuple(steps),
        refusals=() if wanted.allow_remove_in_use else tuple(_refusals(current)),
    )


def _steps(offer: Offer) -> t.Iterator[Operation]:
    session = offer.session
    if offer.sizes is None:
        yield Operation(f"look for LUNs at {session.portal}", Look(session.sid, ()))
        return
    for lun in _gone(offer):
        yield Operation(f"remove LUN {lun.number} ({lun.device}), which is no longer offered", Remove(lun.device))
    for lun in session.luns:
        size = offer.sizes.get(lun.number)
        if size is not None and size != lun.size:
            summary = f"take LUN {lun.number} ({lun.device}) for {size} bytes instead of {lun.size}"
            yield Operation(summary, Resize(lun.device))
    new = tuple(sorted(set(offer.sizes) - {lun.number for lun in session.luns}))
    if new:
        yield Operation(f"look for LUN {', '.join(map(str, new))} at {session.portal}", Look(session.sid, new))


def _gone(offer: Offer) -> list[Lun]:
    return [lun for lun in offer.session.luns if offer.sizes is not None and lun.number not in offer.sizes]


def _refusals(current: State) -> t.Iterator[Refusal]:
    for offer in current.offers:
        for lun in _gone(offer):
            if lun.users:
                yield Refusal(
                    f"LUN {lun.number} ({lun.device}) of {offer.session.portal} is no longer offered, but is in use: "
                    f"{', '.join(lun.users)}",
                    "release it first, or set allow_remove_in_use=true",
                )


def _overview(current: State, seen: bool) -> dict[str, dict[int, int | None]]:
    """Bytes by LUN number, by portal."""
    return {
        str(offer.session.portal): dict(_seen(offer.session) if seen else _offered(offer)) for offer in current.offers
    }


def _seen(session: Session) -> dict[int, int | None]:
    return {lun.number: lun.size for lun in session.luns}


def _offered(offer: Offer) -> t.Mapping[int, int | None]:
    return _seen(offer.session) if offer.sizes is None else offer.sizes
