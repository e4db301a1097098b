#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: site_info
short_description: Look at a host before a site is built on it
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Gathers what P(quorate.ha_storage.site_problems#filter) judges, reading only.
  - Works on bare hosts. What a missing tool would have to tell is unknown, which is no problem.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_site
options:
  volume_groups:
    description: The volume groups that the host is to have, with the devices for them.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The volume group.
        type: str
        required: true
      devices:
        description: Its devices.
        type: list
        elements: str
        default: []
  backings:
    description: The volumes under DRBD that the host is to have.
    type: list
    elements: dict
    default: []
    suboptions:
      resource:
        description: The DRBD resource.
        type: str
        required: true
      vg:
        description: The volume group.
        type: str
        required: true
      volume:
        description: The logical volume.
        type: str
        required: true
      device:
        description: Its path.
        type: str
        required: true
  own_addresses:
    description: Addresses that the host should have.
    type: list
    elements: str
    default: []
  peer_addresses:
    description:
      - Addresses of other hosts that should answer.
      - A host answers that accepts or refuses a connection to port 22, or sends an ICMP echo.
    type: list
    elements: str
    default: []
seealso:
  - plugin: quorate.ha_storage.site_probe
    plugin_type: filter
  - plugin: quorate.ha_storage.site_problems
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look at the nodes
  quorate.ha_storage.site_info:
    volume_groups: "{{ probe.volume_groups }}"
    backings: "{{ probe.backings }}"
    own_addresses: "{{ probe.own_addresses }}"
    peer_addresses: "{{ probe.peer_addresses }}"
  vars:
    probe: "{{ site | quorate.ha_storage.site_probe(ansible_facts.nodename) }}"
  register: looked
"""

RETURN = r"""
facts:
  description: What the host is like.
  type: dict
  returned: success
  contains:
    name:
      description: What C(uname -n) says.
      type: str
    corosync:
      description: C(cluster) and C(nodes) of corosync.conf, null where there is none.
      type: dict
    volume_groups:
      description: Every volume group with its size, free space and volumes in bytes. Null where LVM is not installed.
      type: list
      elements: dict
    devices:
      description: What the devices of O(volume_groups) are and carry.
      type: list
      elements: dict
    backings:
      description: The same of O(backings).
      type: list
      elements: dict
    drbd:
      description: The RV(quorate.ha_storage.drbd_resource_info#module:resources) of all resources, and the
        RV(quorate.ha_storage.drbd_resource_info#module:disks) of O(backings).
      type: dict
    own_addresses:
      description: For each address whether the host has it.
      type: dict
    peer_addresses:
      description: For each address whether somebody answers there.
      type: dict
    errors:
      description: What could not be read although the tools are there.
      type: list
      elements: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.system import SiteSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=INFO, supports_check_mode=True)
    try:
        facts = SiteSystem().read(module.params)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, facts=facts)


if __name__ == "__main__":
    main()
