# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands as argv."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Group, Volume


@pytest.mark.parametrize(
    "argv, line",
    [
        (render.make_physical_volume("/dev/vdb"), "pvcreate /dev/vdb"),
        (render.make_group("vg0", ["/dev/vdb", "/dev/vdc"], None), "vgcreate vg0 /dev/vdb /dev/vdc"),
        (render.make_group("vg0", ["/dev/vdb"], False), "vgcreate --setautoactivation n vg0 /dev/vdb"),
        (render.extend_group("vg0", ["/dev/vdc"]), "vgextend vg0 /dev/vdc"),
        (render.resize_physical_volume("/dev/vdb"), "pvresize /dev/vdb"),
        (render.set_autoactivation("vg0", True), "vgchange --setautoactivation y vg0"),
        (
            render.make_volume("vg0", "a", "1g"),
            "lvcreate --yes --wipesignatures y --zero y --size 1073741824b --name a vg0",
        ),
        (
            render.make_volume("vg0", "a", "100%FREE"),
            "lvcreate --yes --wipesignatures y --zero y --extents 100%FREE --name a vg0",
        ),
        (render.grow_volume("vg0", "a", 4096), "lvextend --size 4096b vg0/a"),
        (render.remove_volume("vg0", "a"), "lvremove --yes vg0/a"),
        (render.remove_group("vg0"), "vgremove vg0"),
        (render.remove_label("/dev/vdb"), "pvremove /dev/vdb"),
    ],
)
def test_argv(argv, line):
    assert argv == tuple(line.split())


def test_a_device_that_carries_something_is_never_labelled_by_force():
    assert not {"--yes", "-y", "--force", "-f", "-ff"} & set(render.make_physical_volume("/dev/vdb"))


def test_a_group_in_the_shape_that_the_module_accepts():
    group = Group("vg0", 1 << 30, 1 << 29, 4 << 20, True, volumes=(Volume("a", 1 << 29),))
    assert render.render_group(group, ["/dev/vdb"]) == {
        "vg": "vg0",
        "devices": ["/dev/vdb"],
        "autoactivation": True,
        "volumes": [{"name": "a", "size": "512m"}],
        "size": 1 << 30,
        "free": 1 << 29,
    }
