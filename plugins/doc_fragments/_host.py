# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules for services on a host have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment ``quorate.ha_storage._host``."""

    DOCUMENTATION = r"""
options:
  name:
    description: The service, for messages.
    type: str
    required: true
  luns:
    description: Its LUNs.
    type: list
    elements: dict
    default: []
    suboptions:
      device:
        description: The block device, under a name that does not change, as below C(/dev/disk/by-id) or C(/dev/mapper).
        type: str
        required: true
      multipath:
        description:
          - Whether the device is a map of multipathd, named as C(/dev/mapper/NAME). C(mpathpersist) then registers all
            its paths; for that, and for paths that come later, multipathd needs C(reservation_key file) in its
            configuration.
        type: bool
        default: false
      paths:
        description: Its paths, which are made writable before it.
        type: list
        elements: str
        default: []
  reservation_key:
    description:
      - The key of this host in persistent reservations (SCSI-3), as V(0x1a2b). It has to be another one on each host.
      - Empty means that nothing is reserved.
    type: str
    default: ""
  vg:
    description: The volume group on the LUNs.
    type: str
    default: ""
  tag:
    description: The tag that the volume group has while it is this host's, as the host's name.
    type: str
    default: ""
  filesystems:
    description: Its file systems, in the order in which they are mounted.
    type: list
    elements: dict
    default: []
    suboptions:
      device:
        description: The block device.
        type: str
        required: true
      mountpoint:
        description: Where it is mounted. The folder has to be there.
        type: str
        required: true
      type:
        description: The type, as C(mount -t) takes it.
        type: str
        required: true
      options:
        description: Options of C(mount).
        type: str
        default: defaults
  units:
    description: Units of systemd, such as V(lxc@svc1.service), in the order in which they are started.
    type: list
    elements: str
    default: []
requirements:
  - C(sg_persist), or C(mpathpersist) for O(luns[].multipath), for O(reservation_key)
  - LVM 2.03.12 or newer for O(vg)
notes:
  - Tested on LUNs that LIO serves, with single paths and with multipathd. Nothing of this has been run on LUNs of an
    array yet.
"""
