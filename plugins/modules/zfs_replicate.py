#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zfs_replicate
short_description: Have the newest snapshots of ZFS data sets on another pool or host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Takes a snapshot of a group of data sets at one moment, sends what the targets lack, each snapshot on the newest one
    that both sides have, keeps that one on both sides by holds and a bookmark, and lets go of old ones by a policy.
  - A stream that was cut off goes on where it was. A run that was killed at any point is followed by one that goes on.
  - Nothing is ever forced. What a target has of its own is a conflict, and goes only where O(discard_after) names the
    snapshot after which it may. Conflicts of all data sets are told at once, before the first change.
  - The common snapshot is told by its GUID, not by its name; for raw streams by its IV set as well.
  - The identity of a COMSTAR logical unit (the hidden property C(stmf_sbd_lu)) goes with the data. It is only ever set,
    for to exclude or to inherit it crashes the kernel of the receiver.
  - Exit codes are not believed. After each stream the target must have the snapshot, by its GUID.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_zfs
  - quorate.ha_storage._attributes.actiongroup_zfs
  - quorate.ha_storage._zfs
  - quorate.ha_storage._zfs.streams
attributes:
  check_mode:
    support: full
    details:
      - RV(commands) are those that a run would carry out.
  diff_mode:
    support: full
    details:
      - The newest snapshot of each target.
  idempotent:
    support: partial
    details:
      - With O(snapshot=create) each run takes a snapshot.
options:
  snapshot:
    description:
      - V(create), a snapshot of all sources is taken first, in one transaction. They have to be in one pool then.
      - V(existing), those that are there are sent.
    type: str
    choices: [create, existing]
    default: create
  snapshot_name:
    description: The name of the snapshot, as for C(strftime), in UTC. It has to match O(match).
    type: str
    default: "%Y%m%dT%H%M%SZ"
  snapshot_properties:
    description: User properties of the snapshot, with a colon in their names.
    type: dict
    default: {}
  steps:
    description:
      - V(consecutive), every snapshot goes over, in turn. V(latest), the newest one only.
    type: str
    choices: [consecutive, latest]
    default: consecutive
  compressed:
    description: Blocks go as they are compressed on disk (C(zfs send -c)).
    type: bool
    default: true
  identity:
    description: The target gets the identity of the source's logical unit, if it has one.
    type: bool
    default: true
  properties:
    description:
      - What targets have as local properties.
      - File systems get C(canmount=noauto) besides, for a copy that is mounted is soon no copy any more.
    type: dict
    default: {readonly: "on"}
  resume:
    description: A stream that was cut off goes on. Otherwise what came of it is given up.
    type: bool
    default: true
  other_tags:
    description:
      - The O(tag) of each replication of the same sources to another target.
      - At the source nothing goes that one of them has not sent yet.
    type: list
    elements: str
    default: []
  bookmark:
    description: The source keeps a bookmark of the common snapshot, which serves when the snapshot itself is gone.
    type: bool
    default: true
  discard_after:
    description:
      - GUIDs of snapshots of targets. What is newer on that target, snapshots and data, may be thrown away.
      - A refusal tells the GUID. Held and cloned snapshots are not thrown away even so.
    type: list
    elements: str
    default: []
  retention_source:
    description:
      - Which snapshots stay at the source; without it, all.
      - Never go the common one, anything newer, what is held or cloned, and what does not match O(match).
    type: dict
    suboptions: &policy
      last:
        description: So many of the newest ones, besides the common one.
        type: int
        default: 0
      hourly:
        description: One for each of so many hours in UTC. Only hours that have any count.
        type: int
        default: 0
      daily:
        description: One for each of so many days.
        type: int
        default: 0
      weekly:
        description: One for each of so many weeks, which begin on Monday.
        type: int
        default: 0
      monthly:
        description: One for each of so many months.
        type: int
        default: 0
      yearly:
        description: One for each of so many years.
        type: int
        default: 0
      min_age:
        description: Seconds. Nothing younger goes.
        type: int
        default: 0
      representative:
        description:
          - Which snapshot stands for its hour or day.
          - With V(oldest), hourly ones are rolled up into the first of the day.
        type: str
        choices: [oldest, newest]
        default: oldest
  retention_target:
    description:
      - Which snapshots stay at the target; without it, all. The common one and what is newer there stay, too.
    type: dict
    suboptions: *policy
  rate:
    description: At most so much in a second, as V(10m) (MiB).
    type: str
  stall_timeout:
    description: Seconds after which a stream is given up in which nothing moves any more. It can be resumed.
    type: int
    default: 3600
  lock_folder:
    description:
      - Where one run for a target keeps another one out; the user of the module must be able to write there.
      - By default C(/run/lock), or C(/var/run) where there is none.
    type: path
  progress_file:
    description:
      - A file that tells, while a stream goes over, of which snapshot, how many bytes and for how long, as JSON.
      - It is written once a second, and is gone afterwards.
    type: path
seealso:
  - module: quorate.ha_storage.zfs_info
  - module: quorate.ha_storage.zfs_role
  - module: quorate.ha_storage.comstar_lu
"""

EXAMPLES = r"""
- name: Both disks of a virtual machine, at one moment, to the other site
  quorate.ha_storage.zfs_replicate:
    datasets:
      - {source: sp1/iscsi/lun0, target: sp1/iscsi/lun0}
      - {source: sp1/iscsi/lun1, target: sp1/iscsi/lun1}
    target: {host: dr1.example.com, user: zfsadm, key: /export/home/zfsadm/.ssh/replication, prefix: [pfexec]}
    rate: 50m
    retention_source: {hourly: 24, daily: 7}
    retention_target: {hourly: 24, daily: 31, monthly: 12, yearly: 3}

- name: What a refusal has named may go
  quorate.ha_storage.zfs_replicate:
    datasets:
      - {source: sp1/iscsi/lun0, target: sp1/iscsi/lun0}
    target: {host: dr1.example.com, user: zfsadm}
    snapshot: existing
    discard_after: ["13644758186071067857"]
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["send sp1/iscsi/lun0@20261123T090000Z since @20261123T080000Z to sp1/iscsi/lun0"]
commands:
  description: The same as command lines.
  type: list
  elements: str
  returned: success
sent:
  description: The snapshots that went over, with their GUID, bytes of the stream and seconds.
  type: list
  elements: dict
  returned: success
  sample:
    - {target: sp1/iscsi/lun0, name: 20261123T090000Z, guid: "13644758186071067857", size: 3239904, seconds: 1.2}
replications:
  description: Where each pair stands now; see P(quorate.ha_storage.zfs_info#module).
  type: list
  elements: dict
  returned: success
refusals:
  description: Why nothing was done. Each begins with the data set and the kind of the conflict.
  type: list
  elements: str
  returned: when there is a conflict
  sample: ["sp1/iscsi/lun0: modified: 4096 bytes were written to the target after 20261123T080000Z (...)"]
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.module import replicate
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec import REPLICATE


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(REPLICATE), supports_check_mode=True)
    replicate(module, int(time.time()))


if __name__ == "__main__":
    main()
