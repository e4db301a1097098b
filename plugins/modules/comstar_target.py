#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_target
short_description: Have an iSCSI target of COMSTAR, or a port on line
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes an iSCSI target, changes what differs, takes it on or off line, removes it.
  - Ports of adapters (C(wwn.), C(eui.)) are there by themselves; they are only taken on or off line.
  - What is not given is left as it is.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
  - quorate.ha_storage._comstar.chap
  - quorate.ha_storage._comstar.in_use
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(update_secret=always), the secret is written each time
options:
  name:
    description: The iSCSI name, or the name of a port.
    type: str
    required: true
  alias:
    description: A name for people. An empty one unsets it.
    type: str
  auth:
    description: How initiators prove who they are; V(default) as the service says.
    type: str
    choices: [default, none, chap, radius]
  portal_groups:
    description: Names of portal groups. An empty list means all addresses of the host.
    type: list
    elements: str
  online:
    description: Whether the target is on line.
    type: bool
    default: true
  state:
    description: Whether the target exists. Its sessions end before it goes.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_tpg
  - module: quorate.ha_storage.comstar_group
"""

EXAMPLES = r"""
- name: A target on the storage network
  quorate.ha_storage.comstar_target:
    name: iqn.1986-03.com.sun:02:ss2.0
    alias: ss2
    portal_groups: ["2"]
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make iSCSI target iqn.1986-03.com.sun:02:ss2.0"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["itadm create-target -n iqn.1986-03.com.sun:02:ss2.0 -l ss2 -t 2"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["iqn.1986-03.com.sun:02:ss2.0: removing it would take it away from iqn.2026-11.com.example:esx1 (...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import TARGET, read_target


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=TARGET, supports_check_mode=True)
    bring_about(module, read_target)


if __name__ == "__main__":
    main()
