# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read on a node; anything that was not planned fails."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.system import MetroSystem, source_address

from .test_parse import ADDRESSES, ANSWERED, SILENT


def run(argv, *, stdin="", timeout=30, ok=(0,)):
    if argv[0] == "ip":
        return Result(0, ADDRESSES, "")
    assert argv[:3] == ("ping", "-n", "-q")
    assert int(argv[argv.index("-w") + 1]) < timeout
    return Result(0, ANSWERED, "") if argv[-1] == "10.77.20.12" else Result(1, SILENT, "")


def system(tmp_path, runner=run):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal:         786432 kB\nMemFree: 1 kB\n", encoding="utf-8")
    sources = {"10.77.20.12": "10.77.20.11"}
    return MetroSystem(runner, Files(str(tmp_path)), sources.get, lambda: 1000.5)


def test_everything_is_told(tmp_path):
    found = system(tmp_path).read(["10.77.20.12", "10.77.40.13"], 10)
    assert (found["time"], found["memory_mib"]) == (1000.5, 768)
    assert found["networks"][0]["address"] == "10.77.20.11"
    near, far = found["peers"].values()
    assert (near["source"], near["min_ms"], near["received"]) == ("10.77.20.11", 2.596, 9)
    assert (far["source"], far["min_ms"], far["received"]) == (None, None, 0)


def test_a_missing_tool_is_an_error(tmp_path):
    def missing(argv, **_options):
        raise ToolMissing(argv[0])

    with pytest.raises(ToolMissing):
        system(tmp_path, missing).read(["10.77.20.12"], 1)


def test_the_way_to_oneself_begins_at_oneself():
    assert source_address("127.0.0.1") == "127.0.0.1"
