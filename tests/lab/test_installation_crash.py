# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The power goes while agents, DRBD's handler and a target's JSON are being written: each is whole, old or new."""

from __future__ import annotations

import os
import random
import shutil
import time

import pytest
from ansible_collections.quorate.ha_storage.bench.node import TOP, Node

FILES = TOP / "roles/pacemaker/files"
SUBJECTS = ("_core", "_fence", "_pacemaker", "_drbd")
OLD, NEW, GOAL = "/root/old", "/root/new", "/usr/lib"
JSON = "/etc/quorate/targets/san0.json"
CUTS, SEED = 4, 4
# Installs one version after the other, and writes targets meanwhile, until the power goes.
WRITE = f"""
import json, pathlib, sys, threading
sys.path.insert(0, "{NEW}")
from install import Files, install

def targets():
    for number in range(1000000):
        text = json.dumps({{"number": number, "luns": [number] * 20000}})
        Files("/").write_atomic("{JSON}", text, 0o600, generations=3)

threading.Thread(target=targets, daemon=True).start()
while True:
    for staged in ("{OLD}", "{NEW}"):
        install(pathlib.Path(staged), Files("{GOAL}"), check=False)
"""
SUMS = "cd {}/quorate && find . -type f ! -name '*.pyc' ! -name '.quorate-*' -exec sha256sum {{}} +"


@pytest.fixture(scope="module", name="versions")
def _versions(tmp_path_factory):
    """Two folders that differ in every file, laid out as the role packs them."""
    top = tmp_path_factory.mktemp("staged")
    for name in ("old", "new"):
        package = top / name / "quorate" / "ha_storage"
        for subject in SUBJECTS:
            shutil.copytree(
                TOP / "plugins/module_utils" / subject, package / subject, ignore=shutil.ignore_patterns("__pycache__")
            )
        (package / "__init__.py").touch()
        shutil.copy(FILES / "drbd-handler", top / name / "quorate")
        shutil.copy(FILES / "install.py", top / name)
    for path in (top / "old" / "quorate").rglob("*"):
        if path.is_file():
            path.write_text(path.read_text(encoding="utf-8") + "# The version before.\n", encoding="utf-8")
    return [top / "old", top / "new"]


@pytest.fixture(scope="module", name="node")
def _node(versions):
    with Node(f"test-crash-{os.getpid()}") as booted:
        for path in versions:
            booted.put(path, "/root/")
        booted.sh(f"python3 -I -S {OLD}/install.py {GOAL} && sync")
        yield booted


@pytest.fixture(name="power")
def _power(node):
    """Starts a program in the node, and cuts the power after so many seconds."""

    def cut(program: str, seconds: float) -> None:
        node.sh(
            "cat >/run/program.py; setsid python3 /run/program.py >/run/program.log 2>&1 </dev/null & sleep 0.3",
            program,
        )
        time.sleep(seconds)
        assert node.rc("pgrep -f /run/[p]rogram.py") == 0, node.sh("cat /run/program.log")
        node.lab("kill", "node1")
        node.lab("start", "node1")

    return cut


def sums(node, folder):
    """By name, the checksum of each file below *folder*."""
    return dict(reversed(line.split()) for line in node.sh(SUMS.format(folder)).splitlines())


def test_the_power_is_cut_as_of_a_real_machine(node, power):
    """What was written but not synced is lost; without that the other test would show nothing."""
    power("open('/root/not-synced', 'w').write('x' * 100)\nimport time\ntime.sleep(60)", 0.5)
    assert node.sh("cat /root/not-synced 2>/dev/null || true") == ""


def test_every_file_is_whole_after_each_cut(node, power):
    old, new, dice = sums(node, OLD), sums(node, NEW), random.Random(SEED)
    assert old.keys() == new.keys() and not set(old.values()) & set(new.values())
    seen = set()
    for _cut in range(CUTS):
        power(WRITE, dice.uniform(0.5, 4))
        found = sums(node, GOAL)
        assert found.keys() == old.keys()
        assert [name for name, digest in found.items() if digest not in (old[name], new[name])] == []
        seen.add(len([name for name in found if found[name] == new[name]]))
        check = f"import json, glob\n[json.load(open(name)) for name in glob.glob('{JSON}*')]"
        assert node.rc(f'python3 -c "{check}"') == 0
        assert node.rc(f"{GOAL}/quorate/drbd-handler --help") == 0
    # Not always between two installations.
    assert seen - {0, len(old)}
    node.sh(f"python3 -I -S {NEW}/install.py {GOAL}")
    assert sums(node, GOAL) == new
