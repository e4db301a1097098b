# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.site_problems``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.preflight import site_problems

DOCUMENTATION = r"""
name: site_problems
short_description: Whether hosts are fit for a site
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges what P(quorate.ha_storage.site_info#module) found on the nodes against the description of the site.
  - Finds host names that differ, members of other clusters, unreachable peers, devices that carry something,
    sizes that do not fit, taken DRBD minors and ports, and a node without data whose peer has some.
  - Finds nothing on bare hosts, and nothing where the site runs already.
positional: facts, allow_full_sync_to, allow_existing_metadata_on
options:
  _input:
    description: The expanded site, from P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  facts:
    description: By inventory name, the RV(quorate.ha_storage.site_info#module:facts).
    type: dict
    required: true
  allow_full_sync_to:
    description: Nodes whose storage was lost and is to be filled from the peer again.
    type: list
    elements: str
    default: []
  allow_existing_metadata_on:
    description: Nodes that were installed anew around disks with DRBD metadata, which are to be kept.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Stop before anything is touched
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('\n') }}"
  vars:
    problems: "{{ site | quorate.ha_storage.site_problems(facts, ha_storage_allow_full_sync_to | default([])) }}"
"""

RETURN = r"""
_value:
  description: What is wrong, as C(host) and path, the reason and the way out.
  type: list
  elements: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"site_problems": site_problems}
