# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.lvm_lun_options``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.service import lun_options

DOCUMENTATION = r"""
name: lvm_lun_options
short_description: The options of P(quorate.ha_storage.lvm_volumes#module) for the LUNs of a service
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns one service, as expanded by P(quorate.ha_storage.site#filter), into the volume group on its DRBD device.
options:
  _input:
    description: An expanded service.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the volume groups on DRBD
  ansible.builtin.debug:
    msg: "{{ (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services
             | map('quorate.ha_storage.lvm_lun_options') }}"
"""

RETURN = r"""
_value:
  description:
    - The options C(vg), C(devices) and C(volumes).
    - Beside them C(resource), C(preferred_node) and C(cluster_id), the id of the DRBD resource in the cluster.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"lvm_lun_options": lun_options}
