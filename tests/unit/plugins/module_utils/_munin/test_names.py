# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re

from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import names as subject
from hypothesis import given
from hypothesis import strategies as st


def test_names():
    assert subject.clean("San-0.LUN") == "san_0_lun"
    assert (subject.clean("0a"), subject.clean(""), subject.clean("root")) == ("_0a", "_", "_root")
    assert subject.short("iqn.2026-11.com.example:san0") == "san0"
    assert subject.of_iqns(["iqn.2026-11.a:x", "iqn.2026-11.b:y"]) == {"iqn.2026-11.a:x": "x", "iqn.2026-11.b:y": "y"}
    assert set(subject.of_iqns(["iqn.a:x", "iqn.b:x"]).values()) == {"iqn_a_x", "iqn_b_x"}


@given(st.lists(st.text(max_size=6), unique=True, max_size=8))
def test_they_are_all_different_and_such_as_munin_takes(texts):
    for found in (subject.unique(texts), subject.of_iqns(f"iqn.x:{text}" for text in texts)):
        assert len(set(found.values())) == len(texts)
        assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in found.values())
