#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: host_service
short_description: Start or stop a service on this host, from its LUNs to its units
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Starts a service on the host that is to run it, after its LUNs have been promoted on the array. Disks are scanned
    again and made writable, reserved for this host alone, the volume group is tagged, kept from being activated by
    hosts on their own, and activated, file systems are checked and mounted, units are started.
  - Stops it in the reverse order, up to giving back the reservations.
  - Only what is missing is done, so that a run that was interrupted can be repeated.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_host_service
  - quorate.ha_storage._host
attributes:
  check_mode:
    support: full
    details:
      - Returns the exact commands in RV(operations), and fails where the real run would be refused.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  state:
    description: Whether the service is to run on this host.
    type: str
    required: true
    choices: [started, stopped]
  preempt_reservation:
    description:
      - Whether keys of other hosts are removed, and commands that these hosts have under way aborted (C(PREEMPT AND
        ABORT)). Those hosts cannot write any more.
    type: bool
    default: false
  other_tags:
    description: Tags of the other hosts. A volume group with one of them is another host's.
    type: list
    elements: str
    default: []
  take_over_vg:
    description: Whether O(other_tags) are removed from the volume group.
    type: bool
    default: false
  timeout:
    description: Seconds for each unit, mount, check of a file system, and activation.
    type: int
    default: 120
seealso:
  - module: quorate.ha_storage.host_service_info
  - module: quorate.ha_storage.hp3par_rcg_state
"""

EXAMPLES = r"""
- name: Start a service after its group was taken over
  quorate.ha_storage.host_service:
    name: svc1
    state: started
    luns: [{device: /dev/mapper/svc1, multipath: true}]
    reservation_key: "{{ svc1_reservation_key }}"
    vg: vg_svc1
    tag: "{{ inventory_hostname }}"
    other_tags: "{{ groups.svc1 | difference([inventory_hostname]) }}"
    filesystems:
      - {device: /dev/vg_svc1/root, mountpoint: /opt/svc1, type: ext4, options: "defaults,discard"}
    units: [lxc@svc1.service]
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: [systemctl stop lxc@svc1.service, umount /opt/svc1]
after:
  description:
    - The service as it is now, in the shape of M(quorate.ha_storage.host_service_info). Null in check mode on a host
      that lacks a tool.
  type: dict
  returned: success
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when refused
  sample: ["vg_svc1 has the tag node1 (stop the service on that host; ...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.spec import SERVICE


def main() -> None:
    """Runs the module."""
    bring_about(AnsibleModule(argument_spec=dict(SERVICE), supports_check_mode=True))


if __name__ == "__main__":
    main()
