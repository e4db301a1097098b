# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.hp3par_rcg_overview``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.overview import overview

DOCUMENTATION = r"""
name: hp3par_rcg_overview
short_description: Remote Copy groups of many services as a tree
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what both arrays told of the group of each service.
  - An array that tells nothing makes its service V(warn); it is V(down) where neither tells anything.
positional: asked
options:
  _input:
    description: Services, as P(quorate.ha_storage.hp3par_rcg_services#filter) gives them.
    type: list
    elements: dict
    required: true
  asked:
    description:
      - Results of P(quorate.ha_storage.hp3par_rcg_info#module) in a loop over pairs of a service and the array that was
        asked as the local one; failed ones, too.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the tree
  ansible.builtin.debug:
    msg: "{{ (services.values() | list | quorate.ha_storage.hp3par_rcg_overview(asked.results)).text }}"
"""

RETURN = r"""
_value:
  description:
    - The verdicts C(verdict) of all and C(services) by name, and C(text), the tree for people, line by line.
    - C(trees) has the part of each service, as P(quorate.ha_storage.host_service_overview#filter) takes it.
    - It says for each array that does not take the writes what a disaster take-over would lose at most.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"hp3par_rcg_overview": overview}
