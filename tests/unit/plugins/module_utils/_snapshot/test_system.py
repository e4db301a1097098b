# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node's volumes."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Make, Remove, Snapshot, Volume
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.system import Node

ROW = {
    "vg_name": "vg0",
    "lv_name": "san0",
    "lv_size": "8",
    "vg_free": "4",
    "vg_extent_size": "4",
    "segtype": "linear",
    "origin": "",
    "lv_attr": "-wi-ao----",
    "lv_tags": "",
}


class Tools:
    def __init__(self):
        self.ran = []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.ran.append((argv, timeout))
        said = {"lvs": json.dumps({"report": [{"lv": [ROW]}]}), "drbdadm": "/dev/vg0/san0\n"}
        return Result(0, said.get(argv[0], ""), "")


@pytest.fixture
def node(tmp_path):
    (tmp_path / "dev/vg0").mkdir(parents=True)
    (tmp_path / "dev/dm-3").touch()
    (tmp_path / "dev/vg0/san0").symlink_to(tmp_path / "dev/dm-3")
    return Node(Files(str(tmp_path)), Tools())


def test_a_volume_is_found_by_any_of_its_paths(node):
    volumes = node.volumes()
    assert volumes == [Volume("vg0", "san0", 8, 4, 4)]
    assert node.below("/dev/dm-3", volumes) == node.below("/dev/vg0/san0", volumes) == volumes[0]
    assert node.below("/dev/sdz", volumes) is None


def test_lvm_is_given_its_own_time_before_it_is_left_alone(node):
    node.make(Make(Volume("vg0", "san0", 8, 4, 4), 4))
    node.remove(Remove(Snapshot("vg0", "x", "san0", True)))
    assert [(argv[:3], timeout) for argv, timeout in node._run.ran] == [(["timeout", "--signal=TERM", "20"], 25)] * 2


def test_drbd_names_its_device(node):
    assert node.device_of(3) == "/dev/vg0/san0" and node._run.ran[0][0] == ["drbdadm", "sh-ll-dev", "minor-3"]
    assert node.replicas() == {}
