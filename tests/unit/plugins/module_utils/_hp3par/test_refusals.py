# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pathlib
import re

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import refusals


def test_a_refusal_has_a_name_a_reason_and_a_way_out():
    refusal = refusals.named("confirm_missing", act="a disaster take-over", group="svc1")
    assert str(refusal) == "a disaster take-over can lose data (set confirm to the name of the group, svc1)"
    assert refusal.name == "confirm_missing"


def test_every_refusal_is_used():
    sources = pathlib.Path(refusals.__file__).parent.glob("*.py")
    used = set(re.findall(r'\bno\(\s*"(\w+)"', "".join(path.read_text() for path in sources)))
    used |= {"discards_peer_changes", "discards_local_changes"}  # one expression names both
    assert used == refusals.NAMES
