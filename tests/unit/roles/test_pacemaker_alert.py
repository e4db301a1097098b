# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Pacemaker and DRBD run when something happens: quick, and never a failure to whoever ran it."""

from __future__ import annotations

import os
import pathlib
import subprocess

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.parse import event_of, read_exported

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
FILES = PROJECT / "roles" / "pacemaker" / "files"


@pytest.fixture
def alert(tmp_path):
    """Runs the program with a spool of the test's own; says its exit code."""
    program = tmp_path / "alert"
    program.write_text((FILES / "alert").read_text().replace("/run/quorate/alerts", str(tmp_path / "spool")))

    def run(*words, **environment):
        argv = ["sh", str(program), *words]
        return subprocess.run(argv, env={"PATH": "/usr/bin:/bin", **environment}, check=False).returncode

    return run


def test_what_drbd_tells_is_left_whole_and_for_few_eyes(alert, tmp_path):
    (tmp_path / "spool").mkdir()
    assert alert("split-brain", DRBD_RESOURCE="san0") == 0
    (left,) = (tmp_path / "spool").iterdir()
    assert left.stat().st_mode & 0o777 == 0o600 and not left.name.startswith(".")
    assert event_of(read_exported(left.read_text()), "node1", 0).kind == "split_brain"


def test_what_pacemaker_tells(alert, tmp_path):
    (tmp_path / "spool").mkdir()
    assert alert(CRM_alert_kind="node", CRM_alert_node="node2", CRM_alert_desc="lost", QUORATE="") == 0
    (left,) = (tmp_path / "spool").iterdir()
    assert event_of(read_exported(left.read_text()), "node1", 0).text == "node2 has left the cluster"


def test_where_alerts_are_off_nothing_happens(alert, tmp_path):
    assert alert("split-brain") == 0 and not (tmp_path / "spool").exists()


def test_a_spool_that_nobody_empties_does_not_grow_for_ever(alert, tmp_path):
    (tmp_path / "spool").mkdir()
    for number in range(1000):
        (tmp_path / "spool" / str(number)).touch()
    assert alert("split-brain") == 0 and len(list((tmp_path / "spool").iterdir())) == 1000


def test_the_programs_can_be_run():
    assert os.access(FILES / "alert", os.X_OK) and os.access(FILES / "alerts", os.X_OK)
