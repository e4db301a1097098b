# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions and their disks as the kernel shows them: no tool is needed, and it works while a target is away."""

from __future__ import annotations

import re
import typing as t

from .._core.files import Files
from .model import Chap, Lun, Portal, Session
from .parse import (
    CHAP_LINES,
    CONNECTION_LINES,
    SESSION_LINES,
    parse_mounts,
    parse_number,
    parse_sysfs_text,
    parse_unit_serial,
)

SESSIONS = "/sys/class/iscsi_session"
CONNECTIONS = "/sys/class/iscsi_connection"
BLOCK = "/sys/class/block"
_SCSI_DEVICE = re.compile(r"^\d+:\d+:\d+:\d+$")


class Sysfs:
    """Reads sessions through *files*."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def sessions(self) -> tuple[Session, ...]:
        """All sessions in the order of their numbers; one that goes away meanwhile is left out."""
        numbers = sorted(int(name[7:]) for name in self.files.names(SESSIONS) if name[7:].isdigit())
        found = (self._session(number) for number in numbers)
        return tuple(session for session in found if session is not None)

    def _session(self, sid: int) -> Session | None:
        folder = f"{SESSIONS}/session{sid}"
        iqn = self._text(f"{folder}/targetname")
        connection = self._connection(sid)
        if not iqn or connection is None:
            return None
        portal = Portal(
            self._text(f"{connection}/persistent_address") or "",
            parse_number(self._text(f"{connection}/persistent_port")) or 3260,
        )
        devices = self._devices(f"{folder}/device")
        return Session(
            sid=sid,
            iqn=iqn,
            portal=portal,
            state=self._text(f"{folder}/state") or "",
            chap=self._chap(folder),
            settings={**self._values(folder, SESSION_LINES), **self._values(connection, CONNECTION_LINES)},
            luns=tuple(sorted(filter(None, map(self._lun, devices)), key=lambda lun: lun.number)),
            scanned=self._text(f"{folder}/target_state") in (None, "SCANNED") and not any(map(self._pending, devices)),
        )

    def _connection(self, sid: int) -> str | None:
        names = [name for name in self.files.names(CONNECTIONS) if name.startswith(f"connection{sid}:")]
        return f"{CONNECTIONS}/{names[0]}" if names else None

    def _chap(self, folder: str) -> Chap | None:
        values = {}
        for field, line in CHAP_LINES.items():
            value = self._text(f"{folder}/{line.rpartition('.')[2]}")
            if value is None:
                return None
            values[field] = value
        return Chap(**values)

    def _values(self, folder: str, lines: t.Mapping[str, str]) -> dict[str, str]:
        values = {name: self._text(f"{folder}/{attribute}") for name, attribute in lines.items()}
        return {name: value for name, value in values.items() if value}

    def _devices(self, folder: str) -> list[str]:
        """The folders of the SCSI devices of a session."""
        targets = [name for name in self.files.names(folder) if name.startswith("target")]
        return [
            f"{folder}/{target}/{name}"
            for target in targets
            for name in self.files.names(f"{folder}/{target}")
            if _SCSI_DEVICE.match(name)
        ]

    def _pending(self, folder: str) -> bool:
        """Whether the SCSI device *folder* is a disk (type 0) to which the driver has not come yet."""
        return self._text(f"{folder}/type") == "0" and not self.files.names(f"{folder}/block")

    def _lun(self, folder: str) -> Lun | None:
        """None where the SCSI device *folder* has no block device (yet)."""
        disks = self.files.names(f"{folder}/block")
        if not disks:
            return None
        return Lun(
            number=int(folder.rpartition(":")[2]),
            device=f"/dev/{disks[0]}",
            size=512 * (parse_number(self._text(f"{BLOCK}/{disks[0]}/size")) or 0),
            serial=parse_unit_serial(self.files.read_bytes(f"{folder}/vpd_pg80")),
            wwid=self._text(f"{folder}/wwid") or "",
            users=tuple(self._users(disks[0])),
        )

    def _users(self, disk: str) -> t.Iterator[str]:
        """Mounts, swap and holders of the disk and of its partitions."""
        mounts = parse_mounts(self._text("/proc/self/mountinfo") or "")
        swaps = (self._text("/proc/swaps") or "").split()
        partitions = [name for name in self.files.names(f"{BLOCK}/{disk}") if name.startswith(disk)]
        for name in [disk, *partitions]:
            number = self._text(f"{BLOCK}/{name}/dev")
            if number in mounts:
                yield f"mounted on {mounts[number]}"
            if f"/dev/{name}" in swaps:
                yield "swap"
            yield from (f"held by {holder}" for holder in self.files.names(f"{BLOCK}/{name}/holders"))

    def _text(self, name: str) -> str | None:
        raw = self.files.read_bytes(name)
        return None if raw is None else parse_sysfs_text(raw.decode("utf-8", "replace"))
