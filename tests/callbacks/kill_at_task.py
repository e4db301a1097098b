# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers the tasks of a run, and ends ansible-playbook by SIGKILL where the one of KILL_AT_TASK would start.

KILL_AT_TASK is a number, or the beginning of a task's name.
"""

from __future__ import annotations

import os
import signal

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    """Prints ``KILL_AT_TASK=<number> <name>`` before each task."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "kill_at_task"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def v2_playbook_on_task_start(self, task, is_conditional):
        """Counts."""
        self.number += 1
        self._display.display(f"KILL_AT_TASK={self.number} {task.get_name()}")
        wanted = os.environ.get("KILL_AT_TASK", "")
        if wanted and (wanted == str(self.number) or task.get_name().startswith(wanted)):
            os.kill(os.getpid(), signal.SIGKILL)
