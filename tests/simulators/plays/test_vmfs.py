# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role vmfs_headers, run by ansible-playbook, but for the timer, which would be one of this machine."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import yaml
from ansible_collections.quorate.ha_storage.bench import controller

TOP = pathlib.Path(__file__).parents[3]


def play(folder, **variables):
    """The text of a run, which must succeed."""
    role = "quorate.ha_storage.vmfs_headers"
    tasks = [
        {"name": part, "ansible.builtin.include_role": {"name": role, "tasks_from": part}}
        for part in ("validate", "program")
    ]
    book = folder / "role.yml"
    book.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    here = {"ansible_python_interpreter": sys.executable}
    here |= {"_vmfs_headers_program": str(folder / "lib/p.pyz"), "_vmfs_headers_file": str(folder / "etc/d.json")}
    extra = json.dumps({**here, **variables})
    done = controller.run(["ansible-playbook", "-i", "localhost,", "-c", "local", book, "-e", extra])
    return done.returncode, done.stdout + done.stderr


def test_what_is_installed_runs(tmp_path):
    device = tmp_path / "lun"
    device.write_bytes(bytes(1 << 20))
    options = {"folder": str(tmp_path / "vmfs"), "head_size": "32m"}
    variables = {"vmfs_headers_devices": [str(device)], "vmfs_headers_options": options}
    code, text = play(tmp_path, **variables)
    assert code == 0, text
    code, text = play(tmp_path, **variables)
    assert code == 0 and "changed=0" in text, text
    argv = [sys.executable, "-I", tmp_path / "lib/p.pyz", tmp_path / "etc/d.json"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and str(device) in done.stderr


def test_what_is_wrong_stops_the_role_before_any_change(tmp_path):
    code, text = play(tmp_path, vmfs_headers_devices=[])
    assert code and "must name some" in text and not (tmp_path / "lib").exists()
