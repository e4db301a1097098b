# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The articles' network on the simulated host: made once, and gone on with after each command that failed."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, NotConverged
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import (
    Address,
    Aggregation,
    Network,
    Vlan,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.system import IllumosNetwork
from comstar import host
from comstar.state import Fault, System

WANTED = Network(
    (
        Aggregation("aggr1", ("e1000g0", "e1000g1"), ("L2", "L3")),
        Aggregation("aggr2", ("e1000g2", "e1000g3"), ("L2", "L3")),
    ),
    (Vlan("aggr500001", "aggr1", 500), Vlan("aggr500002", "aggr2", 500)),
    (Address("aggr500001/v4", "10.1.0.1/16"), Address("aggr500002/v4", "10.1.0.2/16")),
)


def make(system, check_mode=False):
    def run(argv, *, stdin="", timeout=30, ok=(0,)):
        answer = host.run(system, argv)
        if answer.rc not in ok:
            raise CommandFailed(argv, answer.rc, answer.stdout, answer.stderr)
        return Result(answer.rc, answer.stdout, answer.stderr)

    return bool(bring(IllumosNetwork(run), WANTED, plan, check_mode=check_mode).plan.operations)


def test_made_once():
    system = System()
    assert make(system, check_mode=True) and system.changes == 0
    assert make(system)
    assert not make(system)
    assert system.changes == 8
    assert IllumosNetwork().absent() == Network()


@pytest.mark.parametrize("kind", ["error", "silent", "late"])
@pytest.mark.parametrize("number", range(1, 9))
def test_each_command_fails_once(number, kind):
    smooth, system = System(), System(faults=[Fault(number, kind)])
    make(smooth)
    with pytest.raises((CommandFailed, NotConverged)):
        make(system)
    make(system)
    assert (system.links, system.addresses) == (smooth.links, smooth.addresses)
