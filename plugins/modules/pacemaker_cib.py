#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: pacemaker_cib
short_description: Have resources, constraints, alerts and properties in a Pacemaker cluster
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Brings all that one owner declares into the cluster's configuration (CIB), in one transaction.
  - "What the owner declared before and declares no more is removed. What others made stays: moves and bans of
    operators, constraints of DRBD's fence handler, other resources, what Pacemaker keeps there itself."
  - Who made what is recorded in the CIB, in a tag named after the O(owner).
  - A declared resource is what its declaration says; only the meta attributes C(target-role), C(is-managed) and
    C(maintenance), which operators set by hand, stay when they are not declared, and so do rules and utilization.
  - The new configuration is checked by C(crm_verify), and C(crm_simulate) tells whether the cluster would stop or move
    something. It is committed only on the very CIB it was made for; otherwise it is planned anew.
  - Run it on one node of the cluster.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_pacemaker
attributes:
  check_mode:
    support: full
    details:
      - Where the cluster does not run, everything is reported as new.
  diff_mode:
    support: full
  idempotent:
    support: full
requirements:
  - Pacemaker 2.1 or newer with its command line tools
options:
  owner:
    description: Whose declaration this is. Several owners can share a cluster.
    type: str
    default: quorate
  properties:
    description:
      - Cluster properties, for example C(no-quorum-policy).
      - A value that is set already, by whomever, is taken over.
    type: dict
    default: {}
  resource_defaults:
    description: Default meta attributes of resources, for example C(resource-stickiness).
    type: dict
    default: {}
  operation_defaults:
    description: Default options of operations, for example C(timeout).
    type: dict
    default: {}
  resources:
    description: Primitives, groups and clones.
    type: list
    elements: dict
    default: []
    suboptions:
      id:
        description: The id; unique among all resources and constraints.
        type: str
        required: true
      kind:
        description: What it is.
        type: str
        choices: [primitive, group, clone]
        default: primitive
      agent:
        description: The agent of a primitive, for example V(ocf:heartbeat:IPaddr2) or V(stonith:fence_ipmilan).
        type: str
      attributes:
        description: Parameters of the agent (instance attributes).
        type: dict
        default: {}
      secret_attributes:
        description:
          - Parameters of the agent that must not be shown.
          - The CIB itself has them in plain text, readable by members of the group C(haclient).
        type: dict
        default: {}
      meta:
        description: Meta attributes.
        type: dict
        default: {}
      operations:
        description: Operations of a primitive.
        type: list
        elements: dict
        default: []
        suboptions:
          name:
            description: The action, for example V(monitor).
            type: str
            required: true
          interval:
            description: How often. Must differ between two operations of one name.
            type: str
            default: 0s
          timeout:
            description: How long it may take.
            type: str
          role:
            description: The role the operation is for.
            type: str
            choices: [Started, Stopped, Promoted, Unpromoted]
          on_fail:
            description: What follows a failure.
            type: str
            choices: [ignore, block, stop, restart, standby, fence, demote]
          start_delay:
            description: How long to wait before the first one.
            type: str
      members:
        description: The primitives of a group, in the order in which they start.
        type: list
        elements: str
        default: []
      resource:
        description: The primitive or group that a clone has several instances of.
        type: str
  constraints:
    description: Where and in which order resources run.
    type: list
    elements: dict
    default: []
    suboptions:
      id:
        description: The id; unique among all resources and constraints.
        type: str
        required: true
      kind:
        description: What it constrains.
        type: str
        choices: [location, colocation, order]
        required: true
      resource:
        description: The resource of a location; the dependent resource of a colocation.
        type: str
      node:
        description: The node of a location.
        type: str
      score:
        description: A number, V(INFINITY) or V(-INFINITY). Required for a location.
        type: str
      resource_discovery:
        description: Whether a location lets Pacemaker probe for the resource on the node.
        type: str
        choices: [always, never, exclusive]
      role:
        description: The role of the resource.
        type: str
        choices: [Started, Stopped, Promoted, Unpromoted]
      with_resource:
        description: The resource of a colocation that the other follows.
        type: str
      with_role:
        description: The role of that resource.
        type: str
        choices: [Started, Stopped, Promoted, Unpromoted]
      first:
        description: The resource of an order that acts first.
        type: str
      first_action:
        description: Its action.
        type: str
        choices: [start, stop, promote, demote]
      then:
        description: The resource of an order that acts then.
        type: str
      then_action:
        description: Its action; by default the same.
        type: str
        choices: [start, stop, promote, demote]
      order_kind:
        description: How strict the order is.
        type: str
        choices: [Mandatory, Optional, Serialize]
      symmetrical:
        description: Whether the reverse holds for the reverse actions.
        type: bool
  alerts:
    description: Programs that the cluster runs when something happens. Recipients that others add to them stay.
    type: list
    elements: dict
    default: []
    suboptions:
      id:
        description: The id; unique among all resources, constraints and alerts.
        type: str
        required: true
      path:
        description: The program, which must be on every node.
        type: path
        required: true
      select:
        description: The kinds of events. Empty for all but V(attributes).
        type: list
        elements: str
        choices: [nodes, fencing, resources, attributes]
        default: []
      attributes:
        description: Values for the environment of the program. The CIB is no place for secrets.
        type: dict
        default: {}
      meta:
        description: Meta attributes, for example C(timeout).
        type: dict
        default: {}
  fencing_levels:
    description:
      - In which order a node's fence devices are tried (fencing topology). A node without any is fenced by whichever
        device can.
      - The device C(watchdog) stands for the node's own watchdog, see C(stonith-watchdog-timeout).
    type: list
    elements: dict
    default: []
    suboptions:
      node:
        description: The node to be fenced.
        type: str
        required: true
      level:
        description: From 1 to 9. A level is tried when the one before has failed.
        type: int
        required: true
      devices:
        description: The fence devices that stop the node together.
        type: list
        elements: str
        required: true
  adopt:
    description: Takes over resources and constraints that exist under a declared id and were made by somebody else.
    type: bool
    default: false
  stop_removed:
    description:
      - Stops active resources that are not declared any more, in their order, and then removes them.
      - Without it, active resources are not removed; the module refuses.
    type: bool
    default: false
  allow_disturbing:
    description: Whether to commit what makes the cluster stop, restart or move a resource, or fence a node.
    type: bool
    default: true
  nodes:
    description:
      - Nodes that must be online before the CIB is changed. What is written before the first election is partly lost.
      - With an empty list, a DC is all that is needed.
    type: list
    elements: str
    default: []
  wait:
    description: How many seconds to wait for the cluster, for O(nodes), and for resources to stop.
    type: int
    default: 120
seealso:
  - module: quorate.ha_storage.pacemaker_cib_info
  - plugin: quorate.ha_storage.cib
    plugin_type: filter
"""

EXAMPLES = r"""
- name: An address that prefers node1
  quorate.ha_storage.pacemaker_cib:
    owner: example
    properties:
      no-quorum-policy: stop
    resources:
      - id: web-ip
        agent: ocf:heartbeat:IPaddr2
        attributes: {ip: 192.0.2.10, cidr_netmask: 24}
        operations:
          - {name: monitor, interval: 10s, timeout: 20s}
    constraints:
      - {id: web-ip-prefers-node1, kind: location, resource: web-ip, node: node1, score: 50}
    nodes: [node1, node2]
  run_once: true

- name: Remove everything of this owner, running or not
  quorate.ha_storage.pacemaker_cib:
    owner: example
    stop_removed: true
  run_once: true
"""

RETURN = r"""
operations:
  description: What was done, or in check mode would be done; the commit is one transaction.
  type: list
  elements: str
  returned: success
  sample: ["commit: create primitive web-ip; create location web-ip-prefers-node1"]
cluster_actions:
  description: What the cluster does upon the commit, as C(crm_simulate) foretells.
  type: list
  elements: str
  returned: success
  sample: ["start web-ip on node1"]
foreign_constraints:
  description: Constraints that others made.
  type: list
  elements: dict
  returned: success
  sample:
    - id: cli-prefer-san0
      kind: rsc_location
      xml: <rsc_location id="cli-prefer-san0" rsc="san0" node="node2" score="INFINITY" />
complaints:
  description: What C(crm_verify) has against the new configuration and had against the old one already.
  type: list
  elements: str
  returned: success
  sample: ["Resource start-up disabled since no STONITH resources have been defined"]
refusals:
  description: Why nothing was done, each with a way out.
  type: list
  elements: str
  returned: when refused
  sample:
    - san0-ip exists already and was not made by the owner quorate (choose another id, or take it over with adopt=true)
problems:
  description: Everything wrong with the options, or with the new configuration in the eyes of C(crm_verify).
  type: list
  elements: str
  returned: when the input is wrong
  sample: ["resources[2].agent: is required for the kind primitive"]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import ARGUMENTS, read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.system import PacemakerSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.view import foreign_view


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=dict(ARGUMENTS), supports_check_mode=True)
    try:
        declared = read_declaration(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    wait = 0 if module.check_mode else module.params["wait"]
    system = PacemakerSystem(wait=wait, nodes=module.params["nodes"])
    converge(
        module,
        system,
        declared,
        system.plan,
        cluster_actions=lambda: [str(each) for each in sorted(system.forecast)],
        foreign_constraints=lambda: foreign_view(system.last.configuration, declared),
        complaints=lambda: system.complaints,
    )


if __name__ == "__main__":
    main()
