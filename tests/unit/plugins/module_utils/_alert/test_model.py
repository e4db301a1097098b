# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is told what."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import SEVERITIES, Event, Settings


@pytest.mark.parametrize(
    "level, told",
    [("info", SEVERITIES), ("warning", ("ok", "warning", "critical")), ("critical", ("critical",))],
)
def test_the_end_of_a_trouble_is_told_where_its_beginning_was(level, told):
    settings = Settings("lab", level)
    assert tuple(each for each in SEVERITIES if settings.wants(Event("node", "n", each, "x"))) == told
