# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.iscsi_session_options``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.service import session_options

DOCUMENTATION = r"""
name: iscsi_session_options
short_description: What one initiator logs in to
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Finds the services, as expanded by P(quorate.ha_storage.site#filter), that let an initiator in.
  - Gives for each the options of M(quorate.ha_storage.iscsi_session), and the LUNs that the initiator must see.
positional: initiator
options:
  _input:
    description: The expanded services.
    type: list
    elements: dict
    required: true
  initiator:
    description: IQN of the initiator.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show which serials a host must see
  ansible.builtin.debug:
    msg: "{{ (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services
             | quorate.ha_storage.iscsi_session_options(iscsi_initiator_name)
             | map(attribute='luns') | flatten | map(attribute='serial') }}"
"""

RETURN = r"""
_value:
  description:
    - A list of C(service), C(iqn), C(portals), C(chap) and C(luns) (C(number) and C(serial)).
    - It holds the CHAP secrets of the input.
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"iscsi_session_options": session_options}
