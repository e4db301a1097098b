# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.site_probe``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.probe import probe

DOCUMENTATION = r"""
name: site_probe
short_description: What has to be looked at on a host before a site is built there
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Gives the options of P(quorate.ha_storage.site_info#module) for one node.
positional: node
options:
  _input:
    description: The expanded site, from P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  node:
    description: The node's name, as C(uname -n) says it.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show what would be looked at
  ansible.builtin.debug:
    msg: "{{ site | quorate.ha_storage.site_probe(ansible_facts.nodename) }}"
"""

RETURN = r"""
_value:
  description: C(volume_groups), C(backings), C(own_addresses) and C(peer_addresses). Holds no secret.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"site_probe": probe}
