#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: config_restore
short_description: Put a kept configuration of a node back
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts parts of an archive of P(quorate.ha_storage.config_backup#module) back, file by file, each whole at any moment.
  - Refuses, before the first change and with every reason at once, what a running service would be harmed by.
  - Files that the archive does not have stay. Metadata of volume groups are never put back, for what was grown since
    then would be cut off; C(vgcfgrestore) does that by hand.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_config
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Paths, modes and digests; the content may be secret.
  idempotent:
    support: full
options:
  folder:
    description: Where the archives are, readable by root alone.
    type: path
    default: /var/lib/quorate/backups
  archive:
    description: The name of the archive.
    type: str
    required: true
  parts:
    description: What to put back.
    type: list
    elements: str
    choices: [cib, cluster, drbd, initiator, lvm, targets]
    default: [cib, cluster, drbd, initiator, lvm, targets]
  overwrite_configuration:
    description: Whether the present configuration may be overwritten. Without it the module refuses to change anything.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.config_backup
  - module: quorate.ha_storage.config_backup_info
"""

EXAMPLES = r"""
- name: The description of a target as it was
  quorate.ha_storage.config_restore:
    archive: config-20261123T050000Z.tar.gz
    parts: [targets]
    overwrite_configuration: true
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: [put /etc/quorate/targets/san0.json back]
refusals:
  description: Why nothing was done, each with a way out.
  type: list
  elements: str
  returned: when refused
  sample: ["the target iqn.2026-11.com.example:san0 is served here (move its service to the other node first)"]
by_hand:
  description: Volume groups whose metadata differ, which are not put back.
  type: list
  elements: str
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.plan import by_hand, plan_restore
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.spec import RESTORE, read_restore
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.system import Archives, RestoreSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(RESTORE), supports_check_mode=True)
    try:
        wanted = read_restore(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    system = RestoreSystem(Archives(module.params["folder"]), module.params["archive"])
    converge(module, system, wanted, plan_restore, by_hand=lambda: by_hand(system.last, wanted))


if __name__ == "__main__":
    main()
