# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was recorded of the real zfs, and what the simulated one is held to, is what the real one says today."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.tests.unit.simulators.zfs import transcripts

from .terminal import played


@pytest.mark.parametrize("name", transcripts.sessions())
def test_the_real_one_still_says_so(site, name):
    commands = transcripts.commands(transcripts.sessions()[name])
    for (line, expected), said in zip(commands, played(site, [line[2:] for line, _expected in commands])):
        if line.startswith("%"):
            assert said[-1] == "rc=0", (line, said)
        else:
            assert transcripts.plain(said) == transcripts.plain(expected), line
