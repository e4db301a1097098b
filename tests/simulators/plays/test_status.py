# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""status.yml on a site whose cluster does not run: one node without any of it, the other one out of reach."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml
from ansible_collections.quorate.ha_storage.bench import controller

TOP = pathlib.Path(__file__).parents[3]
EXAMPLE = TOP / "inventories/example/group_vars"
ENTRY = {"at": "2026-11-20T10:00:00+00:00", "from": "node1", "to": "node2", "pause_seconds": 3.5, "errors": 0}


@pytest.fixture(name="status")
def _status(tmp_path):
    """Runs the playbook with more options: (return code, what it said, the JSON, the page)."""
    lost = {"ansible_host": "127.0.0.1", "ansible_port": 1}
    groups = {
        "ha_nodes": {"hosts": {"node1": controller.LOCAL, "node2": lost}},
        "initiators": {"hosts": {"client": lost}},
    }
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"all": {"children": groups}}))
    (tmp_path / "group_vars").symlink_to(EXAMPLE)
    kept = {"switchovers": {**ENTRY, "service": "san0"}, "fence_drills": {**ENTRY, "node": "node2"}}
    for name, entry in kept.items():
        (tmp_path / f"{name}.jsonl").write_text(f"{json.dumps(entry)}\n")
    files = {"status_json": tmp_path / "status.json", "status_html": tmp_path / "status.html"}
    history = {"_status_switchovers": tmp_path / "switchovers.jsonl", "_status_drills": tmp_path / "fence_drills.jsonl"}
    given = json.dumps({name: str(path) for name, path in {**files, **history}.items()})

    def run(*options):
        argv = ["ansible-playbook", "-i", tmp_path / "hosts.yml", "playbooks/status.yml", "-e", given, *options]
        done = controller.run(argv)
        found = [path.read_text() if path.exists() else "" for path in files.values()]
        return done.returncode, done.stdout + done.stderr, found[0], found[1]

    return run


def test_silence_is_shown_with_what_is_known_and_no_secret(status):
    code, said, told, page = status("-vvv")
    assert code == 0, said
    document = json.loads(told)
    assert (document["verdict"], document["cluster"], document["services"]) == (
        "down",
        "down",
        {"san0": "down", "san1": "down"},
    )
    assert [node["state"] for node in document["site"]["nodes"]] == ["silent", "silent"]
    assert [(pause["kind"], pause["what"]) for pause in document["pauses"]] == [
        ("switchover", "san0"),
        ("drill", "node2"),
    ]
    assert [(path["host"], path["silent"]) for path in document["paths"]] == [("client", True)]
    assert "fencing of node1 was never proven" in said and "cluster: no node tells anything" in said
    assert "Something is down" in page and "no node tells anything" in page
    secrets = set(yaml.safe_load((EXAMPLE / "all/vault.yml").read_text()).values())
    assert len(secrets) > 3 and [each for each in secrets if each in said + told + page] == []


def test_strictness_fails_after_everything_was_written(status):
    code, said, told, page = status("-e", "status_strict=true")
    assert code != 0 and "down; the tree above says why" in said
    assert json.loads(told)["verdict"] == "down" and "Something is down" in page
