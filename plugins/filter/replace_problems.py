# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.replace_problems``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.plan import replace_problems

DOCUMENTATION = r"""
name: replace_problems
short_description: Whether a lost node can be built anew
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges whether the other node serves everything well, and whether the named one is a new machine or, after an
    interruption, on its way back.
positional: lost, asked, votes, fact
options:
  _input:
    description: The site, as expanded by P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  lost:
    description: The node.
    type: str
    required: true
  asked:
    description:
      - By node what was registered of P(quorate.ha_storage.service_info#module) in a loop over the services' names.
    type: dict
    required: true
  votes:
    description: By node what C(corosync-quorumtool -s) said.
    type: dict
    required: true
  fact:
    description: The RV(quorate.ha_storage.site_info#module:facts) of the node.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Refuse what is not safe
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems }}"
  vars:
    problems: "{{ site | quorate.ha_storage.replace_problems('node2', asked, votes, looked.facts) }}"
"""

RETURN = r"""
_value:
  description: What is in the way, with the way out.
  type: list
  elements: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"replace_problems": replace_problems}
