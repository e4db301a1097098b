# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Generations, Side

from .worlds import MIB, current, part, side


def test_the_past_is_without_holes_and_the_youngest_first():
    assert Generations("A", "", ("B", "", "C")).past == ("B", "C")
    assert Generations("A", "D", ("B",)).past == ("D", "B")


def test_what_was_changed_is_known_only_of_all_volumes():
    volumes = (part("A", changed=MIB), dataclasses.replace(part("A", changed=2 * MIB), number=1))
    assert Side("node1", parts=volumes).changed == 3 * MIB
    assert Side("node1", parts=(*volumes, part("A", changed=None))).changed is None
    assert Side("node1").changed is None and not Side("node1").up


def test_sides_are_found_from_either_node():
    for here in ("node1", "node2"):
        now = current(here)
        assert now.here.node == here
        assert now.side("node2") == side("node2") and now.other("node2") == side("node1")
