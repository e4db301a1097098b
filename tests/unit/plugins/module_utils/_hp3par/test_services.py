# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.services import closed, read_services

ARRAYS = [{"name": "hp3par1", "password": "secret"}, {"name": "hp3par2"}]
SIDES = [{"array": "hp3par1", "group": "svc1"}, {"array": "hp3par2", "group": "svc1.r12345"}]


def test_a_service_has_the_options_of_both_sides():
    service = read_services([{"name": "svc1", "sides": SIDES, "sync_max_delay": 5}], ARRAYS)["svc1"]
    assert service["arrays"] == ["hp3par1", "hp3par2"]
    assert service["sides"] == [["svc1", "hp3par1"], ["svc1", "hp3par2"]]
    here, there = {"name": "hp3par1", "password": "secret"}, {"name": "hp3par2"}
    assert service["options"] == {
        "hp3par1": {"name": "svc1", "peer_name": "svc1.r12345", "array": here, "peer": there},
        "hp3par2": {"name": "svc1.r12345", "peer_name": "svc1", "array": there, "peer": here},
    }
    assert service["expected"] == {"mode": None, "sync_max_delay": "5", "require_auto_recover": True}
    assert (service["transparent"], service["sync_windows"]) == (False, [])


WRONG = [
    ([{"name": "svc1", "sides": SIDES[:1]}], "sides: must be two"),
    ([{"name": "svc1", "sides": SIDES[:1] * 2}], "sides: must be two"),
    ([{"name": "svc1", "sides": [*SIDES, SIDES[0]]}], "sides: must be two"),
    ([{"name": "svc1"}], "sides: is required"),
    ([{"name": "svc1", "sides": [SIDES[0], {"array": "hp3par3", "group": "svc1"}]}], "'hp3par3' is not in"),
    ([{"name": "svc1", "sides": [SIDES[0], {**SIDES[1], "group": "svc*"}]}], "'svc.' is not the name of one group"),
    ([{"name": "svc1", "sides": SIDES, "sync_windows": ["night"]}], "'night' is no window"),
    ([{"name": "svc1", "sides": SIDES, "sync_max_delay": "soon"}], "'soon' is not an age"),
    ([{"name": "svc1", "sides": SIDES, "mode": "async"}], "'async' is none of"),
    ([{"name": "svc1", "sides": SIDES, "sync_window": []}], "did you mean sync_windows"),
    ([{"name": "svc1", "sides": SIDES}] * 2, "svc1 is described twice"),
    ([{"name": "svc1", "sides": SIDES}, {"name": "svc2", "sides": SIDES}], "hp3par1 svc1 is described twice"),
    ("svc1", "must be a list"),
]


@pytest.mark.parametrize(("described", "why"), WRONG)
def test_what_is_wrong_is_told(described, why):
    with pytest.raises(InvalidInput, match=why) as caught:
        read_services(described, ARRAYS)
    assert "secret" not in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read_services([{"name": "a", "sides": []}, {"name": "b", "mode": "x", "sides": SIDES}], [ARRAYS[0]] * 2)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == [
        "hp3par_rcg_arrays",
        "hp3par_rcg_services[0].sides",
        "hp3par_rcg_services[1].mode",
        "hp3par_rcg_services[1].sides[1].array",
    ]


def test_a_service_is_closed_outside_of_its_windows_on_the_clock_of_the_zone():
    described = [{"name": "svc1", "sides": SIDES, "sync_windows": ["03:59-05:59"]}]
    services = list(read_services(described, ARRAYS).values())
    four = 1_800_000_000 - 4 * 3600  # 04:00 UTC, 05:00 in Paris, 09:30 in Kolkata
    assert [closed(services, four, zone) for zone in ("UTC", "Europe/Paris", "Asia/Kolkata")] == [[], [], ["svc1"]]
    with pytest.raises(InvalidInput, match="Europe/Nowhere"):
        closed(services, four, "Europe/Nowhere")
