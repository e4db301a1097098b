# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.hp3par_rcg_closed``."""

from __future__ import annotations

import time
import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.services import closed

DOCUMENTATION = r"""
name: hp3par_rcg_closed
short_description: Which services must not be synchronized at the moment
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Compares the time on the controller with the synchronization windows of services. A service without windows may be
    synchronized at any time.
positional: timezone, now
options:
  _input:
    description: Services, as P(quorate.ha_storage.hp3par_rcg_services#filter) gives them.
    type: list
    elements: dict
    required: true
  timezone:
    description: The time zone of the windows, as V(Europe/Paris).
    type: str
    required: true
  now:
    description: The moment, in seconds since 1970. The present one unless given.
    type: float
"""

EXAMPLES = r"""
- name: Refuse outside of the windows
  ansible.builtin.assert:
    that: services.values() | quorate.ha_storage.hp3par_rcg_closed('Europe/Paris') | length == 0
"""

RETURN = r"""
_value:
  description: The names of the services that are outside of their windows.
  type: list
  elements: str
"""


def hp3par_rcg_closed(services: t.Iterable[t.Any], timezone: str, now: float | None = None) -> list[str]:
    """The names of *services* outside of their windows. Raises AnsibleFilterError for a zone that is not known."""
    try:
        return closed(services, time.time() if now is None else float(now), str(timezone))
    except HaStorageError as error:
        raise AnsibleFilterError(str(error)) from None


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, t.Any]:
        """The filters of this file by name."""
        return {"hp3par_rcg_closed": hp3par_rcg_closed}
