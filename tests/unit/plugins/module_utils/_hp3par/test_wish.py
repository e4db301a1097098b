# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import no, together

from . import views


def test_all_refusals_are_told_together():
    both = together(no("backup"), None, no("failsafe"))
    assert [refusal.name for refusal in both.refusals] == ["backup", "failsafe"]
    assert together(None, None) is None


def test_only_the_very_name_confirms():
    assert views.wish("primary", confirm="svc1").confirmed
    assert not any(views.wish("primary", confirm=text).confirmed for text in ("", "svc", "SVC1", "svc1 ", "*"))
