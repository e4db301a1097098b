#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module ``quorate.ha_storage.service_switchover``."""

from __future__ import annotations

DOCUMENTATION = r"""
module: service_switchover
short_description: Move a service to a node of the cluster
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Moves a service on purpose, with nothing left behind. The service is preferred on the node by a constraint of its
    own, and the constraint is removed in every case. DRBD stays connected, as it does not when a node goes to standby.
  - Refuses to move what is not safe to move now, with every reason, before anything is changed. That is, without a
    quorum, with a resync running, with a copy that is not up to date, with a failed action that nobody has cleared,
    with a constraint that an operator or a fence handler has left, in maintenance, without fencing, or where the node
    has another target saved.
  - A run that was interrupted can be repeated. The constraint that it left loses its force after O(lifetime).
  - Runs on one node of the cluster, whichever.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_service
  - quorate.ha_storage._service
attributes:
  check_mode:
    support: full
    details:
      - Fails where the real run would be refused.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  to:
    description: The node. Empty for the one where the service does not run now.
    type: str
    default: ""
  digests:
    description:
      - The RV(quorate.ha_storage.service_info#module:target.digest) of each node, by name. The move is refused when the
        two nodes have saved different targets.
      - A node that is not mentioned is not compared.
    type: dict
    default: {}
  require_fencing:
    description: Refuse where a node that fails under way could not be fenced.
    type: bool
    default: true
  timeout:
    description: Seconds for the service to arrive.
    type: int
    default: 120
  lifetime:
    description: Seconds after which the cluster forgets the move by itself, should this run not get to that.
    type: int
    default: 600
seealso:
  - module: quorate.ha_storage.service_info
"""

EXAMPLES = r"""
- name: Move a service to the other node
  quorate.ha_storage.service_switchover: "{{ service | quorate.ha_storage.service_options }}"

- name: See whether a service could move to node2, and change nothing
  quorate.ha_storage.service_switchover:
    name: san0
    id: san0
    clone: san0-drbd-clone
    drbd: san0-drbd
    resource: san0
    to: node2
  check_mode: true
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode.
  returned: success
  type: list
  elements: str
  sample: [move san0 from node1 to node2]
node:
  description: Where the service runs now.
  returned: success
  type: str
  sample: node2
previous_node:
  description: Where it ran before.
  returned: success
  type: str
  sample: node1
seconds:
  description:
    - From the request to the cluster until the service was seen on the node; it is looked for every second.
    - Null without a move.
  returned: success
  type: float
  sample: 4.2
steps:
  description: What the cluster did, with the time that each agent took. Empty without a move.
  returned: success
  type: list
  elements: dict
  contains:
    resource:
      description: The primitive.
      type: str
    node:
      description: Where.
      type: str
    action:
      description: V(start), V(stop), V(promote) or V(demote).
      type: str
    seconds:
      description: How long the agent took.
      type: float
refusals:
  description: Every reason why nothing was changed.
  returned: when refused
  type: list
  elements: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import report
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.arguments import SWITCHOVER
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.spec import read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.system import ServiceSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(SWITCHOVER), supports_check_mode=True)
    try:
        wanted = read_wanted(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    system = ServiceSystem(wanted)
    converge(
        module,
        system,
        wanted,
        system.plan,
        node=system.node_now,
        previous_node=lambda: system.previous_node,
        seconds=lambda: system.seconds,
        steps=lambda: report.step_values(system.steps()),
    )


if __name__ == "__main__":
    main()
