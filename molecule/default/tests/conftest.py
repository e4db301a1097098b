# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four hosts of the lab, and the site that they were built from."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import pytest
from testinfra.utils.ansible_runner import AnsibleRunner

INVENTORY = str(pathlib.Path(os.environ["MOLECULE_INVENTORY_FILE"]).parent)
TOP = pathlib.Path(__file__).resolve().parents[3]
RUNNER = AnsibleRunner(INVENTORY)


@pytest.fixture(scope="session", name="hosts")
def _hosts():
    return {name: RUNNER.get_host(name) for name in ("node1", "node2", "arbiter", "initiator")}


@pytest.fixture(scope="session", name="nodes")
def _nodes(hosts):
    return [hosts["node1"], hosts["node2"]]


@pytest.fixture(scope="session", name="initiator")
def _initiator(hosts):
    return hosts["initiator"]


@pytest.fixture(scope="session", name="service")
def _service():
    """The only service, as the inventory describes it."""
    shown = subprocess.run(
        ["ansible-inventory", "-i", INVENTORY, "--host", "node1"], capture_output=True, text=True, check=True, cwd=TOP
    )
    return json.loads(shown.stdout)["ha_storage_services"][0]


@pytest.fixture(scope="session", name="playbook")
def _playbook():
    """Runs a playbook of the collection and returns what it said; fails where it fails."""

    def run(name, *options, check=True):
        argv = ["ansible-playbook", "-i", INVENTORY, f"playbooks/{name}", *options]
        # Molecule forces colours, which stand between a word and its number.
        plain = {key: value for key, value in os.environ.items() if "COLOR" not in key}
        done = subprocess.run(argv, capture_output=True, text=True, cwd=TOP, timeout=900, check=False, env=plain)
        assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        return done

    return run
