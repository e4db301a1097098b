# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Status, take-over and return, run by ansible-playbook on two simulated hosts that reach each other by ssh."""

from __future__ import annotations

import json

import pytest
from zfs import host

from .zfs_pair import LUN, Pair


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """ss1 is the primary, and ss2 has its copy."""
    made = Pair(tmp_path_factory.mktemp("pair"))
    system = made.load("ss1")
    host.play(system, f"zfs create -V 16M {LUN}")
    host.write(system, LUN, a="1")
    made.save("ss1", system)
    made.tasks("ss1", made.task("ss1", "zfs_role", state="primary"), made.task("ss1", "zfs_replicate"))
    return made, {name: made.load(name) for name in ("ss1", "ss2")}


@pytest.fixture
def pair(begun):
    """Both as they were then."""
    made, systems = begun
    for name, system in systems.items():
        made.save(name, system)
        (made.folder / f"{name}.down").unlink(missing_ok=True)
    made.take_notes()
    return made


def test_there_and_back_in_order(pair):
    pair.write("ss1", last="words")
    moved = pair.play("zfs_takeover.yml", zfs_takeover_to="ss2")
    assert "ss1: primary, epoch 1, writable" in moved
    assert pair.take_notes() == ["stop ss1", "start ss2"]
    assert pair.claims() == {"ss1": ("replica", "1"), "ss2": ("primary", "2")}
    assert pair.content("ss2") == {"a": "1", "last": "words"}
    pair.write("ss2", more="words")
    strict = {"zfs_status_strict": True, "zfs_status_json": str(pair.folder / "status.json")}
    assert "ss2: primary, epoch 2, writable" in pair.play("zfs_status.yml", **strict)
    (entry,) = json.loads((pair.folder / "status.json").read_text())["replications"]
    assert (entry["primary"], entry["verdict"], entry["copies"][0]["base"] is None) == ("ss2", "up", False)
    assert "changed=0" in pair.play("zfs_status.yml") and pair.take_notes() == []
    pair.play("zfs_failback.yml", zfs_failback_to="ss1")
    assert pair.take_notes() == ["stop ss1", "stop ss2", "start ss1"]
    assert pair.claims() == {"ss1": ("primary", "3"), "ss2": ("replica", "2")}
    assert pair.content("ss1") == {"a": "1", "last": "words", "more": "words"}
    again = pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss1")
    assert "ss2 is not primary, so ss1 has nothing to get from it" in again and pair.take_notes() == []


def test_a_disaster_and_the_return_with_what_diverged(pair):
    pair.write("ss1", lost="words")
    down = pair.folder / "ss1.down"
    down.touch()
    refused = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to="ss2")
    assert "ss1: silent" in refused or "UNREACHABLE" in refused
    assert pair.take_notes() == [] and pair.claims()["ss2"] == ("replica", "1")
    pair.play("zfs_takeover.yml", zfs_takeover_to="ss2", zfs_takeover_vouch_other_is_down=True)
    assert pair.take_notes() == ["start ss2"] and pair.claims()["ss2"] == ("primary", "2")
    pair.write("ss2", new="words")
    down.unlink()
    # Both claim to be primary, and on both nothing goes.
    for one in ("ss1", "ss2"):
        tried = [pair.task(one, "zfs_role", state="primary"), pair.task(one, "zfs_replicate")]
        told = pair.tasks(one, *({**task, "ignore_errors": True} for task in tried))
        assert "ignored=2" in told and told.count("both sides claim to be primary") >= 2
        moved = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to=one)
        assert "both sides claim to be primary, ss1 in epoch 1 and ss2 in epoch 2" in moved
    assert "not in a later epoch" in pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss2")
    assert pair.take_notes() == []
    shown = pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss1")
    guid = str(pair.load("ss1").datasets[LUN].snapshots[-1].guid)
    assert f"add {guid} to discard_after" in shown and "4096 bytes were written" in shown
    assert pair.content("ss1")["lost"] == "words"
    pair.take_notes()
    pair.play("zfs_failback.yml", zfs_failback_to="ss1", zfs_failback_discard_after=[guid], zfs_failback_move=False)
    assert pair.content("ss1") == {"a": "1", "new": "words"} and pair.claims()["ss1"] == ("replica", "2")
    pair.play("zfs_takeover.yml", zfs_takeover_to="ss1")
    assert pair.claims() == {"ss1": ("primary", "3"), "ss2": ("replica", "2")}


def test_what_cannot_be_sent_stays_where_it_is(pair):
    system = pair.load("ss2")
    system.pools["sp1"].blocks = 1
    pair.save("ss2", system)
    pair.write("ss1", **{f"place-{number}": "x" for number in range(9)})
    said = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to="ss2")
    assert "esx has not moved, ss1 serves on" in said
    assert pair.take_notes() == ["stop ss1", "start ss1"]
    assert pair.claims() == {"ss1": ("primary", "1"), "ss2": ("replica", "1")}
    assert pair.load("ss1").datasets[LUN].properties["readonly"].local == "off"


def test_the_status_of_everything_tells_of_copies_too(pair):
    page, document = pair.folder / "status.html", pair.folder / "status.json"
    shown = pair.play("status.yml", status_html=str(page), status_json=str(document), status_strict=True)
    assert "ss1: primary, epoch 1, writable" in shown
    found = json.loads(document.read_text())
    (copy,) = found["copies"]
    assert (found["verdict"], copy["source"], copy["target"], copy["verdict"]) == ("up", "ss1", "ss2", "up")
    assert found["site"] is None and found["problems"] == []
    assert "ss1 → ss2" in page.read_text() and "All is well" in page.read_text()
    assert "changed=0" in pair.play("status.yml")
    late = pair.play("status.yml", failed=True, zfs_max_lag=-1, status_strict=True, status_html=str(page))
    assert "more than -1 s" in late and "Look at this" in page.read_text()
