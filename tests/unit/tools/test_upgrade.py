# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tools/upgrade.py takes for broken, and what not."""

from __future__ import annotations

import copy
import importlib.util
import pathlib

import pytest

TOP = pathlib.Path(__file__).parents[3]
SPEC = importlib.util.spec_from_file_location("upgrade", TOP / "tools/upgrade.py")
upgrade = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(upgrade)
OPTION = {"type": "str", "required": False, "choices": ["a", "b"]}
OLD = {
    "playbooks": ["site"],
    "filters": ["site"],
    "modules": {"lun": {"mode": dict(OPTION)}},
    "roles": {"lvm": {"lvm_size": dict(OPTION)}},
    "moved": [],
    "sites": {"example": {"services": [{"name": "san0", "luns": [{"serial": "1"}]}]}},
}


def changed(change):
    new = copy.deepcopy(OLD)
    change(new)
    return upgrade.compare(OLD, new)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda new: new["playbooks"].remove("site"), "playbook site is gone"),
        (lambda new: new["filters"].remove("site"), "filter site is gone"),
        (lambda new: new["modules"].pop("lun"), "lun of modules is gone"),
        (lambda new: new["roles"]["lvm"].pop("lvm_size"), "lvm: lvm_size is gone"),
        (lambda new: new["modules"]["lun"]["mode"].update(type="int"), "lun: mode was str, is int"),
        (lambda new: new["modules"]["lun"]["mode"].update(choices=["a"]), "lun: mode does not take b any more"),
        (lambda new: new["modules"]["lun"]["mode"].update(required=True), "lun: mode has become required"),
        (lambda new: new["modules"]["lun"].update(new={**OPTION, "required": True}), "lun: new has become required"),
        (
            lambda new: new["sites"]["example"]["services"][0]["luns"][0].update(serial="2"),
            "inventory example: services[0].luns[0].serial was '1', is '2'",
        ),
        (
            lambda new: new["sites"]["example"]["services"].pop(),
            "inventory example: services was [{'name': 'san0', 'luns': [{'serial': '1'}]}], is []",
        ),
    ],
)
def test_broken(change, line):
    assert changed(change) == [line]


@pytest.mark.parametrize(
    "change",
    [
        lambda new: None,
        lambda new: new["playbooks"].append("more"),
        lambda new: new["modules"]["lun"].update(new=OPTION),
        lambda new: new["modules"]["lun"]["mode"].update(choices=[]),
        lambda new: (new["modules"].pop("lun"), new["moved"].append("lun")),
        lambda new: new["sites"]["example"].update(new=1),
    ],
)
def test_not_broken(change):
    assert changed(change) == []


def test_this_checkout_can_be_told():
    told = upgrade.tell(TOP, TOP / "inventories")
    assert "site" in told["playbooks"] and told["modules"]["lio_target"]["iqn"]["required"]
    assert set(told["sites"]) >= {"example", "metro"} and told["roles"]["lvm"]
