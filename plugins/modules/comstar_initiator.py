#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_initiator
short_description: Have credentials of an iSCSI initiator in COMSTAR
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Ensures the CHAP user and secret by which an initiator proves who it is. What it sees is a matter of host groups.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
  - quorate.ha_storage._comstar.chap
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
  iqn:
    description: The iSCSI name of the initiator.
    type: str
    required: true
  state:
    description: Whether there are credentials.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_group
"""

EXAMPLES = r"""
- name: A host with CHAP
  quorate.ha_storage.comstar_initiator:
    iqn: iqn.1998-01.com.vmware:vh1.1
    chap_user: vh1
    chap_secret: "{{ vault_vh1 }}"
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make credentials of iqn.1998-01.com.vmware:vh1.1"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["itadm create-initiator -u vh1 -S <file with the secret> iqn.1998-01.com.vmware:vh1.1"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: []
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import INITIATOR, read_initiator


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=INITIATOR, supports_check_mode=True)
    bring_about(module, read_initiator)


if __name__ == "__main__":
    main()
