# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All I/O of the initiator: iscsiadm, its node records and sysfs."""

from __future__ import annotations

import typing as t

from .._core.errors import CommandFailed, CommandTimedOut, HaStorageError
from .._core.files import LEFT_OVER, Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .._core.wait import wait_until
from .failures import EXISTS, INVALID, NOTHING_FOUND, TIMED_OUT, login_failed
from .model import Initiator, Portal, Record
from .parse import parse_initiator_name, parse_records
from .plan import Await, Delete, Login, Logout, Save
from .ready import Ready, is_logged_in, is_scanned, login_seconds
from .render import chap_lines, render_record
from .sysfs import Sysfs

# open-iscsi is built with one of them: Debian 12 with the second, Debian 13 and EL with the first.
ROOTS = ("/var/lib/iscsi", "/etc/iscsi")
NAME_FILE = "/etc/iscsi/initiatorname.iscsi"
_ANY = range(256)


class IscsiSystem:
    """The initiator of this host. *timeout* is in seconds, for one logout or one recovery."""

    def __init__(self, timeout: float = 60, runner: Runner = run, files: Files | None = None) -> None:
        self.timeout, self.run = timeout, runner
        self.files = files or Files()
        self.sysfs = Sysfs(self.files)

    def read(self) -> Initiator:
        """Name, records and sessions. Raises ToolMissing without iscsiadm."""
        return Initiator(self._name(), self._records(), self.sysfs.sessions())

    def absent(self) -> Initiator:
        """A host without open-iscsi."""
        return Initiator()

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises LoginFailed, CommandFailed, CommandTimedOut, DeadlineExceeded."""
        action = operation.action
        steps: dict[type, t.Callable[[t.Any], None]] = {
            Save: self._save,
            Delete: lambda step: self._node(step, "-o", "delete"),
            Login: self._login,
            Logout: self._logout,
            Await: lambda step: self._wait(step, is_logged_in, "to recover"),
        }
        steps[type(action)](action)

    def _name(self) -> str:
        return parse_initiator_name(self.files.read_text(NAME_FILE))

    def _records(self) -> tuple[Record, ...]:
        argv = ("iscsiadm", "-m", "node", "-o", "show", "-S")
        result = self.run(argv, ok=_ANY)
        if result.rc == NOTHING_FOUND:
            return ()
        if result.rc:
            # The output holds every secret: it must not become part of an error.
            raise CommandFailed(argv, result.rc, "", result.stderr)
        return parse_records(result.stdout)

    def _node(self, step: t.Any, *rest: str, timeout: float = 60) -> None:
        self.run(("iscsiadm", "-m", "node", "-T", step.iqn, "-p", str(step.portal), *rest), timeout=timeout)

    def _save(self, step: Save) -> None:
        if step.new:
            self._node(step, "-o", "new")
        for name, value in step.settings.items():
            self._set(step, name, value)
        if step.chap is not None:
            lines = chap_lines(step.chap)
            for name in self._record_files(step.iqn, step.portal):
                self._write_record(name, lines)

    def _set(self, step: Save, name: str, value: str) -> None:
        """By the tool: a name that it does not know, written by us, would make the whole record unreadable to it."""
        argv = ("iscsiadm", "-m", "node", "-T", step.iqn, "-p", str(step.portal))
        result = self.run((*argv, "-o", "update", "-n", name, "-v", value), ok=(0, INVALID))
        if result.rc == INVALID:
            said = (result.stderr.splitlines() or ["invalid parameter"])[0]
            raise HaStorageError(f"open-iscsi refuses the setting {name} = {value}: {said}", setting=name)

    def _record_files(self, iqn: str, portal: Portal) -> list[str]:
        """A file ``ip,port``, or a folder ``ip,port,tpgt`` with a file for each interface."""
        found = []
        for root in ROOTS:
            folder = f"{root}/nodes/{iqn}"
            for name in self.files.names(folder):
                if name.split(",")[:2] == [portal.ip, str(portal.port)]:
                    inside = self.files.names(f"{folder}/{name}") if name.count(",") == 2 else [""]
                    found += [f"{folder}/{name}/{interface}".rstrip("/") for interface in inside]
        if not found:
            raise HaStorageError(
                f"iscsiadm has a record of {iqn} at {portal}, but there is none below {', '.join(ROOTS)}"
            )
        return found

    def _write_record(self, name: str, lines: t.Mapping[str, str]) -> None:
        """Not by the tool: it takes values on its command line only, where every user of the host can read them."""
        root = name.partition("/nodes/")[0]
        for left_over in self.files.names(root):
            if left_over.startswith(LEFT_OVER):
                self.files.remove(f"{root}/{left_over}")
        text = self.files.read_text(name) or ""
        self.files.write_atomic(name, render_record(text, lines), mode=0o600, staging=root)

    def _login(self, step: Login) -> None:
        """iscsid itself must give up: it goes on for ever once iscsiadm is killed, and then even a logout fails."""
        argv = ("iscsiadm", "-m", "node", "-T", step.iqn, "-p", str(step.portal), "--login")
        records = [record for record in self._records() if _same_place(record, step)]
        seconds = login_seconds(records)
        try:
            result = self.run(argv, timeout=seconds + self.timeout, ok=_ANY)
        except CommandTimedOut as late:
            raise login_failed(TIMED_OUT, step.iqn, step.portal, self._name(), seconds) from late
        if result.rc not in (0, EXISTS):
            raise login_failed(result.rc, step.iqn, step.portal, self._name(), seconds)
        by_hand = any(record.settings.get("node.session.scan") == "manual" for record in records)
        self._wait(step, is_logged_in if by_hand else is_scanned, "to log in and to find its disks")

    def _logout(self, step: Logout) -> None:
        self._node(step, "--logout", timeout=self.timeout)

    def _wait(self, step: t.Any, ready: Ready, what: str) -> None:
        wait_until(
            lambda: [session for session in self.sysfs.sessions() if _same_place(session, step)],
            ready,
            what=f"{step.iqn} at {step.portal} {what}",
            timeout=self.timeout,
        )


def _same_place(one: t.Any, other: t.Any) -> bool:
    return (one.iqn, one.portal) == (other.iqn, other.portal)
