#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zfs_role
short_description: Say which side of replicated ZFS data sets is the primary
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes one side of a replication the primary, or a replica. The side that changes is always O(source); O(target) is
    asked what it claims. Run it on the side that is to change, as if it replicated from there to the other one.
  - A side claims its role in an epoch, by properties of its data sets. The epoch grows with each take-over and goes
    with the data, so a side that was away knows that its time is over. Where both sides claim to be primary it is
    refused on both.
  - A primary can be written to; a replica, and a primary that is V(sealed), cannot (property C(readonly)).
  - It presents no LUNs and takes none away. Take them away before a side becomes a replica.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_zfs
  - quorate.ha_storage._attributes.actiongroup_zfs
  - quorate.ha_storage._zfs
attributes:
  check_mode:
    support: full
    details:
      - RV(commands) are those that a run would carry out.
  diff_mode:
    support: full
    details:
      - What each data set claims.
  idempotent:
    support: full
options:
  state:
    description:
      - V(primary), it may serve hosts, and be replicated from. It is refused where the other side is primary, has been
        so since, has data that never arrived here, or does not answer.
      - V(sealed), it is as before, but is not written to any more, so that its last changes can be sent.
      - V(replica), it is a copy, or may become one. That is never refused. What it has stays.
    type: str
    choices: [primary, sealed, replica]
    required: true
  vouch_other_is_down:
    description:
      - The other side does not answer, and you have made sure that it serves nobody, and will not when it comes back
        before it was asked. Nothing else prevents that both serve then.
    type: bool
    default: false
  leave_unsent:
    description: With O(state=primary), what was written at the other side and never arrived here is left behind there.
    type: bool
    default: false
  overrule_epoch:
    description:
      - With O(state=primary), the data of this side count, although the other side, which is a replica now, has been
        primary since.
    type: bool
    default: false
  abandon_unfinished:
    description:
      - With O(state=primary), what has come of a snapshot that is still on its way here is given up. As long as
        somebody sends it, ZFS refuses that.
    type: bool
    default: false
  lock_folder:
    description:
      - As in P(quorate.ha_storage.zfs_replicate#module). While one of both is at work, the other one has to wait.
    type: path
seealso:
  - module: quorate.ha_storage.zfs_replicate
  - module: quorate.ha_storage.zfs_info
"""

EXAMPLES = r"""
- name: This side is where hosts write
  quorate.ha_storage.zfs_role:
    datasets:
      - {source: sp1/iscsi/lun0, target: sp1/iscsi/lun0}
    target: {host: dr1.example.com, user: zfsadm}
    state: primary

- name: The other site has burnt down; this one takes over with what has arrived
  quorate.ha_storage.zfs_role:
    datasets:
      - {source: sp1/iscsi/lun0, target: sp1/iscsi/lun0}
    target: {host: main1.example.com, user: zfsadm}
    state: primary
    vouch_other_is_down: true
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["set quorate.ha_storage:epoch of sp1/iscsi/lun0", "set quorate.ha_storage:role of sp1/iscsi/lun0"]
commands:
  description: The same as command lines.
  type: list
  elements: str
  returned: success
replications:
  description: Where each pair stands now, in the order of O(datasets).
  type: list
  elements: dict
  returned: success
  contains:
    source:
      description: The data set of this side.
      type: str
    roles:
      description:
        - What C(source) and C(target) claim to be, C(role) and C(epoch), and whether they are C(writable). C(target) is
          null where it does not answer.
      type: dict
    behind_bytes:
      description: What the other side has that never arrived here; null where it does not answer.
      type: int
refusals:
  description: Why nothing was done. Each begins with the data set and the kind of the conflict.
  type: list
  elements: str
  returned: when there is a conflict
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.module import change_role
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec_role import ROLE


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(ROLE), supports_check_mode=True)
    change_role(module, int(time.time()))


if __name__ == "__main__":
    main()
