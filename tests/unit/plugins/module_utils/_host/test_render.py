# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._host.render import digest, overview

from .hosts import LUN, Host, Shared, system, wish


def told(host, wanted):
    return overview(system(host, wanted).read(), wanted)


def test_the_tree_of_a_standby():
    wanted = wish()
    found = told(Host(Shared(keys=["0x2"], holder="0x2", tags={"node2"})), wanted)
    assert found["avail"] == "down" and found["text"] == [
        "svc1 [down]",
        f"├ lun {LUN}: writable, reserved by 0x2 [down]",
        "├ volume group vg1: 0 of 2 active, node2 [down]",
        "├ mount /opt/svc1: not mounted [down]",
        "├ mount /opt/svc1/data: not mounted [down]",
        "├ unit lxc@svc1.service: inactive [down]",
        "└ unit svc1.target: inactive [down]",
    ]


def test_half_of_it_is_a_warning():
    host = Host(Shared(keys=["0x1"], holder="0x1"), readonly=(LUN,))
    host.running = {"svc1.target"}
    found = told(host, wish())
    assert found["avail"] == "warn"
    assert found["resources"][0] == {"name": f"lun {LUN}", "status": "down", "seen": "read-only, reserved by 0x1"}
    assert found["resources"][-1] == {"name": "unit svc1.target", "status": "up", "seen": "active"}


def test_a_key_of_another_host_beside_the_own_is_down():
    assert told(Host(Shared(keys=["0x1", "0x2"], holder="0x1")), wish())["resources"][0]["status"] == "down"


def test_what_is_not_there_is_down():
    host = Host(Shared())
    host.gone, host.units["svc1.target"] = {LUN}, "not-found"
    found = {one["name"]: one["seen"] for one in told(host, wish())["resources"]}
    assert (found[f"lun {LUN}"], found["volume group vg1"], found["unit svc1.target"]) == (
        "not there",
        "not there",
        "not-found",
    )
    nothing = wish(luns=(), key="", vg="", tag="", filesystems=(), units=())
    assert told(host, nothing)["avail"] == "down"


def test_the_digest_is_of_what_all_hosts_share():
    one, other = wish("0x1", "node1", "node2"), wish("0x2", "node2", "node1")
    assert digest(one) == digest(other)
    changes = [{"vg": "vg2"}, {"filesystems": one.filesystems[:1]}, {"units": one.units[::-1]}, {"name": "svc2"}]
    assert len({digest(dataclasses.replace(one, **change)) for change in changes} | {digest(one)}) == 5
