# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.alert_settings``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.site import plain
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.spec import settings_file
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput

DOCUMENTATION = r"""
name: alert_settings
short_description: Whom the nodes tell what happens, checked
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Checks a description of alerts and returns what the service C(quorate-alerts) on the nodes reads.
  - Wrong input is an error that names every problem at once, and no secret.
positional: cluster
options:
  _input:
    description: The description, as in the variable C(ha_storage_alerts).
    type: dict
    required: true
  cluster:
    description: Name of the cluster, for the headlines.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Whether anybody is told
  ansible.builtin.debug:
    msg: "{{ ha_storage_alerts | quorate.ha_storage.alert_settings('san') | length > 0 }}"
"""

RETURN = r"""
_value:
  description: The settings; empty where nobody is to be told. They hold the secrets of the sinks.
  type: dict
"""


def alert_settings(given: t.Any, cluster: str) -> dict[str, t.Any]:
    """What the nodes' file says. Raises AnsibleFilterError with one problem a line."""
    try:
        return settings_file(plain(given or {}), str(cluster))
    except InvalidInput as error:
        lines = "".join(f"\n- {problem}" for problem in error.problems)
        raise AnsibleFilterError(
            f"the description of the alerts has {len(error.problems)} problem(s):{lines}"
        ) from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters of this file by name."""
        return {"alert_settings": alert_settings}
