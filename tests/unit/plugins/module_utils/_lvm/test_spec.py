# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters become the wanted model, or all of their faults are told."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Wanted, WantedVolume
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.spec import read_wanted


def volume(name, size=None, state="present", destroy_data=False):
    return {"name": name, "size": size, "state": state, "destroy_data": destroy_data}


def params(**given):
    defaults = {
        "vg": "vg0",
        "devices": [],
        "autoactivation": None,
        "volumes": [],
        "state": "present",
        "destroy_data": False,
        "only_devices": False,
    }
    return {**defaults, **given}


def test_a_complete_description():
    wanted = read_wanted(
        params(
            devices=["/dev/vdb"],
            autoactivation=False,
            only_devices=True,
            volumes=[volume("a", "1g"), volume("b", state="absent", destroy_data=True)],
        )
    )
    assert wanted == Wanted(
        "vg0", ("/dev/vdb",), False, (WantedVolume("a", "1g"), WantedVolume("b", "", False, True)), only_devices=True
    )


def test_a_volume_group_that_goes_needs_no_sizes():
    assert read_wanted(params(state="absent", volumes=[volume("a")])).volumes == (WantedVolume("a"),)


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read_wanted(
            params(
                vg="-x",
                devices=["vdb", "/dev/vdc", "/dev/vdc"],
                volumes=[volume("a", "1g"), volume("a", "some"), volume("b"), volume("b/c", "100%FREE")],
            )
        )
    assert [problem.path for problem in caught.value.problems] == [
        "vg",
        "devices[0]",
        "devices[2]",
        "volumes[1].name",
        "volumes[1].size",
        "volumes[2].size",
        "volumes[3].name",
    ]


def test_only_devices_needs_devices():
    with pytest.raises(InvalidInput, match="only_devices: needs devices"):
        read_wanted(params(only_devices=True))
