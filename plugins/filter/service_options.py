# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.service_options``."""

from __future__ import annotations

import typing as t

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.spec import identity, info_options

DOCUMENTATION = r"""
name: service_options
short_description: The options that name a service to the modules of services
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns one service, as expanded by P(quorate.ha_storage.site#filter), into options of
    P(quorate.ha_storage.service_switchover#module), or of P(quorate.ha_storage.service_info#module).
  - No secret is among them.
options:
  _input:
    description: An expanded service.
    type: dict
    required: true
  info:
    description: Give the options of P(quorate.ha_storage.service_info#module).
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Look at every service
  quorate.ha_storage.service_info: "{{ item | quorate.ha_storage.service_options(info=true) }}"
  loop: "{{ (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services }}"
  loop_control:
    label: "{{ item.name }}"
"""

RETURN = r"""
_value:
  description:
    - The options C(name), C(id), C(clone), C(drbd) and C(resource).
    - With O(info) also C(iqn) and C(config).
  type: dict
"""


def service_options(service: dict[str, t.Any], info: bool = False) -> dict[str, t.Any]:
    """The options for *service*."""
    return info_options(service) if info else identity(service)


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"service_options": service_options}
