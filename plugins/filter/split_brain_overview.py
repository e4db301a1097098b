# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.split_brain_overview``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.overview import overview

DOCUMENTATION = r"""
name: split_brain_overview
short_description: Who has what of services whose two copies may have split
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges what P(quorate.ha_storage.drbd_split_brain_info#module) found on both nodes, as DRBD does when they connect.
  - Says in words what each side has, and the commands that would decide.
positional: seen, told
options:
  _input:
    description: Services, as expanded by P(quorate.ha_storage.site#filter).
    type: list
    elements: dict
    required: true
  seen:
    description:
      - By node what was registered of P(quorate.ha_storage.drbd_split_brain_info#module) in a loop over the services'
        names.
    type: dict
    required: true
  told:
    description:
      - The same of P(quorate.ha_storage.service_info#module). A node without a cluster has nothing to tell.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show who has what
  ansible.builtin.debug:
    msg: "{{ site.services | quorate.ha_storage.split_brain_overview(seen, told) | map(attribute='text') | flatten }}"
"""

RETURN = r"""
_value:
  description:
    - One entry a service, with its C(service), C(resource), C(sides) by node, the C(node) where it runs, the nodes that
      it is C(active_on), and the C(text) for people, line by line.
    - The C(verdict) is V(in_sync), V(resyncing), V(connected) but not whole, V(disconnected) without a split brain,
      V(split_brain), V(unrelated) copies, or V(unknown).
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"split_brain_overview": overview}
