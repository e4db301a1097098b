#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: iscsitgt
short_description: Bring the configuration of the legacy iSCSI target daemon to another host
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Imports a manifest of the daemon C(iscsitgt), the predecessor of COMSTAR, that was exported on another host
    (C(svccfg export -a iscsitgt)), with other backing stores and portal groups.
  - The GUID of each LUN, which is what hosts know the disk by, is kept. A LUN without one, or with another one than it
    has on this host, is refused.
  - Everything else of the manifest, with its secrets, stays as it is. Secrets are in no output, and not compared - a
    manifest that differs in nothing but a secret is no change.
  - A daemon that has another configuration is stopped, its configuration deleted, the new one imported, and it is
    started again. Each step is verified before the next.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
requirements:
  - OpenSolaris or Solaris with C(iscsitgt), C(svccfg), C(svcadm), C(svcs)
notes:
  - The shape of the manifest is taken from the daemon's source. It has not been run on a live host.
options:
  manifest:
    description: Path of the exported manifest on the managed host. Keep it with mode C(0600), for it holds secrets.
    type: path
    required: true
  backing_stores:
    description:
      - Where backing stores are now. The first entry that a store begins with counts.
      - An entry that re-points no store is refused.
    type: list
    elements: dict
    default: []
    suboptions:
      old:
        description: The beginning of a path in the manifest, in whole parts.
        type: str
        required: true
      new:
        description: What it becomes.
        type: str
        required: true
  portal_groups:
    description:
      - The portal groups of this host, in place of those in the manifest. Targets keep the tags that are still there.
      - A target that would lose all its tags, and so listen on every address, is refused.
      - When not given, those of the manifest are taken.
    type: list
    elements: dict
    suboptions:
      tag:
        description: The number of the group.
        type: int
        required: true
      addresses:
        description: Its addresses.
        type: list
        elements: str
        required: true
  allow_replace:
    description:
      - Allows to replace a configuration that the daemon has on this host. It is off for that moment.
      - What it had is kept beside the manifest, with C(.replaced) behind its name and mode C(0600).
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.iscsitgt_info
"""

EXAMPLES = r"""
- name: On the host for disaster recovery, whose pool is called rp1
  quorate.ha_storage.iscsitgt:
    manifest: /var/spool/ss1-iscsitgt.xml
    backing_stores:
      - {old: /dev/zvol/rdsk/sp1, new: /dev/zvol/rdsk/rp1}
    portal_groups:
      - {tag: 1, addresses: [10.2.0.1]}
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done, in order.
  type: list
  elements: str
  returned: success
  sample:
    - keep the configuration of iscsitgt in /var/spool/ss1-iscsitgt.xml.replaced
    - stop iscsitgt
    - delete the configuration of iscsitgt
    - import 2 targets with 3 LUNs into iscsitgt
    - start iscsitgt
refusals:
  description: Why nothing was done.
  type: list
  elements: str
  returned: when a disk would become another one, or a target open to everybody
  sample: ["LUN 0 of ss1-zrp1 would have another GUID, as another disk to its users (correct the manifest)"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.spec import ARGUMENTS, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.system import IscsitgtSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    try:
        wanted = read_wanted(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    converge(module, IscsitgtSystem(wanted, module.tmpdir), wanted, plan)


if __name__ == "__main__":
    main()
