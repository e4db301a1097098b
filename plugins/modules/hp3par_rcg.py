#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: hp3par_rcg
short_description: Make, change and remove a 3PAR Remote Copy group
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes a Remote Copy group of 3PAR, Primera or Alletra, sets its period and its policies, and admits volumes to it.
  - Only the array that takes the writes is told. It has to tell its partner by itself (C(mirror_config)).
  - What is not given is left as it is. The mode, the target and the copy of a volume are never changed.
  - The group is not started; see M(quorate.ha_storage.hp3par_rcg_state).
  - The group is read before and after each command. No command is sent twice; where an answer is lost, the state is
    read again and decides.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_hp3par_rcg
  - quorate.ha_storage._hp3par
attributes:
  check_mode:
    support: full
    details:
      - Returns the exact commands in RV(planned), and fails where the real run would be refused.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) means that the group is as described.
      - V(absent) means that it is not there. Its volumes stay on both arrays, and are no longer replicated.
    type: str
    choices: [present, absent]
    default: present
  target:
    description: The partner, as the local array calls it. Only needed for a new group, where there are several.
    type: str
  mode:
    description: How the group replicates. Needed for a new group.
    type: str
    choices: [sync, periodic]
  period:
    description:
      - How often a periodic group is synchronized, as V(300s) or V(5m). A new periodic group needs one.
      - Arrays up to release 9 want at least five minutes.
    type: str
  policies:
    description: Policies of the group. Those that are not given are left as they are.
    type: dict
    suboptions:
      auto_failover:
        description: Whether the arrays fail over by themselves, with a quorum witness.
        type: bool
      auto_recover:
        description: Whether the group is started again when links come back.
        type: bool
      auto_synchronize:
        description: Whether, after a disaster take-over, the array that was lost follows by itself.
        type: bool
      over_per_alert:
        description: Whether there is an alert when a synchronization takes longer than the period.
        type: bool
      path_management:
        description: Whether hosts are shown which array takes the writes (Peer Persistence).
        type: bool
  user_cpg:
    description:
      - For a new group, where the local array makes volumes from; needed for O(volumes[].create).
      - Not compared with what is there, for the arrays do not tell it where the group is read.
    type: str
  target_user_cpg:
    description: The same of the other array.
    type: str
  volumes:
    description:
      - Volumes that the group has. They are admitted in this order.
      - An empty list means none. Without it, the volumes are left as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description: The volume.
        type: str
        required: true
      remote:
        description: Its copy on the other array, of the same name unless given.
        type: str
      create:
        description: Whether the array makes the copy. Otherwise it has to be there, in the size of the volume.
        type: bool
        default: false
  purge_volumes:
    description: Whether volumes that O(volumes) does not list are dismissed. They stay on both arrays.
    type: bool
    default: false
  stop_started:
    description:
      - Whether a started group is stopped in order to admit or dismiss volumes, or to be removed. Where it stays, it is
        started again at the end.
      - A run that is interrupted leaves it stopped.
    type: bool
    default: false
  confirm:
    description: The name of the group once more, to remove one that has volumes.
    type: str
    default: ""
  wait_timeout:
    description: Seconds for a command to have its effect.
    type: int
    default: 600
  poll_interval:
    description: Seconds between two readings.
    type: int
    default: 5
seealso:
  - module: quorate.ha_storage.hp3par_rcg_info
  - module: quorate.ha_storage.hp3par_rcg_state
"""

EXAMPLES = r"""
- name: A group of two volumes, whose copies the other array makes
  quorate.ha_storage.hp3par_rcg:
    name: svc1
    array: "{{ hp3par1 }}"
    mode: periodic
    period: 5m
    policies:
      auto_recover: true
    user_cpg: SSD_r6
    target_user_cpg: SSD_r6
    volumes:
      - {name: svc1.data, create: true}
      - {name: svc1.logs, create: true}

- name: These volumes and no others
  quorate.ha_storage.hp3par_rcg:
    name: svc1
    peer_name: svc1.r12345
    array: "{{ hp3par1 }}"
    peer: "{{ hp3par2 }}"
    volumes: [{name: svc1.data}]
    purge_volumes: true
    stop_started: true

- name: No group any more
  quorate.ha_storage.hp3par_rcg:
    name: svc1
    peer_name: svc1.r12345
    array: "{{ hp3par1 }}"
    peer: "{{ hp3par2 }}"
    state: absent
    stop_started: true
    confirm: svc1
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: [creatercopygroup svc1 hp3par2:periodic on the local array]
planned:
  description: The exact commands or requests, each behind the name of its array.
  type: list
  elements: str
  returned: success
  sample: ["hp3par1: creatercopygroup svc1 hp3par2:periodic", "hp3par1: setrcopygroup period 300s hp3par2 svc1"]
commands:
  description: What was sent, and how it ended, in the shape of M(quorate.ha_storage.hp3par_rcg_state).
  type: list
  elements: dict
  returned: always but for wrong options
after:
  description: Both sides as they were read last, in the shape of M(quorate.ha_storage.hp3par_rcg_info).
  type: dict
  returned: always but for wrong options
refusals:
  description: Why nothing was done, or not more.
  type: list
  elements: str
  returned: when refused
  sample: ["the mode of the group is Sync, which is never changed (remove the group and make it again)"]
recovery_hint:
  description: What to do next.
  type: str
  returned: failure
  sample: "run it again: it goes on from what it finds"
"""

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import DECLARED
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.module import declare


def main() -> None:
    """Runs the module."""
    declare(AnsibleModule(argument_spec=DECLARED, supports_check_mode=True), open_url)


if __name__ == "__main__":
    main()
