# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a service needs on this host, asked of the tools; and their commands carried out."""

from __future__ import annotations

import os
import typing as t

from .._core.errors import HaStorageError
from .._core.files import Files, tell_kernel
from .._core.plan import Operation
from .._core.runner import Result, Runner, run
from .model import Command, Device, Group, Lun, Rescan, Reservations, State, Unit, Wish
from .parse import parse_group, parse_mounts, parse_reservations, parse_unit

_NO_GROUP = 5  # of vgs and lvs
_UNIT_ATTENTION = 6  # of sg3-utils: the disk tells an event instead of an answer; each event once
_EVENTS = 4
BLOCK = "/sys/class/block"


class HostSystem:
    """The System of ``host_service``.

    real -- follows symbolic links
    exists -- whether a path is there
    listed -- the names in a folder
    write -- a word into a file of sysfs
    """

    def __init__(
        self,
        wish: Wish,
        runner: Runner = run,
        real: t.Callable[[str], str] = os.path.realpath,
        exists: t.Callable[[str], bool] = os.path.exists,
        listed: t.Callable[[str], t.Sequence[str]] = Files().names,
        write: t.Callable[[str, str], None] = tell_kernel,
    ) -> None:
        self.wish, self.run, self.real, self.exists = wish, runner, real, exists
        self.listed, self.write = listed, write
        self.last: State | None = None

    def read(self) -> State:
        """What is there now, kept in *last*. Raises ToolMissing, CommandFailed, CommandTimedOut, Unparsable."""
        wish = self.wish
        devices = {path: self._device(path) for lun in wish.luns for path in (*lun.paths, lun.device)}
        self.last = State(
            devices=devices,
            reservations={
                lun.device: self._reservations(lun) for lun in wish.luns if wish.key and devices[lun.device].there
            },
            group=self._group() if wish.vg else None,
            mounts=self._mounts() if wish.filesystems else {},
            real={filesystem.device: self.real(filesystem.device) for filesystem in wish.filesystems},
            units={name: self._unit(name) for name in wish.units},
        )
        return self.last

    def absent(self) -> State:
        """A host without any of it; for check mode where a tool is missing."""
        return State(
            devices={path: Device() for lun in self.wish.luns for path in (*lun.paths, lun.device)},
            reservations={lun.device: Reservations() for lun in self.wish.luns if self.wish.key},
            group=Group() if self.wish.vg else None,
            real={filesystem.device: filesystem.device for filesystem in self.wish.filesystems},
            units={name: Unit("loaded", "inactive") for name in self.wish.units},
        )

    def apply(self, operation: Operation) -> None:
        """One command. Raises CommandFailed, CommandTimedOut, OSError."""
        action = operation.action
        if isinstance(action, Rescan):
            self.write(self._rescan(action.disk), "1")
        else:
            command: Command = action
            self.run(command.argv, timeout=command.seconds, ok=command.ok)

    def _device(self, path: str) -> Device:
        if not self.exists(path):
            return Device(there=False)
        readonly = self.run(("blockdev", "--getro", path)).stdout.strip() == "1"
        return Device(readonly=readonly, disks=self._disks(path) if readonly else ())

    def _disks(self, path: str) -> tuple[str, ...]:
        name = os.path.basename(self.real(path))
        below = self.listed(f"{BLOCK}/{name}/slaves") or (name,)
        return tuple(disk for disk in below if self.exists(self._rescan(disk)))

    @staticmethod
    def _rescan(disk: str) -> str:
        return f"{BLOCK}/{disk}/device/rescan"

    def _reservations(self, lun: Lun) -> Reservations:
        # Before it is promoted, a disk cannot be opened for writing.
        tool = ("mpathpersist",) if lun.multipath else ("sg_persist", "--no-inquiry", "--readonly")
        keys = self._attended((*tool, "--in", "--read-keys", lun.device))
        holder = self._attended((*tool, "--in", "--read-reservation", lun.device))
        return parse_reservations(keys.stdout, holder.stdout)

    def _attended(self, argv: tuple[str, ...]) -> Result:
        """The answer to a question. A disk tells first what has happened since the last one, such as a preemption."""
        for _told in range(_EVENTS):
            heard = self.run(argv, ok=(0, _UNIT_ATTENTION))
            if heard.rc == 0:
                return heard
        return self.run(argv)

    def _group(self) -> Group | None:
        report, ok = ("--reportformat", "json", "--options"), (0, _NO_GROUP)
        groups = self.run(("vgs", *report, "vg_name,vg_tags,vg_autoactivation", self.wish.vg), ok=ok)
        if groups.rc == _NO_GROUP:
            # With a report in JSON, LVM 2.03.31 gives no reason for a group that it does not know.
            if groups.stderr.strip() and "not found" not in groups.stderr:
                raise HaStorageError(f"vgs: {groups.stderr.strip()}")
            return None
        volumes = self.run(("lvs", *report, "lv_name,lv_active", self.wish.vg))
        return parse_group(groups.stdout, volumes.stdout)

    def _mounts(self) -> dict[str, str]:
        heard = self.run(("findmnt", "--json", "--list", "--output", "SOURCE,TARGET"))
        mounts = parse_mounts(heard.stdout).items()
        return {target: self.real(source) if source.startswith("/") else source for target, source in mounts}

    def _unit(self, name: str) -> Unit:
        return parse_unit(self.run(("systemctl", "show", "--property=LoadState,ActiveState", name)).stdout)
