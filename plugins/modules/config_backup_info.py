#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: config_backup_info
short_description: Look at the kept configurations of a node
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Lists the archives of P(quorate.ha_storage.config_backup#module), and tells what differs from one of them now.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_config
options:
  folder:
    description: Where the archives are, readable by root alone.
    type: path
    default: /var/lib/quorate/backups
  archive:
    description: The archive to compare with; the newest one unless given.
    type: str
seealso:
  - module: quorate.ha_storage.config_backup
  - module: quorate.ha_storage.config_restore
"""

EXAMPLES = r"""
- name: What has changed since the last archive
  quorate.ha_storage.config_backup_info:
  register: kept
"""

RETURN = r"""
archives:
  description: The names, oldest first.
  type: list
  elements: str
  returned: success
  sample: [config-20261123T050000Z.tar.gz]
archive:
  description: The one compared with; empty where there is none.
  type: str
  returned: success
changed_files:
  description:
    - Paths that are in the archive and not the same now. C(/cib.xml) and C(/volume-groups/) are what tools told.
  type: list
  elements: str
  returned: success
new_files:
  description: Paths that are not in the archive.
  type: list
  elements: str
  returned: success
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.report import compare
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.spec import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.system import Archives, BackupSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True)
    archives = Archives(module.params["folder"])
    try:
        names = archives.names()
        name = module.params["archive"] or (names[-1] if names else "")
        archived = archives.load(name) if name else {}
        found = compare(BackupSystem(archives).present(), archived)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, archives=names, archive=name, **found)


if __name__ == "__main__":
    main()
