#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: iscsi_luns
short_description: Bring the disks of an iSCSI initiator to what the target offers now
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - A session goes on when LUNs are added to its target, grow, or are removed; but the kernel of the initiator does not
    look by itself. This module asks the target (REPORT LUNS, READ CAPACITY), and makes the disks what it answers.
  - Other disks of the session are not touched.
  - Sessions that are being recovered are left alone.
  - The size of a multipath device, partition or file system on a disk that has grown is not its business.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_initiator
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Shows the bytes of each LUN by portal.
  idempotent:
    support: full
requirements:
  - sg_luns and sg_readcap (C(sg3-utils) or C(sg3_utils))
  - iscsiadm (C(open-iscsi) or C(iscsi-initiator-utils)) 2.1 or later
options:
  iqn:
    description: Name of the target.
    type: str
    required: true
  allow_remove_in_use:
    description:
      - Whether a disk that the target no longer offers is removed although it is mounted, swapped to or held by a
        device.
      - Without it, such a disk is a reason to refuse.
    type: bool
    default: false
  timeout:
    description: Seconds for one search.
    type: int
    default: 60
seealso:
  - module: quorate.ha_storage.iscsi_session
  - module: quorate.ha_storage.iscsi_session_info
"""

EXAMPLES = r"""
- name: Take over what was added to the target of the service san0
  quorate.ha_storage.iscsi_luns:
    iqn: iqn.2026-11.com.example:san0
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode, in this order.
  returned: success
  type: list
  elements: str
  sample:
    - take LUN 1 (/dev/sdb) for 201326592 bytes instead of 134217728
    - look for LUN 4 at 10.77.30.50:3260
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.system import LunSystem

ARGUMENTS = {
    "iqn": {"type": "str", "required": True},
    "allow_remove_in_use": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 60},
}


def main() -> None:
    """Ends with the disks that the target offers."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    params = module.params
    converge(
        module, LunSystem(params["iqn"], params["timeout"]), Wanted(params["iqn"], params["allow_remove_in_use"]), plan
    )


if __name__ == "__main__":
    main()
