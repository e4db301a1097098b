# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.reboot_reasons``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.reboot import reboot_reasons

DOCUMENTATION = r"""
name: reboot_reasons
short_description: Why a host has to be rebooted
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what a host tells after an update.
positional: required, needs_restarting, running, images, driver
options:
  _input:
    description: V(auto), V(always) or V(never).
    type: str
    required: true
  required:
    description: Whether C(/run/reboot-required) is there.
    type: bool
    required: true
  needs_restarting:
    description: The exit code of C(needs-restarting -r). Null where there is no such tool.
    type: int
  running:
    description: What C(uname -r) says.
    type: str
    required: true
  images:
    description: Paths of the installed kernels.
    type: list
    elements: str
    required: true
  driver:
    description: The version of the module of DRBD that is loaded and of the one that is installed. Either may be empty.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show why
  ansible.builtin.debug:
    msg: "{{ 'auto' | quorate.ha_storage.reboot_reasons(true, none, '6.12.9', [], ['', '']) }}"
"""

RETURN = r"""
_value:
  description: The reasons. Empty where there is none.
  type: list
  elements: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"reboot_reasons": reboot_reasons}
