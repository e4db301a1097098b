# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Views: planner and simulator agree on what conflicts (cases by name: test_oracle), and the rules of safety."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Unit, View
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.views import (
    LAST_LUN,
    conflicts,
    free_lun,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import WantedGroup, WantedView
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    NotThereYet,
    Refused,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from comstar import host
from hypothesis import given, settings
from hypothesis import strategies as st

from . import worlds
from .worlds import G1

names = st.sampled_from(["", "a", "b"])
entries = st.lists(st.tuples(st.integers(0, 2), names, names, st.one_of(st.none(), st.integers(0, 3))), max_size=8)


@settings(max_examples=40, deadline=None)
@given(entries)
def test_planner_and_simulator_agree_on_any_sequence_of_views(sequence):
    system = worlds.fresh()
    for name in ("a", "b"):
        system = host.after(system, f"stmfadm create-hg {name}", f"stmfadm create-tg {name}")
    for unit, hosts, targets, number in sequence:
        guid = (worlds.G0, worlds.G1, worlds.G2)[unit]
        units = [
            Unit(each, views=tuple(View(view.index, view.host_group, view.target_group, view.lun) for view in views))
            for each, views in ((each.upper(), views) for each, views in system.views.items())
        ]
        view = View(-1, hosts, targets, number)
        expected = not conflicts(units, guid, view)
        chosen = free_lun(units, view)
        options = ["-n", str(number)] if number is not None else []
        options += [*(["-h", hosts] if hosts else []), *(["-t", targets] if targets else [])]
        answer = host.run(system, ["stmfadm", "add-view", *options, guid])
        assert (answer.rc == 0) is expected
        if expected and number is None:
            (made,) = [v for v in system.views[guid.lower()] if (v.host_group, v.target_group) == (hosts, targets)]
            assert made.lun == chosen


def test_a_view_for_everybody_has_to_be_allowed():
    system = worlds.furnished()
    with pytest.raises(Refused, match="shows it to every initiator.*allow_all_hosts"):
        worlds.make(system, WantedView(worlds.lun(1)))
    assert worlds.changed(system, WantedView(worlds.lun(1), allow_all_hosts=True))
    with pytest.raises(Refused, match="allow_all_hosts"):
        worlds.make(system, WantedView(worlds.lun(1)))


def test_no_orphan_view():
    system = worlds.furnished()
    with pytest.raises(NotThereYet, match="no logical unit"):
        worlds.make(system, WantedView(worlds.G2, "hg1"))
    assert worlds.changed(system, WantedView(worlds.G2, "hg1", allow_unregistered=True))
    with pytest.raises(Refused, match="not registered"):
        worlds.make(system, WantedView(worlds.G2, "hg2"))


def test_the_number_is_told_and_predicted():
    outcome = worlds.make(worlds.furnished(), WantedView(worlds.lun(1), "hg1"), check_mode=True)
    assert commands(outcome.plan) == [f"stmfadm add-view -n 1 -h hg1 {G1}"]
    assert outcome.plan.after == ["LUN 1 for hg1"]


def test_another_number_needs_consent_and_nobody_looking():
    system = worlds.furnished()
    renumbered = WantedView(worlds.lun(0), "hg1", lun=5)
    with pytest.raises(Refused, match="allow_renumber"):
        worlds.make(system, renumbered)
    consented = WantedView(worlds.lun(0), "hg1", lun=5, allow_renumber=True)
    with pytest.raises(Refused, match=f"take it away from {worlds.HBA}"):
        worlds.make(worlds.in_session(worlds.furnished()), consented)
    outcome = worlds.make(system, consented)
    assert [operation.disturbs_io for operation in outcome.plan.operations] == [True, False]
    assert not worlds.changed(system, renumbered)


def test_a_view_in_use_is_not_removed_unless_told():
    system = worlds.in_session(worlds.furnished())
    with pytest.raises(Refused, match="allow_remove_in_use"):
        worlds.make(system, WantedView(worlds.lun(0), "hg1", present=False))
    assert worlds.changed(system, WantedView(worlds.lun(0), "hg1", present=False, allow_remove_in_use=True))
    assert not worlds.changed(system, WantedView(worlds.lun(0), "hg1", present=False))
    # Another initiator's session is no reason to keep it.
    other = worlds.in_session(worlds.furnished(), "wwn.2100000000000001")
    assert worlds.changed(other, WantedView(worlds.lun(0), "hg1", present=False))


def test_check_mode_on_a_host_where_nothing_is_yet():
    system = worlds.fresh()
    outcome = worlds.make(system, WantedView(worlds.lun(0), "hg1", lun=3), check_mode=True)
    assert outcome.plan.after == ["LUN 3 for hg1"]
    assert "no logical unit" in outcome.warnings[0] and "no host group hg1" in outcome.warnings[0]
    assert system.changes == 0


def test_an_initiator_is_the_same_in_any_letter_case():
    """A host that logs in as ESX1 is the member esx1, and loses what that would lose."""
    system = worlds.furnished()
    worlds.make(system, WantedGroup("hg1", members=(worlds.ESX1,)))
    worlds.in_session(system, worlds.ESX1.replace("esx1", "ESX1"))
    with pytest.raises(Refused, match="take it away from .*ESX1 at"):
        worlds.make(system, WantedView(worlds.lun(0), "hg1", present=False))
    with pytest.raises(Refused, match="take it away from .*ESX1 at"):
        worlds.make(system, WantedGroup("hg1", members=(worlds.HBA,), purge_members=True))


def test_a_group_in_another_letter_case_is_named():
    with pytest.raises(NotThereYet, match=r"no host group HG1 \(there is hg1: letter case matters\)"):
        worlds.make(worlds.furnished(), WantedView(worlds.lun(1), "HG1"))


def test_when_all_numbers_are_taken_there_is_none():
    many = tuple(View(number, "hg1", "", number) for number in range(LAST_LUN + 1))
    state = worlds.read(worlds.furnished())
    state = dataclasses.replace(state, units=(*state.units, Unit(worlds.G2, views=many)))
    todo = plan(state, WantedView(worlds.lun(1), "hg1"))
    assert [str(refusal) for refusal in todo.refusals] == [
        f"{worlds.lun(1)} cannot be shown: all LUNs there are taken (remove one of them)"
    ]


def test_a_view_of_a_unit_on_standby_is_found_by_the_path():
    system = worlds.furnished()
    system = host.after(system, f"stmfadm delete-lu -k {worlds.G0}")
    with pytest.raises(Refused, match="not registered"):
        worlds.make(system, WantedView(worlds.lun(0), "hg1"))
    assert not worlds.changed(system, WantedView(worlds.lun(0), "hg1", allow_unregistered=True))
    assert worlds.changed(system, WantedView(worlds.lun(0), "hg1", present=False))
    assert system.views == {}


def test_a_clone_is_not_taken_for_its_origin():
    system = worlds.furnished()
    system.datasets["sp1/lun2"].properties = dict(system.datasets["sp1/lun0"].properties)
    assert not worlds.changed(system, WantedView(worlds.lun(2), "hg1", present=False))
    with pytest.raises(NotThereYet, match="no logical unit"):
        worlds.make(system, WantedView(worlds.lun(2), "hg1"))


def test_views_that_are_announced_and_not_listed_are_no_state():
    system = worlds.furnished()
    runner = worlds.SimulatorRunner(system)

    def short(argv, **options):
        result = runner(argv, **options)
        return Result(1, "", f"stmfadm: {'a' * 32}: no views found\n") if argv[1] == "list-view" else result

    with pytest.raises(Unparsable, match="1 views are announced, 0 listed"):
        ComstarSystem(runner=short).read()
