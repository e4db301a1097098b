# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.lio_target_options``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.service import target_options

DOCUMENTATION = r"""
name: lio_target_options
short_description: The options of P(quorate.ha_storage.lio_target#module) for one service
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns one service, as expanded by P(quorate.ha_storage.site#filter), into the target that serves it.
options:
  _input:
    description: An expanded service.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the targets of the site
  ansible.builtin.debug:
    msg: "{{ (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services
             | map('quorate.ha_storage.lio_target_options') }}"
"""

RETURN = r"""
_value:
  description: The options C(iqn), C(config), C(portals), C(luns) and C(acls). It holds the CHAP secrets of the input.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"lio_target_options": target_options}
