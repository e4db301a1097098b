#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_service
short_description: Start or stop the services of COMSTAR
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Starts the framework (C(svc:/system/stmf)) or its iSCSI half (C(svc:/network/iscsi/target)) with what it needs, and
    waits until it is on line; or stops it.
  - Both are off on a fresh host, and all other COMSTAR modules need them.
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
    description: The service.
    type: str
    choices: [stmf, iscsi_target]
    required: true
  state:
    description: Whether it runs.
    type: str
    choices: [online, offline]
    default: online
seealso:
  - module: quorate.ha_storage.comstar_info
"""

EXAMPLES = r"""
- name: Have the iSCSI target service, and with it the framework
  quorate.ha_storage.comstar_service:
    name: iscsi_target
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["start svc:/network/iscsi/target:default"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["svcadm enable -rs svc:/network/iscsi/target:default"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["stopping svc:/system/stmf:default would take it away from iqn.2026-11.com.example:esx1 at ..."]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import SERVICE, read_service


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=SERVICE, supports_check_mode=True)
    bring_about(module, read_service)


if __name__ == "__main__":
    main()
