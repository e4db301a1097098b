# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions and disks of a recorded kernel."""

from __future__ import annotations

import shutil

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Lun, Portal, Session
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.sysfs import Sysfs

from .host import IQN, SESSION, kernel, put


@pytest.fixture
def files(tmp_path):
    return kernel(tmp_path)


def test_the_recorded_session(files):
    assert Sysfs(files).sessions() == (
        Session(
            sid=11,
            iqn=IQN,
            portal=Portal("10.77.30.11", 3260),
            state="LOGGED_IN",
            chap=Chap("u1", "secret-secret1"),
            settings={
                "node.session.timeo.replacement_timeout": "120",
                "node.session.err_timeo.abort_timeout": "15",
                "node.session.err_timeo.lu_reset_timeout": "30",
                "node.session.err_timeo.tgt_reset_timeout": "30",
                "node.conn[0].timeo.noop_out_interval": "5",
                "node.conn[0].timeo.noop_out_timeout": "5",
            },
            luns=(
                Lun(
                    0,
                    "/dev/sda",
                    64 << 20,
                    "198eff02-74fb-5b96-a0cd-06e5e3a1c2d4",
                    "naa.6001405198eff0274fb5b96a0cd06e5e",
                    ("mounted on /mnt/a",),
                ),
                Lun(
                    1,
                    "/dev/sdb",
                    80 << 20,
                    "298eff02-74fb-5b96-a0cd-06e5e3a1c2d5",
                    "naa.6001405298eff0274fb5b96a0cd06e5e",
                    ("held by dm-3",),
                ),
            ),
        ),
    )


def test_a_host_that_never_loaded_the_driver(tmp_path):
    assert Sysfs(Files(str(tmp_path))).sessions() == ()


def test_users_of_partitions_and_swap(files):
    put(files, "/sys/class/block/sda/sda1/uevent", "")
    put(files, "/sys/class/block/sda1/dev", "8:1\n")
    put(files, "/proc/self/mountinfo", "1 2 8:1 / /srv rw - ext4 /dev/sda1 rw\n")
    put(files, "/proc/swaps", "Filename Type\n/dev/sdb partition 1 0 -2\n")
    luns = Sysfs(files).sessions()[0].luns
    assert [lun.users for lun in luns] == [("mounted on /srv",), ("swap", "held by dm-3")]


def test_a_scsi_device_without_a_disk_is_no_lun_yet(files):
    shutil.rmtree(files.path(f"{SESSION}/device/target0:0:0/0:0:0:1/block"))
    assert [lun.number for lun in Sysfs(files).sessions()[0].luns] == [0]
    put(files, f"{SESSION}/device/target0:0:0/0:0:0:1/type", "5\n")
    assert Sysfs(files).sessions()[0].scanned
    put(files, f"{SESSION}/device/target0:0:0/0:0:0:1/type", "0\n")
    assert not Sysfs(files).sessions()[0].scanned


@pytest.mark.parametrize(("state", "scanned"), [("SCANNED", True), ("ALLOCATED", False)])
def test_what_the_kernel_says_of_its_scan(files, state, scanned):
    put(files, f"{SESSION}/target_state", f"{state}\n")
    assert Sysfs(files).sessions()[0].scanned is scanned


def test_a_session_that_goes_away_meanwhile_is_left_out(files):
    shutil.rmtree(files.path("/sys/class/iscsi_connection"))
    assert Sysfs(files).sessions() == ()


def test_where_the_kernel_hides_the_secret_it_is_unknown(files):
    shutil.move(files.path(f"{SESSION}/password"), files.path("/password"))
    assert Sysfs(files).sessions()[0].chap is None
