#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: drbd_resource
short_description: Configure a DRBD resource and bring it up
version_added: 0.1.0
description:
  - Writes C(/etc/drbd.d/NAME.res) in the dialect of the host's DRBD (8.4 or 9), creates metadata where there is none,
    brings the resource up and adjusts it on line.
  - The file is checked by C(drbdadm sh-nop), together with the other resources of the host, before it is installed.
  - A backing device that carries a file system, a volume group, a partition table or somebody else's DRBD
    metadata is refused.
    Metadata is never created by force.
  - Promotion is not this module's business, except for the moment that O(initial_sync=full) needs.
  - Sensible options are set unless given. Authentication by C(sha256), checksums by C(crc32c), a resync controller
    (DRBD 8.4 would resync with 250 kB/s without), C(on-io-error detach),
    C(on-no-data-accessible suspend-io), no automatic discarding of data after a split brain.
author: quorate.ha_storage contributors (@quorate)
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_drbd
attributes:
  check_mode:
    support: full
    details:
      - On a host without the DRBD tools everything is reported as if it would be made.
      - A backing device may be missing then.
  diff_mode:
    support: full
    details:
      - The secret is not shown.
  idempotent:
    support: full
options:
  name:
    description: Name of the resource.
    type: str
    required: true
  state:
    description:
      - V(present) writes the file only.
      - V(up) also creates metadata, attaches, connects, and adjusts what differs in the kernel.
      - V(absent) stops the resource and removes the file. Metadata stays, unless O(destroy_existing_metadata=true).
    type: str
    choices: [present, up, absent]
    default: up
  hosts:
    description:
      - The hosts, in the same order everywhere. Needed unless O(state=absent).
      - The host on which the module runs must be among them under the name that C(uname -n) gives.
    type: list
    elements: dict
    suboptions:
      name:
        description: What C(uname -n) says on the host.
        type: str
        required: true
      address:
        description: IP address of the replication network.
        type: str
        required: true
      port:
        description: Port, where it differs from O(port).
        type: int
      node_id:
        description: Node id of DRBD 9. The position in the list by default. Must never change.
        type: int
  port:
    description: Port of all hosts.
    type: int
  volumes:
    description: The volumes. Needed unless O(state=absent).
    type: list
    elements: dict
    suboptions:
      number:
        description: Number of the volume within the resource.
        type: int
        default: 0
      minor:
        description: Minor number, the C(0) of C(/dev/drbd0).
        type: int
        required: true
      disk:
        description: Path of the backing device, the same on all hosts.
        type: str
        required: true
      meta_disk:
        description: Where the metadata is.
        type: str
        choices: [internal]
        default: internal
  protocol:
    description: Replication protocol. V(C) acknowledges a write when both hosts have it on disk.
    type: str
    choices: [A, B, C]
    default: C
  secret:
    description:
      - The shared secret by which the hosts authenticate each other, at most 63 characters.
      - Without it there is no authentication.
      - A changed secret is adjusted on line. The link stays, the next connection needs the same secret on both sides.
    type: str
  fencing:
    description: What happens when the peer is not reachable. It is put where the dialect wants it.
    type: str
    choices: [dont-care, resource-only, resource-and-stonith]
    default: resource-and-stonith
  net:
    description: Further options of the C(net) section. A value of null takes a default of this module away.
    type: dict
    default: {}
  disk:
    description: Further options of the C(disk) section. A value of null takes a default of this module away.
    type: dict
    default: {}
  options:
    description: Further options of the C(options) section. A value of null takes a default of this module away.
    type: dict
    default: {}
  handlers:
    description:
      - Further handlers. A value of null takes a default of this module away.
      - Unless O(fencing=dont-care), the defaults are C(fence-peer) and C(unfence-peer). With DRBD 8.4 they are the
        collection's own, C(/usr/lib/quorate/drbd-handler), which the role P(quorate.ha_storage.drbd#role) installs;
        with DRBD 9 those that DRBD's packages bring for Pacemaker.
      - A fencing handler that is missing, empty or not executable is refused.
    type: dict
    default: {}
  dialect:
    description: Dialect of the configuration. V(auto) asks the loaded kernel module, or the one that would be loaded.
    type: str
    choices: [auto, '8.4', '9']
    default: auto
  max_peers:
    description: Peers for which new metadata of DRBD 9 has room. By default the number of hosts less one.
    type: int
  initial_sync:
    description:
      - What to do when the metadata of all hosts was just created and none has valid data.
      - V(full) declares the data of O(sync_source) valid, and the peers copy them.
      - V(skip) declares all equal without copying. Only right where all backing devices read the same, as zeros.
      - V(none) leaves the resource C(Inconsistent).
      - The module waits O(wait.timeout) seconds for the connection to the peers first. Run it with V(none) on all hosts
        before, or on all hosts at the same time.
    type: str
    choices: [none, full, skip]
    default: none
  sync_source:
    description: The host whose data become valid by O(initial_sync), and the only one that does it.
    type: str
  peers_with_data:
    description:
      - Names of other hosts whose metadata of this resource has a history.
      - M(quorate.ha_storage.drbd_resource_info) says so there.
      - With any, a blank device here is refused unless O(full_sync_from_peer=true).
    type: list
    elements: str
    default: []
  full_sync_from_peer:
    description: Let a blank device here be filled from a peer that has data.
    type: bool
    default: false
  use_existing_metadata:
    description:
      - Take over DRBD metadata with a history that no installed file names yet, as after the system disk was replaced.
    type: bool
    default: false
  destroy_existing_metadata:
    description:
      - Destroy DRBD metadata with a history that does not belong to this resource, and create new.
      - With O(state=absent), destroy the metadata of the volumes that the installed file names.
    type: bool
    default: false
  destroy_existing_data:
    description:
      - Destroy a file system, a volume group or whatever else a device carries that does not belong to this resource.
      - Also needed where the first 68 KiB of a device are not zero, as on a logical volume on a used disk.
    type: bool
    default: false
  resize:
    description:
      - Let the resource use backing devices that were grown on all hosts.
      - It happens on the Primary, and only while everything is in sync.
    type: bool
    default: false
  allow_disturbing:
    description: Whether an operation is allowed that a client may notice. Otherwise it is refused.
    type: bool
    default: true
  wait:
    description: What to wait for after O(state=up) is reached.
    type: dict
    suboptions:
      for:
        description: V(connected) to all peers, or V(up_to_date) on all hosts.
        type: str
        choices: [none, connected, up_to_date]
        default: none
      timeout:
        description: Seconds to wait at most.
        type: int
        default: 60
seealso:
  - module: quorate.ha_storage.drbd_resource_info
"""

EXAMPLES = r"""
- name: Create the resource, and skip the first sync of blank devices
  quorate.ha_storage.drbd_resource:
    name: san0
    hosts:
      - {name: node1, address: 10.77.20.11}
      - {name: node2, address: 10.77.20.12}
    port: 7788
    volumes:
      - {minor: 0, disk: /dev/vg0/san0}
    secret: "{{ vault_drbd }}"
    initial_sync: skip
    sync_source: node1
    wait: {for: up_to_date, timeout: 120}

- name: Use the room of the grown backing devices
  quorate.ha_storage.drbd_resource:
    name: san0
    hosts: "{{ san0_hosts }}"
    port: 7788
    volumes: [{minor: 0, disk: /dev/vg0/san0}]
    secret: "{{ vault_drbd }}"
    resize: true

- name: Remove the resource, its metadata included
  quorate.ha_storage.drbd_resource:
    name: san0
    state: absent
    destroy_existing_metadata: true
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode, in order.
  returned: success
  type: list
  elements: str
  sample: [create DRBD metadata on /dev/vg0/san0, write /etc/drbd.d/san0.res, bring up san0]
live:
  description:
    - State in the kernel, as in RV(quorate.ha_storage.drbd_resource_info#module:resources[].live).
    - Null when it is down.
    - Its C(percent) is how far the slowest resync is, null when that cannot be told.
  returned: success
  type: dict
  sample:
    role: Secondary
    suspended: false
    percent: 100.0
    volumes: [{number: 0, minor: 0, disk_state: UpToDate, size: 2147418112}]
    peers:
      - name: peer
        connection: Connected
        role: Secondary
        volumes: [{number: 0, replication: Established, disk_state: UpToDate, out_of_sync: 0, done: null}]
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.arguments import RESOURCE
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.report import live_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.system import DrbdSystem


def main() -> None:
    """The resource is as the parameters say."""
    module = AnsibleModule(
        argument_spec=RESOURCE,
        required_if=[("state", "up", ("hosts", "volumes")), ("state", "present", ("hosts", "volumes"))],
        supports_check_mode=True,
    )
    try:
        desired = desired_from(module.params, expect_disks=not module.check_mode)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    system = DrbdSystem(desired)

    def live() -> dict[str, Any] | None:
        wait = module.params["wait"] or {"for": "none"}
        if wait["for"] != "none" and desired.state == "up" and not module.check_mode:
            system.wait(wait["for"], wait["timeout"], module.log)
        return live_values(system.live())

    converge(module, system, desired, plan, live=live)


if __name__ == "__main__":
    main()
