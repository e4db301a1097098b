#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: metro_info
short_description: Measure how far a node is from the other sites
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Sends echoes to other hosts, twenty a second, and looks at the node's networks, memory and clock. Changes nothing.
  - The P(quorate.ha_storage.metro_findings#filter) filter judges what it returns.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_site
requirements: [root, ping of iputils, ip of iproute2]
options:
  peers:
    description: Addresses of other hosts.
    type: list
    elements: str
    required: true
  count:
    description: How many echoes each of them is asked for.
    type: int
    default: 40
seealso:
  - plugin: quorate.ha_storage.metro_findings
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Measure
  quorate.ha_storage.metro_info:
    peers: [10.77.20.12, 10.77.40.13]
  register: measured
"""

RETURN = r"""
facts:
  description: What the node knows.
  type: dict
  returned: success
  contains:
    time:
      description: The node's time of day, in seconds since 1970.
      type: float
    memory_mib:
      description: The node's memory.
      type: int
    networks:
      description: Every address of the node, with C(interface), C(address) and C(prefix).
      type: list
      elements: dict
    peers:
      description:
        - By address how many echoes were C(sent) and C(received).
        - Their round trip in C(min_ms), C(avg_ms) and C(max_ms), null where none came back.
        - C(source) is the node's own address on the way there, null where there is no way.
      type: dict
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.system import MetroSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=INFO, supports_check_mode=True)
    try:
        facts = MetroSystem().read(module.params["peers"], module.params["count"])
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, facts=facts)


if __name__ == "__main__":
    main()
