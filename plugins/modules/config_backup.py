#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: config_backup
short_description: Keep a node's configuration in a dated archive
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Keeps what makes the node a part of the site, in one archive C(config-DATE.tar.gz) that only root can read. It holds
    secrets, corosync's key among them.
  - "C(cluster): corosync with its certificates, SBD. C(cib): the cluster's configuration. C(drbd), C(targets),
    C(initiator): their files. C(lvm): LVM's settings and the metadata of each volume group."
  - Nothing is made where nothing differs from the last archive.
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
  keep:
    description: How many archives there are at most; the oldest goes first.
    type: int
    default: 10
seealso:
  - module: quorate.ha_storage.config_backup_info
  - module: quorate.ha_storage.config_restore
"""

EXAMPLES = r"""
- name: Keep the configuration as it is
  quorate.ha_storage.config_backup:
  register: kept
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: [keep the configuration as config-20261123T050000Z.tar.gz]
archive:
  description: The newest archive, which holds the present configuration; empty where there is none yet.
  type: str
  returned: success
  sample: /var/lib/quorate/backups/config-20261123T050000Z.tar.gz
"""

import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.plan import plan_backup
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.spec import BACKUP, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.system import Archives, BackupSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(BACKUP), supports_check_mode=True)
    try:
        wanted = read_wanted(module.params, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()))
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    archives = Archives(module.params["folder"])
    system = BackupSystem(archives)
    converge(module, system, wanted, plan_backup, archive=archives.newest)


if __name__ == "__main__":
    main()
