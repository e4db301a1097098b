# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model as text: lines of a node record, and plain data without secrets."""

from __future__ import annotations

import typing as t

from .model import Chap, Initiator, Lun, Record, Session
from .parse import CHAP_LINES, METHOD_LINE

Data = t.Dict[str, t.Any]


def chap_lines(chap: Chap) -> dict[str, str]:
    """The lines of a record that say *chap*; an empty value means that the line must go."""
    values = {line: getattr(chap, field) for field, line in CHAP_LINES.items()}
    return {METHOD_LINE: "CHAP" if chap.user else "None", **values}


def render_record(text: str, lines: t.Mapping[str, str]) -> str:
    """The record *text* with *lines* in place of its own ones of these names, all else as it was.

    New lines go before the end mark, where open-iscsi itself keeps them.
    """
    kept = [line for line in text.splitlines() if line.partition(" = ")[0] not in lines]
    end = next((index for index, line in enumerate(kept) if line.startswith("# END RECORD")), len(kept))
    added = [f"{name} = {value}" for name, value in lines.items() if value]
    return "\n".join(kept[:end] + added + kept[end:]) + "\n"


def session_data(session: Session) -> Data:
    """A session for people and tests, without secrets."""
    return {
        "sid": session.sid,
        "iqn": session.iqn,
        "portal": {"ip": session.portal.ip, "port": session.portal.port},
        "state": session.state,
        "chap_user": session.chap.user if session.chap else "",
        "settings": dict(session.settings),
        "luns": [_lun_data(lun) for lun in session.luns],
    }


def _lun_data(lun: Lun) -> Data:
    return {
        "number": lun.number,
        "device": lun.device,
        "size": lun.size,
        "serial": lun.serial,
        "wwid": lun.wwid,
        "users": list(lun.users),
    }


def target_data(record: Record, sessions: t.Iterable[Session]) -> Data:
    """A record in the shape that the module takes, without the secrets."""
    logged_in = any(session.iqn == record.iqn and session.portal == record.portal for session in sessions)
    chap = {"user": record.chap.user, "mutual_user": record.chap.mutual_user}
    return {
        "iqn": record.iqn,
        "portals": [{"ip": record.portal.ip, "port": record.portal.port}],
        "chap": {field: value for field, value in chap.items() if value} or None,
        "settings": {name: value for name, value in sorted(record.settings.items()) if is_setting(name)},
        "state": "logged_in" if logged_in else "present",
    }


def initiator_data(initiator: Initiator, iqn: str = "") -> Data:
    """``{"initiator": ..., "targets": [...], "sessions": [...]}``, of the target *iqn* only if it is given."""
    sessions = [session for session in initiator.sessions if iqn in ("", session.iqn)]
    records = [record for record in initiator.records if iqn in ("", record.iqn)]
    return {
        "initiator": initiator.name,
        "targets": [target_data(record, sessions) for record in records],
        "sessions": [session_data(session) for session in sessions],
    }


# What a record is, as against how it behaves: not for the user to set.
_IDENTITY = ("node.name", "node.tpgt", "node.discovery_", "node.conn[0].address", "node.conn[0].port")


def is_setting(name: str) -> bool:
    """Whether the line *name* of a record is a matter of ``settings``: neither identity nor authentication."""
    return name.startswith("node.") and not name.startswith(("node.session.auth.", *_IDENTITY))
