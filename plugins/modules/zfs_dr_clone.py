#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zfs_dr_clone
short_description: Clone a copy at a chosen moment, to present it as a LUN for a test
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes a writable clone of a snapshot of a replicated data set on this host, while the replication goes on. The copy
    itself is never presented. The snapshot is held as long as the clone exists.
  - The clone gets the identity of the original, so that VMFS takes it for what it is, the hidden property
    C(stmf_sbd_lu) for COMSTAR, the unit serial for LIO. That is refused where a LUN is presented here under that
    identity.
  - Presenting it is the matter of P(quorate.ha_storage.comstar_lu#module) and
    P(quorate.ha_storage.comstar_view#module), or of P(quorate.ha_storage.lio_target#module), with what RV(clone) tells.
    Choose another group of hosts than that of production.
  - A clone is never promoted, and only one that was made here is removed.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_zfs
  - quorate.ha_storage._attributes.actiongroup_zfs
attributes:
  check_mode:
    support: full
    details:
      - RV(commands) are those that a run would carry out.
  diff_mode:
    support: full
    details:
      - The snapshot of which it is a clone.
  idempotent:
    support: partial
    details:
      - Without O(snapshot) and O(not_after), a newer snapshot is another one, and is refused without O(replace=true).
options:
  dataset:
    description: The copy, a volume or a file system on this host.
    type: str
    required: true
  clone:
    description: The name of the clone, in the same pool. What is above it must exist.
    type: str
    required: true
  state:
    description:
      - V(absent) destroys the clone, and nothing else. Take its LUN away first.
    type: str
    choices: [present, absent]
    default: present
  snapshot:
    description: The name of the snapshot. By default the newest one.
    type: str
    default: ""
  not_after:
    description: The newest snapshot that was made at this moment, or before, in UTC, as V(2026-11-23T09:00:00Z).
    type: str
    default: ""
  identity:
    description:
      - V(same), the clone has the identity of the original. V(none), it gets a new one once it is presented, and VMFS
        takes it for a snapshot that wants a new signature.
    type: str
    choices: [same, none]
    default: same
  replace:
    description: A clone of another snapshot, or with another identity, is destroyed with all that was written to it.
    type: bool
    default: false
requirements:
  - OpenZFS 2.1 or newer
seealso:
  - module: quorate.ha_storage.zfs_replicate
  - module: quorate.ha_storage.comstar_lu
  - module: quorate.ha_storage.lio_target
notes:
  - On illumos C(stmfadm list-lu) tells what is presented, on Linux configfs. Tested against simulators of both.
"""

EXAMPLES = r"""
- name: As it was at nine
  quorate.ha_storage.zfs_dr_clone:
    dataset: sp1/iscsi/lun0
    clone: sp1/test/lun0
    not_after: "2026-11-23T09:00:00Z"
  register: test

- name: The unit of it, with the GUID of production
  quorate.ha_storage.comstar_lu:
    path: "{{ test.clone.raw_device }}"
    guid: "{{ test.clone.guid }}"
    metadata: import

- name: For the hosts of the test, under the same number
  quorate.ha_storage.comstar_view:
    lu: "{{ test.clone.raw_device }}"
    host_group: TEST
    lun: "{{ test.clone.lun | default(omit, true) }}"
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["hold sp1/iscsi/lun0@20261123T090000Z (source)", "clone sp1/iscsi/lun0@20261123T090000Z as sp1/test/lun0"]
commands:
  description: The same as command lines.
  type: list
  elements: str
  returned: success
clone:
  description: The clone as it is; null where there is none.
  type: dict
  returned: success
  contains:
    name:
      description: Its name.
      type: str
    snapshot:
      description: The name of the snapshot.
      type: str
    device:
      description: The device of a volume on Linux.
      type: str
    raw_device:
      description: The device of a volume on illumos, as COMSTAR takes it.
      type: str
    guid:
      description: The GUID of the COMSTAR unit, with O(identity=same); null where there is none.
      type: str
    serial:
      description: The unit serial for LIO, from the property C(quorate.ha_storage:serial).
      type: str
    lun:
      description: The number of the LUN in production, from the property C(quorate.ha_storage:lun).
      type: int
    host_group:
      description: Who sees it in production, from the property C(quorate.ha_storage:host_group).
      type: str
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when there is a conflict
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.module import clone_for_test
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec_clone import DR_CLONE


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(DR_CLONE), supports_check_mode=True)
    clone_for_test(module)


if __name__ == "__main__":
    main()
