# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.lvm_lun_place``."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.events import parse_events
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.service import UNKNOWN, Place, place

DOCUMENTATION = r"""
name: lvm_lun_place
short_description: Whether a node is the one on which the LUNs of a service are made
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - LUNs are made where DRBD is Primary. As long as the cluster does not run the service, that may be nowhere.
  - Then it is the preferred node, or the other one when the preferred node has no valid data.
positional: options, node, known, running
options:
  _input:
    description: The output of C(drbdsetup events2 --now --statistics) for the resource.
    type: str
    required: true
  options:
    description: The value of P(quorate.ha_storage.lvm_lun_options#filter) for the service.
    type: dict
    required: true
  node:
    description: The name of the node that gave the output.
    type: str
    required: true
  known:
    description: Whether the cluster's configuration has the service.
    type: bool
    required: true
  running:
    description: Whether the cluster runs on the node.
    type: bool
    required: true
"""

EXAMPLES = r"""
- name: Decide
  ansible.builtin.set_fact:
    place: "{{ events.stdout | quorate.ha_storage.lvm_lun_place(options, ansible_facts.nodename, false, false) }}"
"""

RETURN = r"""
_value:
  description:
    - C(here), whether it is this node. C(promote), whether DRBD has to be promoted first.
    - C(release), whether the volume group has to be deactivated and DRBD demoted afterwards.
    - C(error), why it can be no node; empty when there is no such reason.
  type: dict
"""


def lun_place(events: str, options: dict[str, t.Any], node: str, known: bool, running: bool) -> dict[str, t.Any]:
    """The Place, as plain data."""
    live = parse_events(events).get(options["resource"])
    if live is None or not live.volumes:
        found = Place(error=f"DRBD does not run on {node}")
    else:
        peer = live.peers[0] if live.peers else None
        found = place(
            role=live.role,
            peer_role=peer.role if peer else UNKNOWN,
            disk=live.volumes[0].disk_state,
            peer_disk=peer.volumes[0].disk_state if peer and peer.volumes else "DUnknown",
            preferred=node == options["preferred_node"],
            known=known,
            running=running,
        )
    return dataclasses.asdict(found)


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"lvm_lun_place": lun_place}
