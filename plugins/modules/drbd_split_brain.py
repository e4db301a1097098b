#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``quorate.ha_storage.drbd_split_brain``."""

from __future__ import annotations

DOCUMENTATION = r"""
module: drbd_split_brain
short_description: End a split brain of a DRBD resource by overwriting the data of one host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Both hosts have written without the other, and one has to give up what it has written. That is the victim.
  - Run it on the victim first, and then on the survivor, with the same options. The victim connects to be
    overwritten, the survivor connects to keep what it has. DRBD then copies every block that either has changed since
    the split.
  - Refuses, with every reason, before anything is changed, what is no split brain, a victim that is Primary or in use,
    a survivor whose data are not whole, and what DRBD's own rules would decide otherwise.
  - Does nothing where both copies are one again or on the way to it. A run that was interrupted can be repeated.
  - With DRBD 9 it was not run.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_drbd
attributes:
  check_mode:
    support: full
    details:
      - Fails where the real run would be refused.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  name:
    description: Name of the resource.
    type: str
    required: true
  victim:
    description: The host whose changes since the split are discarded.
    type: str
    required: true
  discard_data_of_victim:
    description: Whether that may be done.
    type: bool
    default: false
  sides:
    description:
      - By host, the RV(quorate.ha_storage.drbd_split_brain_info#module:side) of both. A host looks at its own side
        again before it acts.
    type: dict
    required: true
  active_on:
    description: Hosts on which the cluster has any part of the service active. None of them can be the victim.
    type: list
    elements: str
    default: []
  keep_snapshot:
    description:
      - Keep the data of the victim in a snapshot of the logical volume below, called VOLUME-discarded-GENERATION.
      - As long as the snapshot is there it costs time with every write, and room. Remove it when nobody needs it.
    type: bool
    default: false
  snapshot_size:
    description:
      - Room for the snapshot, such as C(20g). A snapshot that overflows holds nothing any more.
      - By default so much that it never does, which is a little more than the volume has.
    type: str
    default: ""
  wait:
    description:
      - Seconds to wait until both copies are whole. It is no error if they are not by then, see RV(live).
    type: int
    default: 0
seealso:
  - module: quorate.ha_storage.drbd_split_brain_info
"""

EXAMPLES = r"""
- name: Look at both sides
  quorate.ha_storage.drbd_split_brain_info:
    name: san0
  register: seen

- name: The victim connects to be overwritten
  quorate.ha_storage.drbd_split_brain: &decision
    name: san0
    victim: node2
    discard_data_of_victim: true
    sides:
      node1: "{{ hostvars.node1.seen.side }}"
      node2: "{{ hostvars.node2.seen.side }}"
  when: inventory_hostname == 'node2'

- name: The survivor connects to keep its data
  quorate.ha_storage.drbd_split_brain:
    !!merge <<: *decision
    wait: 600
  when: inventory_hostname == 'node1'
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode, in order.
  returned: success
  type: list
  elements: str
  sample: ["connect node2, and overwrite what it has changed since the split"]
live:
  description:
    - State in the kernel, as in RV(quorate.ha_storage.drbd_resource_info#module:resources[].live).
    - Its C(percent) is V(100.0) when both copies are up to date and connected.
  returned: success
  type: dict
refusals:
  description: Every reason why nothing was changed.
  returned: when refused
  type: list
  elements: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.report import live_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.arguments import RESOLVE
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.spec import read_sides, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.system import SplitBrainSystem


def main() -> None:
    """Does the part of the host that it runs on."""
    module = AnsibleModule(argument_spec=dict(RESOLVE), supports_check_mode=True)
    try:
        wanted = read_wanted(module.params)
        system = SplitBrainSystem(wanted, read_sides(module.params))
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    wait = 0 if module.check_mode else module.params["wait"]
    converge(module, system, wanted, plan, live=lambda: live_values(system.live_after(wait, module.log)))


if __name__ == "__main__":
    main()
