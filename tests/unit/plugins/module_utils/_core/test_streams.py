# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program without standard streams gets some before it opens any other file."""

from __future__ import annotations

import subprocess
import sys

import ansible_collections.quorate.ha_storage.plugins.module_utils._core.streams as subject

PROGRAM = """
import importlib.util, os
spec = importlib.util.spec_from_file_location("streams", {path!r})
streams = importlib.util.module_from_spec(spec)
spec.loader.exec_module(streams)
streams.open_standard_streams()
with open({seen!r}, "w") as first:
    first.write(" ".join([str(first.fileno() > 2), *(os.readlink(f"/proc/self/fd/{{number}}") for number in range(3))]))
"""


def test_no_file_becomes_a_standard_stream(tmp_path):
    program, seen = tmp_path / "program.py", tmp_path / "seen"
    program.write_text(PROGRAM.format(path=subject.__file__, seen=str(seen)))
    subprocess.run(f"{sys.executable} -I -S {program} <&- >&- 2>&-", shell=True, check=True)
    assert seen.read_text() == "True /dev/null /dev/null /dev/null"
