#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: packages_info
short_description: Look at a folder of Debian packages
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Tells which packages a folder has that C(packages_fetch.yml) made, for what hosts they are, and whether they are
    what was fetched. Usually run on the controller.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_packages
options:
  folder:
    description: The folder, an absolute path.
    type: path
    required: true
  sums_sha256:
    description:
      - The SHA-256 that the file C(SHA256SUMS) in the folder must have, which all others hang on.
      - Empty does not compare.
    type: str
    default: ""
seealso:
  - module: quorate.ha_storage.packages_folder
"""

EXAMPLES = r"""
- name: See whether the folder survived the way here
  quorate.ha_storage.packages_info:
    folder: /srv/packages/debian-13
  delegate_to: localhost
  register: told
"""

RETURN = r"""
release:
  description: For what hosts the packages are; null where the folder does not say.
  type: dict
  returned: success
  sample: {distribution: debian, version: "13", architecture: amd64}
index:
  description: The text of the index, without what it names and the folder does not have.
  type: str
  returned: success
files:
  description: The files of the packages that are there and whole.
  type: list
  elements: str
  returned: success
  sample: [sbd_1.5.2-3_amd64.deb]
sums_sha256:
  description: The SHA-256 of C(SHA256SUMS); empty where there is none.
  type: str
  returned: success
problems:
  description: Why no host should be served from the folder; empty where nothing is wrong with it.
  type: list
  elements: str
  returned: success
"""

import dataclasses

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import SUMS
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.ready import folder_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import render_index
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import INFO, check_folder
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.system import FolderSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=INFO, supports_check_mode=True)
    try:
        found = FolderSystem(check_folder(module.params)).read()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    whole = [package for package in found.packages if found.has(package)]
    module.exit_json(
        changed=False,
        release=dataclasses.asdict(found.release) if found.release else None,
        index=render_index(whole),
        files=[package.file for package in whole],
        sums_sha256=found.digests.get(SUMS, ""),
        problems=folder_problems(found, module.params["sums_sha256"]),
    )


if __name__ == "__main__":
    main()
