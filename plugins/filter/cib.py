# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.cib``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.service import cib_options

DOCUMENTATION = r"""
name: cib
short_description: The options of P(quorate.ha_storage.pacemaker_cib#module) for a site
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns a site, as expanded by P(quorate.ha_storage.site#filter), into what the cluster shall run.
  - "For each service: DRBD as a promotable clone; a group of volume group, target and addresses, in this order, on
    the node where DRBD is promoted; a preference for one node that is weaker than the stickiness, so that nothing moves
    back by itself."
  - For the cluster, fencing and the defaults of resources.
options:
  _input:
    description: An expanded site.
    type: dict
    required: true
seealso:
  - plugin: quorate.ha_storage.site
    plugin_type: filter
"""

EXAMPLES = r"""
- name: What the cluster shall run, with a property of our own
  quorate.ha_storage.pacemaker_cib:
    properties: "{{ cib.properties | combine({'cluster-recheck-interval': '5min'}) }}"
    resource_defaults: "{{ cib.resource_defaults }}"
    resources: "{{ cib.resources }}"
    constraints: "{{ cib.constraints }}"
    fencing_levels: "{{ cib.fencing_levels }}"
    nodes: "{{ cib.nodes }}"
  vars:
    cib: "{{ ha_storage_services | quorate.ha_storage.site(ha_storage_cluster) | quorate.ha_storage.cib }}"
"""

RETURN = r"""
_value:
  description:
    - The options C(properties), C(resource_defaults), C(resources), C(constraints), C(fencing_levels) and C(nodes).
    - It holds the secrets of fence devices.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"cib": cib_options}
