#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: comstar_lu
short_description: Have a COMSTAR logical unit, with the identity it always had
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes or imports a logical unit on a ZFS volume, a disk or a file; changes what can be changed; unloads it.
  - The GUID, which is the NAA identifier that hosts know the disk by, is never changed. A volume that carries the
    metadata of a logical unit is imported, never made anew, and what only a new unit could have is refused.
  - Data and metadata on the volume are never destroyed, not even by O(state=absent).
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
  - quorate.ha_storage._comstar
  - quorate.ha_storage._comstar.in_use
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  path:
    description:
      - The raw device of the volume (C(/dev/zvol/rdsk/pool/volume)), a disk, or a file. Required for O(state=present).
      - C(/dev/zvol/dsk) is taken for C(/dev/zvol/rdsk).
    type: str
  guid:
    description:
      - The GUID that the unit has to have. A unit that has another one is refused.
      - For a new unit, the GUID it gets. So a replica that arrived without its metadata keeps its identity.
    type: str
  state:
    description:
      - V(present), it is registered.
      - V(standby), it is unloaded, and its views are kept, as before C(zpool export) on a cluster node.
      - V(absent), it is unloaded. Refused while it has views, those that it kept on standby too.
    type: str
    choices: [present, absent, standby]
    default: present
  size:
    description:
      - The size, as V(16g) (GiB), V(17179869184b). A unit grows, never shrinks.
      - By default a new unit takes all of its volume, and an existing one keeps its size.
      - The 64 KiB that early builds take for metadata inside the volume are no difference.
      - Where the host does not tell the size, it is refused. So are O(write_cache) and O(write_protect) in such a case.
    type: str
  block_size:
    description: Bytes of a block, a power of two within 512 and 32768. It cannot be changed later.
    type: int
  alias:
    description: A name for people. The default is the path.
    type: str
  serial:
    description: The serial number. It cannot be changed later.
    type: str
  management_url:
    description: The management URL that is told to hosts.
    type: str
  write_cache:
    description: Whether the write-back cache is in use. V(false) is right for shared disks of a cluster (C(wcd=true)).
    type: bool
  write_protect:
    description: Whether hosts can only read.
    type: bool
  online:
    description: Whether the unit is on line. By default it stays as it is.
    type: bool
  metadata:
    description:
      - V(import_or_create), a volume that carries a logical unit is imported, and any other becomes a new one.
      - V(import), there has to be one. V(create), there must be none.
    type: str
    choices: [import_or_create, import, create]
    default: import_or_create
  tool:
    description: V(sbdadm) for early builds, whose C(stmfadm) makes no logical units. It sets nothing but the size.
    type: str
    choices: [stmfadm, sbdadm]
    default: stmfadm
seealso:
  - module: quorate.ha_storage.comstar_info
  - module: quorate.ha_storage.comstar_view
"""

EXAMPLES = r"""
- name: A disk of a volume
  quorate.ha_storage.comstar_lu:
    path: /dev/zvol/rdsk/sp1/iscsi/lun0
    write_cache: false

- name: After a failover, the disk that the volume says it is, and no other
  quorate.ha_storage.comstar_lu:
    path: /dev/zvol/rdsk/sp1/iscsi/lun0
    guid: 600144F0B1C2D3E4000050A1B2C30001
    metadata: import

- name: Before the pool is exported
  quorate.ha_storage.comstar_lu:
    path: /dev/zvol/rdsk/sp1/iscsi/lun0
    state: standby
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample: ["make a logical unit of /dev/zvol/rdsk/sp1/iscsi/lun0"]
commands:
  description: The same as command lines. Where a secret goes, they have a placeholder.
  type: list
  elements: str
  returned: success
  sample: ["stmfadm create-lu -p wcd=true /dev/zvol/rdsk/sp1/iscsi/lun0"]
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when the wanted state would take something away, or give it to the wrong hosts
  sample: ["/dev/zvol/rdsk/sp1/lun0 has block_size 512, not 4096, and that cannot be changed (...)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.module import bring_about
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.spec import UNIT, read_unit


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=UNIT, supports_check_mode=True)
    bring_about(module, read_unit)


if __name__ == "__main__":
    main()
