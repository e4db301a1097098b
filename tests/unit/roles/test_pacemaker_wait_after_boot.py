# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds up sbd on a machine that is back too soon."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
PROGRAM = PROJECT / "roles" / "pacemaker" / "files" / "wait-after-boot"


@pytest.mark.parametrize(
    ("up", "slept"), [("3.71 5.02", "13"), ("15.99 1.00", "1"), ("16.00 1.00", ""), ("8000.1 9", "")]
)
def test_it_sleeps_for_what_is_left_since_the_boot(tmp_path, up, slept):
    (tmp_path / "uptime").write_text(up + "\n")
    (tmp_path / "sleep").write_text("#!/bin/sh\necho $1\n")
    (tmp_path / "sleep").chmod(0o755)
    copy = tmp_path / "program"
    copy.write_text(PROGRAM.read_text().replace("/proc/uptime", str(tmp_path / "uptime")))
    done = subprocess.run(
        ["sh", str(copy), "16"], env={"PATH": f"{tmp_path}:/bin"}, capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == (slept, "")
