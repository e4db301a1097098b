#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: lvm_volumes
short_description: Have a volume group with its physical and logical volumes
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes a volume group of blank devices, and the logical volumes in it; lets both grow.
  - Never makes a volume smaller, and never touches a device that carries anything.
  - Volumes and devices that are not mentioned stay as they are.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_lvm
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
requirements:
  - LVM 2.03.12 or newer
  - C(blkid) and C(blockdev) of util-linux
options:
  vg:
    description: The volume group.
    type: str
    required: true
  devices:
    description:
      - The devices the volume group consists of. Those that are not in it yet are added.
      - They must be blank, or physical volumes in no volume group.
      - A device that has grown is used up to its new end.
      - May be left out for a volume group that exists.
    type: list
    elements: str
    default: []
  autoactivation:
    description:
      - Whether the system activates the volume group by itself when its devices appear.
      - Must be off for a volume group on DRBD, or the activation races with the cluster and holds DRBD open.
      - When not given, it is left as it is; LVM turns it on for new volume groups.
    type: bool
  volumes:
    description: Logical volumes to have, or not to have.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The volume.
        type: str
        required: true
      size:
        description:
          - A size such as V(360g) (GiB, as LVM counts), to which an existing volume grows; or a share such as
            V(100%FREE), V(50%VG).
          - A share counts only when the volume is made.
          - Required unless the volume or the volume group is to be absent.
        type: str
      state:
        description: Whether the volume exists.
        type: str
        choices: [present, absent]
        default: present
      destroy_data:
        description: Allows O(volumes[].state=absent) to destroy the volume with all its data.
        type: bool
        default: false
  state:
    description:
      - Whether the volume group exists.
      - With V(absent) all its volumes go too; each must be named in O(volumes), and none may be in use.
        LVM's label is taken off O(devices).
    type: str
    choices: [present, absent]
    default: present
  destroy_data:
    description: Allows O(state=absent) to destroy the volume group with all its data.
    type: bool
    default: false
  only_devices:
    description:
      - Lets LVM look at O(devices) and nothing else, whatever its devices file lists.
      - For a volume group on DRBD. Where LVM keeps a devices file (EL 9 and newer), only C(--devices) shows it then.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.lvm_volumes_info
"""

EXAMPLES = r"""
- name: A local volume group with a volume for DRBD
  quorate.ha_storage.lvm_volumes:
    vg: vg0
    devices: [/dev/vdb]
    volumes:
      - name: san0
        size: 100%FREE

- name: The LUNs, on the node where DRBD is Primary
  quorate.ha_storage.lvm_volumes:
    vg: vg_san0
    devices: [/dev/drbd0]
    only_devices: true
    autoactivation: false
    volumes:
      - name: lun0
        size: 360g
      - name: lun1
        size: 360g

- name: Destroy a LUN
  quorate.ha_storage.lvm_volumes:
    vg: vg_san0
    volumes:
      - name: lun1
        state: absent
        destroy_data: true
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make /dev/vdb a physical volume", "make volume group vg0 on /dev/vdb"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would cost data
  sample: ["/dev/vdb carries ext4 (look at it with wipefs /dev/vdb; if nothing of it is needed: wipefs --all /dev/vdb)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.spec import ARGUMENTS, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.system import LvmSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    try:
        wanted = read_wanted(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    converge(module, LvmSystem(wanted), wanted, plan)


if __name__ == "__main__":
    main()
