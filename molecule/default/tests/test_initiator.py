# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an initiator sees, and what it is refused, with open-iscsi and the kernel."""

from __future__ import annotations

import uuid

import pytest

TARGET, PORTAL = "iqn.2026-11.com.example:san0", "10.77.30.50:3260"
RECORDS, KEPT = "/var/lib/iscsi/nodes", "/run/nodes-of-the-role"
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
def _stranger(initiator):
    """Tries a login under another name, beside the real session; returns what iscsiadm said."""

    def login(name, user, password):
        interface = "iscsiadm -m iface -I stranger"
        record = f"iscsiadm -m node -T {TARGET} -p {PORTAL} -I stranger"
        initiator.check_output(f"{interface} -o new")
        initiator.check_output(f"{interface} -o update -n iface.initiatorname -v {name}")
        initiator.check_output(f"{record} -o new")
        for key, value in (("authmethod", "CHAP"), ("username", user), ("password", password)):
            initiator.check_output(f"{record} -o update -n node.session.auth.{key} -v {value}")
        initiator.check_output(f"{record} -o update -n node.session.initial_login_retry_max -v 1")
        return initiator.run(f"timeout 60 {record} --login")

    # iscsiadm turns the real record into a folder for both interfaces, and deletes it along with the stranger's.
    initiator.check_output(f"rm -rf {KEPT} && cp -a {RECORDS} {KEPT}")
    yield login
    initiator.run(f"iscsiadm -m node -T {TARGET} -p {PORTAL} -I stranger --logout")
    initiator.check_output(f"rm -rf {RECORDS} && cp -a {KEPT} {RECORDS}")
    initiator.run("iscsiadm -m iface -I stranger -o delete")


def test_a_wrong_secret_is_refused(stranger):
    assert stranger("iqn.2026-11.com.example:other", "other", "wrong-secret-0").rc == 24


def test_an_unknown_name_is_refused(stranger):
    assert stranger("iqn.2026-11.com.example:nobody", "other", "labsecret-34y").rc != 0


def test_the_other_initiator_is_let_in_and_sees_the_lun_hidden_from_the_first(stranger, initiator, service):
    done = stranger("iqn.2026-11.com.example:other", "other", "labsecret-34y")
    assert done.rc == 0, done.stderr
    initiator.run("udevadm settle --timeout=10")
    assert seen_serials(initiator)[4] == implied_serials(service, ["hidden"])["hidden"]
