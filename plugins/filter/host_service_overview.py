# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.host_service_overview``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._host.overview import service_overview

DOCUMENTATION = r"""
name: host_service_overview
short_description: A service on all its hosts as one tree
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what the hosts of a service told of it, and its Remote Copy group.
  - C(avail) is V(up) where one host has all of the service and the others have nothing of it. It is V(down) where no
    host has any of it, and where more than one has all of it.
  - A difference between the descriptions on the hosts is shown, and makes the service V(warn).
positional: name, sync
options:
  _input:
    description: By host, the result of P(quorate.ha_storage.host_service_info#module); a failed one, too.
    type: dict
    required: true
  name:
    description: The service.
    type: str
    required: true
  sync:
    description: Its tree, of C(trees) of P(quorate.ha_storage.hp3par_rcg_overview#filter).
    type: dict
"""

EXAMPLES = r"""
- name: Show the service on both its hosts, with its group
  ansible.builtin.debug:
    msg: "{{ (seen | quorate.ha_storage.host_service_overview('svc1', groups_seen.trees.svc1)).text }}"
  vars:
    seen: "{{ dict(['node1', 'node2'] | zip(['node1', 'node2'] | map('extract', hostvars, 'svc1_seen'))) }}"
"""

RETURN = r"""
_value:
  description:
    - The verdicts C(overall), C(avail) and C(sync), C(avail) of each host in C(hosts), the hosts whose description is
      not that of the others in C(different), and C(text), the tree for people, line by line.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"host_service_overview": service_overview}
