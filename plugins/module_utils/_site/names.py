# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for single values. Each function returns what is wrong, or None.

Addresses are checked with the standard library: this code also runs where netaddr is not installed.
"""

from __future__ import annotations

import ipaddress
import re
import typing as t

from .._core.size import is_share, parse_size

Fault = t.Optional[str]

# A service name becomes a file, a DRBD resource, an LV, a VG and CIB ids: the smallest common alphabet.
# LIO shows initiators the first 15 characters of service-lun as the model, so short names read better.
NAME_LIMIT = 32
_NAME = re.compile(r"^[a-z][a-z0-9-]*$")
_LVM_RESERVED = frozenset({"snapshot", "pvmove"})
_VG = re.compile(r"^[A-Za-z0-9_.+][A-Za-z0-9_.+-]{0,126}$")
_HOST = re.compile(r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$")
# As rtslib: the naming authority needs a dot, no underscore anywhere. Lower case only: the kernel lowers initiator
# names, and a mixed-case ACL would never match.
_IQN = re.compile(r"^iqn\.\d{4}-(0[1-9]|1[0-2])\.[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9.:-]+)?$")
_EUI = re.compile(r"^eui\.[0-9a-f]{16}$")
_SERIAL = re.compile(r"^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", re.IGNORECASE)
_DEVICE = re.compile(r"^/dev/[^\s]+$")
_NIC = re.compile(r"^[A-Za-z0-9_.@-]{1,15}$")

CHAP_LENGTH = (12, 16)
# The kernel takes 64 bytes with the closing NUL.
DRBD_SECRET_LENGTH = (8, 63)


def name_fault(text: str) -> Fault:
    """For services, LUNs and clusters."""
    if not _NAME.match(text) or text.endswith("-"):
        return f"'{text}' is not a name; use lower-case letters, digits and '-', beginning with a letter"
    if len(text) > NAME_LIMIT:
        return f"'{text}' has {len(text)} characters, at most {NAME_LIMIT} are possible"
    if text in _LVM_RESERVED:
        return f"'{text}' is reserved by LVM"
    return None


def vg_fault(text: str) -> Fault:
    """For volume groups, as LVM accepts them."""
    return None if _VG.match(text) and text not in (".", "..") else f"'{text}' is not a name of a volume group"


def host_fault(text: str) -> Fault:
    """For nodes: what ``uname -n`` can say."""
    return None if _HOST.match(text) else f"'{text}' is not a host name"


def iqn_fault(text: str) -> Fault:
    """For targets: what rtslib, the kernel and RFC 3722 all accept."""
    if "_" in text:
        return f"'{text}' contains '_', which LIO's library refuses"
    if text != text.lower():
        return f"'{text}' has upper-case letters; the kernel compares names in lower case"
    if not _IQN.match(text):
        return f"'{text}' is not an IQN; write iqn.YYYY-MM.domain.with.a.dot:name, such as iqn.2026-11.com.example:san0"
    return None if len(text) <= 223 else f"the IQN has {len(text)} characters, at most 223 are possible"


def initiator_fault(text: str) -> Fault:
    """For initiators: an IQN or an EUI-64 name."""
    return None if _EUI.match(text) else iqn_fault(text)


def address_fault(text: str) -> Fault:
    """For IPv4 and IPv6 addresses that a host can have."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return f"'{text}' is not an IP address"
    if address.is_unspecified or address.is_multicast or address.is_loopback:
        return f"'{text}' is not an address that another host can reach"
    return None


def size_fault(text: str) -> Fault:
    """For sizes: ``360g`` or a share such as ``100%FREE``."""
    if is_share(text):
        return None
    try:
        parse_size(text)
    except ValueError as error:
        return f"{error}, or a share such as 100%FREE"
    return None


def serial_fault(text: str) -> Fault:
    """For serials: 32 hexadecimal digits, with or without the dashes of a UUID."""
    return None if _SERIAL.match(text) else f"'{text}' is not a UUID"


def device_fault(text: str) -> Fault:
    """For paths of block devices."""
    return None if _DEVICE.match(text) and "/../" not in text else f"'{text}' is not a path below /dev"


def nic_fault(text: str) -> Fault:
    """For names of network interfaces."""
    return None if _NIC.match(text) else f"'{text}' is not a name of a network interface"


def chap_secret_fault(text: str) -> Fault:
    """For CHAP secrets; the limits are those of the Microsoft initiator. Never quotes the secret."""
    return _secret_fault(text, CHAP_LENGTH)


def drbd_secret_fault(text: str) -> Fault:
    """For DRBD's shared secret. Never quotes the secret."""
    if '"' in text or "\\" in text:
        return "the secret must not contain quotation marks or backslashes"
    return _secret_fault(text, DRBD_SECRET_LENGTH)


def _secret_fault(text: str, limits: tuple[int, int]) -> Fault:
    low, high = limits
    if not low <= len(text) <= high:
        return f"the secret has {len(text)} characters, must have {low} to {high}"
    if not all("!" <= character <= "~" for character in text):
        return "the secret must consist of printable ASCII characters without spaces"
    return None


def hex_digits(serial: str) -> str:
    """The hexadecimal digits of *serial*, in lower case."""
    return "".join(re.findall("[0-9a-f]", serial.lower()))


def naa(serial: str) -> str:
    """The NAA identifier that the kernel makes of *serial*: LIO's prefix and the first 25 hexadecimal digits."""
    return "6001405" + hex_digits(serial)[:25]
