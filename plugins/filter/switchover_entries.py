# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.switchover_entries``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.history import entries

DOCUMENTATION = r"""
name: switchover_entries
short_description: What was measured of switchovers
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what P(quorate.ha_storage.service_switchover#module) returned and what the I/O probe saw meanwhile.
positional: watched, services, watcher, at
options:
  _input:
    description: For each move C(service), the name, and C(result), what the module returned.
    type: list
    elements: dict
    required: true
  watched:
    description: What the probe printed; empty where it could not.
    type: dict
    required: true
  services:
    description: The services, as expanded by P(quorate.ha_storage.site#filter), by name.
    type: dict
    required: true
  watcher:
    description: The host that the probe ran on.
    type: str
    required: true
  at:
    description: When it was, as ISO 8601 has it.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Report
  ansible.builtin.debug:
    msg: "{{ moves | quorate.ha_storage.switchover_entries(watched, services, 'client1', now(utc=true).isoformat())
             | map(attribute='text') | flatten }}"
"""

RETURN = r"""
_value:
  description:
    - For each move that changed something C(at), C(service), C(from), C(to), C(seconds), C(pause_seconds), C(errors),
      C(measured_by), C(measured_on), C(steps) and, for people, C(text).
    - C(pause_seconds) is null where nothing could be measured.
  type: list
  elements: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"switchover_entries": entries}
