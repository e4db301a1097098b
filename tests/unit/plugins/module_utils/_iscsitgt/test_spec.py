# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input is told all at once."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.spec import read_wanted

PARAMS = {"manifest": "/m", "backing_stores": [], "portal_groups": None, "allow_replace": False}


def test_what_is_right():
    groups = [{"tag": 1, "addresses": ["10.1.0.1"]}]
    stores = [{"old": "/a", "new": "/b"}]
    assert read_wanted({**PARAMS, "portal_groups": groups, "backing_stores": stores}) == Wanted(
        "/m", (("/a", "/b"),), {"1": ("10.1.0.1",)}
    )
    assert read_wanted(PARAMS).portal_groups is None


def test_what_is_wrong():
    groups = [{"tag": 1, "addresses": []}, {"tag": 1, "addresses": ["x"]}]
    with pytest.raises(InvalidInput) as caught:
        read_wanted({**PARAMS, "portal_groups": groups, "backing_stores": [{"old": "a", "new": "/b"}]})
    assert [problem.path for problem in caught.value.problems] == [
        "backing_stores[0].old",
        "portal_groups[0].addresses",
        "portal_groups[1].tag",
        "portal_groups[1].addresses[0]",
    ]
