# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report about switchovers."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.history import entries, kept, watch_words

SERVICES = {
    "san0": {"target": {"iqn": "iqn.2026-11.com.example:san0", "portals": [{"ip": "10.77.30.50", "port": 3260}]}},
    "san1": {"target": {"iqn": "iqn.2026-11.com.example:san1", "portals": [{"ip": "fd00::51", "port": 3261}]}},
}
DISK = "/dev/disk/by-path/ip-10.77.30.50:3260-iscsi-iqn.2026-11.com.example:san0-lun-{}"


def move(name, **others):
    step = {"resource": name, "node": "node2", "action": "start", "seconds": 0.25}
    result = {"changed": True, "previous_node": "node1", "node": "node2", "seconds": 4.0, "steps": [step]}
    return {"service": name, "result": {**result, **others}}


def figures(gap, errors=0):
    return {"longest_gap_seconds": gap, "errors": errors}


def test_what_the_probe_watches():
    disks = DISK.format("*").replace("10.77.30.50:3260", "*")
    assert watch_words([SERVICES["san0"]], True) == ["--read", disks, "--connect", "10.77.30.50:3260"]
    assert watch_words(list(SERVICES.values()), False) == ["--connect", "10.77.30.50:3260", "[fd00::51]:3261"]


def test_the_longest_pause_of_the_services_own_disks():
    watched = {"devices": {DISK.format(0): figures(2.5), DISK.format(1): figures(3.5, 2), "/dev/other": figures(99)}}
    found = entries([move("san0")], watched, SERVICES, "client1", "2026-11-22T18:00:00+00:00")
    assert len(found) == 1
    assert (found[0]["pause_seconds"], found[0]["errors"], found[0]["measured_by"]) == (3.5, 2, "client1")
    assert (found[0]["from"], found[0]["to"], found[0]["at"]) == ("node1", "node2", "2026-11-22T18:00:00+00:00")
    assert found[0]["text"] == [
        "san0: node1 -> node2, arrived within 4.0 s",
        "  pause: 3.5 s, 2 I/O errors, measured by client1 on 2 LUNs",
        "   0.25 s  start san0 on node2",
    ]


def test_each_service_has_its_own_pause():
    watched = {"devices": {"10.77.30.50:3260": figures(2), "[fd00::51]:3261": figures(5)}}
    found = entries([move("san0"), move("san1")], watched, SERVICES, "node2", "")
    assert [each["pause_seconds"] for each in found] == [2, 5]
    assert "measured by node2 on [fd00::51]:3261" in found[1]["text"][1]


def test_nothing_measured_and_nothing_moved():
    found = entries([move("san0"), move("san1", changed=False)], {}, SERVICES, "client1", "")
    assert [each["service"] for each in found] == ["san0"]
    assert found[0]["pause_seconds"] is None and "not measured" in found[0]["text"][1]


def test_lines_that_are_no_entries_are_passed_over():
    assert kept('{"at": 1}\n[1]\n{"at": 2}\n{"at": ') == [{"at": 1}, {"at": 2}]
