#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: vmfs_header_backup
short_description: Keep the headers of VMFS volumes, seen from the storage side
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Keeps, for each VMFS partition on LUNs, its first 64 MiB and both partition tables, with checksums. In them are the
    headers of the volume manager and of the file system, and heartbeats.
  - A new version is made when a header differs in what counts, or the last version has become old. Heartbeats and the
    like are no difference.
  - A header that is not as it was is an alarm (RV(alarms), and a warning).
  - A device whose header cannot be read any more is refused, so that no good version is pushed out by a bad one.
  - Devices are opened for reading alone. A snapshot or a clone of the volume serves as well as the volume itself.
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
      - The fields of the headers.
  idempotent:
    support: full
options:
  devices:
    description: The devices below the LUNs, zvols, logical volumes, disks or files.
    type: list
    elements: path
    required: true
  folder:
    description: Where the versions are, in folders C(HOST/STORE/DATE), readable by root alone.
    type: path
    default: /var/lib/quorate/vmfs
  host:
    description: The name under which versions are kept; by default that of this host.
    type: str
  keep:
    description: How many versions there are of a volume at most; the oldest goes first.
    type: int
    default: 10
  head_size:
    description: How much is kept from the begin of a partition, within V(32m) and V(1g).
    type: str
    default: 64m
  max_age:
    description: Days after which there is a new version in any case; V(0) for never.
    type: int
    default: 7
notes:
  - The layout is that of VMFS 5, with what is known of VMFS 3 and 6. VMFS 6 was tried with synthetic images only.
seealso:
  - module: quorate.ha_storage.vmfs_header_backup_info
  - module: quorate.ha_storage.vmfs_header_restore
"""

EXAMPLES = r"""
- name: Keep the headers of all LUNs
  quorate.ha_storage.vmfs_header_backup:
    devices: [/dev/zvol/sp1/iscsi/lun0, /dev/zvol/sp1/iscsi/lun1]
  register: headers
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
versions:
  description: The names of all versions that are kept now, by host and volume, oldest first.
  type: list
  elements: str
  returned: success
  sample: [storage1/store1_5921cafe-00112233-4455-0050569a0001/20261123T050000Z]
alarms:
  description: What is not as it was when it was kept last.
  type: list
  elements: str
  returned: success
refusals:
  description: The devices whose headers cannot be read, and where they were kept.
  type: list
  elements: str
  returned: when there are any
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.module import keep
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.spec import BACKUP


def main() -> None:
    """Runs the module."""
    keep(AnsibleModule(argument_spec=dict(BACKUP), supports_check_mode=True))


if __name__ == "__main__":
    main()
