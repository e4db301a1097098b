#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: packages_folder
short_description: Keep a folder of Debian packages
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts packages into a folder, with an index for apt and a list for C(sha256sum --check). Only what the folder lacks
    is taken from the archive, and each package is compared with the index.
  - Files that are no packages of a repository are left alone.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_packages
  - quorate.ha_storage._packages
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  folder:
    description: The folder, an absolute path.
    type: path
    default: /var/lib/quorate/packages
  archive:
    description: A tar archive on this host with the packages that the folder lacks.
    type: path
  remove_old_versions:
    description: Whether other versions of the packages in O(index) are removed.
    type: bool
    default: false
  remove_others:
    description: Whether every package is removed that is not in O(index).
    type: bool
    default: false
  state:
    description: V(absent) removes all packages, and the folder if nothing else is in it.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: quorate.ha_storage.packages_info
  - module: quorate.ha_storage.packages_source
"""

EXAMPLES = r"""
- name: Add what was downloaded
  quorate.ha_storage.packages_folder:
    folder: /srv/packages/debian-13
    release: "{{ downloaded.release }}"
    index: "{{ downloaded.index }}"
    archive: /tmp/packages.tar
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: ["take 3 packages (1.2 MB) into /srv/packages/debian-13"]
missing:
  description: Files that the folder did not have, or not whole.
  type: list
  elements: str
  returned: success
  sample: [sbd_1.5.2-3_amd64.deb]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.plan import plan_folder, taken
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import FOLDERS, REQUIRED, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.system import FolderSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=FOLDERS, required_if=REQUIRED, supports_check_mode=True)
    try:
        wanted = read_wanted(module.params)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    system = FolderSystem(module.params["folder"], module.params["archive"])
    converge(module, system, wanted, plan_folder, tell=taken)


if __name__ == "__main__":
    main()
