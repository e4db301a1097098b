# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.newest_kernel``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.reboot import newest_kernel

DOCUMENTATION = r"""
name: newest_kernel
short_description: Which kernel a host boots next
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Takes the newest of the installed kernels.
  - Where the running kernel is not one of them, kernels come from elsewhere, and the running one stays.
positional: running
options:
  _input:
    description: Paths of the kernels, C(/boot/vmlinuz-*).
    type: list
    elements: str
    required: true
  running:
    description: What C(uname -r) says.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the kernel to come
  ansible.builtin.debug:
    msg: "{{ ['/boot/vmlinuz-6.12.9', '/boot/vmlinuz-6.12.10'] | quorate.ha_storage.newest_kernel('6.12.9') }}"
"""

RETURN = r"""
_value:
  description: Its release.
  type: str
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"newest_kernel": newest_kernel}
