# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host is like before a site is built on it, or after. Reads only; a missing tool means unknown."""

from __future__ import annotations

import dataclasses
import os
import socket
import typing as t

from .._core.errors import HaStorageError, NotThereYet
from .._core.files import Files
from .._core.runner import Runner, run
from .._drbd.info import gather
from .._drbd.node import Node
from .._lvm.model import Device, Wanted
from .._lvm.system import LvmSystem, block_device
from .parse import parse_membership

COROSYNC = "/etc/corosync/corosync.conf"
SSH = 22
ANSWER_WITHIN = 1.5
Data = t.Dict[str, t.Any]
Resolve = t.Callable[[str], t.Optional[str]]


class Network:
    """The host's view of its networks."""

    def __init__(self, runner: Runner = run) -> None:
        self.run = runner

    @staticmethod
    def name() -> str:
        """What ``uname -n`` says."""
        return os.uname().nodename

    @staticmethod
    def has(address: str) -> bool:
        """Whether the host has *address*."""
        return Node.has_address(address)

    def answers(self, address: str) -> bool:
        """Whether the host at *address* is there: a refused connection is an answer too, and so is an echo."""
        try:
            socket.create_connection((address, SSH), timeout=ANSWER_WITHIN).close()
        except ConnectionRefusedError:
            return True
        except OSError:
            return self._echoes(address)
        return True

    def _echoes(self, address: str) -> bool:
        try:
            return self.run(("ping", "-c", "1", "-W", "1", address), timeout=5, ok=(0, 1, 2)).rc == 0
        except NotThereYet:
            return False


class SiteSystem:
    """Everything that ``site_problems`` wants to know of one host."""

    def __init__(
        self,
        runner: Runner = run,
        files: Files | None = None,
        network: Network | None = None,
        resolve: Resolve = block_device,
        drbd: t.Callable[[t.Sequence[str]], Data] | None = None,
    ) -> None:
        self.files, self.network = files or Files(), network or Network(runner)
        self.lvm = LvmSystem(Wanted(""), runner, resolve)
        self.drbd = drbd or (lambda paths: gather(Node(self.files, runner), None, paths))
        self.errors: list[str] = []

    def read(self, options: Data) -> Data:
        """The facts, in the shape that the documentation of ``site_info`` gives."""
        paths = [backing["device"] for backing in options["backings"]]
        groups = self._tolerant(self.lvm.groups)
        physical = self._tolerant(self.lvm.physical_volumes)
        drbd = self._tolerant(lambda: self.drbd(paths)) or {"resources": [], "disks": []}
        text = self.files.read_text(COROSYNC)
        backings = self.lvm.devices(paths, physical or [])
        return {
            "name": self.network.name(),
            "corosync": dataclasses.asdict(parse_membership(text)) if text else None,
            "volume_groups": None if groups is None else [dataclasses.asdict(group) for group in groups],
            "devices": [
                {"vg_wanted": group["name"], **_device(device)}
                for group in options["volume_groups"]
                for device in self.lvm.devices(group["devices"], physical or [])
            ],
            "backings": [
                {**_device(device), "holds_vg": device.vg, **backing}
                for backing, device in zip(options["backings"], backings)
            ],
            "drbd": drbd,
            "own_addresses": {address: self.network.has(address) for address in options["own_addresses"]},
            "peer_addresses": {address: self.network.answers(address) for address in options["peer_addresses"]},
            "errors": self.errors,
        }

    def _tolerant(self, read: t.Callable[[], t.Any]) -> t.Any:
        """What *read* gives, or None; what went wrong is kept unless it is only that a tool is not there yet."""
        try:
            return read()
        except NotThereYet:
            return None
        except HaStorageError as error:
            self.errors.append(str(error))
            return None


def _device(device: Device) -> Data:
    values = dataclasses.asdict(device)
    values["exists"] = values.pop("real") is not None
    return values
