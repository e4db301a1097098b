# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The host that a plugin runs on."""

from __future__ import annotations

import json
import os
import sys
import time
import typing as t

from .._core.files import Files
from .._core.runner import Runner, run

# A command that takes longer has met something that stands still; the others shall be drawn meanwhile.
PATIENCE = 10.0


class Host:
    """What plugins see of their host; tests give another one."""

    def __init__(
        self,
        files: Files | None = None,
        runner: Runner = run,
        environ: t.Mapping[str, str] | None = None,
        clock: t.Callable[[], float] = time.time,
    ) -> None:
        self.files, self.run, self.clock = files or Files(), runner, clock
        self.environ = os.environ if environ is None else environ

    def said(self, *argv: str) -> str:
        """What a command says. Raises ToolMissing, CommandFailed, CommandTimedOut."""
        return self.run(argv, timeout=PATIENCE).stdout

    def remembered(self, plugin: str) -> dict[str, float]:
        """What *plugin* wrote down last time; {} for nothing."""
        state = self._state(plugin)
        try:
            found = json.loads((state and self.files.read_text(state)) or "{}")
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def remember(self, plugin: str, values: t.Mapping[str, float]) -> None:
        """*values* are there next time, where Munin has given the plugin a folder."""
        if self._state(plugin):
            self.files.write_atomic(self._state(plugin), json.dumps(values, sort_keys=True) + "\n", 0o600)

    def complain(self, text: str) -> None:
        """*text* is in the log of munin-node."""
        sys.stderr.write(f"{text}\n")

    def _state(self, plugin: str) -> str:
        folder = self.environ.get("MUNIN_PLUGSTATE", "")
        return f"{folder}/{plugin}.json" if folder else ""
