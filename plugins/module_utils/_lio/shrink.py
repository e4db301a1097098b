# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to go: LUNs in the way of others before anything is added, the surplus after everything is saved."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation
from . import steps
from .actions import Calls, Step
from .grow import matches
from .model import Target, Wanted
from .state import Backstore, Live, LiveAcl, LiveTarget

Operations = t.Iterator[Operation]


def clear(live: Live, target: Target) -> tuple[Live, list[Operation]]:
    """*live* without what contradicts *target*, and the operations that make it so.

    Wrong LUNs and left-over backstores go that stand where something else has to be. A LUN that keeps its serial, but
    not its device, name or fixed attributes, stays the same disk to its initiators, and so does one that they see under
    the old number while the target has it under another: they must meet a disabled portal group meanwhile (they retry)
    and not a missing LUN (an I/O error).
    """
    found = live.target or LiveTarget()
    wrong = _wrong(live, found, target)
    spare = _spare(live, found, wrong, target)
    if not wrong and not spare:
        return live, []
    done: list[Operation] = []
    paused = found.enabled and any(_stays(live, found, target, number) for number in wrong)
    if paused:
        done.append(_switch_off(target.iqn, any(acl.session for acl in found.acls.values())))
    done += [_take_out(live, target.iqn, number) for number in sorted(wrong)]
    kept = {lun.backstore for number, lun in found.luns.items() if number not in wrong}
    gone = {found.luns[number].backstore for number in wrong} - kept | spare
    done += [_drop(live.backstores[path]) for path in sorted(gone)]
    left = None if live.target is None else _without(found, wrong, found.enabled and not paused)
    stores = {path: backstore for path, backstore in live.backstores.items() if path not in gone}
    return dataclasses.replace(live, target=left, backstores=stores), done


def _wrong(live: Live, found: LiveTarget, target: Target) -> set[int]:
    """Numbers whose LUN is not the described one, or keeps a name, device or serial from another that needs it."""
    by_number = {lun.number: lun for lun in target.luns}
    switched = _switched(live, found, target)
    needs = _Needs(live, target)
    wrong = set()
    for number, lun in found.luns.items():
        if not lun.link:
            continue
        backstore = live.backstores[lun.backstore]
        meant = by_number.get(number)
        if number in switched or (meant and not matches(backstore, meant)) or needs.blocked_by(backstore):
            wrong.add(number)
    return wrong


def _switched(live: Live, found: LiveTarget, target: Target) -> set[int]:
    """Numbers whose disk an initiator shall see where it sees it now, but from another number of the target."""
    serials = {lun.number: lun.serial for lun in target.luns}
    meant = {(acl.iqn, mapping.number): mapping.lun for acl in target.acls for mapping in acl.luns}
    switched = set()
    for acl in found.acls.values():
        for number, mapping in acl.luns.items():
            lun = found.luns.get(mapping.lun) if mapping.lun is not None else None
            goal = meant.get((acl.iqn, number))
            if lun is None or not lun.link or goal in (None, lun.number):
                continue
            if serials.get(goal) == live.backstores[lun.backstore].serial:
                switched.add(lun.number)
    return switched


class _Needs:
    """What the backstores need that have to be made.

    The kernel lets only one backstore claim a device; two with one serial would be one disk to an initiator.
    """

    def __init__(self, live: Live, target: Target) -> None:
        self.by_name = {lun.name: lun for lun in target.luns}
        usable = {
            backstore.name
            for backstore in live.backstores.values()
            if backstore.name in self.by_name and matches(backstore, self.by_name[backstore.name])
        }
        self.devices = {lun.device for lun in target.luns if lun.name not in usable}
        self.serials = {lun.serial for lun in target.luns if lun.name not in usable}

    def blocked_by(self, backstore: Backstore) -> bool:
        named = self.by_name.get(backstore.name)
        if named and matches(backstore, named):
            return False
        return named is not None or backstore.device in self.devices or backstore.serial in self.serials


def _stays(live: Live, found: LiveTarget, target: Target, number: int) -> bool:
    """Whether initiators go on seeing this disk, under the same or another number."""
    return live.backstores[found.luns[number].backstore].serial in {lun.serial for lun in target.luns}


def _spare(live: Live, found: LiveTarget, wrong: set[int], target: Target) -> set[str]:
    """Paths of backstores without a LUN that keep a name or a device from one: left behind by a killed run."""
    exported = {lun.backstore for lun in found.luns.values()}
    served = {
        live.backstores[lun.backstore].name for number, lun in found.luns.items() if lun.link and number not in wrong
    }
    needs = _Needs(live, target)
    spare = set()
    for path, backstore in sorted(live.backstores.items()):
        if path in exported:
            continue
        if needs.blocked_by(backstore) or backstore.name in served:
            spare.add(path)
        served.add(backstore.name)
    return spare


def _without(found: LiveTarget, numbers: set[int], enabled: bool) -> LiveTarget:
    acls = {
        iqn: dataclasses.replace(
            acl, luns={number: item for number, item in acl.luns.items() if item.lun not in numbers}
        )
        for iqn, acl in found.acls.items()
    }
    luns = {number: lun for number, lun in found.luns.items() if number not in numbers}
    return dataclasses.replace(found, luns=luns, acls=acls, enabled=enabled)


def _switch_off(iqn: str, disturbs: bool) -> Operation:
    step = Step("write", f"{steps.tpg_path(iqn)}/enable", "0")
    return Operation("disable the target while LUNs change", Calls((step,)), disturbs_io=disturbs)


def _take_out(live: Live, iqn: str, number: int) -> Operation:
    """The LUN, with every mapping of it. Its backstore is marked as ours before: a killed run must find it again."""
    found, tpg = live.target or LiveTarget(), steps.tpg_path(iqn)
    calls: list[Step] = []
    for acl in found.acls.values():
        for mapping in acl.luns.values():
            if mapping.lun == number:
                calls += steps.unmap(tpg, acl.iqn, mapping)
    lun = found.luns[number]
    if lun.link:
        calls.append(Step("write", f"{lun.backstore}/alias", iqn))
    calls += steps.unexport(tpg, lun)
    return Operation(f"remove LUN {number}", Calls(tuple(calls)))


def _drop(backstore: Backstore) -> Operation:
    return Operation(f"remove the backstore {backstore.name}", Calls(tuple(steps.remove_backstore(backstore))))


def surplus(live: Live, target: Target) -> list[Operation]:
    """What *target* does not have: mappings, ACLs, portals, LUNs, backstores, empty HBAs."""
    found = live.target or LiveTarget()
    done = list(_surplus_acls(found, target))
    portals = {portal.folder for portal in target.portals}
    for name in found.portals:
        if name not in portals:
            step = Step("rmdir", f"{steps.tpg_path(target.iqn)}/np/{name}")
            done.append(Operation(f"stop listening on {name}", Calls((step,))))
    # The mappings are gone by now.
    bare = dataclasses.replace(live, target=dataclasses.replace(found, acls={}))
    numbers = {lun.number for lun in target.luns}
    done += [_take_out(bare, target.iqn, number) for number in sorted(found.luns) if number not in numbers]
    names = {lun.name for lun in target.luns}
    done += [_drop(backstore) for _path, backstore in sorted(live.backstores.items()) if backstore.name not in names]
    if live.empty:
        calls = tuple(Step("rmdir", f"core/iblock_{index}") for index in sorted(live.empty))
        done.append(Operation("remove empty HBAs", Calls(calls)))
    return done


def _surplus_acls(found: LiveTarget, target: Target) -> Operations:
    tpg = steps.tpg_path(target.iqn)
    described = {acl.iqn: {mapping.number for mapping in acl.luns} for acl in target.acls}
    for iqn, acl in sorted(found.acls.items()):
        if iqn not in described:
            yield Operation(f"shut {iqn} out", Calls(tuple(steps.remove_acl(tpg, acl))))
            continue
        calls: list[Step] = []
        for number, mapping in sorted(acl.luns.items()):
            if number not in described[iqn]:
                calls += steps.unmap(tpg, iqn, mapping)
        if calls:
            yield Operation(f"take LUNs away from {iqn}", Calls(tuple(calls)))


def everything(live: Live, iqn: str) -> Operations:
    """The target is gone, and so are its backstores. Sessions end first, by disabling."""
    found, tpg = live.target, steps.tpg_path(iqn)
    if found is not None and found.enabled:
        yield Operation("disable the target", Calls((Step("write", f"{tpg}/enable", "0"),)))
    yield from surplus(live, Target(iqn))
    if found is not None:
        folders = [Step("rmdir", tpg)] if found.tpg else []
        yield Operation(f"remove the target {iqn}", Calls((*folders, Step("rmdir", f"iscsi/{iqn}"))))


def in_use(live: Live, target: Target | None) -> t.Iterator[Refusal]:
    """What initiators that are logged in would lose. *target* None: everything."""
    way_out = "log the initiator out first, or set allow_remove_luns_in_use=true"
    for iqn, acl in sorted((live.target or LiveTarget()).acls.items()):
        if not acl.session:
            continue
        lost = sorted(_lost(live, acl, target))
        if lost or (target is not None and iqn not in {item.iqn for item in target.acls}):
            numbers = ", ".join(map(str, lost)) or "its session"
            yield Refusal(f"{iqn} is logged in and would lose LUN {numbers}", way_out)


def _lost(live: Live, acl: LiveAcl, target: Target | None) -> t.Iterator[int]:
    """Numbers under which *acl* sees a disk that it would no longer see there.

    A mapping that only points to another described LUN is not among them: it is a fault, and is repaired.
    """
    described = {lun.number: lun.serial for lun in target.luns} if target else {}
    wanted: dict[int, str] = {}
    for item in target.acls if target else ():
        if item.iqn == acl.iqn:
            wanted = {mapping.number: described[mapping.lun] for mapping in item.luns}
    for number, mapping in acl.luns.items():
        lun = live.target.luns.get(mapping.lun) if live.target and mapping.lun is not None else None
        if lun is None or not lun.link:
            continue
        serial = live.backstores[lun.backstore].serial
        if number not in wanted or serial not in (wanted[number], described.get(lun.number)):
            yield number


def foreign(live: Live, desired: Wanted) -> t.Iterator[Refusal]:
    """What stands in the way and is not ours to touch."""
    found = live.target or LiveTarget()
    if desired.config is None and found.foreign:
        yield Refusal(f"the target has portal groups not made here: {', '.join(found.foreign)}", "remove them first")
    exported = {lun.backstore for lun in found.luns.values()}
    for path, backstore in sorted(live.backstores.items()):
        if path not in exported and backstore.owner != desired.iqn and backstore.enabled:
            yield Refusal(
                f"the backstore {backstore.name} ({path}) is not this target's", "rename the LUN or remove it"
            )
