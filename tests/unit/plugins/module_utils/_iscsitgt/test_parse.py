# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An exported manifest as values."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Lun, Target
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.parse import parse_manifest

from . import worlds


def test_targets_luns_and_portal_groups():
    config = parse_manifest(worlds.TEXT)
    assert config.targets == (
        Target("ss1-zrp1", "iqn.1986-03.com.sun:02:ss1.zrp1", ("1", "2"), ("esx1.1", "esx1.2")),
        Target("ss1-esx1-boot", "iqn.1986-03.com.sun:02:ss1.boot", ("1",)),
    )
    assert config.luns[0] == Lun("ss1-zrp1", 0, "/dev/zvol/rdsk/sp1/iscsi/lun0", "0100001e8c3a1b2c00002a0048f0aaaa")
    assert [(lun.target, lun.number) for lun in config.luns] == [("ss1-zrp1", 0), ("ss1-zrp1", 1), ("ss1-esx1-boot", 0)]
    assert config.portal_groups == {"1": ("10.1.0.1",), "2": ("10.1.0.2",)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<service_bundle/>",
        "<bundle><service name='system/iscsitgt'/></bundle>",
        "<service_bundle><service name='system/other'/></service_bundle>",
        worlds.TEXT.replace("name='backing-store'", "name='other'"),
    ],
)
def test_anything_else_is_an_error(text):
    with pytest.raises(Unparsable):
        parse_manifest(text)
