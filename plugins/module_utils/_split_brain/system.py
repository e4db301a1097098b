# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this node has of a resource: looked at, and brought out of a split brain."""

from __future__ import annotations

import contextlib
import os
import typing as t

from .._core.errors import CommandFailed, DeadlineExceeded
from .._core.plan import Operation
from .._core.runner import Runner
from .._core.wait import wait_until
from .._drbd.model import Live
from .._drbd.node import Node
from .._drbd.parse import installed_volumes
from .._drbd.ready import describe, reached
from .._drbd.system import tell_drbdadm
from . import model
from .parse import LV_FIELDS, SNAPSHOT_FIELDS, parse_generations, parse_policies, parse_store
from .report import side_of
from .spec import peer_of

_REPORT = ("--reportformat", "json", "--units", "b", "--nosuffix")


class Observer:
    """What this host has of a resource; reads only."""

    def __init__(self, resource: str, node: Node | None = None, name: str | None = None) -> None:
        self.resource, self.node = resource, node or Node()
        self.run: Runner = self.node.run
        self.name = name or os.uname().nodename

    def live(self) -> Live | None:
        """The resource in the kernel, None where it is down."""
        return self.node.live().get(self.resource)

    def side(self) -> model.Side:
        """What this host has. Where DRBD is down its metadata still tell the generations."""
        live = self.live()
        numbers = [volume.number for volume in live.volumes] if live else [volume.number for volume in self._volumes()]
        generations = {number: self._generations(number) for number in numbers}
        return side_of(self.name, live, generations, self._policies())

    def _volumes(self) -> t.Sequence[t.Any]:
        return installed_volumes(self.node.text(self.resource) or "", self.resource)

    def _generations(self, number: int) -> model.Generations | None:
        found = self.run(["drbdadm", "get-gi", f"{self.resource}/{number}"], ok=range(256), timeout=20)
        return parse_generations(found.stdout) if found.rc == 0 else None

    def _policies(self) -> tuple[tuple[str, str], ...]:
        # What it prints holds the secret, and stays here.
        found = self.run(["drbdadm", "-d", "connect", self.resource], ok=range(256), timeout=20)
        return parse_policies(found.stdout)


class SplitBrainSystem(Observer):
    """One node's part in the way out of a split brain."""

    def __init__(
        self, wanted: model.Wanted, sides: t.Mapping[str, model.Side], node: Node | None = None, name: str | None = None
    ) -> None:
        """*sides*: both, by node. Raises InvalidInput where this host is none of them."""
        super().__init__(wanted.resource, node, name)
        self.wanted, self.peer = wanted, peer_of(sides, self.name)
        self.told = False

    def absent(self) -> model.Current:
        """A host without DRBD."""
        return model.Current(model.Side(self.name), self.peer)

    def read(self) -> model.Current:
        """What this host has now, and the peer as it was seen."""
        keeps = self.wanted.keep_snapshot and self.name == self.wanted.victim
        return model.Current(self.side(), self.peer, self.told, self._store() if keeps else None)

    def apply(self, operation: Operation) -> None:
        """Carries out one step; each may be repeated after having been cut short."""
        action = operation.action
        if isinstance(action, model.KeepSnapshot):
            origin = f"{action.store.vg}/{action.store.volume}"
            self.run(
                ["lvcreate", "--snapshot", "--size", f"{action.size}b", "--name", action.name, origin], timeout=300
            )
        elif isinstance(action, model.Disconnect):
            tell_drbdadm(self.run, "disconnect", self.resource)
        elif isinstance(action, model.Invalidate):
            tell_drbdadm(self.run, "invalidate", self.resource)
        elif isinstance(action, model.Connect):
            # Refused by the kernel while this node is Primary, and forgotten by it should it be promoted before the
            # peer answers: the two sides then part again, and nothing is lost.
            tell_drbdadm(self.run, "connect", *(["--discard-my-data"] if action.discard else []), self.resource)
            self.told = True

    def live_after(self, seconds: float, progress: t.Callable[[str], None]) -> Live | None:
        """The live state once both copies are whole, or after *seconds*. Raises SplitBrain where they parted again."""
        if seconds:
            with contextlib.suppress(DeadlineExceeded):
                wait_until(
                    self.live,
                    lambda live: reached(live, "up_to_date"),
                    what=self.resource,
                    timeout=seconds,
                    interval=1,
                    progress=lambda live: progress(describe(live)),
                )
        return self.live()

    def _store(self) -> model.Store | None:
        """The logical volume below the only volume of the resource; None where it lies on something else."""
        volumes = self._volumes()
        if len(volumes) != 1:
            return None
        try:
            lv = self.run(["lvs", *_REPORT, "--options", LV_FIELDS, volumes[0].disk], timeout=60).stdout
            everything = self.run(["lvs", *_REPORT, "--options", SNAPSHOT_FIELDS], timeout=60).stdout
        except CommandFailed:
            return None
        return parse_store(lv, everything)
