# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All I/O of the subject: sysfs, sg3-utils, and iscsiadm for the search."""

from __future__ import annotations

import os

from .._core.files import Files, tell_kernel
from .._core.plan import Operation
from .._core.runner import Result, Runner, run
from .._core.wait import wait_until
from .._iscsi.model import Session
from .._iscsi.sysfs import BLOCK, Sysfs
from .model import Offer, State
from .parse import capacity, lun_numbers
from .plan import Look, Remove, Resize

# sg3-utils: the device had news (a LUN was added, a size changed), and has told them by that.
UNIT_ATTENTION = 6


class LunSystem:
    """The sessions with the target *iqn*. *timeout* is in seconds, for one search."""

    def __init__(self, iqn: str, timeout: float = 60, runner: Runner = run, files: Files | None = None) -> None:
        self.iqn, self.timeout, self.run = iqn, timeout, runner
        self.files = files or Files()
        self.sysfs = Sysfs(self.files)
        self.searched: set[int] = set()

    def read(self) -> State:
        """The sessions that work, with what is offered. Raises ToolMissing without sg3-utils."""
        sessions = (session for session in self.sysfs.sessions() if session.iqn == self.iqn)
        return State(tuple(self._offer(session) for session in sessions if session.state == "LOGGED_IN"))

    def absent(self) -> State:
        """A host without sg3-utils."""
        return State()

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, DeadlineExceeded, OSError."""
        action = operation.action
        if isinstance(action, Look):
            self._look(action)
        elif isinstance(action, Resize):
            self._tell(action.device, "rescan")
        elif isinstance(action, Remove):
            self._tell(action.device, "delete")
        else:
            raise TypeError(f"not an action of this subject: {type(action).__name__}")

    def _offer(self, session: Session) -> Offer:
        for lun in session.luns:
            # Not every disk can answer: one that is no longer offered does not.
            answer = self._ask("sg_luns", "--quiet", lun.device)
            if answer.rc == 0:
                seen = {lun.number: lun.device for lun in session.luns}
                return Offer(session, {number: self._size(seen.get(number)) for number in lun_numbers(answer.stdout)})
        # Without a disk nobody can be asked; what a search did not find is not there.
        return Offer(session, {} if session.sid in self.searched else None)

    def _size(self, device: str | None) -> int | None:
        if device is None:
            return None
        answer = self._ask("sg_readcap", "--16", "--brief", device)
        return capacity(answer.stdout) if answer.rc == 0 else None

    def _ask(self, *argv: str) -> Result:
        answer = self.run(argv, ok=range(256))
        return self.run(argv, ok=range(256)) if answer.rc == UNIT_ATTENTION else answer

    def _look(self, look: Look) -> None:
        self.run(("iscsiadm", "-m", "session", "-r", str(look.sid), "--rescan"), timeout=self.timeout)
        wait_until(
            lambda: [session for session in self.sysfs.sessions() if session.sid == look.sid],
            lambda found: (
                bool(found) and found[0].scanned and set(look.numbers) <= {lun.number for lun in found[0].luns}
            ),
            what=f"the disks of session {look.sid}",
            timeout=self.timeout,
        )
        self.searched.add(look.sid)

    def _tell(self, device: str, attribute: str) -> None:
        tell_kernel(self.files.path(f"{BLOCK}/{os.path.basename(device)}/device/{attribute}"), "1")
