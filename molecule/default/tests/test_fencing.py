# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The replication link alone is cut: nothing moves, I/O hardly pauses, and all is well again when it is back."""

from __future__ import annotations

import time

HANDLER = "/usr/lib/quorate/drbd-handler"


def constraints(node):
    """The ids of the handler's constraints."""
    found = node.check_output("cibadmin --query --local --scope constraints")
    return [word for word in found.split('"') if word.startswith("drbd-fence-by-handler-") and word.endswith("-clone")]


def until(condition, seconds):
    """Whether *condition* came true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(1)
    return condition()


def test_a_cut_replication_link_is_fenced_off_and_back(hosts, places, writes, lab):
    active, standby = places()
    node = hosts[active]
    lab("cut", active, "repl")
    assert until(lambda: constraints(node), 20)
    assert places() == (active, standby)
    lab("heal")
    # LINBIT's agent looks once a minute, where DRBD did not ask to.
    assert until(lambda: not constraints(node), 150)
    written, read = writes()
    # DRBD takes up to 6 s to notice, the handler under 1 s on an idle machine.
    assert written["longest_gap_seconds"] < 12 and written["errors"] == 0
    assert read["lost"] == read["corrupt"] == 0


def test_a_dry_run_says_what_the_handler_would_decide(nodes):
    for node in nodes:
        said = node.run(f"{HANDLER} fence-peer --dry-run --resource san0")
        assert said.rc == 4 and "is a member" in said.stdout
        assert constraints(node) == []


def test_drbd_names_the_handler(nodes):
    for node in nodes:
        assert f'fence-peer "{HANDLER} fence-peer"' in " ".join(node.check_output("drbdadm dump san0").split())
