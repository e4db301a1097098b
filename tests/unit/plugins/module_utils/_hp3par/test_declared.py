# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.declared import Change, Declared, Edit
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Where


def test_nothing_that_removes_is_on_by_default():
    declared = Declared("svc1")
    assert not (declared.absent or declared.purge or declared.stop_started or declared.confirm)


def test_changes_are_for_the_local_array():
    assert {Edit(change, "svc1").where for change in Change} == {Where.LOCAL}
