#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_tpg
short_description: Have a target portal group of COMSTAR
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - A portal group is a list of addresses on which iSCSI targets listen.
  - C(itadm) cannot change one, so a group with other portals is removed and made again, if that is allowed.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  name:
    description: The group. A number from 2 to 65535 becomes its tag, too.
    type: str
    required: true
  portals:
    description: Addresses such as V(10.0.0.1), V(10.0.0.1:3260), V([fd00::1]:3260). Required unless O(state=absent).
    type: list
    elements: str
    default: []
  state:
    description: Whether the group exists. A group that a target uses is not removed.
    type: str
    choices: [present, absent]
    default: present
  allow_recreate:
    description: Allows to remove a group and to make it again with other portals.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_target
"""

EXAMPLES = r"""
- name: The storage network
  quorate.ha_storage.comstar_tpg:
    name: "2"
    portals: [10.0.0.1]
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make portal group 2 of 10.0.0.1:3260"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["itadm create-tpg 2 10.0.0.1:3260"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["portal group 2 has 10.0.0.1:3260, and itadm cannot change it (...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import PORTAL_GROUP, read_portal_group


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=PORTAL_GROUP, supports_check_mode=True)
    bring_about(module, read_portal_group)


if __name__ == "__main__":
    main()
