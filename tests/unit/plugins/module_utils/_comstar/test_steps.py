# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps show the commands, and no secret."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.render import ITS_GUID, SECRET_FILE
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.steps import Run, Series, do, in_use, typed


def test_lines():
    assert do("make", ("stmfadm", "create-hg", "a")).action.lines == ("stmfadm create-hg a",)
    series = Series((("stmfadm", "add-tg-member", "-g", "a", "iqn.t"),), "iqn.t")
    assert series.lines[0] == "stmfadm offline-target iqn.t" and series.lines[-1] == "stmfadm online-target iqn.t"
    assert len(Series(series.steps).lines) == 1
    run = Run(("itadm", "-S", SECRET_FILE), "a-secret-of-16-c")
    assert "a-secret" not in repr(run) and SECRET_FILE in run.lines[0]


def test_users_are_named_and_counted():
    assert list(in_use("it", [])) == []
    (refusal,) = in_use("removing it", ["a", "b", "c", "d", "e"])
    assert "from a, b, c and 2 more" in str(refusal)


def test_what_is_shown_can_be_typed():
    argv = ("stmfadm", "modify-lu", "-p", "alias=data of vh1", ITS_GUID)
    assert typed(argv) == f"stmfadm modify-lu -p 'alias=data of vh1' {ITS_GUID}"
