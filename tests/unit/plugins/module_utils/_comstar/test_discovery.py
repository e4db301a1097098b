# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is discovered of any host changes nothing there, and makes the same of a host that only has its volumes."""

from __future__ import annotations

import contextlib
import copy

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import NotThereYet, Refused
from comstar import host
from hypothesis import given, settings
from hypothesis import strategies as st

from . import worlds
from .modules import MODULES, asked
from .wishes import anything

IN_ORDER = ("portal_groups", "target_groups", "targets", "initiators", "host_groups", "logical_units", "views")


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
@given(st.lists(anything, max_size=8))
def test_any_host(sequence):
    system = worlds.crowded()
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
