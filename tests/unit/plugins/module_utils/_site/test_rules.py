# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold between the values of a site."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.rules import repeated
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site

from . import raw

CLUSTER, GROUPS, SERVICES = "ha_storage_cluster", "ha_storage_volume_groups", "ha_storage_services"
FIRST, SECOND = f"{SERVICES}[0]", f"{SERVICES}[1]"
SERIAL = "198eff02-74fb-5b96-a0cd-06e512345678"
OTHER_TAIL = "198eff02-74fb-5b96-a0cd-06e510000000"


def problems(*changes, services=2):
    description = raw.site(services)
    for path, value in changes:
        description = raw.changed(description, path, value)
    try:
        read_site(description[SERVICES], description[CLUSTER], description[GROUPS])
    except InvalidInput as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_sound_site_has_no_problems():
    assert problems() == []
    assert problems(services=20) == []


@pytest.mark.parametrize(
    "path, value, problem",
    [
        (f"{SECOND}.drbd.minor", 0, f"the DRBD minor '0' is taken by {FIRST}.drbd.minor"),
        (f"{SECOND}.drbd.port", "7788", f"the DRBD port '7788' is taken by {FIRST}.drbd.port"),
        (f"{SECOND}.target.iqn", "iqn.2026-11.com.example:san0", f"is taken by {FIRST}.target.iqn"),
        (f"{SECOND}.target.portals[0].ip", "10.77.30.50", f"is taken by {FIRST}.target.portals[0].ip"),
        (f"{SECOND}.target.portals[0].ip", "10.77.20.12", f"is taken by {CLUSTER}.nodes[1].links[1]"),
        (f"{SECOND}.target.portals[0].ip", "10.77.10.13", f"is taken by {CLUSTER}.arbiter.address"),
        (f"{SECOND}.name", "san0", f"the service name 'san0' is taken by {FIRST}.name"),
        (f"{SECOND}.luns[1].name", "lun0", f"the LUN name 'lun0' is taken by {SECOND}.luns[0].name"),
        (f"{SECOND}.luns[1].number", 0, f"the LUN number '0' is taken by {SECOND}.luns[0].number"),
        (f"{SECOND}.luns[0].number", 1, "the LUN number '1' is taken by"),
        (f"{SECOND}.initiators[1].iqn", "iqn.2026-11.com.example:esx1", "is taken by"),
        (f"{SECOND}.initiators[1].chap", raw.GONE, "either all initiators of a service use CHAP or none"),
        (f"{SECOND}.luns[1].initiators[0]", "iqn.2026-11.com.example:esx9", "is not among the service's initiators"),
        (f"{SECOND}.preferred_node", "node3", "'node3' is none of node1, node2"),
        (f"{SECOND}.preferred_node", "arbiter", "'arbiter' is none of node1, node2"),
        (f"{CLUSTER}.nodes[1]", raw.GONE, "a cluster has exactly two nodes, not 1"),
        (f"{CLUSTER}.nodes[1].name", "node1", f"the host name 'node1' is taken by {CLUSTER}.nodes[0].name"),
        (f"{CLUSTER}.arbiter.name", "node2", f"the host name 'node2' is taken by {CLUSTER}.nodes[1].name"),
        (f"{CLUSTER}.nodes[1].links[0]", "10.77.10.11", f"is taken by {CLUSTER}.nodes[0].links[0]"),
        (f"{CLUSTER}.nodes[1].replication", "10.77.10.13", "is taken by"),
        (f"{CLUSTER}.nodes[1].links", ["10.77.10.12"], "every node needs the same number of links"),
        (f"{CLUSTER}.nodes[1].links[0]", "fd00::12", "link 0 mixes IPv4 and IPv6"),
        (f"{CLUSTER}.arbiter", raw.GONE, "which two nodes have only with an arbiter"),
        (f"{CLUSTER}.fencing.method", "agents", "is required with the method agents"),
        (f"{CLUSTER}.fencing.watchdog_timeout", 5, "must be at least twice watchdog_timeout, 10 s"),
        (
            f"{CLUSTER}.fencing.devices",
            [{"name": "a", "agent": "fence_x", "targets": ["node9"]}],
            "'node9' is no node of the cluster",
        ),
        (f"{CLUSTER}.fencing.devices", [{"name": "a", "agent": "fence_x"}], "is not used by the method sbd"),
        (f"{GROUPS}[1]", {"name": "vg0", "devices": ["/dev/vdc"]}, f"is taken by {GROUPS}[0].name"),
        (f"{GROUPS}[1]", {"name": "vg1", "devices": ["/dev/vdb"]}, f"is taken by {GROUPS}[0].devices[0]"),
        (f"{GROUPS}[0].name", "vg_san1", "is the name of a service's volume group on DRBD"),
        (f"{GROUPS}[0].devices[0]", "/dev/drbd0", "lies above DRBD"),
        (f"{FIRST}.luns[0].size", "6g", "need 10g, but a backing volume of 10g has room for 10220m"),
    ],
)
def test_contradictions(path, value, problem):
    found = problems((path, value))
    assert [line for line in found if problem in line], found


def test_a_service_that_is_repeated_is_told_for_each_thing_it_repeats():
    found = problems((SECOND, raw.service(0)))
    assert len(found) == len({line.split(": ")[0] for line in found})
    assert {line.split(": ")[0] for line in found} == {
        f"{SECOND}.{key}"
        for key in (
            "name",
            "drbd.minor",
            "drbd.port",
            "target.iqn",
            "target.portals[0].ip",
            "luns[0].serial",
            "luns[1].serial",
        )
    }


@pytest.mark.parametrize("other", [SERIAL, SERIAL.upper(), SERIAL.replace("-", ""), OTHER_TAIL])
def test_serials_that_the_kernel_could_not_tell_apart(other):
    (line,) = problems((f"{FIRST}.luns[0].serial", SERIAL), (f"{SECOND}.luns[1].serial", other))
    assert line.startswith(f"{SECOND}.luns[1].serial: the serial (its first 25 digits)")


def test_a_position_that_clashes_with_a_given_number():
    (line,) = problems((f"{FIRST}.luns[0].number", 1))
    assert line == f"{FIRST}.luns[1].number: the LUN number '1' is taken by {FIRST}.luns[0].number"


def fencing(*devices, **more):
    return problems((f"{CLUSTER}.fencing", {"method": "agents_then_sbd", "devices": list(devices), **more}))


def power(number, **more):
    return {"name": f"power{number}", "agent": "fence_x", "targets": [f"node{number}"], **more}


def test_both_kinds_of_fencing():
    assert fencing(power(1), power(2)) == []
    assert fencing(power(1), power(2), delay=10) == []


def test_a_node_that_no_device_can_fence():
    assert fencing(power(1)) == [f"{CLUSTER}.fencing.devices: no device has node2 among its targets"]


def test_a_device_with_the_name_of_the_watchdog():
    found = fencing(power(1, name="watchdog"), power(2))
    assert found == [f"{CLUSTER}.fencing.devices[0].name: 'watchdog' is what Pacemaker calls sbd"]


def test_what_sbd_needs_it_needs_behind_devices_too():
    found = fencing(power(1), power(2), watchdog_timeout=8)
    assert found == [f"{CLUSTER}.fencing.stonith_watchdog_timeout: must be at least twice watchdog_timeout, 16 s"]


def test_a_delay_that_the_devices_own_delays_may_undo():
    found = fencing(power(1, options={"pcmk_delay_base": "3s"}), power(2), delay=5)
    assert found == [
        f"{CLUSTER}.fencing.delay: must be at least twice the longest pcmk_delay_base or pcmk_delay_max of the devices"
    ]


def test_agents_need_no_arbiter():
    devices = [{"name": "ipmi", "agent": "fence_ipmilan"}]
    assert (
        problems((f"{CLUSTER}.arbiter", raw.GONE), (f"{CLUSTER}.fencing", {"method": "agents", "devices": devices}))
        == []
    )


def test_shares_are_not_summed_up():
    assert problems((f"{FIRST}.backing.size", "100%FREE"), (f"{FIRST}.luns[0].size", "900t")) == []


def test_only_later_places_repeat():
    found = list(repeated("thing", [("a", "p0"), ("b", "p1"), ("a", "p2"), (None, "p3"), (None, "p4"), ("a", "p5")]))
    assert [problem.path for problem in found] == ["p2", "p5"]
    assert {problem.message for problem in found} == {"the thing 'a' is taken by p0"}
