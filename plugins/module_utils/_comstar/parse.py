# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of stmfadm and sbdadm as values. Text that is not known is an error, never silently nothing.

Keys are compared in lower case: Solaris 11 writes ``Host Group`` where illumos writes ``Host group``.
"""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Unparsable
from .metadata import PROPERTY
from .model import ALL, Group, Port, Session, Unit, View

_HEAD = re.compile(r"^(\S[^:]*): ?(.*)$")
_PROPERTY = re.compile(r"^ {4}(\S[^:]*?) *: ?(.*)$")
_MEMBER = re.compile(r"^\tMember: (.+)$", re.IGNORECASE)
_SESSION = re.compile(r"^ {8}Initiator: (.+)$", re.IGNORECASE)
_OF_SESSION = (
    _SESSION,
    re.compile(r"^ {12}Alias: (.*)$", re.IGNORECASE),
    re.compile(r"^ {12}Logged in since: (.*)$", re.IGNORECASE),
)
_SBD_ROW = re.compile(r"^([0-9a-f]{32})  ([0-9]+) +(/.*)$")
_SBD_COUNT = re.compile(r"^Found ([0-9]+) LU\(s\)$")
_SBD_HEADINGS = re.compile(r"^(|\s*GUID\s+DATA SIZE\s+SOURCE|-+(  -+)+)$")
_NUMBER = re.compile(r"[0-9]+")
_GUID = re.compile(r"[0-9A-Fa-f]{32}")

# The texts that a property can have, by its key.
Known = t.Mapping[str, t.Sequence[str]]
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
NOTHING = ("-", "not set", "prop unavailable in standby", "<error retrieving property>")
# What is decided by has to be one of these; a status that is not known leads to no change.
_STATUS = ("Online", "Offline", "Onlining", "Offlining", "unknown")
_UNIT_TEXTS: Known = {
    "operational status": (*_STATUS, "unregistered"),
    "access state": ("Active", "Active->Standby", "Standby", "Standby->Active", "Unknown", *NOTHING),
    "write protect": ("Enabled", "Disabled", *NOTHING),
    "writeback cache": ("Enabled", "Disabled", *NOTHING),
}
_PORT_TEXTS: Known = {"operational status": _STATUS}
# Filled with spaces to the width that SCSI wants. All other values are as they are, names with spaces too.
_PADDED = ("vendor id", "product id")
Lines = t.List[t.Tuple[int, str]]
Values = t.Dict[str, str]
_LIST_LU = "stmfadm list-lu"


def parse_units(text: str) -> tuple[Unit, ...]:
    """``stmfadm list-lu -v``; the views are not in it. Raises Unparsable."""
    return tuple(_unit(guid, values) for guid, values in _unit_values(text))


def view_counts(text: str) -> dict[str, int | None]:
    """How many views ``stmfadm list-lu -v`` tells of for each GUID; None where it does not know."""
    counts: dict[str, int | None] = {}
    for guid, values in _unit_values(text):
        said = values.get("view entry count", "unknown")
        counts[guid.upper()] = None if said == "unknown" else _number(_LIST_LU, guid, said)
    return counts


def _unit_values(text: str) -> t.Iterator[tuple[str, Values]]:
    for guid, lines in _blocks(_LIST_LU, text, "lu name"):
        if not _GUID.fullmatch(guid):
            raise Unparsable(_LIST_LU, "LU Name", f"no GUID: {guid!r}")
        yield guid, _values(_LIST_LU, lines, _UNIT_KEYS, _UNIT_TEXTS)


def _unit(guid: str, values: Values) -> Unit:
    for key in ("operational status", "provider name"):
        if key not in values:
            raise Unparsable(_LIST_LU, guid, f"no {key}")
    fields: dict[str, t.Any] = {
        field: "" if values[key] in NOTHING else values[key]
        for key, field in _UNIT_KEYS.items()
        if field and key in values
    }
    for field in ("size", "block_size"):
        if field in fields:
            fields[field] = _number(_LIST_LU, guid, fields[field]) if fields[field] else 0
    for field in ("write_protected", "write_cache"):
        if field in fields:
            fields[field] = fields[field] == "Enabled" if fields[field] else None
    return Unit(guid=guid.upper(), **fields)


def parse_views(text: str) -> tuple[View, ...]:
    """``stmfadm list-view -l GUID``. Raises Unparsable."""
    source, views = "stmfadm list-view", []
    for index, lines in _blocks(source, text, "view entry"):
        values = _values(source, lines, ("host group", "target group", "lun"))
        # A name that got lost must not be taken for everybody.
        if len(values) != 3 or "" in values.values():
            raise Unparsable(source, f"view entry {index}", "host group, target group or LUN is missing")
        lun = None if values["lun"].lower() == "auto" else _number(source, f"view entry {index}", values["lun"])
        host, target = (ALL if values[key] == "All" else values[key] for key in ("host group", "target group"))
        views.append(View(_number(source, "view entry", index), host, target, lun))
    return tuple(views)


def parse_host_groups(text: str) -> tuple[Group, ...]:
    """``stmfadm list-hg -v``. Raises Unparsable."""
    return _groups("stmfadm list-hg", text, "host group")


def parse_target_groups(text: str) -> tuple[Group, ...]:
    """``stmfadm list-tg -v``. Raises Unparsable."""
    return _groups("stmfadm list-tg", text, "target group")


def _groups(source: str, text: str, head: str) -> tuple[Group, ...]:
    groups = []
    for name, lines in _blocks(source, text, head):
        members = [_matched(source, number, line, _MEMBER).group(1) for number, line in lines]
        if len(set(members)) != len(members):
            raise Unparsable(source, name, "a member is listed twice")
        groups.append(Group(name, tuple(members)))
    return tuple(groups)


def parse_ports(text: str) -> tuple[Port, ...]:
    """``stmfadm list-target -v``. Raises Unparsable."""
    return tuple(_port(name, lines) for name, lines in _blocks("stmfadm list-target", text, "target"))


def _port(name: str, lines: Lines) -> Port:
    source = "stmfadm list-target"
    first = next((place for place, (_number, line) in enumerate(lines) if _SESSION.match(line)), len(lines))
    values = _values(source, lines[:first], _PORT_KEYS, _PORT_TEXTS)
    if set(values) != set(_PORT_KEYS):
        raise Unparsable(source, name, "missing: " + ", ".join(sorted(set(_PORT_KEYS) - set(values))))
    sessions = _sessions(source, lines[first:])
    if _number(source, name, values["sessions"]) != len(sessions):
        raise Unparsable(source, name, f"{values['sessions']} sessions are announced, {len(sessions)} listed")
    fields = {field: "" if values[key] == "-" else values[key] for key, field in _PORT_KEYS.items() if field}
    return Port(name=name, sessions=sessions, **fields)


def _sessions(source: str, lines: Lines) -> tuple[Session, ...]:
    """Three lines a session: its initiator, alias, and since when."""
    found = []
    for place in range(0, len(lines), len(_OF_SESSION)):
        three = lines[place : place + len(_OF_SESSION)]
        if len(three) != len(_OF_SESSION):
            raise Unparsable(source, f"line {three[0][0]}", "a session that breaks off")
        texts = [_matched(source, *each, pattern).group(1) for each, pattern in zip(three, _OF_SESSION)]
        found.append(Session(*("" if text == "-" else text for text in texts)))
    return tuple(found)


def parse_sources(text: str) -> dict[str, tuple[int, str]]:
    """``sbdadm list-lu``: (bytes, path) for each GUID, for builds whose stmfadm does not tell. Raises Unparsable."""
    found: dict[str, tuple[int, str]] = {}
    announced = 0
    for number, line in enumerate(text.splitlines(), 1):
        row, count = _SBD_ROW.match(line), _SBD_COUNT.match(line)
        if row:
            found[row.group(1).upper()] = (int(row.group(2)), row.group(3))
        elif count:
            announced = int(count.group(1))
        elif not _SBD_HEADINGS.match(line):
            raise Unparsable("sbdadm list-lu", f"line {number}", repr(line))
    if announced != len(found):
        raise Unparsable("sbdadm list-lu", "rows", f"{announced} are announced, {len(found)} listed")
    return found


def parse_volume(text: str) -> tuple[int, str]:
    """``zfs get -H -p -o property,value volsize,stmf_sbd_lu``: bytes (0: no volume) and the hidden property, or "".

    Raises Unparsable unless both are told: a volume that seems to carry no logical unit becomes a new one.
    """
    values = dict(line.split("\t", 1) for line in text.splitlines() if "\t" in line)
    size, hidden = values.get("volsize", ""), values.get(PROPERTY, "")
    if not hidden or not (size == "-" or _NUMBER.fullmatch(size)):
        raise Unparsable("zfs get", f"volsize and {PROPERTY}", repr(text))
    return 0 if size == "-" else int(size), "" if hidden == "-" else hidden


def _blocks(source: str, text: str, head: str) -> t.Iterator[tuple[str, Lines]]:
    """(name, numbered lines below it) for each line that begins a block; each name once."""
    found: dict[str, Lines] = {}
    below: Lines | None = None
    for number, line in enumerate(text.splitlines(), 1):
        begin = _HEAD.match(line)
        if begin and begin.group(1).lower() == head and begin.group(2) and begin.group(2) not in found:
            below = found[begin.group(2)] = []
        elif below is not None and line[:1].isspace():
            below.append((number, line))
        else:
            raise Unparsable(source, f"line {number}", repr(line))
    yield from found.items()


def _values(source: str, lines: Lines, keys: t.Container[str], known: Known | None = None) -> Values:
    """The properties in *lines*, each of *keys* once at most; those in *known* are one of its texts."""
    values: Values = {}
    texts = known or {}
    for number, line in lines:
        match = _matched(source, number, line, _PROPERTY)
        key, value = match.group(1).lower(), match.group(2)
        if key not in keys or key in values or (key in texts and value not in texts[key]):
            raise Unparsable(source, f"line {number}", f"unknown: {line.strip()!r}")
        values[key] = value.rstrip() if key in _PADDED else value
    return values


def _matched(source: str, number: int, line: str, pattern: t.Pattern[str]) -> t.Match[str]:
    match = pattern.match(line)
    if match is None:
        raise Unparsable(source, f"line {number}", repr(line))
    return match


def _number(source: str, where: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Unparsable(source, where, f"no number: {text!r}")
    return int(text)
