#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: hp3par_rcg_info
short_description: Read a 3PAR Remote Copy group from both of its arrays, and judge it
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads a Remote Copy group of 3PAR, Primera or Alletra from one or both of its arrays, and says whether it is up.
  - It is down where an array does not have it, where the roles are no pair, or where a state has a word that is not
    known.
  - It is V(warn) where it is not started, where its mode is not the one that is expected, where a periodic group has no
    period, or was last synchronized too long ago, where a volume is not in sync, where C(auto_recover) is not set,
    where
    the direction is not the natural one, where links are down, or where the other array does not answer.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_hp3par_rcg
  - quorate.ha_storage._hp3par
options:
  mode:
    description: The mode that is expected.
    type: str
    choices: [sync, periodic]
  sync_max_delay:
    description:
      - How old the last synchronization of a periodic group may be, as V(300s), V(5m), or V(5), which is minutes.
      - Empty means any age.
    type: str
    default: ""
  require_auto_recover:
    description: Whether a group without the policy C(auto_recover) is V(warn).
    type: bool
    default: true
seealso:
  - module: quorate.ha_storage.hp3par_rcg
  - module: quorate.ha_storage.hp3par_rcg_state
"""

EXAMPLES = r"""
- name: Read a group from both arrays
  quorate.ha_storage.hp3par_rcg_info:
    name: svc1
    peer_name: svc1.r12345
    array:
      name: hp3par1
      host: hp3par1.example.com
      username: quorate
      key_file: /etc/quorate/3par/id_rsa
      known_hosts: /etc/quorate/3par/known_hosts
      timezone: Europe/Paris
    peer:
      name: hp3par2
      host: hp3par2.example.com
      username: quorate
      key_file: /etc/quorate/3par/id_rsa
      known_hosts: /etc/quorate/3par/known_hosts
      timezone: Europe/Paris
    mode: periodic
    sync_max_delay: 10m
  register: group

- name: Nobody wants to be surprised by this
  ansible.builtin.assert:
    that: group.health.status == 'up'
    fail_msg: "{{ group.health.reasons | join('; ') }}"
"""

RETURN = r"""
local:
  description:
    - What the local array tells. The group is null where there is none; all is null where it cannot be understood.
    - C(path) is the way to the partner, C(ready), C(failing) or C(failed). C(last_sync) is in seconds since 1970, null
      where it is unknown. C(period) is in seconds.
  type: dict
  returned: success
  sample:
    array: hp3par1
    path: ready
    group:
      name: svc1
      target: hp3par2
      status: Started
      role: Primary
      mode: Periodic
      period: 300
      policies: [auto_recover]
      volumes: [{name: data, remote: data, sync: Synced, percent: null, last_sync: 1800000000}]
peer:
  description: The same of the other array; null where none is given, or where it does not answer.
  type: dict
  returned: success
health:
  description: The verdict, V(up), V(warn) or V(down), and every reason for it.
  type: dict
  returned: success
  sample: {status: warn, reasons: [the group is Stopped]}
data_loss_bound:
  description:
    - What a disaster take-over by the local array would lose at most. That is everything that was written after
      C(last_sync), which is C(seconds) ago.
    - Unknown for synchronous groups. Null where the local array takes the writes.
  type: dict
  returned: success
  sample: {last_sync: 1800000000, seconds: 140, unknown: false}
recovery_hint:
  description: What to do next, if something has to be done.
  type: str
  returned: success
  sample: "run it again: it goes on from what it finds"
"""

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.module import tell


def main() -> None:
    """Runs the module."""
    tell(AnsibleModule(argument_spec=INFO, supports_check_mode=True), open_url)


if __name__ == "__main__":
    main()
