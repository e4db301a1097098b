# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules, on devices in files."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs import module as subject
from ansible_collections.quorate.ha_storage.plugins.modules import (
    vmfs_header_backup,
    vmfs_header_backup_info,
    vmfs_header_restore,
)

from .images import MIB, UUID_TEXT, image


@pytest.fixture
def run(capsys, tmp_path):
    def run(module, failed=False, **args):
        with patch_module_args({"folder": str(tmp_path / "vmfs"), **args}), pytest.raises(SystemExit):
            module.main()
        result = json.loads(capsys.readouterr().out)
        assert result.get("failed", False) is failed, result
        return result

    return run


def test_from_the_first_version_to_a_restore(run, tmp_path):
    path = image().save(tmp_path / "lun")
    options = {"devices": [path], "host": "storage1", "head_size": "32m"}
    assert run(vmfs_header_backup, **options, _ansible_check_mode=True)["versions"] == []
    first = run(vmfs_header_backup, **options)
    assert first["changed"] and first["alarms"] == [] and not run(vmfs_header_backup, **options)["changed"]
    (name,) = first["versions"]
    with open(path, "r+b") as stream:
        stream.seek(2 * MIB + 0x2E)
        stream.write(b"naa.other")
    found = run(vmfs_header_backup_info, devices=[path], host="storage1")
    assert found["versions"][0]["damage"] == "" and found["devices"][0]["volumes"][0]["identity"] == UUID_TEXT
    assert len(found["alarms"]) == 1 and "naa.other" in found["alarms"][0]
    asked = {"device": path, "version": name, "confirm": UUID_TEXT}
    assert "set overwrite_header=true" in run(vmfs_header_restore, failed=True, **asked)["msg"]
    assert run(vmfs_header_restore, **asked, overwrite_header=True)["changed"]
    assert not run(vmfs_header_restore, **asked)["changed"]
    assert run(vmfs_header_backup_info, devices=[path], host="storage1")["alarms"] == []


def test_a_lost_header_fails_and_says_where_it_is_kept(run, tmp_path):
    path = image().save(tmp_path / "lun")
    run(vmfs_header_backup, devices=[path], host="storage1", head_size="32m")
    with open(path, "r+b") as stream:
        stream.write(bytes(3 * MIB))
    result = run(vmfs_header_backup, failed=True, devices=[path], host="storage1")
    assert "its header was kept as storage1/store1_" in result["refusals"][0]


def test_an_alarm_is_a_warning(tmp_path):
    class Module:
        params = {"folder": str(tmp_path / "vmfs"), "devices": [str(tmp_path / "none")], "host": None}
        warned, result = [], {}

        def warn(self, text):
            self.warned.append(text)

        def exit_json(self, **result):
            self.result = result

    module = Module()
    subject.inspect(module)
    assert module.warned == module.result["alarms"] and "cannot be opened" in module.warned[0]


def test_wrong_options(run):
    assert run(vmfs_header_backup, failed=True, devices=[])["problems"]
    assert run(vmfs_header_backup_info, failed=True, devices=["x"], host="..")["problems"]
    assert run(vmfs_header_restore, failed=True, device="/dev/x", version="x")["problems"]
