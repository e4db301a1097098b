# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be added or changed: backstores, LUNs, ACLs, values, portals; a portal group is enabled last."""

from __future__ import annotations

import typing as t

from .._core.plan import Operation
from . import reservation, steps
from .actions import Calls, Step
from .model import Config, Discovery, Lun, Target, Values
from .render import link_name
from .state import Backstore, Live, LiveTarget

Operations = t.Iterator[Operation]


def operations(live: Live, config: Config) -> list[Operation]:
    """The operations that bring *config* into *live*, which holds nothing that contradicts it."""
    target = config.target
    found = live.target or LiveTarget()
    done = list(_frame(live, target))
    done += _luns(live, found, target)
    # Whoever may log in must be able to, all the time: with CHAP switched on after the credentials, off before.
    values_first = target.attributes.get("authentication") == "0"
    values, acls = list(_values(found, target)), list(_acls(found, target, values_first))
    done += values + acls if values_first else acls + values
    done += _portals(found, target)
    if config.discovery is not None:
        done += _operation(
            "set CHAP for discovery", steps.discovery(live.discovery or Discovery(False), config.discovery)
        )
    if not found.enabled:
        done += _operation("enable the target", [Step("write", f"{steps.tpg_path(target.iqn)}/enable", "1")])
    return done


def matches(backstore: Backstore, lun: Lun) -> bool:
    """Whether *backstore* can serve as *lun* without being made anew."""
    return (
        (backstore.name, backstore.device, backstore.serial, backstore.readonly, backstore.enabled)
        == (lun.name, lun.device, lun.serial, lun.readonly, True)
    ) and not (fixed(backstore.attributes, lun.attributes))


# The kernel refuses to change these while a LUN is exported (target_core_configfs.c, checks of export_count).
FIXED = frozenset(
    {
        "block_size",
        "emulate_fua_write",
        "emulate_model_alias",
        "force_pr_aptpl",
        "pi_prot_type",
        "queue_depth",
        "unmap_zeroes_data",
    }
)


def fixed(current: Values, desired: Values) -> set[str]:
    """The attributes that differ and can only be set before a LUN is exported."""
    return {name for name in FIXED & set(desired) if current.get(name) != desired[name]}


def _operation(summary: str, calls: t.Iterable[Step], needs: str = "") -> list[Operation]:
    made = tuple(calls)
    return [Operation(summary, Calls(made, needs))] if made else []


def _frame(live: Live, target: Target) -> Operations:
    iqn = [] if live.target else [Step("mkdir", f"iscsi/{target.iqn}")]
    if live.target is None or not live.target.tpg:
        yield from _operation(f"make the target {target.iqn}", [*iqn, Step("mkdir", steps.tpg_path(target.iqn))])


def _luns(live: Live, found: LiveTarget, target: Target) -> Operations:
    tpg = steps.tpg_path(target.iqn)
    free = [index for index in range(len(live.indexes) + len(target.luns)) if index not in live.indexes]
    by_name = {backstore.name: backstore for backstore in live.backstores.values()}
    for lun in target.luns:
        exported, backstore = found.luns.get(lun.number), by_name.get(lun.name)
        if backstore is None:
            index = free.pop(0)
            path = f"core/iblock_{index}/{lun.name}"
            calls = list(steps.make_backstore(lun, index, target.iqn, reservation.back(live, lun)))
        else:
            path = backstore.path
            calls = list(steps.values(f"{path}/attrib", backstore.attributes, lun.attributes))
        if exported is None or not exported.link:
            calls += steps.export(tpg, lun, path, exported is not None)
            yield from _operation(f"export {lun.device} as LUN {lun.number} ({lun.name})", calls, needs=lun.device)
        else:
            yield from _operation(f"set attributes of LUN {lun.number} ({lun.name})", calls)


def _acls(found: LiveTarget, target: Target, values_written: bool) -> Operations:
    links = {lun.number: link_name(lun.serial) for lun in target.luns}
    values = target.attributes if values_written else found.attributes
    protected = values.get("prod_mode_write_protect", "0") == "1"
    for acl in target.acls:
        current = found.acls.get(acl.iqn)
        calls = steps.bring_acl(steps.tpg_path(target.iqn), acl, current, links, found.enabled, protected)
        verb = "change" if current else "let"
        yield from _operation(f"{verb} {acl.iqn}" + ("" if current else " in"), calls)


def _values(found: LiveTarget, target: Target) -> Operations:
    tpg = steps.tpg_path(target.iqn)
    calls = steps.values(f"{tpg}/attrib", found.attributes, target.attributes)
    yield from _operation("set attributes of the portal group", calls)
    calls = steps.values(f"{tpg}/param", found.parameters, target.parameters)
    yield from _operation("set parameters of the portal group", calls)


def _portals(found: LiveTarget, target: Target) -> Operations:
    for portal in target.portals:
        if portal.folder not in found.portals:
            folder = f"{steps.tpg_path(target.iqn)}/np/{portal.folder}"
            yield from _operation(f"listen on {portal.folder}", [Step("mkdir", folder)])
