# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A group brought into a state: read, waited for, told what to do, and read again. No command is ever sent twice."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from .._core.errors import DeadlineExceeded
from .._core.plan import Operation, Plan
from .arrays import Arrays
from .effects import remembered, took_effect
from .health import Expectation, health
from .loss import bound
from .model import Side, Status, Step, Verb, View
from .plan import decide, plan
from .sender import FRESH, Sender
from .spec import Timing
from .wish import Do, For, No, Wait, Wish


class RcgSystem(Sender):
    """The System of ``hp3par_rcg_state``: what waits, waits while reading, so that a plan has steps only."""

    def __init__(
        self,
        arrays: Arrays,
        wish: Wish,
        timing: Timing,
        *,
        check_mode: bool = False,
        clock: t.Callable[[], float] = time.monotonic,
        sleep: t.Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(arrays, timing, clock, sleep)
        self.wish, self.check_mode = wish, check_mode
        self.loss_before: dict[str, t.Any] | None = None

    def read(self) -> View:
        """The first reading on which something can be decided; in check mode, simply the first.

        That may be the last one, where it is a moment old and nothing was sent since. Raises DeadlineExceeded, Silent,
        Unparsable; all with what was done so far, and the way on.
        """
        with self.telling():
            view = self._fresh() or self.look()
            self.loss_before = self.loss_before if self.commands else loss(view)
            waiting, since = None, self.clock()
            while not self.check_mode:
                verdict = decide(view, self.wish)
                if not isinstance(verdict, Wait):
                    break
                if verdict.for_ is not waiting:
                    waiting, since = verdict.for_, self.clock()
                limit = self.timing.sync if waiting is For.SYNC else self.timing.wait
                if self.clock() - since >= limit:
                    raise DeadlineExceeded(f"waited {limit:g} s for {verdict.for_.value}")
                self.sleep(self.timing.poll)
                view = self.look()
            return view

    def absent(self) -> View:
        """As if neither array had the group; asked for by the loop only where a tool is missing."""
        return View(Side(self.arrays.local.name, None), None, int(self.arrays.clock()))

    def plan(self, view: View, wish: Wish) -> Plan:
        """The whole way. Raises Refused, with both sides and the way on as every other error."""
        todo = plan(view, wish)
        with self.telling():
            if todo.refusals:
                raise self.refused(todo.refusals)
        return todo

    def apply(self, operation: Operation) -> None:
        """One step of the plan, if what is read now still asks for it; done once its effect is read.

        Raises NotConverged and whatever reading raises; all with what was done so far, and the way on.
        """
        step: Step = operation.action
        view = self.read()
        with self.telling():
            verdict = decide(view, self.wish)
            if isinstance(verdict, No):
                raise self.refused(verdict.refusals)
            # Where arrays have gone ahead by themselves, a step is left out; none is ever put in.
            if verdict == Do(step):
                # Before anything is sent, so that whatever happens then, this run does not do it again.
                self.progress = remembered(view, step).progress
                seconds = self.timing.sync if step.verb is Verb.SYNC else self.timing.wait
                outcome = self.send(step, seconds, again=step.verb is Verb.START)
                self.await_effect(step, outcome, lambda seen: took_effect(view, step, seen))

    def _fresh(self) -> View | None:
        """The last reading, if nothing was sent since, it is young, and leaves nothing to wait for."""
        if self.last is None or self.clock() - self.read_at >= FRESH:
            return None
        return None if isinstance(decide(self.last, self.wish), Wait) else self.last

    def health(self) -> dict[str, t.Any]:
        """The verdict on what was read last."""
        if self.last is None:
            raise AssertionError("nothing has been read")
        return dataclasses.asdict(health(self.last, Expectation(auto_recover=False)))


def loss(view: View | None) -> dict[str, t.Any] | None:
    """What a disaster take-over by the local side, as it was read, could lose at most; None where nothing can be."""
    if view is None or view.local.group is None:
        return None
    group = view.local.group
    if group.role.primary and (view.peer is not None or group.status is Status.STARTED):
        return None
    limit = bound(view)
    return {"last_sync": limit.last_sync, "seconds": limit.seconds, "unknown": limit.last_sync is None}
