# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.metro_findings``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.site import plain
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.judge import findings
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.spec import read_limits

DOCUMENTATION = r"""
name: metro_findings
short_description: Whether two sites are fit to be one storage
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges what P(quorate.ha_storage.metro_info#module) told on both nodes.
  - Finds sites that are too far from each other or from the arbiter, networks that serve two purposes,
    clocks that differ, and too little memory.
positional: facts, window, limits
options:
  _input:
    description: The expanded site, from P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  facts:
    description: By the node's name, the RV(quorate.ha_storage.metro_info#module:facts).
    type: dict
    required: true
  window:
    description: The controller's time in seconds before the first and after the last node was asked.
    type: list
    elements: float
    required: true
  limits:
    description:
      - The value of C(ha_storage_metro); what it does not set has the usual value.
      - V(round_trip_ms) (5) and V(round_trip_warn_ms) (2) are for the way from node to node and back.
      - V(arbiter_round_trip_ms) (200) is for the way from a node to the arbiter and back.
      - V(clock_seconds) (2) is what a node's clock may differ from the controller's.
      - V(memory_mib) (2048) is what each node has at least.
      - V(separate) (V(replication), V(iscsi), V(management), V(arbiter)) must not share a network.
    type: dict
    default: {}
seealso:
  - plugin: quorate.ha_storage.metro_info
    plugin_type: module
"""

EXAMPLES = r"""
- name: Refuse what cannot work
  ansible.builtin.assert:
    that: found.problems | length == 0
    fail_msg: "{{ found.problems }}"
  vars:
    found: "{{ site | quorate.ha_storage.metro_findings(facts, [before, after], {'round_trip_ms': 4}) }}"
"""

RETURN = r"""
_value:
  description:
    - What forbids the two sites in C(problems), and what is worth knowing in C(warnings).
    - Each is a line with the node, the reason and the way out.
  type: dict
"""


def metro_findings(site: t.Any, facts: t.Any, window: t.Any, limits: t.Any = None) -> dict[str, list[str]]:
    """The findings. Raises AnsibleFilterError with one wrong limit a line."""
    try:
        asked = read_limits(plain(limits or {}))
    except InvalidInput as error:
        lines = "".join(f"\n- {problem}" for problem in error.problems)
        raise AnsibleFilterError(f"the limits have {len(error.problems)} problem(s):{lines}") from None
    begin, end = (float(each) for each in window)
    return findings(plain(site), plain(facts), (begin, end), asked)._asdict()


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"metro_findings": metro_findings}
