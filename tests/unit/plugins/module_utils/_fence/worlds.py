# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sights of a node that has lost its peer."""

from __future__ import annotations

import dataclasses
import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import (
    Cluster,
    Disks,
    Peer,
    Sight,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.quorum import Quorum

_UNIT = next(each for each in pathlib.Path(__file__).parents if each.name == "unit")
FIXTURES = _UNIT / "fixtures" / "fence"
RUNNING = (_UNIT / "fixtures" / "pacemaker" / "running.xml").read_text(encoding="utf-8")
CUT = Disks("Primary", ("UpToDate",), ("DUnknown",))
CLONE, NAME = "san0-drbd-clone", "drbd-fence-by-handler-san0-san0-drbd-clone"


def sight(disks=CUT, quorate=True, two_node=False, answers=True, **cluster):
    """node1 sees that the link to node2, a member that answers, is cut; but for what is given."""
    there = Cluster(CLONE, "node2", Peer.MEMBER, watchdog=10)
    return Sight("node1", disks, Quorum(quorate, two_node), dataclasses.replace(there, **cluster), answers)


def recorded(name):
    """The text of a fixture."""
    return (FIXTURES / name).read_text(encoding="utf-8")
