#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: hp3par_rcg_state
short_description: Start, stop, take over, fail over and bring back a 3PAR Remote Copy group
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Brings a Remote Copy group of 3PAR, Primera or Alletra into a state, seen from the local array.
  - Both arrays are read before and after each command. What is not safe in the state that was read is refused, by name
    and with the way out. What is not known is an error. No command is sent twice; where an answer is lost, the state is
    read again and decides.
  - Hosts have to be off both arrays while the direction changes. The module cannot see hosts.
  - A run that was interrupted can be repeated. Where it had stopped the group, the repetition asks for
    O(resync_stopped), for the other array may have taken writes meanwhile.
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
    support: partial
    details:
      - With O(state=synced), a periodic group is synchronized each time, unless O(max_sync_age) says that it need not
        be.
      - After O(state=failed_over), a second run is refused if the other array answers meanwhile, for two primaries do
        not
        tell which of them has taken over.
options:
  state:
    description:
      - V(started) means that the group replicates, from the side that takes writes.
      - V(stopped) means that it does not.
      - V(synced) means that the copy has everything that was written before.
      - V(primary) is a planned take-over, in which the local array takes writes and nothing is lost. A periodic group
        is
        synchronized, then stopped and reversed. Replication is not started again, unless O(resume) is set.
      - V(switched_over) is the same for hosts that see both arrays and go on writing (Peer Persistence).
      - V(failed_over) is a take-over without the other array. What it had not sent yet is lost, see
        RV(data_loss_bound).
      - V(recovered) makes the other array, which is back, follow the local one that has failed over.
      - V(restored) makes it take the writes again, in the natural direction. It is recovered first if need be.
      - V(reverted) ends the test of a disaster. The local array, which was failed over, follows the other one again,
        and
        what was written to it is discarded.
    type: str
    required: true
    choices: [started, stopped, synced, primary, switched_over, failed_over, recovered, restored, reverted]
  resume:
    description: With O(state=primary), whether replication is started afterwards, in the new direction.
    type: bool
    default: false
  direction:
    description:
      - With O(state=primary), whether the new direction becomes the natural one (V(swap_natural)), or the roles get
        C(-Rev)
        (V(keep_natural), which the web services cannot do).
    type: str
    choices: [swap_natural, keep_natural]
    default: swap_natural
  sync_before:
    description: With O(state=primary), whether a periodic group is synchronized, and that proven, before it is stopped.
    type: str
    choices: [auto, never]
    default: auto
  max_sync_age:
    description:
      - An age as V(300s), V(5m), or V(5), which is minutes.
      - With O(state=synced), a periodic group with a younger copy is left alone.
      - With O(state=failed_over), a younger copy of a periodic group may be taken over without O(accept_data_loss).
    type: str
    default: ""
  resync_stopped:
    description:
      - With O(state=primary), allows that a group that was found stopped is started on the other array first, until the
        copy here has everything. That overwrites the copy, which somebody may have kept on purpose.
    type: bool
    default: false
  disaster:
    description: With O(state=failed_over), declares that the other array is lost.
    type: bool
    default: false
  accept_data_loss:
    description: With O(state=failed_over), accepts that what the copy does not have is lost.
    type: bool
    default: false
  discard_peer_changes:
    description:
      - Allows that writes of the other array that were not replicated are discarded, with O(state=recovered),
        O(state=restored), O(state=started), or O(state=primary) for a group that was found stopped.
    type: bool
    default: false
  discard_local_changes:
    description:
      - Allows that what was written to the local array is discarded, with O(state=reverted), or where the other array
        has
        failed over and replication is started from there.
    type: bool
    default: false
  confirm:
    description: The name of the group once more. It is needed for everything that can lose data.
    type: str
    default: ""
  link_down_confirmations:
    description: How often in a row the way to the partner has to be read as failed before O(state=failed_over).
    type: int
    default: 3
  wait:
    description: Whether to wait until all volumes are in sync, after replication was started.
    type: bool
    default: true
  wait_timeout:
    description: Seconds for a command to have its effect, and for the array to finish what it does.
    type: int
    default: 600
  sync_timeout:
    description: Seconds for volumes to be in sync.
    type: int
    default: 3600
  poll_interval:
    description: Seconds between two readings.
    type: int
    default: 5
seealso:
  - module: quorate.ha_storage.hp3par_rcg
  - module: quorate.ha_storage.hp3par_rcg_info
"""

EXAMPLES = r"""
- name: Take over on the second site; nothing is lost, or nothing is done
  quorate.ha_storage.hp3par_rcg_state:
    name: svc1.r12345
    array: "{{ hp3par2 }}"
    peer: "{{ hp3par1 }}"
    state: primary
    resume: true

- name: The first site is lost; at most ten minutes of writes may be lost with it
  quorate.ha_storage.hp3par_rcg_state:
    name: svc1.r12345
    array: "{{ hp3par2 }}"
    peer: "{{ hp3par1 }}"
    state: failed_over
    disaster: true
    max_sync_age: 10m
    confirm: svc1.r12345

- name: The first site is back, and takes the writes again
  quorate.ha_storage.hp3par_rcg_state:
    name: svc1.r12345
    array: "{{ hp3par2 }}"
    peer: "{{ hp3par1 }}"
    state: restored
    discard_peer_changes: true
    confirm: svc1.r12345
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: [stoprcopygroup -f svc1 on the peer array]
planned:
  description: The exact commands or requests, each behind the name of its array.
  type: list
  elements: str
  returned: success
  sample: ["hp3par1: stoprcopygroup -f svc1", "hp3par2: setrcopygroup reverse -f -waittask svc1.r12345"]
turns:
  description: Whether another array takes the writes afterwards, so that hosts have to be off both meanwhile.
  type: bool
  returned: success
  sample: true
commands:
  description: What was sent, and how it ended.
  type: list
  elements: dict
  returned: always but for wrong options
  contains:
    array:
      description: To which array.
      type: str
    transport:
      description: How.
      type: str
    command:
      description: The command or request.
      type: str
    outcome:
      description:
        - V(done), V(declined), V(later) if the array has said when to come back, or V(uncertain) without an answer.
      type: str
    answer:
      description: What the array said.
      type: str
    seconds:
      description: How long that took.
      type: float
after:
  description: Both sides as they were read last, in the shape of M(quorate.ha_storage.hp3par_rcg_info).
  type: dict
  returned: always but for wrong options
health:
  description: The verdict on that, as by M(quorate.ha_storage.hp3par_rcg_info) without any expectation.
  type: dict
  returned: success
  sample: {status: up, reasons: []}
data_loss_bound:
  description: What a disaster take-over by the local array could have lost at most, as read before the first command.
  type: dict
  returned: success
  sample: {last_sync: 1800000000, seconds: 140, unknown: false}
refusals:
  description: Why nothing was done, or not more.
  type: list
  elements: str
  returned: when refused
  sample: ["the way to the partner is up (state=primary takes over without loss; ...)"]
recovery_hint:
  description: What to do next.
  type: str
  returned: failure
  sample: "run it again: it goes on from what it finds"
"""

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import open_url
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import STATE
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.module import bring_about


def main() -> None:
    """Runs the module."""
    bring_about(AnsibleModule(argument_spec=STATE, supports_check_mode=True), open_url)


if __name__ == "__main__":
    main()
