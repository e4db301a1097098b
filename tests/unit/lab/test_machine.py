# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Ordinary processes in place of nodes: power, restart, freeze."""

import pathlib
import sys
import threading

import pytest

from lab.lib import proc
from lab.lib.machine import Machine

SLEEP = "import time; time.sleep(60)"


def machine(folder, code=SLEEP, restart="always"):
    """A node that is a Python program."""
    plan = {"argv": [sys.executable, "-c", code], "tmp": str(folder), "restart": restart, "restart_delay": 0.01}
    made = Machine("node1", plan, folder)
    threading.Thread(target=made.loop, daemon=True).start()
    return made


def power(made):
    return made.state()["power"]


@pytest.fixture
def node(tmp_path):
    made = machine(tmp_path)
    yield made
    made.power(False)
    made.await_off()


def test_power_on_and_off(node, tmp_path):
    assert power(node) == "off"
    node.power(True)
    assert proc.wait_for(lambda: power(node) == "on", 5)
    assert proc.wait_for(lambda: proc.read_pid(tmp_path / "pid") == node.state()["pid"], 5)
    node.power(False)
    node.await_off()
    assert node.state() == {"power": "off", "wanted": "off", "boots": 1, "pid": None}
    assert "power off" in (tmp_path / "events.log").read_text(encoding="utf-8")


def test_a_bmc_switches_off_on_and_restarts(node, tmp_path):
    node.reset("On", "10.0.0.2")
    assert proc.wait_for(node.powered, 5)
    first = node.state()["pid"]
    node.reset("ForceRestart", "10.0.0.2")
    assert proc.wait_for(lambda: node.state()["pid"] not in (None, first), 5)
    node.reset("ForceOff", "10.0.0.2")
    assert not node.powered()
    assert node.state()["wanted"] == "off"
    assert "BMC: ForceOff, for 10.0.0.2" in (tmp_path / "events.log").read_text(encoding="utf-8")


def test_freeze_and_thaw(node):
    with pytest.raises(OSError, match="not running"):
        node.freeze(True)
    node.power(True)
    assert proc.wait_for(lambda: power(node) == "on", 5)
    node.freeze(True)
    assert power(node) == "frozen"
    stat = pathlib.Path(f"/proc/{node.state()['pid']}/stat")
    assert proc.wait_for(lambda: stat.read_text(encoding="utf-8").split()[2] == "T", 5)
    node.freeze(False)
    assert power(node) == "on"


def test_a_frozen_node_can_lose_power(node):
    node.power(True)
    assert proc.wait_for(lambda: power(node) == "on", 5)
    node.freeze(True)
    node.power(False)
    node.await_off()
    assert power(node) == "off"
    node.power(True)
    assert proc.wait_for(lambda: power(node) == "on", 5)


@pytest.mark.parametrize(
    ("restart", "code", "again"),
    [
        ("always", "raise SystemExit(0)", True),
        ("always", "raise SystemExit(1)", True),
        ("failure", "raise SystemExit(0)", False),
        ("failure", "raise SystemExit(1)", True),
        ("never", "raise SystemExit(1)", False),
    ],
)
def test_a_node_that_ends_by_itself(tmp_path, restart, code, again):
    made = machine(tmp_path, code, restart)
    made.power(True)
    assert proc.wait_for(lambda: made.boots > 1 or not made.wanted, 10, 0.01)
    assert (made.boots > 1) == again
    made.power(False)
    made.await_off()


def test_a_kernel_that_panics_and_goes_on_is_reset(tmp_path):
    made = machine(
        tmp_path, f"print('Kernel panic - not', end='', flush=True); print(' syncing: x', flush=True); {SLEEP}"
    )
    made.power(True)
    assert proc.wait_for(lambda: made.boots > 1, 10, 0.01)
    assert "has panicked and goes on: reset" in (tmp_path / "events.log").read_text(encoding="utf-8")
    made.power(False)
    made.await_off()


def test_a_panic_of_an_earlier_life_is_none_of_the_present_one(tmp_path):
    (tmp_path / "console.log").write_text("Kernel panic - not syncing: x\n", encoding="utf-8")
    made = machine(tmp_path)
    made.power(True)
    assert not proc.wait_for(lambda: made.boots > 1, 3, 0.1)
    made.power(False)
    made.await_off()
