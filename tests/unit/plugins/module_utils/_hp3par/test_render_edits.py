# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.declared import Change, Edit, Pair
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Where

VOLUME = Pair("data", "copy")
EDITS = [
    (
        Edit(Change.CREATE, "svc1", "hp3par2", Mode.PERIODIC, "ssd", "hdd"),
        "creatercopygroup -usr_cpg ssd hp3par2:hdd svc1 hp3par2:periodic",
        "POST /remotecopygroups",
        {
            "name": "svc1",
            "targets": [{"targetName": "hp3par2", "mode": 2, "userCPG": "hdd"}],
            "localUserCPG": "ssd",
        },
    ),
    (
        Edit(Change.CREATE, "svc1", "hp3par2", Mode.SYNC),
        "creatercopygroup svc1 hp3par2:sync",
        "POST /remotecopygroups",
        {"name": "svc1", "targets": [{"targetName": "hp3par2", "mode": 1}]},
    ),
    (Edit(Change.REMOVE, "svc1"), "removercopygroup -f svc1", "DELETE /remotecopygroups/svc1", None),
    (
        Edit(Change.ADMIT, "svc1", "hp3par2", volume=VOLUME),
        "admitrcopyvv data svc1 hp3par2:copy",
        "PUT /remotecopygroups/svc1",
        {"action": 1, "volumeName": "data", "targets": [{"targetName": "hp3par2", "secVolumeName": "copy"}]},
    ),
    (
        Edit(Change.ADMIT, "svc1", "hp3par2", volume=Pair("data", "copy", create=True)),
        "admitrcopyvv -createvv data svc1 hp3par2:copy",
        "PUT /remotecopygroups/svc1",
        {
            "action": 1,
            "volumeName": "data",
            "targets": [{"targetName": "hp3par2", "secVolumeName": "copy"}],
            "volumeAutoCreation": True,
        },
    ),
    (
        Edit(Change.DISMISS, "svc1", "hp3par2", volume=VOLUME),
        "dismissrcopyvv -f data svc1",
        "PUT /remotecopygroups/svc1",
        {"action": 2, "volumeName": "data"},
    ),
    (
        Edit(Change.PERIOD, "svc1", "hp3par2", period=300),
        "setrcopygroup period 300s hp3par2 svc1",
        "PUT /remotecopygroups/svc1",
        {"targets": [{"targetName": "hp3par2", "syncPeriod": 300}]},
    ),
    (
        Edit(Change.POLICY, "svc1", "hp3par2", policy="no_auto_recover"),
        "setrcopygroup pol no_auto_recover svc1",
        "PUT /remotecopygroups/svc1",
        {"targets": [{"targetName": "hp3par2", "policies": {"autoRecover": False}}]},
    ),
    (
        Edit(Change.POLICY, "svc1", "hp3par2", policy="path_management"),
        "setrcopygroup pol path_management svc1",
        "PUT /remotecopygroups/svc1",
        {"targets": [{"targetName": "hp3par2", "policies": {"pathManagement": True}}]},
    ),
]


@pytest.mark.parametrize(("edit", "command", "request_line", "body"), EDITS)
def test_commands_and_requests(edit, command, request_line, body):
    assert " ".join(render.arguments(edit)) == command and edit.where is Where.LOCAL
    wanted = render.request(edit)
    assert (f"{wanted.method} {wanted.path}", wanted.body) == (request_line, body)
    assert str(wanted) == (f"{request_line} {json.dumps(body)}" if body else request_line)
    assert render.summary(edit) == f"{command} on the local array"


def test_every_change_has_its_command():
    assert {edit.change for edit, *_rest in EDITS} == set(Change)
