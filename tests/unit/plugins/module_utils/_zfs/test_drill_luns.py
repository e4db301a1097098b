# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import uuid

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.drill_luns import lio_luns


def clone(name, **identity):
    return {"name": name, "device": f"/dev/zvol/{name}", **identity}


def test_number_and_serial_come_with_the_data():
    serial = "2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10"
    assert lio_luns([clone("sp1/iscsi/drill_lun0", serial=serial, lun=0)]) == [
        {"name": "sp1-iscsi-drill_lun0", "number": 0, "device": "/dev/zvol/sp1/iscsi/drill_lun0", "serial": serial}
    ]


def test_what_has_none_gets_a_free_number_and_a_serial_that_stays():
    given = [clone("sp1/a"), clone("sp1/b", lun=0, serial=None), clone("sp1/c", lun=None)]
    assert [each["number"] for each in lio_luns(given)] == [1, 0, 2]
    serials = [each["serial"] for each in lio_luns(given)]
    assert serials == [each["serial"] for each in lio_luns(given)] and len({*map(uuid.UUID, serials)}) == 3
