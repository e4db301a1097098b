# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Views: planner and simulator agree on what conflicts (cases by name: test_oracle), and the rules of safety."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Unit, View
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.views import conflicts, free_lun
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import WantedView
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import NotThereYet, Refused
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
