# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens is told by webhook and mail within a minute; a receiver on the arbiter takes it."""

from __future__ import annotations

import json
import pathlib
import time

import pytest

LOG = "/run/alerts.log"
MINUTE = 60
RECEIVER = pathlib.Path(__file__).with_name("receiver.py")


@pytest.fixture(scope="module", name="told")
def _told(hosts):
    """Waits until a text was told by a webhook and a mail, counted from now; says after how many seconds."""
    arbiter = hosts["arbiter"]
    script = RECEIVER.read_text(encoding="utf-8")
    arbiter.check_output(f"cat > /run/receiver.py <<'RECEIVER'\n{script}\nRECEIVER")
    arbiter.check_output(f"rm -f {LOG}; systemd-run --unit alerts-receiver python3 /run/receiver.py {LOG}")

    def wait(text, since, within=MINUTE):
        while True:
            lines = arbiter.run(f"cat {LOG}").stdout.splitlines()
            arrived = [each for each in map(json.loads, lines) if text in each["text"].replace("\n", " ")]
            ways = {each["by"]: each["arrived"] for each in arrived if each["arrived"] >= since}
            if {"webhook", "mail"} <= set(ways):
                return max(ways.values()) - since
            assert time.time() < since + within, (text, lines[-20:])
            time.sleep(1)

    yield wait
    arbiter.run("systemctl stop alerts-receiver")


def test_a_test_reaches_every_sink(hosts, told):
    since = time.time()
    said = hosts["node1"].check_output("/usr/lib/quorate/alerts test")
    assert "mail: delivered" in said and "webhook: delivered" in said
    told("a test of the alerts on node1", since)


def test_a_switchover(playbook, places, told):
    active, standby = places()
    since = time.time()
    playbook("switchover.yml", "-e", "switchover_service=san0")
    end = time.time()
    told(f"san0 was stopped on {active}", since, end - since + MINUTE)
    told(f"san0-drbd was promoted on {standby}", since, end - since + MINUTE)
    told(f"san0 was started on {standby}", since, end - since + MINUTE)


def test_the_arbiter_is_lost_and_back(hosts, told):
    since = time.time()
    hosts["arbiter"].check_output("systemctl stop corosync-qnetd")
    told("the arbiter does not vote for node1", since)
    told("the arbiter does not vote for node2", since)
    since = time.time()
    hosts["arbiter"].check_output("systemctl start corosync-qnetd")
    told("the arbiter votes for node1", since)


def test_a_standby_that_is_lost_is_fenced_and_resynced(hosts, places, told, lab, writes):
    active, standby = places()
    since = time.time()
    lab("kill", standby)
    try:
        told(f"{standby} has left the cluster", since)
        told(f"{standby} was fenced", since)
        told(f"san0: {active} is not connected to its peer", since)
        assert writes()[1]["lost"] == 0
    finally:
        lab("start", standby, timeout=180)
        since = time.time()
        hosts[standby].check_output("systemctl start pacemaker")
    told(f"san0: the resync to {standby} has ended", since, 3 * MINUTE)
    told(f"san0: {active} is connected to its peer", since, 3 * MINUTE)
