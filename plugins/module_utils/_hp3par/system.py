# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A group brought into a state: read, waited for, told what to do, and read again. No command is ever sent twice."""

from __future__ import annotations

import contextlib
import dataclasses
import time
import typing as t

from .._core.errors import DeadlineExceeded, HaStorageError, NotConverged, Refusal, Refused
from .._core.plan import Operation, Plan
from .answers import Kind, Outcome, Silent
from .arrays import Arrays, Transport
from .effects import remembered, took_effect
from .health import Expectation, health
from .hints import hint
from .loss import bound
from .model import Progress, Side, Status, Step, Verb, View
from .plan import decide, plan
from .render import values
from .spec import Timing
from .wish import Do, For, No, Wait, Wish

# A reading that is younger, with no command since, is not repeated before a command.
_FRESH = 1.0


class RcgSystem:
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
        self.arrays, self.wish, self.timing, self.check_mode = arrays, wish, timing, check_mode
        self.clock, self.sleep = clock, sleep
        self.progress = Progress()
        self.last: View | None = None
        self.read_at = -_FRESH
        self.commands: list[dict[str, t.Any]] = []
        self.loss_before: dict[str, t.Any] | None = None

    def read(self) -> View:
        """The first reading on which something can be decided; in check mode, simply the first.

        Raises DeadlineExceeded, Silent, Unparsable; all with what was done so far, and the way on.
        """
        with self._telling():
            view = self._look()
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
                view = self._look()
            return view

    def absent(self) -> View:
        """As if neither array had the group; asked for by the loop only where a tool is missing."""
        return View(Side(self.arrays.local.name, None), None, int(self.arrays.clock()))

    def plan(self, view: View, wish: Wish) -> Plan:
        """The whole way. Raises Refused, with both sides and the way on as every other error."""
        todo = plan(view, wish)
        with self._telling():
            if todo.refusals:
                raise self._refused(todo.refusals)
        return todo

    def apply(self, operation: Operation) -> None:
        """One step of the plan, if what is read now still asks for it; done once its effect is read.

        Raises NotConverged and whatever reading raises; all with what was done so far, and the way on.
        """
        step: Step = operation.action
        view = self._fresh() or self.read()
        with self._telling():
            verdict = decide(view, self.wish)
            if isinstance(verdict, No):
                raise self._refused(verdict.refusals)
            # Where arrays have gone ahead by themselves, a step is left out; none is ever put in.
            if verdict == Do(step):
                self._await_effect(view, step, self._send(view, step))

    def _fresh(self) -> View | None:
        """The last reading, if nothing was sent since, it is young, and leaves nothing to wait for."""
        if self.last is None or self.clock() - self.read_at >= _FRESH:
            return None
        return None if isinstance(decide(self.last, self.wish), Wait) else self.last

    def _refused(self, refusals: tuple[Refusal, ...]) -> HaStorageError:
        """A refusal; once something has been sent, not one that says that nothing was changed."""
        if not self.commands:
            return Refused(refusals)
        told = [str(refusal) for refusal in refusals]
        return NotConverged(f"stopped half-way: {'; '.join(told)}", refusals=told)

    def _send(self, view: View, step: Step) -> Outcome:
        transport = self.arrays.transport(step.where)
        # Before anything is sent, so that whatever happens then, this run does not do it again.
        self.progress, self.read_at = remembered(view, step).progress, -_FRESH
        seconds = self.timing.sync if step.verb is Verb.SYNC else self.timing.wait
        deadline = self.clock() + self.timing.wait
        while True:
            began = self.clock()
            outcome = transport.act(step, seconds)
            self._note(transport, step, outcome, self.clock() - began)
            # The array has said that nothing happened, and to come back: that is not sending twice. Only a start may.
            if outcome.kind is not Kind.LATER or step.verb is not Verb.START or self.clock() >= deadline:
                return outcome
            self.sleep(self.timing.poll)

    def _note(self, transport: Transport, step: Step, outcome: Outcome, seconds: float) -> None:
        self.commands.append(
            {
                "array": transport.name,
                "transport": transport.kind,
                "command": transport.shown(step),
                "outcome": outcome.kind.value,
                "answer": outcome.text,
                "seconds": round(seconds, 3),
            }
        )

    def _await_effect(self, before: View, step: Step, outcome: Outcome) -> None:
        """The state has the last word: a refusal whose goal holds is success, a success without effect is none."""
        declined = outcome.kind in (Kind.DECLINED, Kind.LATER)
        limit = self.timing.poll if declined else self.timing.wait
        deadline = self.clock() + limit
        while True:
            with contextlib.suppress(Silent):
                if took_effect(before, step, self._look()):
                    return
            if self.clock() >= deadline:
                break
            self.sleep(self.timing.poll)
        shown = self.arrays.transport(step.where).shown(step)
        if declined:
            raise NotConverged(f"'{shown}' was declined: {outcome.text or 'no reason'}")
        how = "may have been carried out or not" if outcome.kind is Kind.UNCERTAIN else "was accepted"
        raise NotConverged(f"'{shown}' {how}, and has had no effect within {limit:g} s. {outcome.text}".strip())

    def _look(self) -> View:
        self.last = self.arrays.look(self.progress)
        self.progress, self.read_at = self.last.progress, self.clock()
        return self.last

    @contextlib.contextmanager
    def _telling(self) -> t.Iterator[None]:
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

    def health(self) -> dict[str, t.Any]:
        """The verdict on what was read last."""
        if self.last is None:
            raise AssertionError("nothing has been read")
        return dataclasses.asdict(health(self.last, Expectation(auto_recover=False)))

    def planned(self, operations: t.Iterable[Operation]) -> list[str]:
        """The exact commands of a plan, as ``ARRAY: COMMAND``."""
        lines = []
        for operation in operations:
            transport = self.arrays.transport(operation.action.where)
            lines.append(f"{transport.name}: {transport.shown(operation.action)}")
        return lines


def loss(view: View | None) -> dict[str, t.Any] | None:
    """What a disaster take-over by the local side, as it was read, could lose at most; None where nothing can be."""
    if view is None or view.local.group is None:
        return None
    group = view.local.group
    if group.role.primary and (view.peer is not None or group.status is Status.STARTED):
        return None
    limit = bound(view)
    return {"last_sync": limit.last_sync, "seconds": limit.seconds, "unknown": limit.last_sync is None}
