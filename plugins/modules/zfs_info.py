#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zfs_info
short_description: See how far copies of ZFS data sets are behind, and what stands in the way
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads both sides and plans, as P(quorate.ha_storage.zfs_replicate#module) would, and does nothing.
  - It takes a number of processes that does not grow with the number of data sets.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_zfs
  - quorate.ha_storage._attributes.actiongroup_zfs
  - quorate.ha_storage._zfs
  - quorate.ha_storage._zfs.streams
seealso:
  - module: quorate.ha_storage.zfs_replicate
  - module: quorate.ha_storage.zfs_role
"""

EXAMPLES = r"""
- name: How far are the copies behind
  quorate.ha_storage.zfs_info:
    datasets:
      - {source: sp1/iscsi/lun0, target: sp1/iscsi/lun0}
    target: {host: dr1.example.com, user: zfsadm}
  register: copies

- name: Not more than two hours
  ansible.builtin.assert:
    that:
      - copies.replications | map(attribute='conflicts') | flatten | length == 0
      - copies.replications | map(attribute='lag_seconds') | max <= 7200
"""

RETURN = r"""
replications:
  description: Where each pair stands, in the order of O(datasets).
  type: list
  elements: dict
  returned: success
  contains:
    source:
      description: The data set.
      type: str
    target:
      description: Its copy.
      type: str
    base:
      description: The newest snapshot that both have, C(name), C(guid) and C(kind), which may be a bookmark.
      type: dict
    lag_seconds:
      description: How old it is; null where there is none.
      type: int
    pending:
      description: The snapshots that are to go over.
      type: list
      elements: str
    estimated_bytes:
      description: What was written in them. Streams are often smaller.
      type: int
    resumes:
      description: Whether the first of them has begun to go over.
      type: bool
    roles:
      description:
        - What C(source) and C(target) claim to be, C(role) (V(primary), V(replica), or empty) and C(epoch), and whether
          they are C(writable).
      type: dict
    conflicts:
      description: What stands in the way, C(kind), C(dataset), C(reason) and C(way_out).
      type: list
      elements: dict
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.module import inspect
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec import INFO


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True)
    inspect(module, int(time.time()))


if __name__ == "__main__":
    main()
