#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: illumos_network_info
short_description: Read link aggregations, VLAN links and addresses of an illumos host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads aggregations, VLAN links and addresses, in the shape M(quorate.ha_storage.illumos_network) accepts.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_illumos
requirements:
  - C(dladm) and C(ipadm)
notes:
  - The commands are those of the manual pages. They have not been run on a live host.
seealso:
  - module: quorate.ha_storage.illumos_network
"""

EXAMPLES = r"""
- name: Read the network
  quorate.ha_storage.illumos_network_info:
  register: network
"""

RETURN = r"""
aggregations:
  description: The aggregations.
  type: list
  elements: dict
  returned: success
  sample: [{name: aggr1, ports: [e1000g0, e1000g1], policy: [L2, L3]}]
vlans:
  description: The VLAN links.
  type: list
  elements: dict
  returned: success
  sample: [{name: aggr500001, over: aggr1, vid: 500}]
addresses:
  description: The addresses, those that are not static too.
  type: list
  elements: dict
  returned: success
  sample: [{name: aggr500001/v4, address: 10.1.0.1/16}]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, NotThereYet
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import Network
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.render import network_data
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.system import IllumosNetwork


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec={}, supports_check_mode=True)
    network = Network()
    try:
        network = IllumosNetwork().read()
    except NotThereYet as missing:
        module.warn(str(missing))
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **network_data(network))


if __name__ == "__main__":
    main()
