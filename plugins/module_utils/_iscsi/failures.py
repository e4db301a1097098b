# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the return codes of iscsiadm mean to the person who has to put it right."""

from __future__ import annotations

from .._core.errors import HaStorageError
from .model import Portal

# iscsi_err.h of open-iscsi
TRANSPORT = 4
EXISTS = 15
TIMED_OUT = 8
NO_DAEMON = 20
NOTHING_FOUND = 21
UNAUTHORISED = 24
FATAL_LOGIN = 19


class LoginFailed(HaStorageError):
    """A target did not let this initiator in, or did not answer."""


_REASONS = {
    UNAUTHORISED: (
        "the target refused this initiator: the CHAP users or secrets differ, or it has no ACL for {initiator}"
        " (the log of iscsid tells which); compare both with the target's configuration"
    ),
    TRANSPORT: "nothing listens there; check the address, the port, and that the target runs",
    TIMED_OUT: "no answer in time; check the network, and that the target {iqn} exists and is enabled there",
    NO_DAEMON: "iscsid does not run on this host; start iscsid.service or iscsid.socket",
    FATAL_LOGIN: "the target ended the login: it has no target {iqn} there, or refuses the parameters",
}


def login_failed(rc: int, iqn: str, portal: Portal, initiator: str) -> LoginFailed:
    """The error for return code *rc* of a login, with the way out."""
    reason = _REASONS.get(rc, "iscsiadm ended with return code {rc}; the log of iscsid tells more")
    text = reason.format(rc=rc, iqn=iqn, initiator=initiator or "this host's name")
    return LoginFailed(f"cannot log in to {iqn} at {portal}: {text}", rc=rc, iqn=iqn, portal=str(portal))


def login_not_answered(iqn: str, portal: Portal, seconds: float) -> LoginFailed:
    """The error for a login that was still retried when *seconds* were over."""
    text = f"no login within {seconds:g} s; check the network, and that the target exists and is enabled there"
    return LoginFailed(f"cannot log in to {iqn} at {portal}: {text}", iqn=iqn, portal=str(portal), seconds=seconds)
