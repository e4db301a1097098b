#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: host_service_info
short_description: Tell what there is of a service on this host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads the LUNs, the reservations, the volume group, the file systems and the units of a service, and shows them as a
    tree.
  - RV(digest) is the same on all hosts that describe the service alike.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_host_service
  - quorate.ha_storage._host
seealso:
  - module: quorate.ha_storage.host_service
"""

EXAMPLES = r"""
- name: Look at a service
  quorate.ha_storage.host_service_info:
    name: svc1
    vg: vg_svc1
    tag: "{{ inventory_hostname }}"
    units: [lxc@svc1.service]
  register: seen

- name: All nodes describe it alike
  ansible.builtin.assert:
    that: ansible_play_hosts | map('extract', hostvars, ['seen', 'digest']) | unique | length == 1
  run_once: true
"""

RETURN = r"""
avail:
  description: V(up) where all of it is there for this host, V(down) where nothing is, V(warn) in between.
  type: str
  returned: success
  sample: up
resources:
  description: Each resource with C(name), C(status), V(up) or V(down), and C(seen), in the order of a start.
  type: list
  elements: dict
  returned: success
  sample: [{name: unit lxc@svc1.service, status: up, seen: active}]
text:
  description: The tree for people, line by line.
  type: list
  elements: str
  returned: success
digest:
  description: A short hash of the description without what is a host's own, its key and its tag.
  type: str
  returned: success
  sample: 1f0c2a9b3d4e5f60
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.module import tell
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.spec import INFO


def main() -> None:
    """Runs the module."""
    tell(AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True))


if __name__ == "__main__":
    main()
