#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: packages_download
short_description: Download Debian packages with all that they need
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Downloads packages and everything they depend on, as if nothing were installed, for hosts of the same release and
    architecture that reach no mirror. apt compares each with the signed lists of the sources of this host.
  - What is installed on this host does not count and does not change. apt's lists and cache are kept in O(folder).
    Root is not needed.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_packages
attributes:
  check_mode:
    support: full
    details:
      - apt's lists are read into O(folder) all the same.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  names:
    description: The packages.
    type: list
    elements: str
    required: true
  present:
    description: Files that need not be downloaded, because they are where they shall be.
    type: list
    elements: str
    default: []
  recommends:
    description: Whether packages that others recommend come, too.
    type: bool
    default: false
  folder:
    description: A folder on this host for the downloads, an absolute path. What an interrupted run left there is used.
    type: path
    required: true
seealso:
  - module: quorate.ha_storage.packages_folder
"""

EXAMPLES = r"""
- name: Download what the arbiter needs
  quorate.ha_storage.packages_download:
    names: [corosync-qnetd, libnss3-tools]
    folder: "{{ ansible_facts.user_dir }}/.cache/quorate-packages"
  register: downloaded
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: ["download 3 packages (1.2 MB)"]
release:
  description: For what hosts the packages are, which is what this host is.
  type: dict
  returned: success
  sample: {distribution: debian, version: "13", architecture: amd64}
index:
  description: The text of an index of all packages that O(names) need, those of O(present) as well.
  type: str
  returned: success
files:
  description: The files of the packages that were not in O(present).
  type: list
  elements: str
  returned: success
  sample: [sbd_1.5.2-3_amd64.deb]
archive:
  description: The path of a tar archive with them; empty where there are none, and in check mode.
  type: str
  returned: success
"""

import dataclasses

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.plan import plan_download
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import render_index
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import DOWNLOAD, read_names
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.system import DownloadSystem, read_host


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=DOWNLOAD, supports_check_mode=True)
    try:
        release = read_host(Files())
        system = DownloadSystem(module.params["folder"], read_names(module.params), module.params["recommends"])
        needed = system.ask()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    new = tuple(package for package in needed if package.file not in module.params["present"])
    converge(
        module,
        system,
        Wanted(release, new),
        plan_download,
        release=dataclasses.asdict(release),
        index=render_index(needed),
        files=[package.file for package in new],
        archive=lambda: "" if module.check_mode else system.pack(new),
    )


if __name__ == "__main__":
    main()
