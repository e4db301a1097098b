#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: lvm_volumes_info
short_description: Read the volume groups of a host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads volume groups with their devices and logical volumes, in the shape M(quorate.ha_storage.lvm_volumes) accepts.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_lvm
requirements:
  - LVM 2.03.12 or newer
options:
  vg:
    description: Only this volume group.
    type: str
seealso:
  - module: quorate.ha_storage.lvm_volumes
"""

EXAMPLES = r"""
- name: All volume groups
  quorate.ha_storage.lvm_volumes_info:
  register: lvm
"""

RETURN = r"""
volume_groups:
  description: The volume groups. Empty too where LVM is not installed.
  type: list
  elements: dict
  returned: success
  contains:
    vg:
      description: The name.
      type: str
    devices:
      description: Its physical volumes.
      type: list
      elements: str
    autoactivation:
      description: Whether the system activates it by itself.
      type: bool
    volumes:
      description: Names and sizes of the logical volumes.
      type: list
      elements: dict
      sample: [{name: san0, size: 360g}]
    size:
      description: Bytes in whole extents.
      type: int
    free:
      description: Bytes that no volume has.
      type: int
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, NotThereYet
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.render import render_group
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.system import LvmSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec={"vg": {"type": "str"}}, supports_check_mode=True)
    system, only = LvmSystem(Wanted("")), module.params["vg"]
    try:
        groups, physical = system.groups(), system.physical_volumes()
    except NotThereYet as missing:
        module.warn(str(missing))
        groups, physical = [], []
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(
        changed=False,
        volume_groups=[
            render_group(group, [volume.path for volume in physical if volume.vg == group.name])
            for group in groups
            if only in (None, group.name)
        ],
    )


if __name__ == "__main__":
    main()
