# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_status``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.status import status

DOCUMENTATION = r"""
name: zfs_status
short_description: How replications of ZFS data sets are
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what both hosts of each replication have told.
  - V(up) is as it should be, V(warn) wants looking at, V(down) is where not exactly one side is primary.
positional: told, max_lag
options:
  _input:
    description: The variable C(zfs_replications) of the role P(quorate.ha_storage.zfs#role).
    type: list
    elements: dict
    required: true
  told:
    description:
      - By host what was registered of loops over its directions, C(roles) of P(quorate.ha_storage.zfs_role#module) in
        check mode, and C(lags) of P(quorate.ha_storage.zfs_info#module). A host that could not be asked has neither.
    type: dict
    required: true
  max_lag:
    description: Seconds that a copy may be behind.
    type: int
    required: true
"""

EXAMPLES = r"""
- name: Show how it is
  ansible.builtin.debug:
    msg: "{{ (zfs_replications | quorate.ha_storage.zfs_status(told, 7200)).text }}"
"""

RETURN = r"""
_value:
  description: The C(verdict), one entry for each of C(replications), and C(text) for people, line by line.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_status": status}
