# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the site to the options of the module, and to the node where they are carried out."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.service import (
    Place,
    backing_options,
    lun_options,
    place,
)


def service(name, vg, size):
    return {
        "name": name,
        "preferred_node": "node1",
        "backing": {"vg": vg, "volume": name, "size": size, "device": f"/dev/{vg}/{name}"},
        "drbd": {"resource": name, "device": "/dev/drbd3", "secret": "do-not-tell"},
        "vg": f"vg_{name}",
        "ids": {"drbd": f"{name}-drbd"},
        "luns": [{"name": "lun0", "size": "1g", "serial": "x"}],
        "reservations": None,
    }


def test_one_set_of_options_for_each_volume_group():
    site = {
        "volume_groups": [{"name": "vg0", "devices": ["/dev/vdb"]}, {"name": "spare", "devices": ["/dev/vdc"]}],
        "services": [service("a", "vg0", "1g"), service("b", "old", "2g"), service("c", "vg0", "100%FREE")],
    }
    assert backing_options(site) == [
        {
            "vg": "vg0",
            "devices": ["/dev/vdb"],
            "volumes": [{"name": "a", "size": "1g"}, {"name": "c", "size": "100%FREE"}],
        },
        {"vg": "spare", "devices": ["/dev/vdc"], "volumes": []},
        {"vg": "old", "devices": [], "volumes": [{"name": "b", "size": "2g"}]},
    ]


def test_the_luns_of_a_service_without_its_secrets():
    assert lun_options(service("a", "vg0", "1g")) == {
        "resource": "a",
        "cluster_id": "a-drbd",
        "preferred_node": "node1",
        "vg": "vg_a",
        "devices": ["/dev/drbd3"],
        "volumes": [{"name": "lun0", "size": "1g"}],
        "store": "",
    }


def test_the_store_of_reservations_comes_before_luns_that_take_all_that_is_left():
    store = {"volume": "quorate_reservations", "size": 1, "device": "/dev/vg_a/quorate_reservations"}
    options = lun_options({**service("a", "vg0", "1g"), "reservations": store})
    assert options["volumes"][0] == {"name": "quorate_reservations", "size": 1}
    assert options["store"] == "/dev/vg_a/quorate_reservations"


NEW = {
    "role": "Secondary",
    "peer_role": "Secondary",
    "disk": "UpToDate",
    "peer_disk": "UpToDate",
    "preferred": True,
    "known": False,
    "running": False,
}
PROMOTED = Place(here=True, promote=True, release=True)


@pytest.mark.parametrize(
    "changes, found",
    [
        ({}, PROMOTED),
        ({"preferred": False}, Place()),
        ({"preferred": False, "peer_disk": "Inconsistent"}, PROMOTED),
        ({"disk": "Inconsistent"}, Place()),
        # The cluster knows the service, but does not run (after a boot): nobody else promotes.
        ({"known": True}, PROMOTED),
        ({"known": True, "running": True}, Place()),
        # A new service of a running cluster.
        ({"running": True}, PROMOTED),
        ({"peer_role": "Primary"}, Place()),
        ({"role": "Primary", "known": True, "running": True}, Place(here=True)),
        ({"role": "Primary", "known": True, "peer_role": "Unknown"}, Place(here=True)),
        # Left behind by a run that was cut off.
        ({"role": "Primary"}, Place(here=True, release=True)),
    ],
)
def test_where_luns_are_made(changes, found):
    assert place(**{**NEW, **changes}) == found


def test_never_alone_and_never_without_data():
    assert "is not known; connect it first" in place(**{**NEW, "peer_role": "Unknown"}).error
    assert "Inconsistent here" in place(**{**NEW, "disk": "Inconsistent", "peer_disk": "Inconsistent"}).error
