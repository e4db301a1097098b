#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: pacemaker_cib_info
short_description: Read resources, constraints, alerts and properties of a Pacemaker cluster
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads what an owner has in the cluster's configuration, in the shape M(quorate.ha_storage.pacemaker_cib) accepts,
    and what others have in it.
  - Values of attributes that look like secrets are hidden.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_pacemaker
requirements:
  - Pacemaker 2.1 or newer with its command line tools
options:
  owner:
    description: Whose objects to tell from those of others.
    type: str
    default: quorate
seealso:
  - module: quorate.ha_storage.pacemaker_cib
"""

EXAMPLES = r"""
- name: What the cluster runs
  quorate.ha_storage.pacemaker_cib_info:
  register: cib

- name: Nobody has left a ban or a move behind
  ansible.builtin.assert:
    that: cib.foreign_constraints | selectattr('id', 'match', 'cli-') | length == 0
"""

RETURN = r"""
running:
  description: Whether the cluster runs on this host; everything else is empty otherwise.
  type: bool
  returned: success
properties:
  description: Cluster properties that the owner has set.
  type: dict
  returned: success
resource_defaults:
  description: Default meta attributes of resources that the owner has set.
  type: dict
  returned: success
operation_defaults:
  description: Default options of operations that the owner has set.
  type: dict
  returned: success
resources:
  description: Resources of the owner, as M(quorate.ha_storage.pacemaker_cib) accepts them.
  type: list
  elements: dict
  returned: success
constraints:
  description: Constraints of the owner, as M(quorate.ha_storage.pacemaker_cib) accepts them.
  type: list
  elements: dict
  returned: success
alerts:
  description: Alerts of the owner, as M(quorate.ha_storage.pacemaker_cib) accepts them.
  type: list
  elements: dict
  returned: success
fencing_levels:
  description: Fencing levels of the owner, as M(quorate.ha_storage.pacemaker_cib) accepts them.
  type: list
  elements: dict
  returned: success
foreign_resources:
  description: Resources of others, in the same shape.
  type: list
  elements: dict
  returned: success
foreign_constraints:
  description: Constraints of others with their C(id), C(kind) and C(xml).
  type: list
  elements: dict
  returned: success
all_properties:
  description: All cluster properties, whoever set them.
  type: dict
  returned: success
dc:
  description: Whether a designated controller is elected.
  type: bool
  returned: success
online:
  description: Nodes that are online members.
  type: list
  elements: str
  returned: success
active:
  description: The nodes of each active resource.
  type: dict
  returned: success
  sample: {san0-ip: [node1]}
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, NotThereYet
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import ARGUMENTS
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.system import PacemakerSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.view import cluster_view


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec={"owner": ARGUMENTS["owner"]}, supports_check_mode=True)
    system = PacemakerSystem()
    try:
        cluster = system.read()
    except NotThereYet as missing:
        module.warn(str(missing))
        cluster = system.absent()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **cluster_view(cluster, module.params["owner"]))


if __name__ == "__main__":
    main()
