# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one loop: read, plan, refuse or apply, read again."""

from __future__ import annotations

import dataclasses
import typing as t

from .errors import HaStorageError, NotConverged, NotThereYet, Refusal, Refused
from .plan import Plan

Planner = t.Callable[[t.Any, t.Any], Plan]


class System(t.Protocol):
    """The only I/O of a subject."""

    def read(self) -> t.Any:
        """The current model; raises NotThereYet where the subject's tools or services are missing."""

    def absent(self) -> t.Any:
        """The model of a host on which nothing of the subject exists."""

    def apply(self, operation: t.Any) -> None:
        """Carries out one operation of a plan, or raises."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A plan, and whether it was carried out. *warnings* are for the user."""

    plan: Plan
    warnings: tuple[str, ...] = ()


def bring(system: System, desired: t.Any, plan: Planner, *, check_mode: bool, allow_disturbing: bool = True) -> Outcome:
    """*system* is in the *desired* state, or, in check mode, the way there is known.

    Raises Refused before the first change, NotConverged when something is left after the last.
    """
    try:
        current = system.read()
    except NotThereYet as missing:
        if not check_mode:
            raise
        return Outcome(plan(system.absent(), desired), (f"{missing}: reported as if nothing existed yet",))
    todo = plan(current, desired)
    refuse(todo, allow_disturbing)
    if todo.operations and not check_mode:
        for operation in todo.operations:
            system.apply(operation)
        left = plan(system.read(), desired).operations
        if left:
            raise NotConverged("applied, but still pending: " + "; ".join(operation.summary for operation in left))
    return Outcome(todo)


def refuse(todo: Plan, allow_disturbing: bool) -> None:
    """Raises Refused with every reason why *todo* must not be applied."""
    refusals = list(todo.refusals)
    if not allow_disturbing:
        refusals += [
            Refusal(f"'{operation.summary}' disturbs I/O", "set allow_disturbing=true in a maintenance window")
            for operation in todo.disturbing
        ]
    if refusals:
        raise Refused(refusals)


def nothing_more(_plan: Plan) -> dict[str, t.Any]:
    """No further results."""
    return {}


def converge(
    module: t.Any,
    system: System,
    desired: t.Any,
    plan: Planner,
    *,
    tell: t.Callable[[Plan], dict[str, t.Any]] = nothing_more,
    **returned: t.Any,
) -> None:
    """Ends *module* (an AnsibleModule) with the outcome; *returned* values are added to the result.

    A returned value that is a function is called once everything is done: it gives what only the last read knows.
    *tell* gives further results out of the plan.
    """
    try:
        outcome = bring(
            system,
            desired,
            plan,
            check_mode=module.check_mode,
            allow_disturbing=module.params.get("allow_disturbing", True),
        )
        results = {name: value() if callable(value) else value for name, value in returned.items()}
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    for warning in outcome.warnings:
        module.warn(warning)
    todo = outcome.plan
    module.exit_json(
        changed=bool(todo.operations),
        operations=[operation.summary for operation in todo.operations],
        diff={"before": todo.before, "after": todo.after},
        **tell(todo),
        **results,
    )
