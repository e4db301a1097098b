# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import Disks


def test_all_volumes_count():
    assert Disks("Primary", ("UpToDate", "UpToDate"), ("UpToDate", "UpToDate")).up_to_date
    one_old = Disks("Primary", ("UpToDate", "Consistent"), ("UpToDate", "DUnknown"))
    assert not one_old.up_to_date and one_old.consistent and not one_old.peer_up_to_date
    assert not Disks("Secondary", ("UpToDate", "Inconsistent"), ()).consistent


def test_nothing_known_is_nothing_good():
    assert not (Disks().up_to_date or Disks().consistent or Disks().peer_up_to_date)
