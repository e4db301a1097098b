# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules with the simulated executables, over ssh to another simulated host."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import runner
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.lock import exclusive
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import module as subject
from ansible_collections.quorate.ha_storage.plugins.modules import zfs_info, zfs_replicate, zfs_role
from zfs import host, state

BIN = next(each for each in pathlib.Path(__file__).parents if each.name == "tests") / "simulators" / "zfs" / "bin"
DATASETS = [{"source": "src/zv", "target": "dst/zv"}]


@pytest.fixture
def files(monkeypatch, tmp_path):
    """A host in a file, and another one behind ssh."""
    monkeypatch.setattr(runner, "SEARCH_PATH", f"{BIN}:{runner.SEARCH_PATH}")
    here, there = tmp_path / "host", tmp_path / "host.dr1"
    monkeypatch.setenv("ZFS_SIMULATOR", str(here))
    system = host.with_pools("src")
    host.play(system, "zfs create -V 16M src/zv")
    host.write(system, "src/zv", a="1")
    here.write_text(json.dumps(state.dump(system)))
    there.write_text(json.dumps(state.dump(host.with_pools("dst"))))
    return here, there


@pytest.fixture
def run(capsys, tmp_path):
    def run(module, failed=False, **args):
        args = {"datasets": DATASETS, "target": {"host": "dr1"}, **args}
        if module is not zfs_info:
            args["lock_folder"] = str(tmp_path)
        with patch_module_args(args), pytest.raises(SystemExit):
            module.main()
        result = json.loads(capsys.readouterr().out)
        assert result.get("failed", False) is failed, result
        return result

    return run


def test_a_volume_goes_to_the_other_side_and_is_looked_at(files, run):
    assert run(zfs_info)["replications"][0]["conflicts"][0]["kind"] == "nothing_to_send"
    shown = run(zfs_replicate, _ansible_check_mode=True)
    assert shown["changed"] and shown["commands"][0].startswith("zfs snapshot src/zv@") and shown["sent"] == []
    assert not state.load(json.loads(files[0].read_text())).datasets["src/zv"].snapshots
    first = run(zfs_replicate, progress_file=str(files[0].parent / "progress"))
    assert not (files[0].parent / "progress").exists()
    assert first["changed"] and "dr1 'zfs receive -s -u" in first["commands"][1]
    assert [each["target"] for each in first["sent"]] == ["dst/zv"] and first["sent"][0]["size"] > 0
    assert not run(zfs_replicate, snapshot="existing")["changed"]
    (found,) = run(zfs_info)["replications"]
    assert (found["base"]["kind"], found["pending"], found["conflicts"]) == ("snapshot", [], [])
    copied = state.load(json.loads(files[1].read_text())).datasets["dst/zv"]
    assert copied.content == {"a": "1"} and copied.properties["readonly"].local == "on"


def test_wrong_options_end_with_all_problems(files, run):
    for module, more in ((zfs_replicate, {}), (zfs_info, {}), (zfs_role, {"state": "primary"})):
        assert len(run(module, failed=True, **more, datasets=[{"source": "-", "target": "-"}])["problems"]) == 2


def test_a_side_becomes_primary_and_both_are_told(files, run):
    shown = run(zfs_role, state="primary", _ansible_check_mode=True)
    assert shown["commands"][-1] == "zfs set quorate.ha_storage:role=primary src/zv"
    assert run(zfs_role, state="primary")["changed"] and not run(zfs_role, state="primary")["changed"]
    run(zfs_replicate)
    (found,) = run(zfs_role, state="primary")["replications"]
    assert (
        found["roles"]
        == run(zfs_info)["replications"][0]["roles"]
        == {
            "source": {"role": "primary", "epoch": 1, "writable": True},
            "target": {"role": "replica", "epoch": 1, "writable": False},
        }
    )
    assert found["behind_bytes"] == 0


def test_a_side_that_does_not_answer_has_to_be_vouched_for(files, run):
    files[1].with_name("host.dr1.down").touch()
    refused = run(zfs_role, failed=True, state="primary")
    assert "vouch_other_is_down=true" in refused["refusals"][0]
    done = run(zfs_role, state="primary", vouch_other_is_down=True)
    assert done["replications"][0]["roles"]["target"] is None and done["replications"][0]["behind_bytes"] is None


def test_two_runs_for_one_target_do_not_meet(files, run, tmp_path, monkeypatch):
    monkeypatch.setattr(subject, "_PATIENCE", 0.1)
    with exclusive(str(tmp_path / "quorate-zfs-dr1-dst-zv"), what="this test", timeout=1):
        assert "another run for the same target" in run(zfs_replicate, failed=True)["msg"]
    run(zfs_replicate)
