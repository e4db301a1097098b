# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a running target serves what its saved file says."""

from __future__ import annotations

import typing as t

from . import reservation
from .model import Config, Lun, Target, Wanted
from .state import Live, LiveTarget


def nothing(live: Live, iqn: str) -> bool:
    """Whether nothing of the target *iqn* exists, not even a backstore that was left behind."""
    return live.target is None and not any(backstore.owner == iqn for backstore in live.backstores.values())


def faults(live: Live, config: Config) -> list[str]:
    """What initiators lack. More than described is none: a change under way adds first and removes last."""
    found, target = live.target or LiveTarget(), config.target
    return [
        *([] if found.enabled else ["the portal group is not enabled"]),
        *_luns(live, found, target),
        *(f"no portal {portal.folder}" for portal in target.portals if portal.folder not in found.portals),
        *_acls(found, target),
    ]


def unkept(live: Live, wanted: Wanted) -> list[str]:
    """Whose reservations the next node would not find."""
    return [
        f"the reservations of LUN {lun.number} are not kept in {wanted.reservations}"
        for lun, keep in reservation.astray(live, wanted)
        if keep.goal
    ]


def _luns(live: Live, found: LiveTarget, target: Target) -> t.Iterator[str]:
    for lun in target.luns:
        exported = found.luns.get(lun.number)
        if exported is None or not exported.link:
            yield f"no LUN {lun.number}"
        elif not _serves(live, exported.backstore, lun):
            yield f"LUN {lun.number} is not {lun.device} with the serial {lun.serial}"


def _serves(live: Live, path: str, lun: Lun) -> bool:
    backstore = live.backstores[path]
    return (backstore.device, backstore.serial, backstore.enabled) == (lun.device, lun.serial, True)


def _acls(found: LiveTarget, target: Target) -> t.Iterator[str]:
    for acl in target.acls:
        current = found.acls.get(acl.iqn)
        if current is None:
            yield f"no ACL {acl.iqn}"
            continue
        for mapping in acl.luns:
            seen = current.luns.get(mapping.number)
            if seen is None or seen.lun != mapping.lun:
                yield f"{acl.iqn} does not see LUN {mapping.lun} as {mapping.number}"
