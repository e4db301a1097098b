# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What timers and people run, and the picture that rrdtool draws."""

from __future__ import annotations

import pathlib
import re
import struct
import subprocess
import sys

import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import program as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import pack
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files

from .._munin import targets

NOON = 1795521600  # 2026-11-24 12:00 UTC
ENGINE = pathlib.Path(pack.__file__).parents[1]


class Node:
    """A node whose target is read from more and more."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.now = folder, NOON
        monkeypatch.setattr(subject.time, "time", lambda: self.now)

    def run(self, *words):
        argv = ["lio-archive", "--folder", str(self.folder / "archive"), *words]
        return subject.main(argv, Files(str(self.folder / "root")))

    def use(self, minutes):
        luns = self.folder / "root" / targets.ROOT / "iscsi" / targets.IQN / "tpgt_1/lun"
        for _minute in range(minutes):
            path = luns / "lun_1/statistics/scsi_tgt_port/read_mbytes"
            path.write_text(f"{int(path.read_text()) + 60}\n")
            assert self.run("keep") == 0
            self.now += 60


@pytest.fixture
def node(tmp_path, monkeypatch):
    return Node(tmp_path, monkeypatch)


def test_a_standby_node_keeps_nothing(node):
    assert node.run("keep") == 0 and node.run("keep", "--full") == 0
    assert not (node.folder / "archive").exists()


def test_a_day_as_a_table(node, capsys):
    targets.plant(node.folder / "root")
    node.use(3)
    capsys.readouterr()
    assert node.run("days") == 0 and capsys.readouterr().out == "2026-11-24\n"
    assert node.run("table", "2026-11-24", "--by", "lun") == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split("\t") == ["time", f"{targets.IQN} 0", f"{targets.IQN} 1"]
    assert rows == ["12:01:00\t0.0\t1048576.0", "12:02:00\t0.0\t1048576.0"]
    assert node.run("table", "2026-11-20") == 1
    assert "nothing of that on 2026-11-20; there are these days: 2026-11-24" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        node.run("table", "2026-13-01")


def test_the_hourly_run_packs_and_removes(node):
    targets.plant(node.folder / "root")
    node.use(2)
    node.now += 86400
    assert node.run("keep", "--full", "--days", "1") == 0
    assert (node.folder / "archive/2026-11-24/statistics.jsonl.gz").exists()
    assert (node.folder / "archive/2026-11-25/full-1202.json.gz").exists()
    node.now += 86400
    assert node.run("keep", "--full", "--days", "1") == 0
    assert not (node.folder / "archive/2026-11-24").exists()


def test_a_day_as_a_picture(node):
    targets.plant(node.folder / "root")
    node.use(30)
    png, svg = (str(node.folder / f"day.{ending}") for ending in ("png", "svg"))
    assert node.run("plot", "2026-11-24", "--by", "lun", "--output", png) == 0
    data = pathlib.Path(png).read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG") and width > 900 and height > 300
    assert node.run("plot", "2026-11-24", "--by", "lun", "--output", svg) == 0
    text = pathlib.Path(svg).read_text()
    # The lines of both LUNs, and no picture of somebody else.
    assert re.search(r"10\.\d+%,\s*61\.\d+%|rgb\(10", text) and "http://www.w3.org/2000/svg" in text
    busy = len(data)
    assert node.run("plot", "2026-11-24", "--quantity", "commands", "--target", "san0", "--output", png) == 0
    assert pathlib.Path(png).stat().st_size != busy


def test_it_runs_without_the_collection_with_what_the_role_packs(tmp_path):
    role = yaml.safe_load((ENGINE.parents[1] / "roles/lio_archive/vars/main.yml").read_text())
    pack.pack(ENGINE, role["_lio_archive_subjects"], "_archive.program", tmp_path / "lio-archive.pyz")
    argv = [sys.executable, "-I", "-S", str(tmp_path / "lio-archive.pyz"), "--folder", str(tmp_path), "days"]
    assert subprocess.run(argv, capture_output=True, text=True, check=True).stdout == ""
