# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.site_status``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.status import site_status

DOCUMENTATION = r"""
name: site_status
short_description: The state of a site as a tree
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what P(quorate.ha_storage.service_info#module) told on each node.
  - V(up) is as it should be, V(warn) is served but wants looking at, V(down) is not served, or by two nodes.
positional: asked
options:
  _input:
    description: The site, as expanded by P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  asked:
    description:
      - By node what was registered of P(quorate.ha_storage.service_info#module) in a loop over the services' names.
      - A node that could not be reached, or that runs no cluster, is shown as silent.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show how the site is
  ansible.builtin.debug:
    msg: "{{ (site | quorate.ha_storage.site_status({'node1': seen})).text }}"
"""

RETURN = r"""
_value:
  description:
    - The verdicts C(verdict) of the whole, C(cluster), and C(services) by name.
    - The tree for people in C(text), line by line.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"site_status": site_status}
