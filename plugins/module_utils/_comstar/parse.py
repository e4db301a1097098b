# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of stmfadm and sbdadm as values. Text that is not known is an error, never silently nothing.

Keys are compared in lower case: Solaris 11 writes ``Host Group`` where illumos writes ``Host group``.
"""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Unparsable
from .model import Group, Port, Session, Unit, View

_HEAD = re.compile(r"^(\S[^:]*): ?(.*)$")
_PROPERTY = re.compile(r"^ {4}(\S[^:]*?) *: ?(.*)$")
_MEMBER = re.compile(r"^\tMember: (.*)$", re.IGNORECASE)
_INITIATOR = re.compile(r"^ {8}Initiator: (.*)$", re.IGNORECASE)
_ABOUT_SESSION = re.compile(r"^ {12}(Alias|Logged in since): (.*)$", re.IGNORECASE)
_SBD_ROW = re.compile(r"^([0-9a-f]{32})  (\d+) +(/.*)$")
_SBD_HEADINGS = re.compile(r"^(|Found \d+ LU\(s\)|\s*GUID\s+DATA SIZE\s+SOURCE|-+(  -+)+)$")

# Without these a logical unit that is registered is not described.
_UNIT_KEYS = {
    "operational status": "status",
    "provider name": "provider",
    "alias": "alias",
    "view entry count": "",
    "data file": "path",
    "meta file": "",
    "size": "size",
    "block size": "block_size",
    "management url": "url",
    "vendor id": "vendor",
    "product id": "product",
    "serial num": "serial",
    "write protect": "write_protected",
    "writeback cache": "write_cache",
    "access state": "access",
}
_PORT_KEYS = {
    "operational status": "status",
    "provider name": "provider",
    "alias": "alias",
    "protocol": "protocol",
    "sessions": "",
}
_NOTHING = ("-", "not set", "prop unavailable in standby", "<error retrieving property>")
Lines = t.List[t.Tuple[int, str]]
Values = t.Dict[str, str]


def parse_units(text: str) -> tuple[Unit, ...]:
    """``stmfadm list-lu -v``; the views are not in it. Raises Unparsable."""
    source = "stmfadm list-lu"
    return tuple(_unit(guid, _values(source, lines, _UNIT_KEYS)) for guid, lines in _blocks(source, text, "lu name"))


def view_counts(text: str) -> dict[str, int | None]:
    """How many views ``stmfadm list-lu -v`` tells of for each GUID; None where it does not know."""
    counts = {}
    for guid, lines in _blocks("stmfadm list-lu", text, "lu name"):
        said = _values("stmfadm list-lu", lines, _UNIT_KEYS)["view entry count"]
        counts[guid.upper()] = None if said == "unknown" else _number("stmfadm list-lu", guid, said)
    return counts


def _unit(guid: str, values: Values) -> Unit:
    source = "stmfadm list-lu"
    if not re.match(r"^[0-9A-Fa-f]{32}$", guid):
        raise Unparsable(source, "LU Name", f"no GUID: {guid!r}")
    for key in ("operational status", "provider name"):
        if key not in values:
            raise Unparsable(source, guid, f"no {key}")
    fields: dict[str, t.Any] = {
        field: "" if values[key] in _NOTHING else values[key]
        for key, field in _UNIT_KEYS.items()
        if field and key in values
    }
    for field in ("size", "block_size"):
        if field in fields:
            fields[field] = _number(source, guid, fields[field]) if fields[field] else 0
    for field in ("write_protected", "write_cache"):
        if field in fields:
            fields[field] = _enabled(guid, fields[field])
    return Unit(guid=guid.upper(), **fields)


def _enabled(guid: str, text: str) -> bool | None:
    if text not in ("Enabled", "Disabled", ""):
        raise Unparsable("stmfadm list-lu", guid, f"neither Enabled nor Disabled: {text!r}")
    return text == "Enabled" if text else None


def parse_views(text: str) -> tuple[View, ...]:
    """``stmfadm list-view -l GUID``. Raises Unparsable."""
    source, views = "stmfadm list-view", []
    for index, lines in _blocks(source, text, "view entry"):
        values = _values(source, lines, dict.fromkeys(("host group", "target group", "lun"), ""))
        if len(values) != 3:
            raise Unparsable(source, f"view entry {index}", "host group, target group or LUN is missing")
        lun = None if values["lun"].lower() == "auto" else _number(source, f"view entry {index}", values["lun"])
        host, target = ("" if values[key] == "All" else values[key] for key in ("host group", "target group"))
        views.append(View(_number(source, "view entry", index), host, target, lun))
    return tuple(views)


def parse_groups(text: str, kind: str) -> tuple[Group, ...]:
    """``stmfadm list-hg -v`` (*kind* ``Host Group``) or ``list-tg -v`` (``Target Group``). Raises Unparsable."""
    return tuple(
        Group(name, tuple(_matched(kind, number, line, _MEMBER).group(1) for number, line in lines))
        for name, lines in _blocks(f"the list of {kind.lower()}s", text, kind.lower())
    )


def parse_ports(text: str) -> tuple[Port, ...]:
    """``stmfadm list-target -v``. Raises Unparsable."""
    return tuple(_port(name, lines) for name, lines in _blocks("stmfadm list-target", text, "target"))


def _port(name: str, lines: Lines) -> Port:
    source = "stmfadm list-target"
    sessions: list[dict[str, str]] = []
    own = []
    for number, line in lines:
        initiator, about = _INITIATOR.match(line), _ABOUT_SESSION.match(line)
        if initiator:
            sessions.append({"initiator": initiator.group(1)})
        elif about and sessions:
            field = "alias" if about.group(1).lower() == "alias" else "since"
            sessions[-1][field] = "" if about.group(2) == "-" else about.group(2)
        else:
            own.append((number, line))
    values = _values(source, own, _PORT_KEYS)
    if set(values) != set(_PORT_KEYS):
        raise Unparsable(source, name, "missing: " + ", ".join(sorted(set(_PORT_KEYS) - set(values))))
    if _number(source, name, values["sessions"]) != len(sessions):
        raise Unparsable(source, name, f"{values['sessions']} sessions are announced, {len(sessions)} listed")
    fields = {field: "" if values[key] == "-" else values[key] for key, field in _PORT_KEYS.items() if field}
    return Port(name=name, sessions=tuple(Session(**session) for session in sessions), **fields)


def parse_sources(text: str) -> dict[str, tuple[int, str]]:
    """``sbdadm list-lu``: (bytes, path) for each GUID, for builds whose stmfadm does not tell. Raises Unparsable."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        row = _SBD_ROW.match(line)
        if row:
            found[row.group(1).upper()] = (int(row.group(2)), row.group(3))
        elif not _SBD_HEADINGS.match(line):
            raise Unparsable("sbdadm list-lu", f"line {number}", repr(line))
    return found


def _blocks(source: str, text: str, head: str) -> list[tuple[str, Lines]]:
    """(name, numbered lines below it) for each line that begins a block."""
    found: list[tuple[str, Lines]] = []
    for number, line in enumerate(text.splitlines(), 1):
        begin = _HEAD.match(line)
        if begin and begin.group(1).lower() == head:
            found.append((begin.group(2), []))
        elif found and line[:1].isspace():
            found[-1][1].append((number, line))
        else:
            raise Unparsable(source, f"line {number}", repr(line))
    return found


def _values(source: str, lines: Lines, known: t.Container[str]) -> Values:
    values = {}
    for number, line in lines:
        match = _matched(source, number, line, _PROPERTY)
        key = match.group(1).lower()
        if key not in known:
            raise Unparsable(source, f"line {number}", f"unknown: {line.strip()!r}")
        values[key] = match.group(2).strip() if key != "alias" else match.group(2)
    return values


def _matched(source: str, number: int, line: str, pattern: t.Pattern[str]) -> t.Match[str]:
    match = pattern.match(line)
    if match is None:
        raise Unparsable(source, f"line {number}", repr(line))
    return match


def _number(source: str, where: str, text: str) -> int:
    if not re.match(r"^\d+$", text):
        raise Unparsable(source, where, f"no number: {text!r}")
    return int(text)
