# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from the records and sessions of now to those that are wanted of one target."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import Chap, Desired, Initiator, Portal, Record, Session


@dataclasses.dataclass(frozen=True)
class Save:
    """The record of a portal has these *settings* and this *chap* (None: as it is); *new*: it is made first."""

    iqn: str
    portal: Portal
    new: bool
    settings: t.Mapping[str, str]
    chap: Chap | None


@dataclasses.dataclass(frozen=True)
class Delete:
    """The record of a portal is gone."""

    iqn: str
    portal: Portal


@dataclasses.dataclass(frozen=True)
class Login:
    """There is a session, and its disks are there."""

    iqn: str
    portal: Portal


@dataclasses.dataclass(frozen=True)
class Logout:
    """There is no session."""

    iqn: str
    portal: Portal


@dataclasses.dataclass(frozen=True)
class Await:
    """The session that was lost has recovered."""

    iqn: str
    portal: Portal


Action = t.Union[Save, Delete, Login, Logout, Await]


def plan(current: Initiator, desired: Desired) -> Plan:
    """Records first, since a login uses them; when they go, sessions first."""
    portals = _portals(current, desired)
    if desired.state == "absent":
        steps = [*_logouts(current, desired, portals), *_deletes(current, desired.iqn, portals)]
    else:
        steps = [*_saves(current, desired), *_session_steps(current, desired)]
    return Plan(
        before=_overview(current, desired, portals),
        after=_wanted_overview(current, desired, portals),
        operations=tuple(steps),
        refusals=tuple(_refusals(current, desired, steps)),
    )


def outdated(current: Initiator, desired: Desired) -> tuple[str, ...]:
    """What sessions still use although the record says something else: only a new login changes that."""
    found = []
    for session in _sessions(current, desired.iqn, desired.portals):
        names = sorted(name for name in session.settings if _differs(session, desired, name))
        if session.chap is not None and session.chap != desired.chap:
            names.append("CHAP")
        if names:
            found.append(f"the session with {session.portal} was logged in with another {', '.join(names)}")
    return tuple(found)


def _differs(session: Session, desired: Desired, name: str) -> bool:
    return name in desired.settings and session.settings[name] != desired.settings[name]


def _portals(current: Initiator, desired: Desired) -> tuple[Portal, ...]:
    """Those that are given; for a target that goes altogether all that are known."""
    if desired.portals:
        return desired.portals
    known = [record.portal for record in current.records if record.iqn == desired.iqn]
    known += [session.portal for session in current.sessions if session.iqn == desired.iqn]
    return tuple(sorted(set(known)))


def _records(current: Initiator, iqn: str, portal: Portal) -> list[Record]:
    """Several, where the target is bound to several interfaces."""
    return [record for record in current.records if (record.iqn, record.portal) == (iqn, portal)]


def _sessions(current: Initiator, iqn: str, portals: t.Container[Portal]) -> list[Session]:
    return [session for session in current.sessions if session.iqn == iqn and session.portal in portals]


def _saves(current: Initiator, desired: Desired) -> t.Iterator[Operation]:
    for portal in desired.portals:
        records = _records(current, desired.iqn, portal)
        settings = {
            name: value
            for name, value in desired.settings.items()
            if not records or any(record.settings.get(name) != value for record in records)
        }
        chap = None if records and all(record.chap == desired.chap for record in records) else desired.chap
        if settings or chap is not None or not records:
            save = Save(desired.iqn, portal, not records, settings, chap)
            yield Operation(_save_summary(save), save)


def _save_summary(save: Save) -> str:
    parts = [f"{name} = {value}" for name, value in sorted(save.settings.items())]
    if save.chap is not None:
        parts.append(f"CHAP user {save.chap.user}" if save.chap.user else "no CHAP")
    return f"{'add' if save.new else 'change'} the record of {save.iqn} at {save.portal}: {', '.join(parts)}"


def _session_steps(current: Initiator, desired: Desired) -> list[Operation]:
    if desired.state == "logged_out":
        return _logouts(current, desired, desired.portals)
    if desired.state == "logged_in":
        return [step for portal in desired.portals for step in _login_steps(current, desired, portal)]
    return []


def _login_steps(current: Initiator, desired: Desired, portal: Portal) -> list[Operation]:
    here = dataclasses.replace(desired, portals=(portal,))
    sessions = _sessions(current, desired.iqn, here.portals)
    login = Operation(f"log in to {desired.iqn} at {portal}", Login(desired.iqn, portal))
    if not sessions:
        return [login]
    if desired.relogin and outdated(current, here):
        return [*_logouts(current, desired, here.portals), login]
    if any(session.state != "LOGGED_IN" for session in sessions):
        return [Operation(f"wait for the session with {portal} to recover", Await(desired.iqn, portal))]
    return []


def _logouts(current: Initiator, desired: Desired, portals: t.Sequence[Portal]) -> list[Operation]:
    return [
        Operation(f"log out of {desired.iqn} at {portal}", Logout(desired.iqn, portal), disturbs_io=True)
        for portal in portals
        if _sessions(current, desired.iqn, (portal,))
    ]


def _deletes(current: Initiator, iqn: str, portals: t.Sequence[Portal]) -> list[Operation]:
    return [
        Operation(f"remove the record of {iqn} at {portal}", Delete(iqn, portal))
        for portal in portals
        if _records(current, iqn, portal)
    ]


def _refusals(current: Initiator, desired: Desired, steps: t.Iterable[Operation]) -> t.Iterator[Refusal]:
    """A logout takes the disks away at once: whatever is written to them afterwards is lost."""
    if desired.allow_logout_in_use:
        return
    leaving = [step.action.portal for step in steps if isinstance(step.action, Logout)]
    for session in _sessions(current, desired.iqn, leaving):
        for lun in session.luns:
            if lun.users:
                reason = f"LUN {lun.number} ({lun.device}) of {session.portal} is in use: {', '.join(lun.users)}"
                yield Refusal(reason, "release it first, or set allow_logout_in_use=true")


def _overview(current: Initiator, desired: Desired, portals: t.Sequence[Portal]) -> dict[str, t.Any]:
    found = {}
    for portal in portals:
        for record in _records(current, desired.iqn, portal):
            settings = {name: record.settings.get(name) for name in desired.settings}
            found[str(portal)] = {"chap": masked(record.chap), "settings": settings}
    sessions = sorted({str(session.portal) for session in _sessions(current, desired.iqn, portals)})
    return {"records": found, "sessions": sessions}


def _wanted_overview(current: Initiator, desired: Desired, portals: t.Sequence[Portal]) -> dict[str, t.Any]:
    if desired.state == "absent":
        return {"records": {}, "sessions": []}
    found = {
        str(portal): {
            "chap": masked(desired.chap, _records(current, desired.iqn, portal)),
            "settings": dict(desired.settings),
        }
        for portal in portals
    }
    sessions = {
        "logged_in": sorted(map(str, portals)),
        "logged_out": [],
        "present": sorted({str(session.portal) for session in _sessions(current, desired.iqn, portals)}),
    }
    return {"records": found, "sessions": sessions[desired.state]}


def masked(chap: Chap, former: t.Sequence[Record] = ()) -> dict[str, str] | None:
    """CHAP without its secrets; of those only whether they differ from the *former* ones."""
    if not chap.user:
        return None
    shown = {"user": chap.user, "password": "set"}
    if chap.mutual_user:
        shown.update(mutual_user=chap.mutual_user, mutual_password="set")
    for field in ("password", "mutual_password"):
        if field in shown and any(getattr(record.chap, field) != getattr(chap, field) for record in former):
            shown[field] = "changed"
    return shown
