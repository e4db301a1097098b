# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules pacemaker_cib and pacemaker_cib_info, with the real tools of this host on a CIB in a file."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.quorate.ha_storage.plugins.modules import pacemaker_cib, pacemaker_cib_info

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "pacemaker"
ADDRESS = {
    "properties": {"stonith-enabled": False},
    "resources": [
        {
            "id": "web-ip",
            "agent": "ocf:heartbeat:IPaddr2",
            "attributes": {"ip": "192.0.2.10"},
            "secret_attributes": {"pin": "not-a-real-secret"},
        }
    ],
    "constraints": [{"id": "web-ip-prefers", "kind": "location", "resource": "web-ip", "node": "node1", "score": 50}],
    "nodes": ["node1", "node2"],
}


@pytest.fixture
def cib(monkeypatch, tmp_path):
    file = tmp_path / "cib.xml"
    file.write_text((FIXTURES / "empty.xml").read_text())
    file.chmod(0o600)
    monkeypatch.setenv("CIB_file", str(file))
    return file


@pytest.fixture
def run(capsys):
    def run(module, failed=False, **args):
        with patch_module_args(args), pytest.raises(SystemExit):
            module.main()
        result = json.loads(capsys.readouterr().out)
        assert result.get("failed", False) is failed, result
        return result

    return run


def test_an_address_is_made_once_and_read_back(cib, run):
    first = run(pacemaker_cib, **ADDRESS)
    assert first["changed"] and "create primitive web-ip" in first["operations"][0]
    assert first["cluster_actions"] == ["start web-ip on node1"] and first["foreign_constraints"] == []
    assert "not-a-real-secret" in cib.read_text()
    assert "not-a-real-secret" not in json.dumps({**first, "invocation": None})
    assert not run(pacemaker_cib, **ADDRESS)["changed"]
    info = run(pacemaker_cib_info)
    assert info["running"] and info["properties"] == {"stonith-enabled": "false"}
    assert [each["id"] for each in info["resources"]] == ["web-ip"]
    again = {key: info[key] for key in ("properties", "constraints")}
    assert again["constraints"][0]["score"] == "50"


def test_check_mode_changes_nothing(cib, run):
    before = cib.read_text()
    assert run(pacemaker_cib, **ADDRESS, _ansible_check_mode=True)["changed"]
    assert cib.read_text() == before


def test_all_wrong_input_is_told_at_once(cib, run):
    result = run(pacemaker_cib, failed=True, owner="?", resources=[{"id": "a"}])
    assert len(result["problems"]) == 2


def test_check_mode_on_a_host_without_a_cluster_reports_everything_as_new(monkeypatch, run):
    monkeypatch.delenv("CIB_file", raising=False)
    assert run(pacemaker_cib, **ADDRESS, _ansible_check_mode=True)["changed"]
    assert not run(pacemaker_cib_info)["running"]
