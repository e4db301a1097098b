# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What single values must look like."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site import names


@pytest.mark.parametrize("text", ["san0", "a", "backup-archive", "x" * 32])
def test_names(text):
    assert names.name_fault(text) is None


@pytest.mark.parametrize("text", ["0san", "San", "san_0", "san 0", "-a", "a-", "a/b", "ä", "x" * 33, "snapshot", ""])
def test_no_names(text):
    assert names.name_fault(text)


@pytest.mark.parametrize(
    "text",
    [
        "iqn.2026-11.com.example:san0",
        "iqn.2026-11.com.example",
        "iqn.1998-01.com.vmware:esx1-4f2a:12",
        "iqn.2016-09.com.example:initiator01.site-b",
    ],
)
def test_iqns(text):
    assert names.iqn_fault(text) is None


@pytest.mark.parametrize(
    "text, reason",
    [
        # rtslib: "WWN not valid as: iqn, naa, eui"
        ("iqn.2026-11.lab:t0", "domain.with.a.dot"),
        ("iqn.2026-11.com.example:a_b", "contains '_'"),
        ("iqn.2026-11.com.Example:a", "upper-case"),
        ("iqn.2026-13.com.example:a", "is not an IQN"),
        ("iqn.26-11.com.example:a", "is not an IQN"),
        ("iqn.2026-11.com.example:", "is not an IQN"),
        ("iqn.2026-11.com.example: a", "is not an IQN"),
        ("eui.0123456789abcdef", "is not an IQN"),
        ("iqn.2026-11.com.example:" + "x" * 200, "has 224 characters"),
    ],
)
def test_no_iqns(text, reason):
    assert reason in names.iqn_fault(text)


def test_initiators_may_have_an_eui_name():
    assert names.initiator_fault("eui.0123456789abcdef") is None
    assert names.initiator_fault("eui.0123456789ABCDEF")
    assert names.initiator_fault("iqn.2026-11.com.example:a") is None


@pytest.mark.parametrize(
    "check, good, bad",
    [
        (names.host_fault, ["node1", "n1.example.com", "N1"], ["", "a_b", "-a", "a.", "a b", "x" * 65]),
        (names.vg_fault, ["vg0", "VG_0", "data.1+x"], ["", "-vg", ".", "..", "a/b", "a b"]),
        (names.address_fault, ["10.0.0.1", "fd00::1"], ["10.0.0", "10.0.0.256", "127.0.0.1", "0.0.0.0", "224.0.0.1"]),
        (names.size_fault, ["360g", "1.5t", "512", "100%FREE", "50%VG"], ["", "0", "-1g", "101%FREE", "0%VG", "ten"]),
        (
            names.serial_fault,
            ["198eff02-74fb-5b96-a0cd-06e512345678", "198EFF0274FB5B96A0CD06E512345678"],
            ["198eff02", "198eff02-74fb-5b96-a0cd-06e51234567g", ""],
        ),
        (names.device_fault, ["/dev/vdb", "/dev/disk/by-id/wwn-0x5000"], ["vdb", "/dev/", "/dev/../etc", "/dev/a b"]),
        (names.nic_fault, ["bond0", "eth0.12", "enp3s0f0"], ["", "a b", "x" * 16]),
    ],
)
def test_other_values(check, good, bad):
    assert [text for text in good if check(text)] == []
    assert [text for text in bad if not check(text)] == []


@pytest.mark.parametrize("text, fits", [("x" * 11, False), ("x" * 12, True), ("x" * 16, True), ("x" * 17, False)])
def test_lengths_of_chap_secrets(text, fits):
    fault = names.chap_secret_fault(text)
    assert (fault is None) is fits
    assert not fault or text not in fault


def test_characters_of_secrets():
    assert "printable" in names.chap_secret_fault("with a space")
    assert "printable" in names.chap_secret_fault("mit-ümlaut-x")
    assert "quotation marks" in names.drbd_secret_fault('with"quote"x')
    assert names.drbd_secret_fault("x" * 63) is None
    assert names.drbd_secret_fault("x" * 64)


def test_the_naa_identifier_is_what_the_kernel_makes_of_a_serial():
    # Seen at an initiator: serial 198eff02-74fb-5b96-a0cd-06e5..., 36001405198eff0274fb5b96a0cd06e5e.
    assert names.naa("198eff02-74fb-5b96-a0cd-06e5e0000000") == "6001405198eff0274fb5b96a0cd06e5e"
    assert names.naa("198EFF02-74FB-5B96-A0CD-06E5E0000000") == "6001405198eff0274fb5b96a0cd06e5e"
