# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the return codes of iscsiadm mean to the person who has to put it right."""

from __future__ import annotations

from .._core.errors import HaStorageError
from .model import Portal

# iscsi_err.h of open-iscsi
INVALID = 7
TIMED_OUT = 8
EXISTS = 15
NO_DAEMON = 20
NOTHING_FOUND = 21
UNAUTHORISED = 24


class LoginFailed(HaStorageError):
    """A target did not let this initiator in, or did not answer."""


_REASONS = {
    UNAUTHORISED: (
        "the target refused this initiator: the CHAP users or secrets differ, or it has no ACL for {initiator}"
        " (the log of iscsid tells which); compare both with the target's configuration"
    ),
    # Also for a closed port, and for a target that LIO does not know or has disabled ("service unavailable").
    TIMED_OUT: (
        "no login within {seconds} s; check the address and the port, and that the target exists there and is enabled"
    ),
    NO_DAEMON: "iscsid does not run on this host; start iscsid.service or iscsid.socket",
}


def login_failed(rc: int, iqn: str, portal: Portal, initiator: str, seconds: int) -> LoginFailed:
    """The error for return code *rc* of a login that was tried for *seconds*, with the way out."""
    reason = _REASONS.get(rc, "iscsiadm ended with return code {rc}; the log of iscsid tells more")
    text = reason.format(rc=rc, initiator=initiator or "this host's name", seconds=seconds)
    return LoginFailed(f"cannot log in to {iqn} at {portal}: {text}", rc=rc, iqn=iqn, portal=str(portal))
