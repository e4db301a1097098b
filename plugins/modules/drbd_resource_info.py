#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: drbd_resource_info
short_description: Configuration and state of DRBD resources
version_added: 0.1.0
description:
  - Returns how DRBD resources are configured on a host, what the kernel runs, and whether that differs.
  - On a host without DRBD it returns that there is none.
author: quorate.ha_storage contributors (@quorate)
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_drbd
options:
  name:
    description: Only the resource of this name. Otherwise all that have a file or are up.
    type: str
  disks:
    description: Devices to look at, whether or not a resource uses them.
    type: list
    elements: str
    default: []
seealso:
  - module: quorate.ha_storage.drbd_resource
"""

EXAMPLES = r"""
- name: See all resources
  quorate.ha_storage.drbd_resource_info:
  register: drbd

- name: See whether a device carries DRBD metadata with a history
  quorate.ha_storage.drbd_resource_info:
    name: san0
    disks: [/dev/vg0/san0]
"""

RETURN = r"""
dialect:
  description: Dialect of the loaded kernel module, or of the one that would be loaded. Null where there is none.
  returned: success
  type: str
  sample: '8.4'
resources:
  description: One entry a resource.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the resource.
      type: str
      returned: always
    config:
      description: Options of M(quorate.ha_storage.drbd_resource) that give the installed file, without the secret.
        Null where there is no file, or one of another form.
      type: dict
      returned: always
    live:
      description: State in the kernel. Sizes are bytes. Null when the resource is down.
      type: dict
      returned: always
    pending:
      description: Whether the kernel runs something else than the file says.
      type: bool
      returned: always
    has_data:
      description: Whether the metadata of any volume has a history, so that the volume is more than just created.
      type: bool
      returned: always
  sample:
    - name: san0
      config:
        name: san0
        dialect: '8.4'
        hosts: [{name: node1, address: 10.77.20.11, port: 7788}, {name: node2, address: 10.77.20.12, port: 7788}]
        port: 7788
        volumes: [{number: 0, minor: 0, disk: /dev/vg0/san0, meta_disk: internal}]
        protocol: C
        fencing: resource-and-stonith
        net: {max-buffers: '8000'}
        disk: {on-io-error: detach}
        options: {}
        handlers: {}
      live:
        name: san0
        role: Secondary
        suspended: false
        percent: 100.0
        volumes: [{number: 0, minor: 0, disk_state: UpToDate, size: 2147418112}]
        peers:
          - name: peer
            connection: Connected
            role: Secondary
            volumes: [{number: 0, replication: Established, disk_state: UpToDate, out_of_sync: 0, done: null}]
      pending: false
      has_data: true
disks:
  description: What the devices of O(disks) carry. C(busy) ones were not looked into.
  returned: success
  type: list
  elements: dict
  sample:
    - path: /dev/vg0/san0
      exists: true
      busy: false
      size: 2147483648
      signature: ''
      metadata: {dialect: '8.4', fresh: true}
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.info import gather
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.node import Node


def main() -> None:
    """Returns what there is; changes nothing."""
    module = AnsibleModule(argument_spec=INFO, supports_check_mode=True)
    try:
        found = gather(Node(), module.params["name"], module.params["disks"])
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
