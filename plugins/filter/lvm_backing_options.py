# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.lvm_backing_options``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.service import backing_options

DOCUMENTATION = r"""
name: lvm_backing_options
short_description: The options of P(quorate.ha_storage.lvm_volumes#module) for the volumes under DRBD
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns the site, as expanded by P(quorate.ha_storage.site#filter), into its volume groups with their backing volumes.
options:
  _input:
    description: The expanded site.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the volume groups under DRBD
  ansible.builtin.debug:
    msg: "{{ ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)
             | quorate.ha_storage.lvm_backing_options }}"
"""

RETURN = r"""
_value:
  description: For each volume group the options C(vg), C(devices) and C(volumes).
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"lvm_backing_options": backing_options}
