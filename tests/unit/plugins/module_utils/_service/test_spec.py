# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules, from the site and back."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.arguments import IDENTITY, INFO, SWITCHOVER
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.spec import (
    identity,
    info_options,
    read_service,
    read_wanted,
)

from .worlds import SERVICE

EXPANDED = {
    "name": "san0",
    "drbd": {"resource": "san0", "secret": "never"},
    "target": {"iqn": "iqn.2026-11.com.example:san0", "config": "/etc/quorate/targets/san0.json"},
    "ids": {
        "service": "san0",
        "clone": "san0-drbd-clone",
        "drbd": "san0-drbd",
    },
}


def params(**others):
    defaults = {name: option["default"] for name, option in SWITCHOVER.items() if "default" in option}
    return {**defaults, **identity(EXPANDED), **others}


def test_the_expanded_site_gives_the_options_and_no_secret():
    assert identity(EXPANDED).keys() == IDENTITY.keys()
    assert info_options(EXPANDED).keys() == INFO.keys()
    assert "never" not in str(info_options(EXPANDED))
    assert read_service(identity(EXPANDED)) == SERVICE


def test_digests_are_text():
    found = read_wanted(params(digests={"node2": None, "node1": "ab"}, to="node2"))
    assert found.digests == (("node1", "ab"), ("node2", "")) and found.to == "node2"
    assert found.preference == "quorate-switchover-san0"


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({"timeout": 0, "lifetime": -1}, ["timeout", "lifetime", "lifetime"]),
        ({"timeout": 600}, ["lifetime"]),
    ],
)
def test_all_wrong_options_at_once(wrong, paths):
    with pytest.raises(InvalidInput) as error:
        read_wanted(params(**wrong))
    assert [each.path for each in error.value.problems] == paths
