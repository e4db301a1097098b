#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_group
short_description: Have a COMSTAR host group or target group
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes a group and brings members into it, one by one; removes members and groups.
  - An initiator, or a target, can be in one group only. It is never moved from another group unless that is allowed.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
  - quorate.ha_storage._comstar.in_use
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  name:
    description: The group. Letter case matters.
    type: str
    required: true
  type:
    description: Whether its members are initiators or targets.
    type: str
    choices: [host, target]
    default: host
  members:
    description:
      - Names such as C(iqn.2026-11.com.example:esx1), C(wwn.210000E08B100163), in any letter case.
      - Others stay, unless O(purge_members=true).
    type: list
    elements: str
    default: []
  purge_members:
    description: Removes members that are not listed.
    type: bool
    default: false
  state:
    description: Whether the group exists. A group that a view names is not removed.
    type: str
    choices: [present, absent]
    default: present
  allow_move:
    description: Allows to take members out of the group they are in.
    type: bool
    default: false
  allow_offline_targets:
    description:
      - Targets join and leave groups only while they are off line, or before they are made.
      - Allows to take them off line for that moment. Afterwards all members are on line.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_view
"""

EXAMPLES = r"""
- name: The hosts of a cluster, over Fibre Channel and iSCSI
  quorate.ha_storage.comstar_group:
    name: ESX1
    members: [wwn.210000e08b01f7e2, "iqn.1998-01.com.vmware:vh1.1"]

- name: A target group, before its target is made
  quorate.ha_storage.comstar_group:
    name: iscsi
    type: target
    members: ["iqn.1986-03.com.sun:02:ss2.0"]
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make host group ESX1", "add wwn.210000E08B01F7E2 to host group ESX1"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["stmfadm create-hg ESX1", "stmfadm add-hg-member -g ESX1 wwn.210000E08B01F7E2"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["wwn.210000E08B01F7E2 is in host group GW1, and can be in one only (...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import GROUP, read_group


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=GROUP, supports_check_mode=True)
    bring_about(module, read_group)


if __name__ == "__main__":
    main()
