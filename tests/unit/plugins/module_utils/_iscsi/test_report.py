# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules return."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Desired, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.report import (
    overview,
    relogin_needed,
    sessions,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.system import IscsiSystem

from .host import IQN, Iscsiadm, kernel

DESIRED = Desired(IQN, (Portal("10.77.30.11"),), chap=Chap("u1", "other-secret1"))


def host(tmp_path, **answers):
    files = kernel(tmp_path)
    return IscsiSystem(runner=Iscsiadm(files, **answers), files=files)


def test_sessions_of_one_target(tmp_path):
    system = host(tmp_path)
    assert [lun["number"] for session in sessions(system, IQN) for lun in session["luns"]] == [0, 1]
    assert sessions(system, "iqn.other") == []


def test_relogin_is_only_needed_by_sessions_that_shall_stay(tmp_path):
    system = host(tmp_path)
    assert relogin_needed(system, DESIRED) == ["the session with 10.77.30.11:3260 was logged in with another CHAP"]
    assert relogin_needed(system, dataclasses.replace(DESIRED, state="absent")) == []


def test_a_host_without_open_iscsi_has_nothing(tmp_path):
    assert overview(host(tmp_path, missing=True)) == {"initiator": "", "targets": [], "sessions": []}
