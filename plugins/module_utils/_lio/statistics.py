# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counters that the kernel keeps of a target in configfs. Reads those that are asked for: a target of 256 LUNs and
4 initiators has some 57,000 files there, and all of them take seconds.
"""

from __future__ import annotations

import os
import typing as t

from .._core.files import Files

ROOT = "/sys/kernel/config/target"
# The kernel tells megabytes, rounded down.
_MIB = 1 << 20
# Numbers are shorter, and one page is what configfs gives at most.
_PAGE = 4096


class Traffic(t.NamedTuple):
    """What has gone over since the object was made: commands, and bytes as an initiator sees them."""

    commands: int
    read: int
    written: int


class Statistics:
    """Those of the host whose files are *files*."""

    def __init__(self, files: Files | None = None) -> None:
        self.files = files or Files()

    def targets(self) -> list[str]:
        """The IQNs of the targets that are in the kernel."""
        return [name for name in self.files.names(f"{ROOT}/iscsi") if ":" in name]

    def luns(self, iqn: str) -> dict[int, Traffic]:
        """By LUN, what all initiators together did; rounded down to MiB."""
        folder = f"{_group(iqn)}/lun"
        return self._by_lun(folder, "scsi_tgt_port", ("in_cmds", "read_mbytes", "write_mbytes"))

    def initiators(self, iqn: str) -> list[str]:
        """The initiators that are described, logged in or not."""
        return self.files.names(f"{_group(iqn)}/acls")

    def session(self, iqn: str, initiator: str) -> Traffic | None:
        """What the present session of an initiator did, to the byte; None without one."""
        folder = f"{_group(iqn)}/acls/{initiator}/fabric_statistics/iscsi_sess_stats"
        # What the target receives is what the initiator writes.
        commands, sent, received = (
            self.number(f"{folder}/{name}") for name in ("cmd_pdus", "txdata_octs", "rxdata_octs")
        )
        if commands is None or sent is None or received is None:
            return None
        return Traffic(commands, sent, received)

    def mapped(self, iqn: str, initiator: str) -> dict[int, Traffic]:
        """By the number that an initiator knows a LUN by, what it did there; rounded down to MiB."""
        folder = f"{_group(iqn)}/acls/{initiator}"
        return self._by_lun(folder, "scsi_auth_intr", ("num_cmds", "read_mbytes", "write_mbytes"))

    def number(self, name: str) -> int | None:
        """The number in a file; None where there is none."""
        text = self.text(name)
        return int(text) if text is not None and text.isdigit() else None

    def text(self, name: str) -> str | None:
        """The stripped text of a file, or None. With bare system calls: thousands of files are read."""
        try:
            descriptor = os.open(self.files.path(name), os.O_RDONLY)
        except OSError:
            return None
        try:
            return os.read(descriptor, _PAGE).decode("utf-8", "replace").strip("\0 \n")
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def _rounded(self, folder: str, keys: t.Sequence[str]) -> Traffic | None:
        commands, read, written = (self.number(f"{folder}/{key}") for key in keys)
        if commands is None or read is None or written is None:
            return None
        return Traffic(commands, read * _MIB, written * _MIB)

    def _by_lun(self, folder: str, table: str, keys: t.Sequence[str]) -> dict[int, Traffic]:
        names = sorted((name for name in self.files.names(folder) if name.startswith("lun_")), key=_lun)
        found = {_lun(name): self._rounded(f"{folder}/{name}/statistics/{table}", keys) for name in names}
        return {number: traffic for number, traffic in found.items() if traffic}


def _group(iqn: str) -> str:
    return f"{ROOT}/iscsi/{iqn}/tpgt_1"


def _lun(name: str) -> int:
    return int(name.partition("_")[2])
