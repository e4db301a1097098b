# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.fence_drill_entry``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.drill import drill_entry

DOCUMENTATION = r"""
name: fence_drill_entry
short_description: What came of a fence drill
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Makes the line of the history, and the report, of a run of the playbook C(fence_drill).
positional: plan, measured, watched, watcher
options:
  _input:
    description: The node that was fenced.
    type: str
    required: true
  plan:
    description: The plan, of P(quorate.ha_storage.fence_drill_plan#filter).
    type: dict
    required: true
  measured:
    description:
      - C(at) is the time, C(fenced) and C(back) are seconds, C(boots) the boot ids before and after.
    type: dict
    required: true
  watched:
    description: What the I/O probe has printed, or nothing.
    type: dict
    required: true
  watcher:
    description: The host that it ran on.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Report
  ansible.builtin.debug:
    msg: "{{ ('node2' | quorate.ha_storage.fence_drill_entry(plan, measured, watched, 'client')).text }}"
"""

RETURN = r"""
_value:
  description: The values of the history's line, and the same for people in C(text).
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"fence_drill_entry": drill_entry}
