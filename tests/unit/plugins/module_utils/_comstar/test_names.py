# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One form for each name."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import names


@pytest.mark.parametrize(
    "given, plain",
    [
        ("wwn.210000e08b100163", "wwn.210000E08B100163"),
        ("WWN.210000E08B100163", "wwn.210000E08B100163"),
        ("eui.0123456789abcdef", "eui.0123456789ABCDEF"),
        ("IQN.1998-01.com.vmware:VH1.1", "iqn.1998-01.com.vmware:vh1.1"),
    ],
)
def test_members(given, plain):
    assert names.plain_member(given) == plain
    assert names.plain_member(plain) == plain


@pytest.mark.parametrize("wrong", ["wwn.123", "naa.6001405", "esx1", "iqn.", "iqn.a b", ""])
def test_what_is_no_member(wrong):
    with pytest.raises(ValueError, match="is not a name"):
        names.plain_member(wrong)


def test_guids():
    assert names.plain_guid("600144f0b1c2d3e4000050a1b2c30001") == "600144F0B1C2D3E4000050A1B2C30001"
    with pytest.raises(ValueError, match="32 hex digits"):
        names.plain_guid("600144f0")


def test_the_block_device_is_the_same_volume():
    assert names.plain_path("/dev/zvol/dsk/sp1/a") == names.plain_path("/dev/zvol/rdsk/sp1/a") == "/dev/zvol/rdsk/sp1/a"
    assert names.plain_path("/dev/dsk/c0t0d0s0") == "/dev/rdsk/c0t0d0s0"
    assert names.plain_path("/export/file") == "/export/file"
    assert names.zvol("/dev/zvol/rdsk/sp1/iscsi/lun0") == "sp1/iscsi/lun0"
    assert names.zvol("/export/file") == ""


@pytest.mark.parametrize(
    "given, plain",
    [
        ("10.0.0.1", "10.0.0.1:3260"),
        ("10.0.0.1:3261", "10.0.0.1:3261"),
        ("[fd00:0::1]:3261", "[fd00::1]:3261"),
        ("[fd00::1]", "[fd00::1]:3260"),
        ("fd00::1", "[fd00::1]:3260"),
        ("10.0.0.1:03260", "10.0.0.1:3260"),
    ],
)
def test_portals(given, plain):
    assert names.plain_portal(given) == plain


@pytest.mark.parametrize(
    "wrong", ["10.0.0", "10.0.0.1:0", "10.0.0.1:x", "host:3260", "[fd00::1]:99999", "[fd00::1", "10.0.0.1:\u00b2"]
)
def test_what_is_no_portal(wrong):
    with pytest.raises(ValueError, match=r"address|port"):
        names.plain_portal(wrong)
