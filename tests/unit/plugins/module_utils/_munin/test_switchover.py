# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of switchovers."""

from __future__ import annotations

import json

from .hosts import FakeHost, said

NAME = "quorate_switchover"
HISTORY = "/var/lib/quorate/switchovers.jsonl"


def entry(service, pause, seconds=3.1):
    return json.dumps({"service": service, "pause_seconds": pause, "seconds": seconds}) + "\n"


def test_the_last_of_each_service(capsys, tmp_path):
    host = FakeHost(tmp_path)
    assert said(capsys, host, NAME, "autoconf").lines[0].startswith("no (")
    host.write("/etc/quorate/targets/san-1.json", "{}")
    assert said(capsys, host, NAME, "autoconf").lines == ["yes"]
    assert said(capsys, host, NAME).values(NAME) == {"san_1": "U"}
    host.write(HISTORY, entry("san0", 9.5) + entry("san0", 1.25) + entry("old", None) + '{"service": "san')
    values = said(capsys, host, NAME)
    assert values.values(NAME) == {"old": "U", "san_1": "U", "san0": "1.250"}
    assert values.values(f"{NAME}_duration") == {"old": "3.100", "san_1": "U", "san0": "3.100"}
    config = said(capsys, host, NAME, "config")
    assert config[NAME, "san0.critical"] == "30" and config[NAME, "san_1.label"] == "san-1"
