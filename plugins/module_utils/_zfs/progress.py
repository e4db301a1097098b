# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a stream has come, for whoever looks: Ansible shows nothing of a module before its end."""

from __future__ import annotations

import json
import os
import time
import typing as t

from .._core.files import Files

# Seconds between two writes.
_PAUSE = 1.0


class ProgressFile:
    """Tells it in the file *path*, or nowhere."""

    def __init__(self, path: str | None, clock: t.Callable[[], float] = time.monotonic) -> None:
        self.path, self._clock = path, clock
        self._step, self._begin, self._next = "", 0.0, 0.0

    def __call__(self, step: str, count: int) -> None:
        """*step* has sent *count* bytes."""
        now = self._clock()
        if step != self._step:
            self._step, self._begin, self._next = step, now, now
        if self.path and now >= self._next:
            self._next = now + _PAUSE
            told = {"step": step, "bytes": count, "seconds": round(now - self._begin, 1)}
            Files().write_atomic(os.path.abspath(self.path), json.dumps(told) + "\n")

    def remove(self) -> None:
        """Nothing goes over any more."""
        if self.path:
            Files().remove(os.path.abspath(self.path))
