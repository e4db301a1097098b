#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: illumos_network
short_description: Link aggregations, VLAN links and addresses of an illumos host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Joins links to aggregations, makes VLAN links, and gives static addresses, as a storage host needs them for iSCSI.
  - What is not described stays as it is. No link is taken out of anything, and an address only if that is allowed.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_illumos
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
requirements:
  - C(dladm) and C(ipadm)
notes:
  - The commands are those of the manual pages. They have not been run on a live host.
options:
  aggregations:
    description: Several links as one.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The aggregation.
        type: str
        required: true
      ports:
        description:
          - Its links. Others that it has stay.
          - A link that IP uses, or that is in another aggregation, is refused.
        type: list
        elements: str
        required: true
      policy:
        description: By what traffic is spread over the links. By default it stays as it is.
        type: list
        elements: str
        choices: [L2, L3, L4]
        default: []
  vlans:
    description: Links that carry one VLAN of another link.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The link. By default the VLAN times 1000 plus the number of the other link, as in C(aggr500001).
        type: str
      over:
        description: The other link.
        type: str
        required: true
      vid:
        description: The VLAN, 1 to 4094.
        type: int
        required: true
  addresses:
    description: Static addresses.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The link and a word, as in V(aggr500001/v4).
        type: str
        required: true
      address:
        description: The address with its prefix length, as in V(10.1.0.1/16).
        type: str
        required: true
  allow_replace_addresses:
    description: Allows to replace an address by another one under the same name.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.illumos_network_info
"""

EXAMPLES = r"""
- name: Two aggregations and a VLAN on each
  quorate.ha_storage.illumos_network:
    aggregations:
      - {name: aggr1, ports: [e1000g0, e1000g1], policy: [L2, L3]}
      - {name: aggr2, ports: [e1000g2, e1000g3], policy: [L2, L3]}
    vlans:
      - {over: aggr1, vid: 500}
      - {over: aggr2, vid: 500}
    addresses:
      - {name: aggr500001/v4, address: 10.1.0.1/16}
      - {name: aggr500002/v4, address: 10.1.0.2/16}
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make aggregation aggr1 of e1000g0, e1000g1", "make VLAN link aggr500001 of aggr1"]
commands:
  description: The same as command lines.
  type: list
  elements: str
  returned: success
  sample: ["dladm create-aggr -P L2,L3 -l e1000g0 -l e1000g1 aggr1", "dladm create-vlan -l aggr1 -v 500 aggr500001"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when a link or an address would be taken from who uses it
  sample: ["IP uses e1000g0 (move its addresses first: ipadm delete-if)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.spec import ARGUMENTS, read_network
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.system import IllumosNetwork


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    try:
        wanted = read_network(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    converge(module, IllumosNetwork(), wanted, plan, tell=lambda todo: {"commands": commands(todo)})


if __name__ == "__main__":
    main()
