# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""View and wish -> the next step, or a refusal by name; and the whole way, foreseen, as a plan.

``decide`` looks one step ahead, at what has just been read. Repeated on what the steps are expected to bring about, it
gives the plan: what check mode prints, and what is refused before the first change.
"""

from __future__ import annotations

import typing as t

from .._core.plan import Operation, Plan
from . import disaster, planned, running
from .effects import expected, settled
from .model import Step, View
from .pairing import obstacle
from .render import arguments, request, summary, values
from .wish import Do, Done, No, State, Verdict, Wait, Wish, no

Rule = t.Callable[[View, Wish], Verdict]

RULES: dict[State, Rule] = {
    State.STARTED: running.started,
    State.STOPPED: running.stopped,
    State.SYNCED: running.synced,
    State.PRIMARY: planned.primary,
    State.SWITCHED_OVER: planned.switched_over,
    State.REVERTED: planned.reverted,
    State.FAILED_OVER: disaster.failed_over,
    State.RECOVERED: disaster.recovered,
    State.RESTORED: disaster.restored,
}
# The longest way: start the other side, wait, sync, stop, reverse, start, wait.
_MOST_TURNS = 16


def decide(view: View, wish: Wish) -> Verdict:
    """What is to be done next. Never raises, whatever the view."""
    back = wish.state in (State.RECOVERED, State.RESTORED)
    verdict = obstacle(view, wish, failsafe=back) or RULES[wish.state](view, wish)
    return _possible(verdict.step, view, wish) if isinstance(verdict, Do) else verdict


def _possible(step: Step, view: View, wish: Wish) -> Verdict:
    command = " ".join(arguments(step))
    if step.where in wish.wsapi and request(step) is None:
        return no("needs_cli", command=command)
    if step in view.progress.steps:
        return no("no_effect", command=command)
    return Do(step)


def foresee(view: View, wish: Wish) -> tuple[list[Step], Done | No, View]:
    """(steps, how it ends, the view at the end) if every step has its expected effect."""
    steps: list[Step] = []
    for _turn in range(_MOST_TURNS):
        verdict = decide(view, wish)
        if isinstance(verdict, Do):
            steps.append(verdict.step)
            view = expected(view, verdict.step)
        elif isinstance(verdict, Wait):
            later = settled(view, verdict.for_, wish.link_down_confirmations)
            if later is None:
                return steps, no("path_undecided"), view
            view = later
        else:
            return steps, verdict, view
    raise AssertionError(f"no end of {wish.state.value}")


def plan(view: View, wish: Wish) -> Plan:
    """The whole way as operations, or every reason why there is none."""
    steps, end, after = foresee(view, wish)
    before = values(view)
    if isinstance(end, No):
        return Plan(before, before, (), end.refusals)
    operations = tuple(Operation(summary(step), step, disturbs_io=True) for step in steps)
    return Plan(before, values(after), operations)
