# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_failback_refusals``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.status import failback_refusals

DOCUMENTATION = r"""
name: zfs_failback_refusals
short_description: Why a host is not to become a replica of the other one
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - A former primary was away if the other side is primary, and in a later epoch where both claim it.
positional: returning
options:
  _input:
    description: The C(replications) of the filter P(quorate.ha_storage.zfs_status#filter).
    type: list
    elements: dict
    required: true
  returning:
    description: The host that was away.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Stop before anything is touched
  ansible.builtin.assert:
    that: status.replications | quorate.ha_storage.zfs_failback_refusals('ss1') | length == 0
"""

RETURN = r"""
_value:
  description: The reasons; empty where there is none.
  type: list
  elements: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_failback_refusals": failback_refusals}
