#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_view
short_description: Show a COMSTAR logical unit to hosts
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - A view shows a logical unit to a host group at a target group, as a LUN with a number. These two groups are its key.
  - A view without a host group is for everybody. It has to be allowed.
  - What conflicts with another view is refused before any change, with the view that is in the way.
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
  lu:
    description:
      - The logical unit, by its GUID or by the path of its volume.
      - By its path, a unit on standby is known by what its volume says of itself, as long as the volume is there.
    type: str
    required: true
  host_group:
    description: Who sees it. Empty means every initiator, and needs O(allow_all_hosts=true).
    type: str
    default: ""
  target_group:
    description: At which targets. Empty means at all.
    type: str
    default: ""
  lun:
    description:
      - The number, 0 to 16383.
      - By default a view keeps its number, and a new one gets the lowest that is free. Check mode tells it, too.
    type: int
  state:
    description: Whether the view exists.
    type: str
    choices: [present, absent]
    default: present
  allow_all_hosts:
    description: Allows a view without a host group.
    type: bool
    default: false
  allow_unregistered:
    description: Allows a view of a GUID that no logical unit on this host has, as for one that is on standby.
    type: bool
    default: false
  allow_renumber:
    description: Allows to remove a view and to make it again with another number.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_lu
  - module: quorate.ha_storage.comstar_group
"""

EXAMPLES = r"""
- name: LUN 0 for the gateway
  quorate.ha_storage.comstar_view:
    lu: /dev/zvol/rdsk/sp1/gw/trio1
    host_group: GW1
    lun: 0
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["show /dev/zvol/rdsk/sp1/gw/trio1 as LUN 0 for GW1"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["stmfadm add-view -n 0 -h GW1 600144F01EB3862C0000494B55CD0001"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["a view of /dev/zvol/rdsk/sp1/lun0 without a host group shows it to every initiator (...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import VIEW, read_view


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=VIEW, supports_check_mode=True)
    bring_about(module, read_view)


if __name__ == "__main__":
    main()
