# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When waiting is over."""

from __future__ import annotations

import typing as t

from .model import Session


def is_logged_in(sessions: t.Sequence[Session]) -> bool:
    """There is a session, and each one works."""
    return bool(sessions) and all(session.state == "LOGGED_IN" for session in sessions)


def has_disks(sessions: t.Sequence[Session]) -> bool:
    """Logged in, and the scan has given every session at least one disk, each with its size."""
    return is_logged_in(sessions) and all(
        session.luns and all(lun.size for lun in session.luns) for session in sessions
    )
