# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""A node's power: on, off, frozen; what ends by itself is started again, as a watchdog or a reboot does."""

import datetime
import functools
import os
import select
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any, Dict, Optional

from lab.lib.proc import environment, wait_for, write_pid

#: A user-mode kernel that panics within an interrupt may go round in circles over its own messages (seen with 7.2.7,
#: when softdog fired). On hardware that is what the watchdog is for.
PANIC = b"Kernel panic - not syncing"
#: Seconds for a kernel that has panicked to end by itself.
MOMENT = 1.0


class Machine:
    """One node: wanted on or off, running or not."""

    def __init__(self, name: str, plan: Dict[str, Any], folder: Path) -> None:
        self.name, self.argv, self.folder = name, plan["argv"], folder
        self.scratch = plan["tmp"]
        self.restart, self.delay = plan["restart"], plan["restart_delay"]
        self.wanted, self.frozen, self.boots = False, False, 0
        #: Where in the console's log its present life begins.
        self.console = 0
        self.child: Optional[subprocess.Popen[bytes]] = None
        self.wake = threading.Condition()

    def note(self, text: str) -> None:
        """The node's event log has one more line."""
        stamp = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
        with open(self.folder / "events.log", "a", encoding="utf-8") as handle:
            handle.write(f"{stamp} {text}\n")

    def loop(self) -> None:
        """For ever: run the node while it is wanted, and start it again when it ended by itself."""
        while True:
            with self.wake:
                while not self.wanted:
                    self.wake.wait()
                self._spawn()
            child = self.child
            assert child is not None
            code = self._ended(child)
            wait_for(functools.partial(self._swept, child.pid), 5, 0.02)
            with self.wake:
                self.child, self.frozen = None, False
                self.note(f"ended with {code}" + ("" if self.wanted else " (power off)"))
                if self.wanted and not self._again(code):
                    self.wanted = False
                self.wake.notify_all()
                if self.wanted:
                    self.wake.wait(self.delay)

    def _ended(self, child: "subprocess.Popen[bytes]") -> int:
        """Its exit code, once it has ended; one that has panicked has a moment for that."""
        process, said, panicked = os.pidfd_open(child.pid), b"", False
        try:
            with open(self.folder / "console.log", "rb") as console:
                console.seek(self.console)
                while not select.select([process], [], [], MOMENT)[0]:
                    if panicked:
                        self.note("has panicked and goes on: reset")
                        self._swept(child.pid)
                    # What is looked for may have been written in two parts.
                    said = said[-len(PANIC) :] + console.read()
                    panicked = panicked or PANIC in said
        finally:
            os.close(process)
        return child.wait()

    def _again(self, code: int) -> bool:
        # A node that powers itself off says so with 0; a panic or a watchdog does not.
        return self.restart == "always" or (self.restart == "failure" and code != 0)

    def _spawn(self) -> None:
        with open(self.folder / "console.log", "ab", buffering=0) as log:
            log.write(b"\n===== power on =====\n")
            self.console = log.tell()
            self.child = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=str(self.folder),
                env=environment({"TMPDIR": self.scratch}),
            )
        write_pid(self.folder / "pid", self.child.pid)
        self.boots += 1
        self.note(f"started as process {self.child.pid}")

    def _swept(self, group: int) -> bool:
        """Everything of the group is killed; True once nothing of it is left."""
        # The kernel process may be gone before its userspace children: nothing of the old life may touch the disks.
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return True
        return False

    def power(self, wanted: bool) -> None:
        """Wanted on: it is being started. Wanted off: the plug is pulled (see await_off)."""
        with self.wake:
            self.wanted = wanted
            if not wanted and self.child is not None:
                self._swept(self.child.pid)
            self.wake.notify_all()

    def await_off(self) -> None:
        """Nothing of the node runs any more; an OSError if that takes too long."""
        with self.wake:
            if not self.wake.wait_for(lambda: self.child is None, timeout=20):
                raise OSError(f"{self.name} does not end")

    def freeze(self, frozen: bool) -> None:
        """The node stands still (True) or goes on."""
        with self.wake:
            if self.child is None:
                raise OSError(f"{self.name} is not running")
            os.killpg(self.child.pid, signal.SIGSTOP if frozen else signal.SIGCONT)
            self.frozen = frozen
            self.note("frozen" if frozen else "thawed")

    def powered(self) -> bool:
        """Whether anything of the node runs."""
        return self.child is not None

    def reset(self, kind: str, client: str) -> None:
        """What a client of the BMC asks for is done: On, ForceOff or ForceRestart."""
        self.note(f"BMC: {kind}, for {client}")
        if kind != "On":
            self.power(False)
            self.await_off()
        if kind != "ForceOff":
            self.power(True)

    def state(self) -> Dict[str, Any]:
        """What status shows."""
        power = "off" if self.child is None else "frozen" if self.frozen else "on"
        return {
            "power": power,
            "wanted": "on" if self.wanted else "off",
            "boots": self.boots,
            "pid": self.child.pid if self.child else None,
        }
