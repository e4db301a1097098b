# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of LIO on trees as configfs has them."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import pack

from . import targets
from .hosts import FakeHost, all_unknown, said

NAME = "quorate_lio_san0"
ENGINE = pathlib.Path(pack.__file__).parents[1]


@pytest.fixture
def standby(tmp_path):
    """The target is described, and served by the other node."""
    host = FakeHost(tmp_path)
    host.write("/etc/quorate/targets/san0.json", targets.saved())
    return host


@pytest.fixture
def active(standby):
    targets.plant(standby.folder)
    return standby


def test_autoconf_does_not_depend_on_being_active(capsys, tmp_path, standby):
    assert said(capsys, standby, "quorate_lio_", "autoconf").lines == ["yes"]
    assert said(capsys, standby, "quorate_lio_", "suggest").lines == ["san0"]
    bare = FakeHost(tmp_path / "bare")
    assert said(capsys, bare, "quorate_lio_", "autoconf").lines[0].startswith("no (no target in ")
    assert said(capsys, bare, "quorate_lio_", "suggest").lines == []


def test_the_graphs_are_the_same_on_both_nodes_and_only_the_active_one_knows_numbers(capsys, standby):
    config = said(capsys, standby, NAME, "config")
    assert all_unknown(said(capsys, standby, NAME)) and standby.complaints == []
    targets.plant(standby.folder)
    assert said(capsys, standby, NAME, "config").lines == config.lines
    values = said(capsys, standby, NAME)
    assert values.graphs == config.graphs
    for graph in config.graphs:
        assert values.fields(graph, "value") == config.fields(graph, "label")
    assert not any(line.endswith(" U") for line in values.lines)


def test_bytes_and_commands_by_target_lun_and_initiator(capsys, active):
    values = said(capsys, active, NAME)
    mib = targets.MIB
    assert values.values(f"{NAME}_read") == {"total": str(3 * mib)}
    assert values.values(f"{NAME}_written") == {"total": str(6 * mib)}
    assert values.values(f"{NAME}_commands") == {"total": "300"}
    assert values.values(f"{NAME}_written.luns") == {"lun0": str(2 * mib), "lun1": str(4 * mib)}
    # Of the sessions, to the byte: what the target receives is what the initiator writes.
    assert values.values(f"{NAME}_written.initiators") == {"esx0": "2000", "esx1": "2001"}
    assert values.values(f"{NAME}_read.initiators") == {"esx0": "1000", "esx1": "1001"}
    assert values.values(f"{NAME}_commands.by_esx1") == {"lun0": "10", "lun1": "20"}


def test_fields_are_counters_whose_restart_is_a_gap(capsys, active):
    config = said(capsys, active, NAME, "config")
    graph = f"{NAME}_read.luns"
    assert config[graph, "lun1.type"] == "DERIVE" and config[graph, "lun1.min"] == "0"
    assert config[graph, "lun1.label"] == "LUN 1 san0-lun1"
    assert config[graph, "graph_args"] == "--base 1024 --lower-limit 0"
    assert config[f"{NAME}_commands", "graph_args"] == "--base 1000 --lower-limit 0"


def test_who_is_not_logged_in_is_unknown(capsys, active):
    for path in active.folder.glob(f"{targets.ROOT}/iscsi/*/tpgt_1/acls/*esx0/fabric_statistics/iscsi_sess_stats/*"):
        path.unlink()
    assert said(capsys, active, NAME).values(f"{NAME}_read.initiators") == {"esx0": "U", "esx1": "1001"}


def test_a_target_that_others_made_is_shown_where_it_is_served(capsys, tmp_path):
    host = FakeHost(tmp_path)
    targets.plant(tmp_path, iqn="iqn.2003-01.org.linux-iscsi.host:sn.1")
    assert said(capsys, host, "quorate_lio_", "suggest").lines == ["sn_1"]
    assert said(capsys, host, "quorate_lio_sn_1").values("quorate_lio_sn_1_commands") == {"total": "300"}


def test_targets_whose_names_end_alike_are_told_apart(capsys, active):
    targets.plant(active.folder, iqn="iqn.2027-01.com.example:san0")
    names = said(capsys, active, "quorate_lio_", "suggest").lines
    assert names == ["iqn_2026_11_com_example_san0", "iqn_2027_01_com_example_san0"]


def test_a_setting_leaves_out_the_graphs_of_luns_by_initiators(capsys, active):
    active.environ = {**active.environ, "by_initiator_and_lun": "no"}
    assert [graph for graph in said(capsys, active, NAME, "config").graphs if ".by_" in graph] == []
    assert not any(".by_" in line for line in said(capsys, active, NAME).lines)


def test_a_saved_file_that_is_broken_is_told_and_the_others_are_shown(capsys, active):
    active.write("/etc/quorate/targets/bad.json", "{")
    assert said(capsys, active, "quorate_lio_", "suggest").lines == ["san0"]
    assert "bad.json" in active.complaints[0]


# As it is run on a node, with the start of Python. The time of its processor: what else this machine does is not its.
PROGRAM = """
import resource, sys
sys.path.insert(0, {archive!r})
from ha_storage._core.files import Files
from ha_storage._munin import program, system
program.main(["munin.pyz", *sys.argv[1:]], system.Host(files=Files({root!r})))
sys.stdout.flush()
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def test_256_luns_and_4_initiators_take_less_than_a_second(tmp_path):
    root, archive = tmp_path / "root", tmp_path / "munin.pyz"
    targets.plant(root, luns=256, initiators=4)
    FakeHost(root).write("/etc/quorate/targets/san0.json", targets.saved(256, 4))
    pack.pack(ENGINE, ("_core", "_lio", "_munin", "_site"), "_munin.program", archive)
    script = PROGRAM.format(archive=str(archive), root=str(root))
    for verb, ending in (("config", ".label "), ("fetch", ".value ")):
        argv = [sys.executable, "-I", "-S", "-c", script, NAME, verb]
        runs = [subprocess.run(argv, capture_output=True, text=True, check=True) for _run in range(3)]
        lines = runs[0].stdout.splitlines()
        # 256 LUNs, 4 initiators, each LUN by each of them, and the whole.
        assert sum(ending in line for line in lines) == 3 * (1 + 256 + 4 + 4 * 256)
        assert "U" not in {line.split()[-1] for line in lines}
        assert min(float(run.stderr) for run in runs) < 1, [run.stderr for run in runs]
