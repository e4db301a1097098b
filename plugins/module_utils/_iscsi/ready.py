# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When waiting is over."""

from __future__ import annotations

import typing as t

from .model import Record, Session

Ready = t.Callable[[t.Sequence[Session]], bool]
RETRIES = "node.session.initial_login_retry_max"
LOGIN_TIMEOUT = "node.conn[0].timeo.login_timeout"


def is_logged_in(sessions: t.Sequence[Session]) -> bool:
    """There is a session, and each one works."""
    return bool(sessions) and all(session.state == "LOGGED_IN" for session in sessions)


def is_scanned(sessions: t.Sequence[Session]) -> bool:
    """Logged in, and every disk of every session is there: a login ends before, and on a busy host long before."""
    return is_logged_in(sessions) and all(session.scanned for session in sessions)


def login_seconds(records: t.Sequence[Record]) -> int:
    """How long iscsid goes on with a first login that nobody answers: the product of two settings, by default 120."""
    products = [int(one.settings.get(RETRIES, 8)) * int(one.settings.get(LOGIN_TIMEOUT, 15)) for one in records]
    return max(products, default=120)
