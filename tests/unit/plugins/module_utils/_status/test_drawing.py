# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.drawing import MOST_ROWS, topology
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page

from . import sample


def drawn(told):
    page = status_page(told)
    return topology(page["site"], page["paths"])


def texts(told):
    return [each.text for each in drawn(told).iter("text")]


def test_nodes_services_copies_and_who_is_logged_in():
    found = texts(sample.told())
    assert found.count("● online") == 2 and found.count("vote") == 2 and found.count("in sync") == 2
    assert "3 LUNs" in found and "1 LUN" in found
    assert "3 initiators logged in" in found and "esx1, esx2, backup" in found
    assert "✕" not in found


def test_it_says_in_words_what_it_shows():
    told = drawn(sample.told()).find("desc").text
    assert (
        "node1 is online" in told and "san1 runs on node2" in told and "the arbiter votes for node1 and node2" in told
    )


def test_cut_links_have_a_cross_and_a_resync_its_share():
    told = sample.told(done={"san1": 43.2})
    for node in sample.NODES:
        told["asked"][node]["results"][0]["service"]["replication"]["peers"][0]["connection"] = "Connecting"
    found = texts({**told, "voted": {}})
    assert found.count("✕ no vote") == 2 and found.count("✕") == 1
    assert "43 % done" in found and "cut off" in found


def test_without_an_arbiter_and_with_more_services_than_fit():
    many = sample.many(MOST_ROWS + 3, 1)
    many["cluster"]["arbiter"] = None
    found = texts(sample.told(many))
    assert "no arbiter" in found and "and 3 more services" in found


def test_everything_is_inside():
    for told in (sample.told(), sample.told(sample.many(20, 1))):
        svg = drawn(told)
        _x, _y, width, height = (float(each) for each in svg.get("viewBox").split())
        for box in svg.iter("rect"):
            left = float(box.get("x"))
            assert left >= 0 and left + float(box.get("width")) <= width
            assert float(box.get("y")) + float(box.get("height")) <= height
