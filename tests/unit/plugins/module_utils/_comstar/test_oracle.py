# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each case of the Sun test collection against both sides: the simulated commands, and the modules."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput, NotThereYet, Refused
from comstar import host
from comstar.state import Port

from . import oracle, worlds
from .modules import asked

BY_NAME = pytest.mark.parametrize("case", oracle.CASES, ids=[case.name for case in oracle.CASES])


def lines(text):
    return [line for line in text.split("; ") if line]


def ready(case):
    system = worlds.fresh()
    system.ports[worlds.FC] = Port("qlt", "Fibre Channel")
    return host.after(system, *lines(case.before))


@BY_NAME
def test_the_command(case):
    system = ready(case)
    assert (host.run(system, case.line.split()).rc == 0) is case.succeeds


@BY_NAME
def test_the_module(case):
    system = ready(case)
    before, goal = copy.deepcopy(system), ready(case)
    if case.answer in (oracle.REFUSED, oracle.MISSING):
        errors = (Refused, InvalidInput) if case.answer == oracle.REFUSED else NotThereYet
        with pytest.raises(errors):
            worlds.make(system, asked(case.module, case.options))
    else:
        assert worlds.changed(system, asked(case.module, case.options)) is (case.answer == oracle.DONE)
        assert not worlds.changed(system, asked(case.module, case.options))
    if case.answer == oracle.DONE:
        assert case.succeeds or case.instead, "a command that fails brings about nothing: say which ones do"
        for line in lines(case.instead or case.line):
            assert host.run(goal, line.split()).rc == 0, line
        assert worlds.everything(system) == worlds.everything(goal)
    else:
        assert system.changes == before.changes
        assert worlds.everything(system) == worlds.everything(before)


def test_every_case_has_its_own_name_and_every_gap_its_reason():
    names = [case.name for case in oracle.CASES]
    assert len(names) == len(set(names)) > 100
    assert all(reason.endswith(".") for reason in oracle.LEFT_OUT.values())
