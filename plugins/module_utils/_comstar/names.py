# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names and paths in the one form in which COMSTAR itself keeps them, so that they can be compared."""

from __future__ import annotations

import ipaddress
import re

_GUID = re.compile(r"[0-9A-Fa-f]{32}")
_IQN = re.compile(r"iqn\.[a-z0-9.:-]{1,219}")
_HEX_NAME = re.compile(r"(wwn|eui)\.([0-9a-f]{16})")
_PORT = re.compile(r"[0-9]{1,5}")
_ZVOL = re.compile(r"/dev/zvol/r?dsk/(.+)")
ISCSI_PORT = 3260
# Targets that an adapter brings along.
OF_HARDWARE = ("wwn.", "eui.")


def plain_guid(text: str) -> str:
    """A GUID in upper case, as ``list-lu`` prints it. Raises ValueError."""
    if not _GUID.fullmatch(text):
        raise ValueError(f"'{text}' is not a GUID of 32 hex digits")
    return text.upper()


def plain_iqn(text: str) -> str:
    """An iSCSI name in lower case; itadm keeps no other. Raises ValueError."""
    if not _IQN.fullmatch(text.lower()):
        raise ValueError(f"'{text}' is not an iSCSI name; write for example iqn.2026-11.com.example:esx1")
    return text.lower()


def plain_member(text: str) -> str:
    """A member of a group: an iqn in lower case, a wwn or eui with upper-case digits. Raises ValueError."""
    found = _HEX_NAME.fullmatch(text.lower())
    if found:
        return f"{found.group(1)}.{found.group(2).upper()}"
    try:
        return plain_iqn(text)
    except ValueError as error:
        raise ValueError(
            f"'{text}' is not a name such as iqn.2026-11.com.example:a, wwn. or eui. and 16 hex digits"
        ) from error


def plain_path(path: str) -> str:
    """The raw device of a volume or disk: the block device below /dev/zvol/dsk is the same volume."""
    for block, raw in (("/dev/zvol/dsk/", "/dev/zvol/rdsk/"), ("/dev/dsk/", "/dev/rdsk/")):
        if path.startswith(block):
            return raw + path[len(block) :]
    return path


def zvol(path: str) -> str:
    """The data set of a volume's path, or ""."""
    found = _ZVOL.fullmatch(path)
    return found.group(1) if found else ""


def plain_portal(text: str) -> str:
    """``address:port``, IPv6 in brackets; the port may be left out. Raises ValueError."""
    host, port = text, str(ISCSI_PORT)
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        port = rest[1:] if rest.startswith(":") else rest or (port if bracket else "")
    elif text.count(":") == 1:
        host, _colon, port = text.partition(":")
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise ValueError(f"'{text}' is not an address such as 10.0.0.1, 10.0.0.1:3260 or [fd00::1]:3260") from error
    if not _PORT.fullmatch(port) or not 0 < int(port) < 1 << 16:
        raise ValueError(f"'{text}' has no port within 1 to 65535")
    return f"[{address}]:{int(port)}" if address.version == 6 else f"{address}:{int(port)}"
