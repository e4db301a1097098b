# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.fence_drill_plan``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.drill import drill_plan

DOCUMENTATION = r"""
name: fence_drill_plan
short_description: Whether a node may be fenced on purpose
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges a site before the playbook C(fence_drill) has the cluster fence a node.
  - Knows by the boot id whether an interrupted drill has done that already.
positional: node, active, asked, found
options:
  _input:
    description: The site, as expanded by P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  node:
    description: The node to be fenced.
    type: str
    required: true
  active:
    description: Whether it may serve something.
    type: bool
    required: true
  asked:
    description:
      - By node what was registered of P(quorate.ha_storage.service_info#module) in a loop over the services' names.
    type: dict
    required: true
  found:
    description:
      - C(boots) has the boot id of each node, C(marks) what an interrupted drill has noted on each.
      - C(devices) lists what the other node can fence it with, C(failed) those of them that do not answer.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Refuse what is not safe
  ansible.builtin.assert:
    that: (site | quorate.ha_storage.fence_drill_plan('node2', false, asked, found)).problems == []
"""

RETURN = r"""
_value:
  description:
    - C(problems) says why nothing must be done.
    - C(resumed) tells whether an interrupted drill has fenced the node, C(began) when that began.
    - C(serving) has the services on the node, C(limit) the seconds that fencing may take.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"fence_drill_plan": drill_plan}
