# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs are handed, and what tools say."""

from __future__ import annotations

import subprocess

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.parse import (
    event_of,
    read_exported,
    replica_of,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.events import parse_events

TOLD = {"CRM_alert_timestamp_epoch": "1700000000", "CRM_alert_rc": "0", "CRM_alert_target_rc": "0"}
RESOURCE = {**TOLD, "CRM_alert_kind": "resource", "CRM_alert_rsc": "san0", "CRM_alert_node": "node1"}
EVENTS = """exists resource name:san0 role:Primary suspended:no write-ordering:flush
exists connection name:san0 peer-node-id:0 conn-name:node2 connection:{} role:Secondary congested:no
exists device name:san0 volume:0 minor:0 disk:{}
exists peer-device name:san0 peer-node-id:0 conn-name:node2 volume:0 replication:Off peer-disk:DUnknown
exists -
"""


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_what_a_shell_exports_is_read_back(shell):
    given = {"CRM_alert_desc": 'it\'s "odd"\n& on two lines', "EMPTY": ""}
    argv = [shell, "-c", "export -p"] if shell == "dash" else [shell, "--posix", "-c", "export -p"]
    said = subprocess.run(argv, env={"PATH": "/usr/bin:/bin", **given}, capture_output=True, text=True, check=True)
    read = read_exported(said.stdout)
    assert {name: read[name] for name in given} == given


def test_an_open_quote_is_an_error():
    with pytest.raises(ValueError, match="quotation"):
        read_exported("export A='x")


@pytest.mark.parametrize(
    "told, severity, text",
    [
        ({"CRM_alert_kind": "node", "CRM_alert_node": "node2", "CRM_alert_desc": "lost"}, "critical", "node2 has left"),
        ({"CRM_alert_kind": "node", "CRM_alert_node": "node2", "CRM_alert_desc": "member"}, "ok", "node2 is a member"),
        (
            {"CRM_alert_kind": "fencing", "CRM_alert_node": "node2", "CRM_alert_desc": "reboot: OK"},
            "critical",
            "node2 was fenced (reboot: OK)",
        ),
        (
            {"CRM_alert_kind": "fencing", "CRM_alert_node": "node2", "CRM_alert_rc": "1", "CRM_alert_desc": "No route"},
            "critical",
            "node2 could not be fenced (No route)",
        ),
        ({**RESOURCE, "CRM_alert_task": "promote"}, "info", "san0 was promoted on node1"),
        ({**RESOURCE, "CRM_alert_task": "stop"}, "info", "san0 was stopped on node1"),
        (
            {**RESOURCE, "CRM_alert_task": "monitor", "CRM_alert_rc": "7", "CRM_alert_desc": "not running"},
            "critical",
            "monitor of san0 on node1 failed: not running",
        ),
        (
            {**RESOURCE, "CRM_alert_task": "stop", "CRM_alert_rc": "1", "CRM_alert_status": "2"},
            "critical",
            "stop of san0 on node1 timed out",
        ),
    ],
)
def test_what_pacemaker_tells(told, severity, text):
    event = event_of({**TOLD, **told}, "node1", 5)
    assert event.severity == severity and event.text.startswith(text) and event.at == 1700000000


@pytest.mark.parametrize(
    "told",
    [
        {**RESOURCE, "CRM_alert_task": "monitor"},
        {**RESOURCE, "CRM_alert_task": "monitor", "CRM_alert_rc": "7", "CRM_alert_target_rc": "7"},
        {**RESOURCE, "CRM_alert_task": "monitor", "CRM_alert_rc": "1", "CRM_alert_status": "1"},
        {"CRM_alert_kind": "attribute"},
        {"QUORATE_EVENT": "dance"},
        {"HOME": "/root"},
    ],
)
def test_what_nobody_needs_to_know(told):
    assert event_of(told, "node1", 5) is None


@pytest.mark.parametrize(
    "word, severity", [("split-brain", "critical"), ("resync-begun", "info"), ("resync-ended", "ok")]
)
def test_what_drbd_tells(word, severity):
    event = event_of({"QUORATE_EVENT": word, "DRBD_RESOURCE": "san0"}, "node2", 5)
    assert event.severity == severity and event.subject == "san0" and "node2" in event.text and event.at == 5


@pytest.mark.parametrize(
    "connection, disk, expected",
    [
        ("Connected", "UpToDate", ("up", "there")),
        ("Connecting", "Inconsistent", ("interrupted", "there")),
        ("StandAlone", "UpToDate", ("StandAlone", "there")),
        ("Connected", "Diskless", ("up", "lost")),
    ],
)
def test_a_replica(connection, disk, expected):
    assert replica_of(parse_events(EVENTS.format(connection, disk))["san0"]) == expected
