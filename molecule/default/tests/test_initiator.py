# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an initiator sees, and what it is refused, with open-iscsi and the kernel."""

from __future__ import annotations

import uuid

import pytest

# Written out a second time on purpose: if it ever changed, every initiator would lose its disks.
NAMESPACE = uuid.UUID("6f3b8a52-4e0d-5c1b-9a57-3d2f7c8e1b40")


def implied_serials(service, names):
    return {name: str(uuid.uuid5(NAMESPACE, f"lab/{service['target']['iqn']}/{name}")) for name in names}


def seen_serials(host):
    """{LUN number: unit serial} of the iSCSI disks, by VPD page 0x80."""
    disks = host.check_output("lsblk --nodeps --noheadings --output NAME,TRAN,HCTL").splitlines()
    luns = [line.split() for line in disks if " iscsi " in f" {line} "]
    return {int(hctl.rsplit(":", 1)[1]): unit_serial(host, name) for name, _tran, hctl in luns}


def unit_serial(host, name):
    """VPD page 0x80 of the disk, past its head of four bytes, as the kernel read it."""
    return host.check_output(f"tail --bytes=+5 /sys/block/{name}/device/vpd_pg80").rstrip("\0")


def test_the_initiator_has_the_four_luns_that_are_mapped_to_it(initiator, service):
    wanted = implied_serials(service, ["lun0", "lun1", "lun2", "lun3"])
    assert seen_serials(initiator) == dict(enumerate(wanted.values()))


def test_a_lun_that_is_not_mapped_is_not_there(initiator):
    initiator.check_output("iscsiadm -m session --rescan")
    assert sorted(seen_serials(initiator)) == [0, 1, 2, 3]


@pytest.fixture(name="stranger")
def _stranger(second_initiator):
    """Tries a login under another name, beside the real session; returns what iscsiadm said."""
    with second_initiator() as login:
        yield login


def test_a_wrong_secret_is_refused(stranger):
    assert stranger("iqn.2026-11.com.example:other", "other", "wrong-secret-0").rc == 24


def test_an_unknown_name_is_refused(stranger):
    assert stranger("iqn.2026-11.com.example:nobody", "other", "labsecret-34y").rc != 0


def test_the_other_initiator_is_let_in_and_sees_the_lun_hidden_from_the_first(stranger, initiator, service):
    done = stranger("iqn.2026-11.com.example:other", "other", "labsecret-34y")
    assert done.rc == 0, done.stderr
    initiator.run("udevadm settle --timeout=10")
    assert seen_serials(initiator)[4] == implied_serials(service, ["hidden"])["hidden"]
