# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation, Plan


def test_a_plan_of_nothing_does_and_refuses_nothing():
    nothing = Plan(before={}, after={})
    assert (nothing.operations, nothing.refusals, nothing.disturbing) == ((), (), ())


def test_only_operations_that_a_client_may_notice_disturb():
    quiet, loud = Operation("add a LUN", "add"), Operation("close a session", "close", disturbs_io=True)
    assert Plan(before={}, after={}, operations=(quiet, loud, quiet)).disturbing == (loud,)
