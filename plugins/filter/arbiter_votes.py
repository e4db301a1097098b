# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.arbiter_votes``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.ready import arbiter_votes

DOCUMENTATION = r"""
name: arbiter_votes
short_description: Whether a node has the vote of the arbiter
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads what C(corosync-quorumtool -s) says on a node of a cluster with a quorum device.
options:
  _input:
    description: What it said.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Insist on the arbiter's vote
  ansible.builtin.assert:
    that: said.stdout | quorate.ha_storage.arbiter_votes
"""

RETURN = r"""
_value:
  description: Whether the device is alive and has cast its vote for this node.
  type: bool
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"arbiter_votes": arbiter_votes}
