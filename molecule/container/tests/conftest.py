# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three containers, reached by the engine that runs them."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import time

import pytest
import testinfra

INVENTORY = pathlib.Path(os.environ["MOLECULE_INVENTORY_FILE"]).parent / "containers.ini"
LINE = re.compile(
    r"^(?P<name>\S+) ansible_connection=\w+\.(?P<engine>\w+)\.\w+ ansible_host=(?P<container>\S+)$", re.MULTILINE
)
CONTAINERS = {found["name"]: found for found in LINE.finditer(INVENTORY.read_text())}


@pytest.fixture(scope="session", name="engine")
def _engine():
    """Does something with the container of a host: ``engine("kill", "node2")``."""

    def do(verb, name):
        found = CONTAINERS[name]
        subprocess.run([found["engine"], verb, found["container"]], check=True, capture_output=True, timeout=60)

    return do


@pytest.fixture(scope="session", name="until")
def _until():
    """Waits until a function returns something true; fails after 90 seconds."""

    def wait(what, holds):
        deadline = time.monotonic() + 90
        while not holds():
            assert time.monotonic() < deadline, f"not within 90 s: {what}"
            time.sleep(1)

    return wait


@pytest.fixture(scope="session", name="hosts")
def _hosts():
    return {name: testinfra.get_host(f"{found['engine']}://{found['container']}") for name, found in CONTAINERS.items()}


@pytest.fixture(scope="session", name="nodes")
def _nodes(hosts):
    return [hosts["node1"], hosts["node2"]]
