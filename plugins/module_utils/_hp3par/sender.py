# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders given to arrays: each is sent once, noted, and done when its effect is read."""

from __future__ import annotations

import contextlib
import typing as t

from .._core.errors import HaStorageError, NotConverged, Refusal, Refused
from .._core.plan import Operation
from .answers import Kind, Outcome, Silent
from .arrays import Arrays, Transport
from .hints import hint
from .model import Progress, View
from .render import Order, values
from .spec import Timing

# A reading that is younger, with no command since, is not repeated before a command.
FRESH = 1.0


class Sender:
    """What bringing a group into a state, and changing it, have in common."""

    def __init__(
        self, arrays: Arrays, timing: Timing, clock: t.Callable[[], float], sleep: t.Callable[[float], None]
    ) -> None:
        self.arrays, self.timing, self.clock, self.sleep = arrays, timing, clock, sleep
        self.progress = Progress()
        self.last: View | None = None
        self.read_at = -FRESH
        self.commands: list[dict[str, t.Any]] = []

    def look(self) -> View:
        """Both sides as they are now. Raises Silent, Unparsable."""
        self.last = self.arrays.look(self.progress)
        self.progress, self.read_at = self.last.progress, self.clock()
        return self.last

    def send(self, order: Order, seconds: float, *, again: bool = False) -> Outcome:
        """How *order* ended. Only with *again* it is repeated, as long as the array says that it may be later."""
        transport = self.arrays.transport(order.where)
        self.read_at = -FRESH
        deadline = self.clock() + self.timing.wait
        while True:
            began = self.clock()
            outcome = transport.act(order, seconds)
            self._note(transport, order, outcome, self.clock() - began)
            # The array has said that nothing happened, and to come back: that is not sending twice.
            if outcome.kind is not Kind.LATER or not again or self.clock() >= deadline:
                return outcome
            self.sleep(self.timing.poll)

    def _note(self, transport: Transport, order: Order, outcome: Outcome, seconds: float) -> None:
        self.commands.append(
            {
                "array": transport.name,
                "transport": transport.kind,
                "command": transport.shown(order),
                "outcome": outcome.kind.value,
                "answer": outcome.text,
                "seconds": round(seconds, 3),
            }
        )

    def await_effect(self, order: Order, outcome: Outcome, seen: t.Callable[[View], bool]) -> None:
        """The state has the last word: a refusal whose goal holds is success, a success without effect is none."""
        declined = outcome.kind in (Kind.DECLINED, Kind.LATER)
        limit = self.timing.poll if declined else self.timing.wait
        deadline = self.clock() + limit
        while True:
            with contextlib.suppress(Silent):
                if seen(self.look()):
                    return
            if self.clock() >= deadline:
                break
            self.sleep(self.timing.poll)
        shown = self.arrays.transport(order.where).shown(order)
        if declined:
            raise NotConverged(f"'{shown}' was declined: {outcome.text or 'no reason'}")
        how = "may have been carried out or not" if outcome.kind is Kind.UNCERTAIN else "was accepted"
        raise NotConverged(f"'{shown}' {how}, and has had no effect within {limit:g} s. {outcome.text}".strip())

    def refused(self, refusals: tuple[Refusal, ...]) -> HaStorageError:
        """A refusal; once something has been sent, not one that says that nothing was changed."""
        if not self.commands:
            return Refused(refusals)
        told = [str(refusal) for refusal in refusals]
        return NotConverged(f"stopped half-way: {'; '.join(told)}", refusals=told)

    @contextlib.contextmanager
    def telling(self) -> t.Iterator[None]:
        """Errors tell what was done, what both sides were read as last, and the way on."""
        try:
            yield
        except HaStorageError as error:
            known = {"commands": self.commands, "after": self.after(), "recovery_hint": hint(self.last)}
            error.details = {**known, **error.details}
            raise

    def after(self) -> dict[str, t.Any] | None:
        """Both sides as they were read last."""
        return values(self.last) if self.last is not None else None

    def planned(self, operations: t.Iterable[Operation]) -> list[str]:
        """The exact commands of a plan, as ``ARRAY: COMMAND``."""
        lines = []
        for operation in operations:
            transport = self.arrays.transport(operation.action.where)
            lines.append(f"{transport.name}: {transport.shown(operation.action)}")
        return lines
