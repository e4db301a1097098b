#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``quorate.ha_storage.drbd_split_brain_info``."""

from __future__ import annotations

DOCUMENTATION = r"""
module: drbd_split_brain_info
short_description: What a host has of a DRBD resource, for comparison with its peer
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Tells the state of a resource, the generation identifiers of its data, and how much this host has written without
    its peer.
  - Run it on both hosts. P(quorate.ha_storage.split_brain_overview#filter) judges them together.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_drbd
options:
  name:
    description: Name of the resource.
    type: str
    required: true
seealso:
  - module: quorate.ha_storage.drbd_split_brain
"""

EXAMPLES = r"""
- name: See what each host has
  quorate.ha_storage.drbd_split_brain_info:
    name: san0
  register: seen
"""

RETURN = r"""
side:
  description: This host's side.
  returned: success
  type: dict
  contains:
    node:
      description: What C(uname -n) says.
      type: str
    role:
      description: V(Primary) or V(Secondary). Empty where the resource is down.
      type: str
    connection:
      description: As DRBD calls it. V(StandAlone) does not try any more.
      type: str
    settled:
      description: Whether it is connected, and the handshake is over.
      type: bool
    up_to_date:
      description: Whether it is connected and every copy is whole.
      type: bool
    percent:
      description: How far a resync is. Null where there is none.
      type: float
    changed:
      description:
        - Bytes that this host has written since it lost its peer, in blocks of 4 KiB. After a crash of a Primary it is
          an upper limit, because DRBD then counts whole extents of 4 MiB.
        - While it is connected, the bytes that the resync has left. Null where the resource is down or has no disk.
      type: int
    volumes:
      description:
        - C(number), C(disk_state), C(size), C(changed) and C(generations) of each volume.
        - C(generations) are C(current), C(bitmap), which is the one before as long as the peer lacks something, and
          C(history). The lowest bit, which says whether the host is Primary, is left out.
      type: list
      elements: dict
    policies:
      description: What DRBD decides by itself after a split brain, by option.
      type: dict
  sample:
    node: node2
    role: Secondary
    connection: StandAlone
    settled: false
    up_to_date: false
    percent: null
    changed: 2097152
    volumes:
      - number: 0
        disk_state: UpToDate
        size: 134176768
        changed: 2097152
        generations: {current: 8D1445CFD29B778C, bitmap: 901817B7D7D96BC6, history: []}
    policies: {after-sb-0pri: discard-zero-changes, after-sb-1pri: disconnect, after-sb-2pri: disconnect}
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.report import side_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.system import Observer


def main() -> None:
    """Returns what there is; changes nothing."""
    module = AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True)
    try:
        side = Observer(module.params["name"]).side()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, side=side_values(side))


if __name__ == "__main__":
    main()
