# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.steps import Resume, Rollback, Send


def test_a_step_says_what_it_does():
    assert str(Send("a", "s", "@r", "1", "b", (False, False, False))) == "send a@s since @r to b"
    assert str(Rollback("b", "s", ("t",))) == "roll b back to s, losing t"


def test_a_token_is_long_and_not_shown():
    assert "1-2-3" not in repr(Resume("a", "s", "1", "b", "1-2-3")) + str(Resume("a", "s", "1", "b", "1-2-3"))
