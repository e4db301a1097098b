# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parsable output (``-p``) of itadm as values. Text that is not known is an error."""

from __future__ import annotations

import re

from .._core.errors import Unparsable
from .model import Chap, Initiator, IscsiTarget, PortalGroup
from .names import plain_portal

_NUMBER = re.compile(r"[0-9]+")
# "-": the framework did not tell (by the source of itadm).
_STATES = ("online", "offline", "-")
_AUTH = re.compile(r"^(none|chap|radius) (\(defaults\))?$")


def parse_targets(text: str) -> tuple[IscsiTarget, ...]:
    """``itadm list-target -pv``. Raises Unparsable."""
    return tuple(_target(row) for row in _rows("itadm list-target", text, 8))


def _target(row: list[str]) -> IscsiTarget:
    source = "itadm list-target"
    name, state, sessions, alias, auth, user, secret, groups = row
    method = _AUTH.match(auth)
    if not method or not _NUMBER.fullmatch(sessions) or state not in _STATES:
        raise Unparsable(source, name, f"no state, number of sessions, authentication: {state!r} {sessions!r} {auth!r}")
    return IscsiTarget(
        name=name,
        state=state,
        sessions=int(sessions),
        alias="" if alias == "-" else alias,
        auth="" if method.group(2) else method.group(1),
        chap=_chap(source, name, user, secret),
        portal_groups=() if groups == "default" else tuple(_group(name, item) for item in groups.split(",")),
    )


def _group(target: str, item: str) -> str:
    name, equals, tag = item.rpartition(" = ")
    if not equals or not _NUMBER.fullmatch(tag):
        raise Unparsable("itadm list-target", target, f"no portal group with its tag: {item!r}")
    return name


def _chap(source: str, name: str, user: str, secret: str) -> Chap:
    if secret not in ("set", "unset"):
        raise Unparsable(source, name, f"neither set nor unset: {secret!r}")
    return Chap("" if user in ("-", "<none>") else user, secret)


def parse_portal_groups(text: str) -> tuple[PortalGroup, ...]:
    """``itadm list-tpg -pv``. Raises Unparsable."""
    found = []
    for name, count, portals in _rows("itadm list-tpg", text, 3):
        listed = () if portals == "<none>" else tuple(_portal(name, portal) for portal in portals.split(","))
        if count != str(len(listed)):
            raise Unparsable("itadm list-tpg", name, f"{count} portals are announced, {len(listed)} listed")
        found.append(PortalGroup(name, listed))
    return tuple(found)


def _portal(group: str, text: str) -> str:
    try:
        return plain_portal(text)
    except ValueError as error:
        raise Unparsable("itadm list-tpg", group, str(error)) from error


def parse_initiators(text: str) -> tuple[Initiator, ...]:
    """``itadm list-initiator -p``. Raises Unparsable."""
    source = "itadm list-initiator"
    return tuple(Initiator(iqn, _chap(source, iqn, user, secret)) for iqn, user, secret in _rows(source, text, 3))


def _rows(source: str, text: str, fields: int) -> list[list[str]]:
    """The fields of each line; the first is a name, and there once."""
    rows = [line.split("\t") for line in text.splitlines()]
    for number, row in enumerate(rows, 1):
        if len(row) != fields or not row[0] or row[0] in [other[0] for other in rows[: number - 1]]:
            raise Unparsable(source, f"line {number}", f"no name that is new and {fields - 1} more fields: {row!r}")
    return rows
