# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    InvalidInput,
    Problem,
    Refusal,
    Refused,
    Unparsable,
)


def test_all_problems_are_told_at_once_each_with_its_place():
    error = InvalidInput([Problem("luns[0].size", "is not a size"), Problem("", "no LUN at all")])
    assert str(error) == "invalid input: luns[0].size: is not a size; no LUN at all"
    assert error.details["problems"] == ["luns[0].size: is not a size", "no LUN at all"]


def test_a_refusal_says_why_and_the_way_out():
    error = Refused([Refusal("in use", "log out first"), Refusal("busy")])
    assert error.details["refusals"] == ["in use (log out first)", "busy"]


def test_a_failed_command_tells_its_last_words():
    assert str(CommandFailed(["vgs", "x"], 5, "", "warning\nnot found\n")).endswith("return code 5: not found")
    assert str(CommandFailed(["vgs"], 5, "", "")).endswith("no output")


def test_unparsable_says_where():
    assert str(Unparsable("events2", "line 3", "no name")) == "cannot read events2: line 3: no name"
