# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.stopwatch_words``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.history import watch_words

DOCUMENTATION = r"""
name: stopwatch_words
short_description: What the I/O probe shall watch of services
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Turns services, as expanded by P(quorate.ha_storage.site#filter), into options of the I/O probe that the playbook
    C(switchover) uses as its stopwatch.
positional: read
options:
  _input:
    description: Expanded services.
    type: list
    elements: dict
    required: true
  read:
    description: Whether the host that watches may read from LUNs. Otherwise it connects to the service address.
    type: bool
    required: true
"""

EXAMPLES = r"""
- name: Watch every service for a minute
  ansible.builtin.command:
    argv: "{{ ['python3', '/run/io_probe.py', '--seconds', '60']
              + (ha_storage_services | quorate.ha_storage.site(ha_storage_cluster)).services
                | quorate.ha_storage.stopwatch_words(true) }}"
  changed_when: false
"""

RETURN = r"""
_value:
  description: The options, word by word.
  type: list
  elements: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"stopwatch_words": watch_words}
