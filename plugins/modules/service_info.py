#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``quorate.ha_storage.service_info``."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_info
short_description: See how a service is, from one node
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Tells where a service runs, how its data are replicated, and what this node has saved and serves of its target.
  - Run it on both nodes. Each sees the cluster and the replication with its own eyes.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_service
  - quorate.ha_storage._service
options:
  iqn:
    description: Name of its target.
    type: str
    required: true
  config:
    description: Path of the target's saved file.
    type: path
    required: true
seealso:
  - module: quorate.ha_storage.service_switchover
"""

EXAMPLES = r"""
- name: Look at a service
  quorate.ha_storage.service_info: "{{ service | quorate.ha_storage.service_options(info=true) }}"
  register: seen
"""

RETURN = r"""
service:
  description: The service, as the cluster has it.
  returned: success
  type: dict
  contains:
    node:
      description: Where the whole service runs; empty where it is whole on no node.
      type: str
    traces:
      description: The nodes on which any part of it is active.
      type: list
      elements: str
    failures:
      description: Failed actions that nobody has cleared.
      type: list
      elements: str
    constraints:
      description: Ids of the location constraints on any part of it.
      type: list
      elements: str
    replication:
      description: As RV(quorate.ha_storage.drbd_resource_info#module:resources[].live). Null where DRBD is down.
      type: dict
cluster:
  description: What holds for all services.
  returned: success
  type: dict
  contains:
    dc:
      description: Whether the cluster has a controller.
      type: bool
    quorum:
      description: Whether this partition has the quorum.
      type: bool
    fencing:
      description: Whether nodes that fail are fenced.
      type: bool
    watchdog:
      description: Whether SBD does that by a watchdog.
      type: bool
    fence_devices:
      description: The fence devices that are started.
      type: list
      elements: str
    maintenance:
      description: Whether the cluster keeps its hands off.
      type: bool
    nodes:
      description: C(name), C(online), C(standby), C(maintenance) and C(unclean) of each node.
      type: list
      elements: dict
    failures:
      description: All failed actions.
      type: list
      elements: str
target:
  description: The target on this node.
  returned: success
  type: dict
  contains:
    digest:
      description:
        - Tells whether two nodes have saved the same target. Empty where there is no saved file.
        - Made with the key that only the nodes of the cluster know, so that nobody can guess secrets from it.
      type: str
    enabled:
      description: Whether initiators can log in here.
      type: bool
    sessions:
      description: The initiators that are logged in here.
      type: list
      elements: str
    luns:
      description: How many LUNs are served here.
      type: int
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import report
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.spec import read_service
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.system import ServiceSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.target import target_values


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(INFO), supports_check_mode=True)
    service = read_service(module.params)
    try:
        situation = ServiceSystem(Wanted(service)).read()
        target = target_values(module.params["iqn"], module.params["config"])
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(
        changed=False,
        service=report.service_values(situation, service),
        cluster=report.cluster_values(situation.cluster),
        target=target,
    )


if __name__ == "__main__":
    main()
