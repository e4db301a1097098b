# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_lio_luns``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.drill_luns import lio_luns

DOCUMENTATION = r"""
name: zfs_lio_luns
short_description: Present clones of copies by LIO
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - What the module P(quorate.ha_storage.lio_target#module) takes as C(luns), with the number and the serial that came
    with the data.
  - A clone without a number gets the lowest that is free, and one without a serial one that its name makes.
options:
  _input:
    description: What the module P(quorate.ha_storage.zfs_dr_clone#module) returns as C(clone), of each clone.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Present a clone to the host of a test
  quorate.ha_storage.lio_target:
    iqn: iqn.2026-11.com.example:drill
    portals: [{ip: 10.0.40.60}]
    acls: [{iqn: "iqn.2026-11.com.example:test1"}]
    luns: "{{ [test.clone] | quorate.ha_storage.zfs_lio_luns }}"
"""

RETURN = r"""
_value:
  description: C(name), C(number), C(device) and C(serial) of each LUN.
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_lio_luns": lio_luns}
