# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import typing as t

from .wait import wait_until


@contextlib.contextmanager
def exclusive(path: str, *, what: str, timeout: float) -> t.Iterator[None]:
    """Nobody else on this node holds the lock *path* meanwhile; its end releases it, however it comes.

    Raises DeadlineExceeded, naming *what*, after *timeout* seconds.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        wait_until(lambda: _try_lock(descriptor), bool, what=what, timeout=timeout, interval=0.05)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
