# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The I/O of clones for tests: zfs on this host, and under which identities LUNs are presented here."""

from __future__ import annotations

import os
import re
import typing as t

from .._core.errors import ToolMissing
from .._core.files import Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .._core.wait import wait_until
from .._lio.model import HBA_FILES
from .._lio.parse import serial as parse_serial
from .drill import Stage
from .model import OWNER, SOURCE, VOLUME, Dataset, Drill, Options, Wanted
from .steps import Clone
from .system import READ_TIMEOUT, ZfsSystem

_LIO = "/sys/kernel/config/target/core"
_GUID = re.compile(r"^LU Name: ([0-9A-Fa-f]{32})$", re.MULTILINE)
_ZVOLS = "/dev/zvol"
# Seconds until udev has made the link of a new volume; what is written before that goes into a plain file.
_LINK = 60.0


class DrillSystem:
    """A copy and its clone."""

    def __init__(self, drill: Drill, runner: Runner = run, files: Files | None = None) -> None:
        # The names of the properties are what is asked for besides; none is set by these options.
        asked = (("readonly", ""), ("origin", ""), (OWNER, ""))
        self.wanted = Wanted(((drill.dataset, drill.clone),), Options(resume=False, properties=asked))
        self._zfs, self._run, self._files = ZfsSystem(self.wanted, runner=runner), runner, files or Files()
        self.drill = drill
        self.last = Stage(Dataset(drill.dataset, exists=False), Dataset(drill.clone, exists=False))

    def read(self) -> Stage:
        """Both as they are. Raises ToolMissing, CommandFailed, CommandTimedOut, Unparsable."""
        found = self._zfs.datasets(SOURCE, [self.drill.dataset, self.drill.clone])
        self.last = Stage(found[self.drill.dataset], found[self.drill.clone], self._presented())
        return self.last

    def absent(self) -> Stage:
        """A host without ZFS."""
        return self.last

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, CommandTimedOut, DeadlineExceeded."""
        self._zfs.apply(operation)
        step: t.Any = operation.action
        if isinstance(step, Clone) and self.last.dataset.kind == VOLUME and self._files.names(_ZVOLS):
            link = self._files.path(f"{_ZVOLS}/{step.clone}")
            wait_until(lambda: os.path.exists(link), bool, what=f"the device {link}", timeout=_LINK, interval=0.2)

    def _presented(self) -> frozenset[str]:
        """GUIDs of COMSTAR and serials of LIO, in lower case; a host has either, or none."""
        try:
            text = self._run(("stmfadm", "list-lu"), timeout=READ_TIMEOUT).stdout
        except ToolMissing:
            text = ""
        found = {guid.lower() for guid in _GUID.findall(text)}
        for plugin in self._files.names(_LIO):
            stores = set(self._files.names(f"{_LIO}/{plugin}")) - HBA_FILES if re.fullmatch(r"\w+_\d+", plugin) else ()
            for store in stores:
                serial = self._files.read_text(f"{_LIO}/{plugin}/{store}/wwn/vpd_unit_serial") or ""
                found.add(parse_serial(serial).lower())
        return frozenset(found - {""})
