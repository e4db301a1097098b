# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of a site, as filters."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.render import render_site
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site

DOCUMENTATION = r"""
name: site
short_description: Check the description of a site and fill in everything derived
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Checks C(ha_storage_services), C(ha_storage_cluster) and C(ha_storage_volume_groups) together.
  - Returns them with all derived names, devices, numbers, serials and cluster ids filled in.
  - No role derives a name itself.
  - Wrong input fails with every problem at once, each with its path, such as C(ha_storage_services[1].luns[2].size).
positional: cluster, volume_groups
options:
  _input:
    description: The services, the value of C(ha_storage_services).
    type: list
    elements: dict
    required: true
  cluster:
    description: The cluster, the value of C(ha_storage_cluster).
    type: dict
    required: true
  volume_groups:
    description:
      - The volume groups for backing volumes on this host, the value of C(ha_storage_volume_groups).
      - Empty when they exist already.
    type: list
    elements: dict
    default: []
seealso:
  - plugin: quorate.ha_storage.site_problems
    plugin_type: filter
"""

EXAMPLES = r"""
- name: The whole site, for the tasks that follow
  ansible.builtin.set_fact:
    site: "{{ ha_storage_services | quorate.ha_storage.site(ha_storage_cluster, ha_storage_volume_groups) }}"
  no_log: true
"""

RETURN = r"""
_value:
  description:
    - The site; it holds the secrets it was given.
  type: dict
  contains:
    cluster:
      description: Name, nodes, arbiter and fencing.
      type: dict
    volume_groups:
      description: Names and devices.
      type: list
      elements: dict
    services:
      description: Each service with C(backing.device), C(drbd.device), C(vg), C(luns[].serial), C(ids) and so on.
      type: list
      elements: dict
"""


def site(services: t.Any, cluster: t.Any, volume_groups: t.Any = ()) -> dict[str, t.Any]:
    """The expanded site. Raises AnsibleFilterError with one problem a line."""
    try:
        return render_site(read_site(plain(services), plain(cluster), plain(volume_groups or [])))
    except InvalidInput as error:
        lines = "".join(f"\n- {problem}" for problem in error.problems)
        raise AnsibleFilterError(f"the description of the site has {len(error.problems)} problem(s):{lines}") from None


def plain(value: t.Any) -> t.Any:
    """*value* as dict, list, str, number, bool or None: templates and vaults give lookalikes."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    # A vaulted string of ansible-core before 2.19 is a sequence of characters, but no str.
    return str(value)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Filters by name."""
        return {"site": site}
