# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text of open-iscsi and of sysfs, turned into the model."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Unparsable
from .model import Chap, Portal, Record

AUTH = "node.session.auth."
_NUMBER = re.compile(r"^\d+$")


def parse_records(text: str) -> tuple[Record, ...]:
    """The records in the output of ``iscsiadm -m node -o show -S``. Raises Unparsable."""
    found: list[Record] = []
    lines: dict[str, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# BEGIN RECORD"):
            lines = {}
        elif line.startswith("# END RECORD"):
            found.append(_record(lines or {}, number))
            lines = None
        elif lines is not None and " = " in line:
            name, _rest, value = line.partition(" = ")
            lines[name] = "" if value == "<empty>" else value
    if lines is not None:
        raise Unparsable("iscsiadm", f"line {len(text.splitlines())}", "a record without its end")
    return tuple(found)


def _record(lines: dict[str, str], number: int) -> Record:
    try:
        iqn = lines.pop("node.name")
        portal = Portal(lines.pop("node.conn[0].address"), int(lines.pop("node.conn[0].port")))
    except (KeyError, ValueError) as error:
        raise Unparsable("iscsiadm", f"record that ends in line {number}", f"no proper {error}") from None
    settings = {name: value for name, value in lines.items() if value and name not in _SECRET_LINES}
    return Record(iqn, portal, _chap(lines), settings)


# The lines of a record that make up its CHAP, by field.
CHAP_LINES = {
    "user": f"{AUTH}username",
    "password": f"{AUTH}password",
    "mutual_user": f"{AUTH}username_in",
    "mutual_password": f"{AUTH}password_in",
}
METHOD_LINE = f"{AUTH}authmethod"
# What the kernel tells of a session in use: the line of a record, and the attribute in sysfs.
SESSION_LINES = {
    "node.session.timeo.replacement_timeout": "recovery_tmo",
    "node.session.err_timeo.abort_timeout": "abort_tmo",
    "node.session.err_timeo.lu_reset_timeout": "lu_reset_tmo",
    "node.session.err_timeo.tgt_reset_timeout": "tgt_reset_tmo",
}
CONNECTION_LINES = {
    "node.conn[0].timeo.noop_out_interval": "recv_tmo",
    "node.conn[0].timeo.noop_out_timeout": "ping_tmo",
}
_SECRET_LINES = frozenset({*CHAP_LINES.values(), METHOD_LINE})


def _chap(lines: t.Mapping[str, str]) -> Chap:
    """User and secrets count only with the method CHAP: with None open-iscsi does not send them."""
    if lines.get(METHOD_LINE, "None") == "None":
        return Chap()
    return Chap(**{field: lines.get(line, "") for field, line in CHAP_LINES.items()})


def parse_sysfs_text(text: str | None) -> str | None:
    """The value of a sysfs attribute; the kernel prints a missing string as ``(null)``."""
    if text is None:
        return None
    value = text.strip()
    return "" if value == "(null)" else value


def parse_number(text: str | None) -> int | None:
    """A whole number, or None for anything else (``off``, nothing)."""
    value = (text or "").strip()
    return int(value) if _NUMBER.match(value) else None


def parse_initiator_name(text: str | None) -> str:
    """The IQN in ``initiatorname.iscsi``; empty where there is none."""
    for line in (text or "").splitlines():
        name, _rest, value = line.partition("=")
        if name.strip() == "InitiatorName":
            return value.strip()
    return ""


def parse_unit_serial(page: bytes | None) -> str:
    """The serial number in VPD page 0x80: four bytes of head, the last two the length. Empty where there is none."""
    if page is None or len(page) < 4 or page[1] != 0x80:
        return ""
    length = int.from_bytes(page[2:4], "big")
    return page[4 : 4 + length].decode("ascii", "replace").strip(" \0")


def parse_mounts(mountinfo: str) -> dict[str, str]:
    """Mount points by ``major:minor`` in the text of ``/proc/self/mountinfo``."""
    rows = [line.split(" ") for line in mountinfo.splitlines()]
    return {row[2]: row[4] for row in rows if len(row) > 4}
