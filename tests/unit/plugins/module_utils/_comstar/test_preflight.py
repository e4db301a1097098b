# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A description that does not fit together is told whole, before anything is done."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import preflight, render

from . import worlds
from .modules import MODULES, filled


def told(**lists):
    described = {name: [filled(MODULES[name], item) for item in items] for name, items in lists.items()}
    return [str(problem) for problem in preflight.problems(described)]


def test_every_list_of_the_configuration_is_looked_at_and_what_is_discovered_is_right():
    found = render.configuration(worlds.read(worlds.furnished()))
    assert set(found) == set(preflight.KINDS)
    assert told(**found) == []


def test_what_is_described_twice_in_whatever_letters():
    path = "/dev/zvol/rdsk/sp1/lun0"
    assert told(
        logical_units=[{"path": path}, {"path": path.replace("rdsk", "dsk")}],
        host_groups=[{"name": "a"}, {"name": "A"}, {"name": "a"}],
        targets=[{"name": "iqn.a"}, {"name": "IQN.A"}],
        initiators=[{"iqn": "iqn.a"}, {"iqn": "IQN.a"}],
        views=[{"lu": path, "host_group": "a", "lun": 0}, {"lu": path, "host_group": "a", "state": "absent"}],
    ) == [
        "comstar_targets[1]: it is described in comstar_targets[0] already",
        "comstar_initiators[1]: it is described in comstar_initiators[0] already",
        "comstar_host_groups[2]: it is described in comstar_host_groups[0] already",
        "comstar_logical_units[1]: it is described in comstar_logical_units[0] already",
        "comstar_views[1]: it is described in comstar_views[0] already",
    ]


def test_who_is_in_two_groups_at_once():
    member, place = "wwn.210000e08b100163", "comstar_host_groups[0]"
    groups = [{"name": "a", "members": [member]}, {"name": "b", "members": [member.upper()]}]
    assert told(host_groups=groups) == [
        f"comstar_host_groups[1].members: wwn.210000E08B100163 is in {place}, and can be in one group only"
    ]
    assert told(host_groups=[groups[0], {**groups[1], "state": "absent"}]) == []
    assert told(target_groups=[{"name": "a"}]) == [
        "comstar_target_groups[0].type: it stands in the list of the other kind of group"
    ]
    assert told(portal_groups=[{"name": n, "portals": ["10.0.0.1"]} for n in ("2", "3")]) == [
        "comstar_portal_groups[1].portals: 10.0.0.1:3260 is in comstar_portal_groups[0], and can be in one group only"
    ]


def test_views_that_conflict_by_path_or_guid():
    units = [{"path": worlds.lun(0), "guid": worlds.G0}, {"path": worlds.lun(1)}]
    views = [
        {"lu": worlds.lun(0), "host_group": "a", "lun": 0},
        {"lu": worlds.lun(1), "host_group": "a", "lun": 0},
        {"lu": worlds.G0, "allow_all_hosts": True, "lun": 7},
        {"lu": worlds.lun(1), "lun": 1},
        {"lu": worlds.lun(1), "host_group": "b", "target_group": "t", "state": "absent"},
    ]
    assert told(logical_units=units, views=views) == [
        f"comstar_views[1]: it conflicts: LUN 0 for a is {worlds.lun(0)}",
        "comstar_views[2]: it conflicts: view entry 0 of this unit is LUN 0 for a already",
        "comstar_views[3]: without host_group every initiator sees it; give one, or set allow_all_hosts=true",
        "comstar_views[3]: it conflicts: view entry 1 of this unit is LUN 0 for a already",
    ]


def test_what_no_module_would_take_is_told_with_its_place():
    assert told(
        logical_units=[{"path": "lun0"}, {"guid": worlds.G0, "state": "absent"}],
        views=[{"lu": "x", "host_group": "a", "lun": 16384}],
    ) == [
        "comstar_logical_units[0].path: 'lun0' is not an absolute path",
        "comstar_views[0].lu: 'x' is not a GUID of 32 hex digits",
        "comstar_views[0].lun: 16384 is not within 0 to 16383",
        "comstar_logical_units[1].path: the role knows its units by their paths",
    ]
