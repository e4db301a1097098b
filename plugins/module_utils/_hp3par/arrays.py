# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both arrays of a group, read at once."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import time
import typing as t

from .._core.errors import HaStorageError
from .answers import Outcome, Silent
from .model import Path, Progress, Side, View, Where
from .render import Order
from .spec import Names


class Transport(t.Protocol):
    """One array. See WordTransport and WsapiTransport."""

    name: str
    kind: str

    def read(self, group: str) -> Side:
        """What it tells of *group*. Raises Silent where its management does not answer."""

    def act(self, step: Order, seconds: float) -> Outcome:
        """Sends *step*, once. Raises Silent where it was certainly not sent."""

    def shown(self, step: Order) -> str:
        """What would be sent."""

    def close(self) -> None:
        """Gives back what is open."""


Reading = t.Callable[[], t.Any]


def in_parallel(first: Reading, second: Reading) -> tuple[t.Any, t.Any]:
    """What both give, asked at the same time; the error of the first one, if any."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        asked = pool.submit(first), pool.submit(second)
    return asked[0].result(), asked[1].result()


class Arrays:
    """Both arrays, read at once. *peer* None: only one side is known."""

    def __init__(
        self,
        names: Names,
        local: Transport,
        peer: Transport | None,
        *,
        peer_required: bool = True,
        clock: t.Callable[[], float] = time.time,
        ask: t.Callable[[Reading, Reading], tuple[t.Any, t.Any]] = in_parallel,
    ) -> None:
        self.names, self.local, self.peer, self.clock = names, local, peer, clock
        self.peer_required, self.ask = peer_required, ask

    def look(self, progress: Progress | None = None) -> View:
        """One reading of both sides. Raises Silent where the local array does not answer."""
        local, (peer, silence) = self.ask(self._local_side, self._peer_side)
        known = progress or Progress()
        failed = known.failed_readings + 1 if local.path is Path.FAILED else 0
        progress = dataclasses.replace(known, failed_readings=failed)
        return View(local, peer, int(self.clock()), progress, silence)

    def _local_side(self) -> Side:
        return self.local.read(self.names.local)

    def _peer_side(self) -> tuple[Side | None, str]:
        if self.peer is None:
            return None, ""
        try:
            return self.peer.read(self.names.peer), ""
        except Silent as error:
            return None, str(error)
        except HaStorageError as error:
            # A wrong host key, a refused password or an unknown word is no proof that the array is lost.
            if self.peer_required:
                raise
            return None, str(error)

    def transport(self, where: Where) -> Transport:
        """The one that speaks to that side."""
        found = self.local if where is Where.LOCAL else self.peer
        if found is None:
            raise AssertionError("no step without an array")
        return found

    def close(self) -> None:
        """Gives back what is open."""
        for transport in (self.local, self.peer):
            if transport is not None:
                transport.close()
