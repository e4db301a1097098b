# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from what is to what is wanted, for whatever is wanted."""

from __future__ import annotations

import typing as t

from .._core.plan import Operation, Plan
from .._illumos.smf import NOT_INSTALLED
from . import render
from .groups import plan_group
from .model import NOT_ISCSI, STMF, State
from .ready import users
from .steps import do, in_use
from .targets import plan_initiator, plan_portal_group, plan_target
from .units import plan_unit
from .views import plan_view
from .wanted import (
    WantedGroup,
    WantedInitiator,
    WantedPortalGroup,
    WantedService,
    WantedTarget,
    WantedUnit,
    WantedView,
)


def plan(current: State, wanted: t.Any) -> Plan:
    """The operations that bring *current* to *wanted*, or the reasons why they must not be done."""
    return PLANNERS[type(wanted)](current, wanted)


def plan_service(current: State, wanted: WantedService) -> Plan:
    """The way to the service being on line, or off."""
    state = current.services.get(wanted.fmri, NOT_INSTALLED)
    after = "online" if wanted.online else "disabled"
    # One that waits for another starts as soon as it can: it is neither on line nor stopped.
    if state == after or (state == NOT_INSTALLED and not wanted.online):
        return Plan({"state": state}, {"state": state})
    argv = render.enable(wanted.fmri) if wanted.online else render.disable(wanted.fmri)
    operation = do(f"{'start' if wanted.online else 'stop'} {wanted.fmri}", argv, disturbs_io=not wanted.online)
    refused = not wanted.online and not wanted.allow_remove_in_use
    served = [port for port in current.ports if wanted.fmri == STMF or port.protocol not in NOT_ISCSI]
    refusals = tuple(in_use(f"stopping {wanted.fmri}", users(served))) if refused else ()
    return Plan({"state": state}, {"state": after}, (operation,), refusals)


def commands(todo: Plan) -> list[str]:
    """The command lines of a plan, in order, without any secret."""
    return [line for operation in todo.operations for line in _lines(operation)]


def _lines(operation: Operation) -> tuple[str, ...]:
    lines: tuple[str, ...] = operation.action.lines
    return lines


PLANNERS: dict[type, t.Callable[[State, t.Any], Plan]] = {
    WantedGroup: plan_group,
    WantedInitiator: plan_initiator,
    WantedPortalGroup: plan_portal_group,
    WantedService: plan_service,
    WantedTarget: plan_target,
    WantedUnit: plan_unit,
    WantedView: plan_view,
}
