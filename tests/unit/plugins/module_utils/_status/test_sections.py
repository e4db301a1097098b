# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._status import sections
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page

from . import sample


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def test_nothing_to_do_is_said():
    assert "No warning is open" in words(sections.problems([]))


def test_problems_have_their_way_out_and_an_end():
    one = {"verdict": "warn", "where": "san0", "text": "it is so", "way_out": "do that"}
    assert "it is so (san0) do that" in words(sections.problems([one]))
    assert "and 40 more" in words(sections.problems([one] * (sections.MOST_PROBLEMS + 40)))


def test_tiles_count():
    told = words(sections.tiles(status_page(sample.told(done={"san1": 50.0}))))
    assert "Copies in sync 3 of 4 ▲ 200 GiB to copy" in told and "Quorum 2 of 2 ●" in told
    assert "armed" in told and "oldest proof 203 days ago" in told and "Last pause" in told
    off = words(sections.tiles(status_page(sample.told(fencing=False))))
    assert "Fencing off ▲ method sbd" in off


def test_a_card_of_a_service():
    told = words(sections.services(status_page(sample.told(places={"san0": "node2", "san1": "node2"}))["site"]))
    assert "on node2, prefers node1" in told and "3 of 3 LUNs at 203.0.113.50:3260" in told
    assert "iqn.2026-11.com.example:san0" in told and "logged in: esx1, esx2" in told
    down = words(sections.services(status_page(sample.told(instances=()))["site"]))
    assert "■ down" in down and "on no node" in down


def test_luns_beyond_what_a_page_can_hold_are_counted():
    told = words(sections.services(status_page(sample.told(sample.many(2, 256)))["site"]))
    assert f"and {512 - sections.MOST_LUNS} more" in told


def test_pauses_and_proofs():
    page = status_page(sample.told())
    told = words(sections.pauses(page["pauses"]))
    assert "fence drill" in told and "node1 → node2" in told
    assert "None was measured yet" in words(sections.pauses([]))
    assert "node1 ◆ 203 days ago 8.9 s 71.0 s" in words(sections.fencing(page["site"]))
    never = status_page({**sample.told(), "measured": {}})["site"]
    assert words(sections.fencing(never)).count("◆ never") == 2


def test_paths_and_copies():
    told = sample.told()
    told["initiators"]["quiet"] = {}
    page = status_page(told)
    assert "backup san1 203.0.113.51:3260 ● logged in 1" in words(sections.paths(page["paths"]))
    assert "quiet silent" in words(sections.paths(page["paths"]))
    copies = words(sections.copies(page["copies"]))
    assert "3PAR svc1 hp3par1 → hp3par2 Periodic, Started 2 min" in copies and "45 min (limit 2 h)" in copies


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (119, "119 s"), (140, "2 min"), (7200, "2 h"), (260000, "3 d")]
)
def test_spans(seconds, text):
    assert sections.span(seconds) == text
