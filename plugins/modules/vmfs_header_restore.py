#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vmfs_header_restore
short_description: Put a kept header of a VMFS volume back
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Writes the parts of a kept version that differ onto a device, and reads them again. Try it on a clone first.
  - It is refused, with all reasons at once, unless the volume is confirmed by its UUID, the device has the size it had,
    carries no other volume and is used by nobody, and the version is whole.
  - On Linux the kernel tells whether somebody has a block device for himself. Elsewhere, and for files, take the LUN
    off line yourself.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_vmfs
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - The parts that differ.
  idempotent:
    support: full
options:
  device:
    description: The device to write to.
    type: path
    required: true
  folder:
    description: Where the versions are, in folders C(HOST/STORE/DATE), readable by root alone.
    type: path
    default: /var/lib/quorate/vmfs
  version:
    description: The version, as P(quorate.ha_storage.vmfs_header_backup_info#module) names it.
    type: str
    required: true
  parts:
    description: The first partition table, the head of the partition, the second partition table.
    type: list
    elements: str
    choices: [gpt_primary, head.img, gpt_backup]
    default: [gpt_primary, head.img, gpt_backup]
  confirm:
    description: The UUID of the volume that is meant.
    type: str
    default: ""
  overwrite_header:
    description: What is there now may be overwritten.
    type: bool
    default: false
notes:
  - The layout is that of VMFS 5, with what is known of VMFS 3 and 6. VMFS 6 was tried with synthetic images only.
seealso:
  - module: quorate.ha_storage.vmfs_header_backup
  - module: quorate.ha_storage.vmfs_header_backup_info
"""

EXAMPLES = r"""
- name: Put the header of a clone back
  quorate.ha_storage.vmfs_header_restore:
    device: /dev/zvol/sp1/iscsi/drill
    version: storage1/store1_5921cafe-00112233-4455-0050569a0001/20261123T050000Z
    confirm: 5921cafe-00112233-4455-0050569a0001
    overwrite_header: true
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: [put head.img back onto /dev/zvol/sp1/iscsi/drill]
refusals:
  description: Why nothing was written.
  type: list
  elements: str
  returned: when something speaks against it
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.module import restore
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.spec import RESTORE


def main() -> None:
    """Runs the module."""
    restore(AnsibleModule(argument_spec=dict(RESTORE), supports_check_mode=True))


if __name__ == "__main__":
    main()
