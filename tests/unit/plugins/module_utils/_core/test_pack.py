# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of the engine as one file."""

from __future__ import annotations

import pathlib
import subprocess
import sys

from ansible_collections.quorate.ha_storage.plugins.module_utils._core import pack as subject

ENGINE = pathlib.Path(subject.__file__).parents[1]


def test_it_runs_without_the_collection_and_depends_on_the_contents_alone(tmp_path):
    for name in ("one", "two"):
        what = (str(ENGINE), "_core,_zfs", "_zfs.program", str(tmp_path / name))
        subprocess.run([sys.executable, subject.__file__, *what], check=True)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    argv = [sys.executable, "-I", tmp_path / "one", "--help"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert "replicate" in done.stdout and "gate" in done.stdout
