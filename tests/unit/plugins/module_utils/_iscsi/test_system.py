# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The I/O, on real record files and a recorded kernel."""

from __future__ import annotations

import dataclasses
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.failures import LoginFailed
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Desired, Initiator, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.plan import Await, Login, Logout, Save, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.system import IscsiSystem

from .host import IQN, SESSION, Iscsiadm, kernel, put

PORTAL = Portal("10.77.30.11")
RECORD = f"/nodes/{IQN}/10.77.30.11,3260"
CHAP = Chap("u1", "secret-secret1")
DESIRED = Desired(IQN, (PORTAL,), "present", CHAP, {"node.startup": "automatic"})


@pytest.fixture
def files(tmp_path):
    return kernel(tmp_path)


def host(files, **answers):
    iscsiadm = Iscsiadm(files, **answers)
    return IscsiSystem(timeout=0.1, runner=iscsiadm, files=files), iscsiadm


@pytest.mark.parametrize("folder", ["/var/lib/iscsi", "/etc/iscsi"])
def test_a_record_is_made_once_with_its_secret_in_a_private_file(files, folder):
    system, iscsiadm = host(files, folder=folder)
    assert bring(system, DESIRED, plan, check_mode=False).plan.operations
    assert "password = secret-secret1" in files.read_text(folder + RECORD)
    assert files.mode(folder + RECORD) == 0o600
    assert not bring(system, DESIRED, plan, check_mode=False).plan.operations
    assert not any("secret" in command for command in iscsiadm.commands)
    assert system.read().name == "iqn.2026-11.com.example:esx1"


def test_another_secret_replaces_the_first_and_keeps_the_settings(files):
    system, _rest = host(files)
    bring(system, DESIRED, plan, check_mode=False)
    bring(system, dataclasses.replace(DESIRED, chap=Chap("u1", "other-secret1"), settings={}), plan, check_mode=False)
    text = files.read_text("/var/lib/iscsi" + RECORD)
    assert "secret-secret1" not in text
    assert "password = other-secret1" in text
    assert "node.startup = automatic" in text


def test_a_record_by_portal_group_and_interface_is_written_where_it_is(files):
    system, _rest = host(files)
    name = f"/var/lib/iscsi/nodes/{IQN}/10.77.30.11,3260,1/default"
    files.write_atomic(name, "# BEGIN RECORD 2\nnode.name = x\n# END RECORD\n")
    system.apply(Operation("", Save(IQN, PORTAL, False, {}, CHAP)))
    assert "username = u1\n" in files.read_text(name)


def test_the_unfinished_file_never_stands_among_the_records_and_a_left_over_goes(files, monkeypatch):
    system, _rest = host(files)
    bring(system, DESIRED, plan, check_mode=False)
    files.write_atomic("/var/lib/iscsi/.quorate-old", "password = secret-secret1")

    def power_cut(*names):
        assert files.names(f"/var/lib/iscsi/nodes/{IQN}") == ["10.77.30.11,3260"]
        raise OSError("power cut")

    monkeypatch.setattr(os, "replace", power_cut)
    with pytest.raises(OSError, match="power cut"):
        system.apply(Operation("", Save(IQN, PORTAL, False, {}, Chap("u1", "other-secret1"))))
    assert files.names("/var/lib/iscsi") == ["nodes"]


def test_a_record_that_lies_nowhere_is_an_error(files):
    system, _rest = host(files)
    with pytest.raises(HaStorageError, match="none below /var/lib/iscsi, /etc/iscsi"):
        system.apply(Operation("", Save(IQN, PORTAL, False, {}, CHAP)))


def test_a_setting_that_open_iscsi_does_not_know(files):
    system, _rest = host(files)
    with pytest.raises(HaStorageError, match=r"refuses the setting node.bogus = 1: iscsiadm: Cannot modify"):
        bring(system, dataclasses.replace(DESIRED, settings={"node.bogus": "1"}), plan, check_mode=False)


def test_login_is_limited_by_what_iscsid_itself_retries(files):
    system, iscsiadm = host(files, login=0)
    bring(system, DESIRED, plan, check_mode=False)
    system.apply(Operation("", Login(IQN, PORTAL)))
    assert iscsiadm.limits[-1] == pytest.approx(4 * 30 + 0.1)


@pytest.mark.parametrize(
    ("rc", "words"), [(24, "no ACL for iqn.2026-11.com.example:esx1"), ("late", "no login within")]
)
def test_a_failed_login(files, rc, words):
    system, _rest = host(files, login=rc)
    with pytest.raises(LoginFailed, match=words):
        system.apply(Operation("", Login(IQN, PORTAL)))


def test_a_login_ends_only_with_the_disks(files):
    system, _rest = host(files, login=0)
    put(files, f"{SESSION}/target_state", "ALLOCATED\n")
    with pytest.raises(HaStorageError, match="to find its disks: not within"):
        system.apply(Operation("", Login(IQN, PORTAL)))
    bring(system, dataclasses.replace(DESIRED, settings={"node.session.scan": "manual"}), plan, check_mode=False)
    system.apply(Operation("", Login(IQN, PORTAL)))


def test_a_session_that_does_not_come_back(files):
    system, _rest = host(files)
    put(files, f"{SESSION}/state", "FAILED\n")
    with pytest.raises(HaStorageError, match=r"to recover: not within 0.1 s"):
        system.apply(Operation("", Await(IQN, PORTAL)))


def test_logout(files):
    system, iscsiadm = host(files, logout=0)
    system.apply(Operation("", Logout(IQN, PORTAL)))
    assert iscsiadm.commands == [f"iscsiadm -m node -T {IQN} -p 10.77.30.11:3260 --logout"]


def test_without_open_iscsi(files):
    system, _rest = host(files, missing=True)
    with pytest.raises(ToolMissing):
        system.read()
    assert system.absent() == Initiator()
    assert bring(system, DESIRED, plan, check_mode=True).plan.operations


def test_secrets_stay_out_of_the_error_when_records_cannot_be_shown(files):
    def broken(argv, **limits):
        return Result(6, "node.session.auth.password = secret-secret1", "iscsiadm: database failure")

    with pytest.raises(CommandFailed, match="database failure") as raised:
        IscsiSystem(runner=broken, files=files).read()
    assert "secret" not in str(raised.value.details)
