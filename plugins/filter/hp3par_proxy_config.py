# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.hp3par_proxy_config``."""

from __future__ import annotations

import typing as t

from ansible_collections.quorate.ha_storage.plugins.filter.site import plain
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.proxy_config import proxy_config

DOCUMENTATION = r"""
name: hp3par_proxy_config
short_description: The variables of the role hp3par_proxy as the document that its program reads
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts the variables of the role P(quorate.ha_storage.hp3par_proxy#role) together. Of tokens there are hashes only.
positional: folder
options:
  _input:
    description: C(cli), C(arrays), C(clients), C(rules), C(limits) and C(identifier_is_enough).
    type: dict
    required: true
  folder:
    description: Where the password files of the arrays are on the host.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Write the configuration
  ansible.builtin.copy:
    content: "{{ variables | quorate.ha_storage.hp3par_proxy_config('/etc/quorate/hp3par-proxy') | to_nice_json }}\n"
    dest: /etc/quorate/hp3par-proxy/config.json
    mode: "0640"
"""

RETURN = r"""
_value:
  description: The document.
  type: dict
"""


def hp3par_proxy_config(variables: t.Any, folder: t.Any) -> dict[str, t.Any]:
    """The document."""
    return proxy_config(plain(variables), str(folder))


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, t.Any]:
        """The filters of this file by name."""
        return {"hp3par_proxy_config": hp3par_proxy_config}
