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
from comstar import dladm, faults, host
from comstar.state import System

WANTED = Network(
    (
        Aggregation("aggr1", ("e1000g0", "e1000g1"), ("L2", "L3")),
        Aggregation("aggr2", ("e1000g2", "e1000g3"), ("L2", "L3")),
    ),
    (Vlan("aggr500001", "aggr1", 500), Vlan("aggr500002", "aggr2", 500)),
    (Address("aggr500001/v4", "10.1.0.1/16"), Address("aggr500002/v4", "10.1.0.2/16")),
)


CHANGED = Network(
    (Aggregation("aggr1", ("e1000g0", "e1000g1", "e1000g4"), ("L4",)),),
    (),
    (Address("aggr500001/v4", "10.1.0.9/16"), Address("aggr500001/v4b", "10.1.0.3/16")),
    allow_replace_addresses=True,
)
SCENES = {"made": [WANTED], "changed": [WANTED, CHANGED]}


def make(system, wanted=WANTED, check_mode=False):
    """What the module does; whether it is anything."""

    def run(argv, *, stdin="", timeout=30, ok=(0,)):
        answer = host.run(system, argv)
        if answer.rc not in ok:
            raise CommandFailed(argv, answer.rc, answer.stdout, answer.stderr)
        return Result(answer.rc, answer.stdout, answer.stderr)

    return bool(bring(IllumosNetwork(run), wanted, plan, check_mode=check_mode).plan.operations)


def play(system, wanteds):
    """Makes one after the other; those that are left when one fails."""
    for number, wanted in enumerate(wanteds):
        try:
            make(system, wanted)
        except (CommandFailed, NotConverged, host.Killed):
            return wanteds[number:]
    return []


def test_made_once():
    system = System()
    assert make(system, check_mode=True) and system.changes == 0
    assert make(system)
    assert not make(system)
    assert system.changes == 8
    assert IllumosNetwork().absent() == Network()


def failures():
    for name, wanteds in SCENES.items():
        for failure in faults.each(System, lambda system, wanteds=wanteds: play(system, wanteds)):
            yield pytest.param(name, failure, id=f"{name} {failure}")


@pytest.mark.parametrize("name, failure", failures())
def test_each_command_fails_once_in_each_way(name, failure):
    smooth, system = System(), System(faults=[failure.fault])
    assert play(smooth, SCENES[name]) == []
    left = play(system, SCENES[name])
    assert left, "nobody noticed"
    system.faults = []
    assert play(system, left) == []
    for each in (system, smooth):
        each.links["ip"]["names"].sort()
    assert (system.links, system.addresses) == (smooth.links, smooth.addresses)


def test_the_scenes_run_every_command_that_changes_anything():
    system = System()
    play(system, SCENES["changed"])
    known = {*(f"dladm {verb}" for verb in dladm.DLADM), *(f"ipadm {verb}" for verb in dladm.IPADM)}
    assert set(faults.changes(system)) == known


def test_two_addresses_of_one_link_need_one_interface():
    wanted = Network(addresses=(Address("e0/v4", "10.0.0.1/24"), Address("e0/v6", "fd00::1/64")))
    system = System()
    assert make(system, wanted) and not make(system, wanted)
    assert faults.changes(system) == ["ipadm create-if", "ipadm create-addr", "ipadm create-addr"]
