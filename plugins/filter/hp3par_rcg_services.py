# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.hp3par_rcg_services``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.site import plain
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.services import read_services

DOCUMENTATION = r"""
name: hp3par_rcg_services
short_description: Check the description of Remote Copy groups and make it the options of their modules
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads C(hp3par_rcg_services) and C(hp3par_rcg_arrays) of the role P(quorate.ha_storage.hp3par_rcg#role) together.
  - Wrong input fails with every problem at once, each with its path.
positional: arrays
options:
  _input:
    description: The services, the value of C(hp3par_rcg_services).
    type: list
    elements: dict
    required: true
  arrays:
    description: The arrays, the value of C(hp3par_rcg_arrays).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Read a group, with the array of the first site as the local one
  quorate.ha_storage.hp3par_rcg_info:
    name: "{{ services.svc1.options.hp3par1.name }}"
    peer_name: "{{ services.svc1.options.hp3par1.peer_name }}"
    array: "{{ services.svc1.options.hp3par1.array }}"
    peer: "{{ services.svc1.options.hp3par1.peer }}"
  vars:
    services: "{{ hp3par_rcg_services | quorate.ha_storage.hp3par_rcg_services(hp3par_rcg_arrays) }}"
"""

RETURN = r"""
_value:
  description:
    - The services by name. Each has C(name), C(arrays), C(sides), C(transparent), C(sync_windows), C(expected) and
      C(options), the options for each array as the local one. They hold the secrets of the arrays.
  type: dict
"""


def hp3par_rcg_services(services: t.Any, arrays: t.Any) -> dict[str, t.Any]:
    """The services by name. Raises AnsibleFilterError with one problem a line."""
    try:
        return read_services(plain(services), plain(arrays))
    except InvalidInput as error:
        count, lines = len(error.problems), "".join(f"\n- {problem}" for problem in error.problems)
        raise AnsibleFilterError(f"the description of the groups has {count} problem(s):{lines}") from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, t.Any]:
        """The filters of this file by name."""
        return {"hp3par_rcg_services": hp3par_rcg_services}
