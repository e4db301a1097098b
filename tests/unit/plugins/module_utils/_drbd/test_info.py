# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.info import gather
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.node import Node
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.render import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import resource_for

from .scripted import Script
from .worlds import desired

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"
UP = (FIXTURES / "events2-8.4-uptodate.txt").read_text()
FRESH = (FIXTURES / "get-gi-8.4-fresh.txt").read_text()
USED = (FIXTURES / "get-gi-8.4-uptodate.txt").read_text()
EVENTS = "drbdsetup events2 --now --statistics all"
GET_GI = "drbdmeta - v08 /dev/vg0/san0 internal get-gi"
BLKID = ("blkid -p -o export /dev/vg0/san0", "TYPE=drbd\n")


@pytest.fixture
def host(tmp_path):
    def make(*answers, text=None, loaded=True):
        if loaded:
            (tmp_path / "sys/module/drbd").mkdir(parents=True)
            (tmp_path / "sys/module/drbd/version").write_text("8.4.11\n")
        if text is not None:
            (tmp_path / "etc/drbd.d").mkdir(parents=True)
            (tmp_path / "etc/drbd.d/san0.res").write_text(text)
        (tmp_path / "dev/vg0").mkdir(parents=True)
        (tmp_path / "dev/vg0/san0").write_bytes(bytes(1 << 20))
        return Node(Files(str(tmp_path)), Script(*answers))

    return make


TEXT = render(resource_for(desired(), "8.4"))


def test_a_host_without_drbd_has_none(host):
    node = host(("modinfo -F version drbd", None), (GET_GI, None), loaded=False)
    found = gather(node, None, ["/dev/vg0/san0"])
    assert (found["dialect"], found["resources"]) == (None, [])
    assert found["disks"][0]["size"] == 1 << 20 and found["disks"][0]["metadata"] is None


def test_a_resource_that_is_up(host):
    node = host(
        (EVENTS, UP), ("drbdadm -c - -d adjust san0", "drbdsetup-84 net-options --shared-secret=x\n"), text=TEXT
    )
    [resource] = gather(node, None, [])["resources"]
    assert resource["pending"] and resource["has_data"]
    assert resource["config"]["protocol"] == "C" and "top secret" not in str(resource)
    assert resource["live"]["peers"][0]["connection"] == "Connected"


@pytest.mark.parametrize("gi, has_data", [(FRESH, False), (USED, True)])
def test_a_resource_that_is_down(host, gi, has_data):
    [resource] = gather(host((EVENTS, ""), (GET_GI, gi), BLKID, text=TEXT), "san0", [])["resources"]
    assert (resource["live"], resource["pending"], resource["has_data"]) == (None, False, has_data)


@pytest.mark.parametrize("gi, has_data", [(FRESH, False), (USED, True)])
def test_inconsistent_is_blank_only_with_fresh_metadata(host, gi, has_data):
    events = UP.replace("UpToDate", "Inconsistent")
    node = host((EVENTS, events), ("drbdadm -c - -d adjust san0", ""), ("drbdadm get-gi san0", gi), text=TEXT)
    assert gather(node, "san0", [])["resources"][0]["has_data"] is has_data


def test_a_file_of_another_form_has_no_options(host):
    node = host((EVENTS, UP), ("drbdadm -c - -d adjust san0", ""), text="resource san0 { on x; }")
    assert gather(node, "san0", [])["resources"][0]["config"] is None


def test_a_live_resource_without_a_file(host):
    [resource] = gather(host((EVENTS, UP)), None, [])["resources"]
    assert resource["config"] is None and not resource["pending"]


def test_an_unknown_name_gives_nothing(host):
    assert gather(host((EVENTS, "")), "none", [])["resources"] == []


def test_devices(host):
    assert gather(host((EVENTS, ""), (GET_GI, Result(20, "", ""))), "x", ["/dev/vg0/san0", "/dev/none"])["disks"] == [
        {"path": "/dev/vg0/san0", "exists": True, "busy": True, "size": 1 << 20, "signature": "", "metadata": None},
        {"path": "/dev/none", "exists": False, "busy": False, "size": 0, "signature": "", "metadata": None},
    ]
