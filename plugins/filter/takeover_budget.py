# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.takeover_budget``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.budget import takeover_budget

DOCUMENTATION = r"""
name: takeover_budget
short_description: How long an unplanned takeover may last
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Adds up the timeouts that pass between the loss of a node and the start of its services on the other one.
  - Compares the sum with what initiators wait before they give their users an I/O error.
positional: token, consensus, vote, start, patience
options:
  _input:
    description: The cluster of a site, as expanded by P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  token:
    description: Milliseconds without a token after which corosync thinks a member lost.
    type: float
    required: true
  consensus:
    description: Milliseconds to agree on it.
    type: float
    required: true
  vote:
    description: Milliseconds that the arbiter's vote is waited for, its C(sync_timeout).
    type: float
    required: true
  start:
    description: Seconds from the end of fencing until the service is up.
    type: float
    required: true
  patience:
    description: Seconds that initiators wait.
    type: float
    required: true
"""

EXAMPLES = r"""
- name: Show how long an unplanned takeover may last
  ansible.builtin.debug:
    msg: "{{ (site.cluster | quorate.ha_storage.takeover_budget(1000, 1200, 5000, 5, 120)).text }}"
"""

RETURN = r"""
_value:
  description:
    - The sum in C(seconds), and its parts in C(steps), each with C(what) and C(seconds).
    - In C(fenced) the seconds after which the lost node is certainly gone.
    - The same for people in C(text).
    - What is wrong with it in C(problems), empty where nothing is.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"takeover_budget": takeover_budget}
