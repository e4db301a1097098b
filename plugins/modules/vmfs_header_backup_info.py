#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vmfs_header_backup_info
short_description: See which headers of VMFS volumes are kept, and whether they are whole
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads every kept version again and compares checksums. Tells what the headers on devices say now, and what differs.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_vmfs
options:
  folder:
    description: Where the versions are, in folders C(HOST/STORE/DATE), readable by root alone.
    type: path
    default: /var/lib/quorate/vmfs
  devices:
    description: Devices to look at, besides.
    type: list
    elements: path
    default: []
  host:
    description: The name under which their versions are kept; by default that of this host.
    type: str
notes:
  - The layout is that of VMFS 5, with what is known of VMFS 3 and 6. VMFS 6 was tried with synthetic images only.
seealso:
  - module: quorate.ha_storage.vmfs_header_backup
  - module: quorate.ha_storage.vmfs_header_restore
"""

EXAMPLES = r"""
- name: Are all versions whole
  quorate.ha_storage.vmfs_header_backup_info:
  register: headers
  failed_when: headers.versions | rejectattr('damage', 'equalto', '') | length > 0
"""

RETURN = r"""
versions:
  description: Every version with a readable manifest, by host and volume, oldest first.
  type: list
  elements: dict
  returned: success
  contains:
    name:
      description: What O(quorate.ha_storage.vmfs_header_restore#module:version) takes.
      type: str
    host:
      description: The host.
      type: str
    store:
      description: Label and UUID of the volume.
      type: str
    stamp:
      description: When it was made, in UTC.
      type: str
    device:
      description: The device it was read from.
      type: str
    device_size:
      description: Its bytes.
      type: int
    volume:
      description: What the headers said.
      type: dict
    damage:
      description: Why the version is not whole; empty if it is.
      type: str
devices:
  description: O(devices) as they are now, C(path), C(size), C(problem) and C(volumes).
  type: list
  elements: dict
  returned: success
alarms:
  description: What is not as it was when it was kept last.
  type: list
  elements: str
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.module import inspect
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.spec import INFO


def main() -> None:
    """Runs the module."""
    inspect(AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True))


if __name__ == "__main__":
    main()
