# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated zfs says what the real one said, in the same words and columns, with the same exit codes.

What the real one says is recorded, and compared again, by ``make zfs-test``.
"""

from __future__ import annotations

import pytest

from . import transcripts


@pytest.mark.parametrize("name", transcripts.sessions())
def test_what_the_real_one_said(name):
    shell = transcripts.Shell()
    for line, expected in transcripts.commands(transcripts.sessions()[name]):
        said = shell.run(line[2:])
        if line.startswith("%"):
            assert said[-1] == "rc=0", line
        else:
            assert transcripts.plain(said) == transcripts.plain(expected), line
