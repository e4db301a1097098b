# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logical units keep their identity, whatever is asked."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import STMF, State, Unit
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.parse import parse_units
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import WantedUnit, WantedView
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    NotThereYet,
    Refused,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from comstar import host
from comstar.state import Dataset

from . import worlds
from .worlds import G0, G2, lun


def test_a_unit_is_made_once():
    system = worlds.fresh()
    wanted = WantedUnit(lun(0), guid=G2, write_cache=False, alias="data", block_size=512, serial="4711")
    outcome = worlds.make(system, wanted)
    assert commands(outcome.plan) == [
        f"stmfadm create-lu -p guid={G2} -p blk=512 -p serial=4711 -p alias=data -p wcd=true {lun(0)}"
    ]
    assert not worlds.changed(system, wanted)
    (unit,) = worlds.read(system).units
    assert (unit.guid, unit.alias, unit.serial, unit.write_cache) == (G2, "data", "4711", False)


def test_what_can_be_changed_is_changed():
    system = worlds.furnished()
    wanted = WantedUnit(lun(0), alias="other", write_cache=False, write_protected=True, url="http://x/")
    assert len(worlds.make(system, wanted).plan.operations) == 4
    assert not worlds.changed(system, wanted)


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"guid": G2}, "has guid .* and that cannot be changed"),
        ({"serial": "1"}, "has serial none, not 1"),
        ({"block_size": 4096}, "has block_size 512"),
        ({"size": 1 << 30}, "smaller would cut off data"),
        ({"size": 17 << 30}, "grow it first"),
        ({"tool": "sbdadm", "alias": "x"}, "set tool=stmfadm"),
    ],
)
def test_a_unit_is_never_made_anew(values, reason):
    system = worlds.furnished()
    with pytest.raises(Refused, match=reason):
        worlds.make(system, WantedUnit(lun(0), **values))
    assert system.changes == 0


@pytest.mark.parametrize("tool", ["stmfadm", "sbdadm"])
def test_a_unit_grows_with_its_volume(tool):
    system = worlds.furnished()
    system.datasets["sp1/lun0"].volsize = 20 << 30
    assert worlds.changed(system, WantedUnit(lun(0), size=20 << 30, tool=tool))
    assert not worlds.changed(system, WantedUnit(lun(0), size=20 << 30, tool=tool))


def test_metadata_inside_the_volume_takes_64_kib_and_that_is_no_change():
    system = worlds.fresh(metadata_inside=True)
    host.run(system, ["sbdadm", "create-lu", lun(0)])
    assert worlds.read(system).units[0].size == 17179803648
    assert not worlds.changed(system, WantedUnit(lun(0), size=16 << 30))


def test_standby_keeps_views_and_identity_and_comes_back():
    system = worlds.furnished()
    assert worlds.changed(system, WantedUnit(lun(0), state="standby"))
    assert not worlds.changed(system, WantedUnit(lun(0), state="standby"))
    state = worlds.read(system)
    assert [unit.registered for unit in state.units if unit.guid == G0] == [False]
    outcome = worlds.make(system, WantedUnit(lun(0), metadata="import", guid=G0))
    assert commands(outcome.plan) == [f"stmfadm import-lu {lun(0)}"]
    assert worlds.read(system).units[0].views[0].host_group == "hg1"


def test_a_unit_with_views_is_not_removed_and_one_in_use_not_unloaded():
    with pytest.raises(Refused, match="remove the views first"):
        worlds.make(worlds.furnished(), WantedUnit(lun(0), state="absent"))
    used = worlds.in_session(worlds.furnished())
    for wanted in (
        WantedUnit(lun(0), state="standby"),
        WantedUnit(lun(0), online=False),
        WantedUnit(lun(0), write_protected=True),
    ):
        with pytest.raises(Refused, match="allow_remove_in_use"):
            worlds.make(used, wanted)
    assert worlds.changed(used, WantedUnit(lun(0), online=False, allow_remove_in_use=True))
    assert worlds.changed(used, WantedUnit(lun(0), online=True))
    assert worlds.changed(used, WantedUnit(guid=worlds.G1, state="absent"))


@pytest.mark.parametrize("values", [{"path": lun(0), "guid": worlds.G1}, {"path": lun(2), "guid": G0}])
def test_path_and_guid_that_mean_two_units_unload_none(values):
    with pytest.raises(Refused, match="not what path and guid say"):
        worlds.make(worlds.furnished(), WantedUnit(state="standby", **values))


def replica(guid=G0):
    """The volume of G0 as its copy on another path, metadata and all."""
    system = worlds.furnished()
    copied = system.datasets["sp1/lun0"]
    system.datasets["sp1/copy"] = Dataset(copied.volsize, dict(copied.properties))
    return system


def test_a_clone_and_its_origin_are_never_on_one_host():
    with pytest.raises(Refused, match=f"{G0} is {lun(0)} on this host"):
        worlds.make(replica(), WantedUnit("/dev/zvol/rdsk/sp1/copy"))


def test_a_replica_is_imported_with_its_identity_and_the_write_cache_asserted():
    system = replica()
    worlds.make(system, WantedUnit(lun(0), state="standby"))
    outcome = worlds.make(system, WantedUnit("/dev/zvol/rdsk/sp1/copy", guid=G0, write_cache=False))
    assert commands(outcome.plan) == [
        "stmfadm import-lu /dev/zvol/rdsk/sp1/copy",
        f"stmfadm modify-lu -p wcd=true {G0}",
    ]


def test_another_identity_than_expected_is_refused_before_the_import():
    system = replica()
    worlds.make(system, WantedUnit(lun(0), state="standby"))
    with pytest.raises(Refused, match="has guid"):
        worlds.make(system, WantedUnit("/dev/zvol/rdsk/sp1/copy", guid=G2))
    with pytest.raises(Refused, match="another identity"):
        worlds.make(system, WantedUnit("/dev/zvol/rdsk/sp1/copy", metadata="create"))


def test_a_replica_without_metadata_keeps_its_identity_by_its_guid():
    system = worlds.fresh()
    with pytest.raises(Refused, match="nothing to import"):
        worlds.make(system, WantedUnit(lun(0), metadata="import"))
    worlds.make(system, WantedUnit(lun(0), guid=G2))
    assert worlds.read(system).units[0].guid == G2


def test_what_sbdadm_and_the_unknown_guid_cannot_do_is_refused():
    with pytest.raises(Refused, match="sbdadm makes units without any property"):
        worlds.make(worlds.fresh(), WantedUnit(lun(0), guid=G2, tool="sbdadm"))
    with pytest.raises(Refused, match="give its guid"):
        worlds.make(worlds.fresh(), WantedUnit(lun(0), online=False))
    assert worlds.changed(worlds.fresh(), WantedUnit(lun(0), tool="sbdadm"))


def test_a_volume_that_is_missing_is_assumed_in_check_mode_only():
    system = worlds.fresh()
    wanted = WantedUnit("/dev/zvol/rdsk/sp1/none")
    with pytest.raises(NotThereYet, match="no volume, disk or file"):
        worlds.make(system, wanted)
    assert worlds.make(system, wanted, check_mode=True).warnings


def test_builds_that_tell_the_path_only_by_sbdadm(monkeypatch):
    system = worlds.furnished()
    runner = worlds.SimulatorRunner(system)

    def old(argv, **options):
        result = runner(argv, **options)
        lines = [line for line in result.stdout.splitlines(keepends=True) if "Data File" not in line]
        return type(result)(result.rc, "".join(lines), result.stderr) if argv[1:2] == ("list-lu",) else result

    opened = worlds.open_system(system)
    monkeypatch.setattr(opened, "run", lambda argv, **options: old(tuple(argv), **options))
    assert [unit.path for unit in opened.read().units] == [lun(0), lun(1)]
    assert parse_units("") == ()


def test_views_do_not_outlive_their_unit_unseen():
    system = worlds.furnished()
    worlds.make(system, WantedUnit(lun(0), state="standby"))
    for wanted in (WantedUnit(guid=G0, state="absent"), WantedUnit(lun(0), state="absent")):
        with pytest.raises(Refused, match="is still LUN 0 for hg1"):
            worlds.make(system, wanted)
    # By its path: the volume itself says which unit it was.
    worlds.make(system, WantedView(lun(0), "hg1", present=False))
    assert not worlds.changed(system, WantedUnit(lun(0), state="absent"))
    assert system.views == {}


CHANGES = [
    ("size", {"size": 17 << 30}),
    ("write_cache", {"write_cache": False}),
    ("write_protect", {"write_protected": True}),
]


@pytest.mark.parametrize("name, values", CHANGES)
def test_what_the_host_does_not_tell_is_not_set(name, values):
    state = State({STMF: "online"}, (Unit(G0, path=lun(0)),))
    (refusal,) = plan(state, WantedUnit(lun(0), **values)).refusals
    assert str(refusal) == f"this host does not tell the {name} of {lun(0)} (leave {name} out)"


@pytest.mark.parametrize("_name, values", CHANGES)
def test_a_unit_that_is_active_on_the_other_node_is_changed_there(_name, values):
    system = worlds.furnished()
    system.datasets["sp1/lun0"].volsize = 20 << 30
    system.units[G0.lower()].access = "Standby"
    with pytest.raises(Refused, match="change it on the node where it is active"):
        worlds.make(system, WantedUnit(lun(0), G0, **values))
    assert system.changes == 0 and not worlds.changed(system, WantedUnit(lun(0), G0))


def test_a_volume_that_cannot_be_asked_is_no_missing_volume():
    def denied(argv, **options):
        if argv[0] == "zfs":
            return Result(1, "", "cannot open 'sp1/lun0': permission denied")
        return worlds.SimulatorRunner(worlds.fresh())(argv, **options)

    with pytest.raises(CommandFailed, match="permission denied"):
        ComstarSystem(WantedUnit(lun(0)), runner=denied).read()


def test_a_file_system_is_no_volume():
    with pytest.raises(NotThereYet, match="no volume, disk or file"):
        worlds.make(worlds.fresh(), WantedUnit("/dev/zvol/rdsk/sp1"))


@pytest.mark.parametrize("online", [True, False])
def test_a_status_that_is_not_known_is_neither(online):
    state = State({STMF: "online"}, (Unit(G0, "unknown", path=lun(0)),))
    assert len(plan(state, WantedUnit(lun(0), online=online)).operations) == 1
