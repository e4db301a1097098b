# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.service import (
    handlers,
    has_data,
    resource_options,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from

from .worlds import params

SERVICE = {
    "preferred_node": "node2",
    "backing": {"device": "/dev/vg0/san0"},
    "drbd": {
        "resource": "san0",
        "minor": 3,
        "port": 7788,
        "protocol": "C",
        "secret": "top secret",
        "fencing": "resource-and-stonith",
        "initial_sync": "full",
        "options": {"net": {"max-buffers": "128k"}},
        "hosts": [
            {"name": "node1", "node_id": 0, "address": "10.0.0.1"},
            {"name": "node2", "node_id": 1, "address": "10.0.0.2"},
        ],
    },
}


def report(**changed):
    return {"resources": [], "disks": [], **changed}


def disk(fresh):
    metadata = None if fresh is None else {"dialect": "8.4", "fresh": fresh}
    return {"path": "/dev/vg0/san0", "metadata": metadata}


def test_a_service_becomes_options_that_the_module_takes():
    options = resource_options(SERVICE, "node1", {})
    wanted = desired_from(params(**options))
    assert wanted.sync_source == "node2" and wanted.initial_sync == "full"
    assert wanted.volumes[0].disk == "/dev/vg0/san0" and wanted.volumes[0].minor == 3
    assert dict(wanted.sections)["net"] == (("max-buffers", "128k"),)


def test_a_history_is_found_in_the_resource_or_on_the_device():
    assert has_data(SERVICE, report(resources=[{"name": "san0", "has_data": True}]))
    assert has_data(SERVICE, report(disks=[disk(fresh=False)]))
    assert not has_data(SERVICE, report(resources=[{"name": "other", "has_data": True}], disks=[disk(fresh=True)]))
    assert not has_data(SERVICE, report(disks=[disk(fresh=None)]))


def test_only_other_nodes_are_peers():
    reports = {name: report(disks=[disk(fresh=False)]) for name in ("node1", "node2", "elsewhere")}
    assert resource_options(SERVICE, "node1", reports)["peers_with_data"] == ["node2"]
    assert resource_options(SERVICE, "node1", {})["peers_with_data"] == []


def test_what_drbd_runs_around_a_resync_never_fails():
    for snapshots in (False, True):
        assert all(line.endswith("; true") for line in handlers(snapshots).values())
    assert "drbd-snapshot" not in str(handlers(False))
    assert handlers(True)["before-resync-target"] == (
        "/usr/lib/quorate/alert resync-begun; /usr/lib/quorate/drbd-snapshot begin; true"
    )


def test_handlers_of_the_site_take_the_place_of_ours():
    options = resource_options(
        {**SERVICE, "drbd": {**SERVICE["drbd"], "options": {"handlers": {"split-brain": None}}}}, "node1", {}, True
    )
    assert options["handlers"]["split-brain"] is None and "out-of-sync" in options["handlers"]
