# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The half of itadm: portal groups, iSCSI targets and the credentials of initiators."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from . import render
from .model import Chap, Initiator, Iscsi, IscsiTarget, State, named
from .names import OF_HARDWARE
from .ready import users
from .steps import Run, do, in_use
from .wanted import WantedChap, WantedInitiator, WantedPortalGroup, WantedTarget

Data = t.Dict[str, t.Any]
# What the framework does not tell ("-") is neither.
ONLINE = {"online": True, "offline": False}


def plan_portal_group(current: State, wanted: WantedPortalGroup) -> Plan:
    """The way to the portal group; itadm cannot change one, so it goes and comes back."""
    iscsi = current.iscsi or Iscsi()
    group = named(iscsi.portal_groups, wanted.name)
    before = {"portals": sorted(group.portals)} if group else {}
    after = {"portals": sorted(wanted.portals)} if wanted.present else {}
    if before == after:
        return Plan(before, after)
    operations: list[Operation] = []
    refusals: list[Refusal] = []
    if group:
        operations.append(do(f"remove portal group {wanted.name}", render.delete_portal_group(wanted.name)))
        refusals += _listeners(iscsi, wanted)
    if group and wanted.present and not wanted.allow_recreate:
        reason = f"portal group {wanted.name} has {', '.join(group.portals)}, and itadm cannot change it"
        refusals.append(Refusal(reason, "set allow_recreate=true: it is removed and made again"))
    if wanted.present:
        argv = render.create_portal_group(wanted.name, wanted.portals)
        operations.append(do(f"make portal group {wanted.name} of {', '.join(wanted.portals)}", argv))
        refusals += _elsewhere(iscsi, wanted)
    return Plan(before, after, tuple(operations), tuple(refusals))


def _listeners(iscsi: Iscsi, wanted: WantedPortalGroup) -> t.Iterator[Refusal]:
    users = [target.name for target in iscsi.targets if wanted.name in target.portal_groups]
    if users:
        yield Refusal(
            f"portal group {wanted.name} is that of {', '.join(users)}",
            "give the targets another portal group first: comstar_target",
        )


def _elsewhere(iscsi: Iscsi, wanted: WantedPortalGroup) -> t.Iterator[Refusal]:
    for group in iscsi.portal_groups:
        for portal in group.portals if group.name != wanted.name else ():
            if portal in wanted.portals:
                yield Refusal(f"{portal} is in portal group {group.name}", "a portal can be in one group only")


def plan_target(current: State, wanted: WantedTarget) -> Plan:
    """The way to the iSCSI target, on line or not, or to its absence."""
    if wanted.name.startswith(OF_HARDWARE):
        return _plan_port(current, wanted)
    target = named((current.iscsi or Iscsi()).targets, wanted.name)
    before = _target_data(target) if target else {}
    if not wanted.present:
        return _plan_target_removal(current, target, before, wanted)
    after = {**before, **_wanted_data(wanted)}
    if target is None:
        operations = [_run(f"make iSCSI target {wanted.name}", render.create_target(wanted), wanted.chap, wanted.name)]
        if wanted.online is False:
            operations.append(_switch(wanted.name, False))
        return Plan(before, after, tuple(operations))
    changed = _target_changes(target, wanted)
    operations = []
    refusals = []
    if render.target_options(changed):
        moved = changed.portal_groups is not None
        summary = f"change {_told(changed)} of iSCSI target {wanted.name}"
        operations.append(_run(summary, render.modify_target(changed), changed.chap, wanted.name, moved))
        refusals += _sessions(current, wanted, "changing its portal groups") if moved else []
    if wanted.online is not None and wanted.online != ONLINE.get(target.state):
        operations.append(_switch(wanted.name, wanted.online))
        refusals += [] if wanted.online else _sessions(current, wanted, "taking it off line")
    return Plan(before, after, tuple(operations), tuple(refusals))


def _plan_port(current: State, wanted: WantedTarget) -> Plan:
    """A port of an adapter is there by itself."""
    port = named(current.ports, wanted.name)
    online = port is not None and port.status in ("Online", "Onlining")
    if wanted.online in (None, online):
        return Plan({"online": online}, {"online": online})
    refusals = [] if wanted.online else _sessions(current, wanted, "taking it off line")
    operations = (_switch(wanted.name, bool(wanted.online)),)
    return Plan({"online": online}, {"online": wanted.online}, operations, tuple(refusals))


def _target_changes(target: IscsiTarget, wanted: WantedTarget) -> WantedTarget:
    """*wanted* with None for everything that is as it shall be."""
    auth, groups = target.auth or "default", wanted.portal_groups
    return dataclasses.replace(
        wanted,
        alias=None if wanted.alias in (None, target.alias) else wanted.alias,
        auth=None if wanted.auth in (None, auth) else wanted.auth,
        portal_groups=None if groups is None or set(groups) == set(target.portal_groups) else groups,
        chap=_chap_changes(target.chap, wanted.chap),
    )


def _chap_changes(chap: Chap, wanted: WantedChap) -> WantedChap:
    due = chap.secret == "unset" or (wanted.always and chap.secret != "written")
    user = None if wanted.user in (None, chap.user) else wanted.user
    return WantedChap(user, wanted.secret if due else "", wanted.always)


def _told(changed: WantedTarget) -> str:
    values = {
        "alias": changed.alias,
        "authentication": changed.auth,
        "CHAP user": changed.chap.user,
        "CHAP secret": changed.chap.secret or None,
        "portal groups": changed.portal_groups,
    }
    return ", ".join(name for name, value in values.items() if value is not None)


def _plan_target_removal(current: State, target: IscsiTarget | None, before: Data, wanted: WantedTarget) -> Plan:
    if target is None:
        return Plan({}, {})
    operations = [do(f"remove iSCSI target {wanted.name}", render.delete_target(wanted.name), disturbs_io=True)]
    if target.state != "offline":
        operations.insert(0, _switch(wanted.name, False))
    return Plan(before, {}, tuple(operations), tuple(_sessions(current, wanted, "removing it")))


def _sessions(current: State, wanted: WantedTarget, what: str) -> list[Refusal]:
    port = named(current.ports, wanted.name)
    initiators = [user.initiator for user in users([port] if port else [])]
    return [] if wanted.allow_remove_in_use else list(in_use(f"{wanted.name}: {what}", initiators))


def _switch(name: str, online: bool) -> Operation:
    argv = render.turn("target", name, online)
    return do(f"take target {name} {'on' if online else 'off'} line", argv, disturbs_io=not online)


def _run(summary: str, argv: render.Argv, chap: WantedChap, owner: str, disturbs_io: bool = False) -> Operation:
    return Operation(summary, Run(argv, chap.secret, owner), disturbs_io)


def _target_data(target: IscsiTarget) -> Data:
    return {
        "alias": target.alias,
        "auth": target.auth or "default",
        "portal_groups": sorted(target.portal_groups),
        "online": target.state == "online",
        **_masked(target.chap),
    }


def _wanted_data(wanted: WantedTarget) -> Data:
    values = {
        "alias": wanted.alias,
        "auth": wanted.auth,
        "portal_groups": None if wanted.portal_groups is None else sorted(wanted.portal_groups),
        "online": wanted.online,
    }
    return {**{name: value for name, value in values.items() if value is not None}, **_masked_wanted(wanted.chap)}


def _masked(chap: Chap) -> Data:
    return {"chap_user": chap.user, "chap_secret": "unset" if chap.secret == "unset" else "set"}


def _masked_wanted(chap: WantedChap) -> Data:
    user = {} if chap.user is None else {"chap_user": chap.user}
    return {**user, "chap_secret": "written again" if chap.always else "set"} if chap.secret else user


def plan_initiator(current: State, wanted: WantedInitiator) -> Plan:
    """The way to the credentials of an initiator, or to their absence."""
    found = [each for each in (current.iscsi or Iscsi()).initiators if each.iqn == wanted.iqn]
    before = _masked(found[0].chap) if found else {}
    if not wanted.present:
        gone = [do(f"remove the credentials of {wanted.iqn}", render.delete_initiator(wanted.iqn))] if found else []
        return Plan(before, {}, tuple(gone))
    after = {**before, **_masked_wanted(wanted.chap)}
    return Plan(before, after, tuple(_credentials(found, wanted)))


def _credentials(found: t.Sequence[Initiator], wanted: WantedInitiator) -> t.Iterator[Operation]:
    if not found:
        argv = render.create_initiator(wanted.iqn, wanted.chap)
        yield _run(f"make credentials of {wanted.iqn}", argv, wanted.chap, wanted.iqn)
        return
    changed = _chap_changes(found[0].chap, wanted.chap)
    if render.chap_options(changed):
        argv = render.modify_initiator(wanted.iqn, changed)
        yield _run(f"change the credentials of {wanted.iqn}", argv, changed, wanted.iqn)
