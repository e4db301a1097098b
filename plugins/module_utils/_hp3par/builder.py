# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A group made, changed and removed; before each change it is read and planned again."""

from __future__ import annotations

import time
import typing as t

from .._core.plan import Operation, Plan
from .arrays import Arrays
from .changes import changes
from .declared import Declared
from .model import Side, Step, Verb, View
from .render import Order
from .sender import Sender
from .spec import Timing


class GroupSystem(Sender):
    """The System of ``hp3par_rcg``."""

    def __init__(
        self,
        arrays: Arrays,
        declared: Declared,
        timing: Timing,
        clock: t.Callable[[], float] = time.monotonic,
        sleep: t.Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(arrays, timing, clock, sleep)
        self.declared = declared
        self.stopped = False

    def read(self) -> View:
        """What the arrays tell now."""
        with self.telling():
            return self.look()

    def absent(self) -> View:
        """As if neither array had the group; asked for by the loop only where a tool is missing."""
        return View(Side(self.arrays.local.name, None), None, int(self.arrays.clock()))

    def plan(self, view: View, declared: Declared) -> Plan:
        """The changes that are left. Raises Refused."""
        todo = changes(view, declared, self.stopped)
        with self.telling():
            if todo.refusals:
                raise self.refused(todo.refusals)
        return todo

    def apply(self, operation: Operation) -> None:
        """One change, if what is read now still asks for it; done once it is no longer asked for.

        Raises NotConverged and whatever reading raises; all with what was done so far.
        """
        order: Order = operation.action
        view = self.read()
        if order not in self._left(self.plan(view, self.declared)):
            return
        with self.telling():
            start = isinstance(order, Step) and order.verb is Verb.START
            self.stopped = self.stopped or (isinstance(order, Step) and order.verb is Verb.STOP)
            outcome = self.send(order, self.timing.wait, again=start)
            self.await_effect(order, outcome, lambda seen: self._done(order, seen))

    def _done(self, order: Order, view: View) -> bool:
        todo = changes(view, self.declared, self.stopped)
        return not todo.refusals and order not in self._left(todo)

    @staticmethod
    def _left(todo: Plan) -> list[Order]:
        return [operation.action for operation in todo.operations]
