# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.drbd_resource_options``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.service import resource_options

DOCUMENTATION = r"""
name: drbd_resource_options
short_description: The options of P(quorate.ha_storage.drbd_resource#module) for one service
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns one service, as expanded by P(quorate.ha_storage.site#filter), into the DRBD resource that replicates it.
positional: node, reports, snapshots
options:
  _input:
    description: An expanded service.
    type: dict
    required: true
  node:
    description: The name of the node that is configured.
    type: str
    required: true
  reports:
    description: What P(quorate.ha_storage.drbd_resource_info#module) returned on each node, by the node's name.
    type: dict
    required: true
  snapshots:
    description: Whether there is a snapshot of a copy while a resync overwrites it.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show the resources of the site
  ansible.builtin.debug:
    msg: "{{ item | quorate.ha_storage.drbd_resource_options('node1', {}) }}"
  loop: "{{ (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services }}"
  no_log: true
"""

RETURN = r"""
_value:
  description: The options. They hold the replication secret of the input.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"drbd_resource_options": resource_options}
