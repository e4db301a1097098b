#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_info
short_description: Read the configuration of a COMSTAR host, in the shape the role takes
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads logical units, views, groups, targets, portal groups and initiators, with sessions and states.
  - RV(configuration) is valid input of the role P(quorate.ha_storage.comstar#role), and each of its items valid input
    of the module for it. Applied to the host it came from, it changes nothing.
  - CHAP secrets cannot be read.
  - The lists of a service that is not on line are empty, with a warning.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
seealso:
  - module: quorate.ha_storage.comstar_lu
  - module: quorate.ha_storage.comstar_view
"""

EXAMPLES = r"""
- name: Read everything
  quorate.ha_storage.comstar_info:
  register: comstar

- name: Write it down as variables of the role
  ansible.builtin.copy:
    content: "{{ comstar.configuration | to_nice_yaml }}"
    dest: "host_vars/{{ inventory_hostname }}/comstar.yml"
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
configuration:
  description: Variables of the role C(comstar), each list in the shape of the module for its items.
  type: dict
  returned: success
  sample:
    comstar_logical_units: [{path: /dev/zvol/rdsk/sp1/lun0, guid: 600144F0B1C2D3E4000050A1B2C30001, size: 17179869184b}]
    comstar_host_groups: [{name: ESX1, members: [wwn.210000E08B01F7E2]}]
    comstar_views: [{lu: /dev/zvol/rdsk/sp1/lun0, host_group: ESX1, lun: 0}]
services:
  description: State of each SMF service.
  type: dict
  returned: success
  sample: {"svc:/system/stmf:default": online, "svc:/network/iscsi/target:default": disabled}
logical_units:
  description: Every logical unit with its state, and those of which only views are known (status V(unregistered)).
  type: list
  elements: dict
  returned: success
targets:
  description: Every target of any protocol, with its sessions.
  type: list
  elements: dict
  returned: success
  sample:
    - name: wwn.2100001B320EFD58
      status: Online
      protocol: Fibre Channel
      sessions: [{initiator: wwn.210000E08B100163}]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import State
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.report import gaps, overview
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, NotThereYet


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec={}, supports_check_mode=True)
    state = State()
    try:
        state = ComstarSystem().read()
    except NotThereYet as missing:
        module.warn(str(missing))
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    for gap in gaps(state):
        module.warn(gap)
    module.exit_json(changed=False, **overview(state))


if __name__ == "__main__":
    main()
