# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is discovered of any host changes nothing there, and makes the same of a host that only has its volumes."""

from __future__ import annotations

import contextlib
import copy

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedGroup,
    WantedInitiator,
    WantedPortalGroup,
    WantedTarget,
    WantedUnit,
    WantedView,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import NotThereYet, Refused
from comstar import host
from hypothesis import given, settings
from hypothesis import strategies as st

from . import worlds
from .modules import MODULES, asked

IN_ORDER = ("portal_groups", "target_groups", "targets", "initiators", "host_groups", "logical_units", "views")
paths = st.sampled_from([worlds.lun(number) for number in range(3)])
hosts = st.sampled_from(["hg1", "my hosts", "Hg1"])
targets = st.sampled_from([worlds.TARGET, worlds.TARGET + ".1"])
several = {"max_size": 2, "unique": True}
chap = st.builds(WantedChap, st.sampled_from([None, "", "u 1"]), st.sampled_from(["", "a-secret-of-16-c"]))
changes = st.one_of(
    st.builds(
        WantedGroup,
        hosts,
        members=st.lists(st.sampled_from([worlds.HBA, worlds.ESX1, worlds.ESX2]), **several).map(tuple),
        present=st.booleans(),
        allow_move=st.booleans(),
    ),
    st.builds(WantedGroup, st.just("tg"), st.just(True), st.lists(targets, **several).map(tuple)),
    st.builds(WantedPortalGroup, st.sampled_from(["2", "front"]), st.just(("10.0.0.1:3260",)), st.booleans()),
    st.builds(
        WantedTarget,
        targets,
        st.sampled_from([None, "", "a b"]),
        st.sampled_from([None, "default", "chap"]),
        chap,
        st.sampled_from([None, (), ("2",), ("front",)]),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(WantedInitiator, st.sampled_from([worlds.ESX1, worlds.ESX2]), chap, st.booleans()),
    st.builds(
        WantedUnit,
        paths,
        state=st.sampled_from(["present", "present", "standby"]),
        alias=st.sampled_from([None, "data of vh1"]),
        serial=st.sampled_from([None, "4711"]),
        write_cache=st.sampled_from([None, True, False]),
        write_protected=st.sampled_from([None, True]),
        url=st.sampled_from([None, "http://x/ "]),
    ),
    st.builds(
        WantedView,
        paths,
        st.sampled_from(["", "hg1", "my hosts"]),
        st.sampled_from(["", "tg"]),
        st.one_of(st.none(), st.integers(0, 2)),
        allow_all_hosts=st.just(True),
    ),
    st.builds(WantedUnit, paths, online=st.booleans()),
)


def applied(system, configuration):
    """Whether the items of a configuration change anything, in the role's order."""
    return [
        (name, item)
        for name in IN_ORDER
        for item in configuration[name]
        if worlds.changed(system, asked(MODULES[name], item))
    ]


def plain(configuration):
    """A configuration whatever the order of its items and members."""
    return {
        name: sorted(str({key: sorted(v) if isinstance(v, list) else v for key, v in item.items()}) for item in items)
        for name, items in configuration.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(changes, max_size=14))
def test_any_host(sequence):
    system = host.after(worlds.fresh(), "stmfadm create-tg tg", "stmfadm create-hg hg1", "itadm create-tpg 2 10.0.0.1")
    for wanted in sequence:
        with contextlib.suppress(Refused, NotThereYet):
            worlds.make(system, wanted)
    found = render.configuration(worlds.read(system))
    assert applied(system, found) == []
    other = worlds.fresh()
    other.datasets = copy.deepcopy(system.datasets)
    applied(other, found)
    assert plain(render.configuration(worlds.read(other))) == plain(found)


def test_a_host_with_everything_on_it():
    system = worlds.in_session(worlds.furnished())
    system = host.after(
        system,
        f"stmfadm add-view -h hg2 {worlds.G1}",
        f"stmfadm offline-lu {worlds.G0}",
        f"stmfadm delete-lu -k {worlds.G1}",
        "itadm create-tpg 2 10.0.0.1 [fd00::1]:3261",
        f"itadm create-target -n {worlds.TARGET} -l ss2 -a chap -u t -t 2",
        f"itadm create-initiator -u u1 {worlds.ESX1}",
    )
    found = render.configuration(worlds.read(system))
    assert all(found[name] for name in IN_ORDER if name != "target_groups")
    assert found["logical_units"][0]["online"] is False
    assert found["views"][1] == {"lu": worlds.G1, "lun": 0, "host_group": "hg2", "allow_unregistered": True}
    assert applied(system, found) == []
