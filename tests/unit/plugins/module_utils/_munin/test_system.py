# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from .hosts import STATE, FakeHost


def test_what_is_remembered(tmp_path):
    host = FakeHost(tmp_path)
    assert host.remembered("p") == {}
    host.remember("p", {"a": 1.5})
    assert host.remembered("p") == {"a": 1.5} and host.remembered("q") == {}
    for broken in ("{", "[]"):
        host.write(f"{STATE}/p.json", broken)
        assert host.remembered("p") == {}


def test_without_a_folder_of_munin_nothing_is_remembered(tmp_path):
    host = FakeHost(tmp_path)
    host.environ = {}
    host.remember("p", {"a": 1})
    assert host.remembered("p") == {} and list(tmp_path.iterdir()) == []
