#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: packages_source
short_description: Make a folder the source of a host's packages
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Asks apt, with the index of a folder as its only source, what the installation of O(names) would do on this host.
    Refuses a folder for another release or architecture, packages that the folder does not have, and the removal of
    others. The packages themselves need not be here for that.
  - Then writes a source file for the folder. The host's other sources stay.
  - RV(apt_config) names settings below C(/run) by which apt sees the folder and no other source. In the environment of
    a task, as E(APT_CONFIG), they hold for that task alone.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_packages
  - quorate.ha_storage._packages
attributes:
  check_mode:
    support: full
    details:
      - Makes the settings below C(/run) all the same, so that tasks that install packages can tell what they would do.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  folder:
    description: The folder on this host, an absolute path.
    type: path
    default: /var/lib/quorate/packages
  names:
    description: The packages that are to be installed.
    type: list
    elements: str
    default: []
  state:
    description: V(absent) removes the source file and the settings.
    type: str
    choices: [present, absent]
    default: present
seealso:
  - module: quorate.ha_storage.packages_folder
"""

EXAMPLES = r"""
- name: Take packages from the folder
  quorate.ha_storage.packages_source:
    release: "{{ told.release }}"
    index: "{{ told.index }}"
    names: [corosync-qnetd, libnss3-tools]
  register: source

- name: Install from there, and from nowhere else
  ansible.builtin.apt:
    name: [corosync-qnetd, libnss3-tools]
  environment:
    APT_CONFIG: "{{ source.apt_config }}"
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done.
  type: list
  elements: str
  returned: success
  sample: [install packages from the folder]
apt_config:
  description: The path of the settings; empty with O(state=absent).
  type: str
  returned: success
  sample: /run/quorate/packages/apt.conf
installs:
  description: The packages that come or are updated by the installation of O(names), with their versions.
  type: list
  elements: str
  returned: success
  sample: [sbd 1.5.2-3]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.parse import parse_index
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.plan import plan_source
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import (
    REQUIRED,
    SOURCES,
    read_names,
    read_source,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.system import SourceSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=SOURCES, required_if=REQUIRED, supports_check_mode=True)
    try:
        names, wanted = read_names(module.params), read_source(module.params)
        index = parse_index(module.params["index"], "the parameter index")
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    system = SourceSystem(index, wanted.release, names, folder=module.params["folder"])
    settings = system.settings if wanted.text else ""
    converge(module, system, wanted, plan_source, apt_config=settings, installs=system.installs)


if __name__ == "__main__":
    main()
