# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second run changes nothing, and says so in check mode with a diff too."""

from __future__ import annotations

import re


def changes(done):
    recap = r"^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)"
    found = re.findall(recap, done.stdout, re.MULTILINE)
    assert {host for host, *_counts in found} >= {"node1", "node2", "arbiter", "initiator"}
    return {host: tuple(map(int, counts)) for host, *counts in found}


def test_check_mode_with_diff_reports_no_change(playbook):
    done = playbook("site.yml", "--check", "--diff")
    assert set(changes(done).values()) == {(0, 0, 0)}, done.stdout[-6000:]


def test_no_secret_is_printed(playbook):
    done = playbook("site.yml", "--check", "--diff", "-vv")
    for secret in ("labsecret-12x", "labsecret-34y", "lab-only-replication-secret"):
        assert secret not in done.stdout + done.stderr
