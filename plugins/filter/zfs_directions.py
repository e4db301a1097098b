# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_directions``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.sides import directions

DOCUMENTATION = r"""
name: zfs_directions
short_description: What a host takes to replicate to the other ones
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Of each replication that a host takes part in, the module options for sending from there to the other host.
  - Whether it does send is decided by who is primary.
positional: here, ends
options:
  _input:
    description: The variable C(zfs_replications) of the role P(quorate.ha_storage.zfs#role).
    type: list
    elements: dict
    required: true
  here:
    description: The name of the host in the inventory.
    type: str
    required: true
  ends:
    description: By host, how the others reach it, C(host), C(user), C(port), C(key) and C(prefix).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: See how far the copies are behind
  quorate.ha_storage.zfs_info:
    datasets: "{{ item.datasets }}"
    target: "{{ item.target }}"
  loop: "{{ zfs_replications | quorate.ha_storage.zfs_directions(inventory_hostname, {}) }}"
"""

RETURN = r"""
_value:
  description:
    - C(name), the C(other) host, whether this one is C(first), C(datasets) with C(source) and C(target), C(target), how
      the other host is reached, C(schedule) and C(options).
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_directions": directions}
