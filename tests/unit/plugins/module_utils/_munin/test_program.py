# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is the same for all plugins, and the program as a node has it."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import pack
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import program as subject

from .hosts import FIXTURES, FakeHost, said

ENGINE = pathlib.Path(pack.__file__).parents[1]
ROLE = ENGINE.parents[1] / "roles/munin/vars/main.yml"


@pytest.mark.parametrize("name", subject.PLUGINS)
def test_on_a_bare_host_no_plugin_fails(capsys, tmp_path, name):
    host = FakeHost(tmp_path)
    assert said(capsys, host, name, "autoconf").lines[0].startswith("no (")
    assert said(capsys, host, name, "suggest").lines == []
    instance = f"{name}x" if name.endswith("_") else name
    for verb in ("config", "fetch"):
        said(capsys, host, instance, verb)


def test_values_come_with_the_config_where_the_master_takes_that(capsys, tmp_path):
    host = FakeHost(tmp_path, MUNIN_CAP_DIRTYCONFIG="1")
    host.write("/etc/corosync/corosync.conf", "")
    host.answers["corosync-quorumtool"] = (FIXTURES / "fence" / "quorum-arbiter.txt").read_text()
    found = said(capsys, host, "quorate_quorum", "config")
    assert found["quorate_quorum", "votes.label"] and found["quorate_quorum", "votes.value"] == "3"


def test_what_is_no_plugin_is_told(tmp_path):
    host = FakeHost(tmp_path)
    assert subject.main(["munin.pyz", "load"], host) == 2 and subject.main(["munin.pyz"], host) == 2
    assert "there is no plugin load; there are quorate_drbd_, " in host.complaints[0]


def test_it_runs_without_the_collection_and_the_role_has_all_of_it(tmp_path):
    role = yaml.safe_load(ROLE.read_text())
    assert set(role["_munin_plugins"]) == set(subject.PLUGINS)
    pack.pack(ENGINE, role["_munin_subjects"], "_munin.program", tmp_path / "munin.pyz")
    for name in subject.PLUGINS:
        argv = [sys.executable, "-I", "-S", str(tmp_path / "munin.pyz"), name, "autoconf"]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        assert done.stdout.startswith(("no (", "yes")) and done.stderr == ""
