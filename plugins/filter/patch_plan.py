# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.patch_plan``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._node.plan import patch_plan

DOCUMENTATION = r"""
name: patch_plan
short_description: In which order nodes are patched
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Judges a site in which a run of the playbook C(patch) begins, or goes on after an interruption.
  - A node on which the cluster does not run is a problem, unless the interrupted run has stopped it.
    Then the other one must serve everything.
positional: asked, votes, marks, request
options:
  _input:
    description: The site, as expanded by P(quorate.ha_storage.site#filter).
    type: dict
    required: true
  asked:
    description:
      - By node what was registered of P(quorate.ha_storage.service_info#module) in a loop over the services' names.
    type: dict
    required: true
  votes:
    description: By node what C(corosync-quorumtool -s) said.
    type: dict
    required: true
  marks:
    description: By node what an interrupted run has noted there. Empty where there is no note.
    type: dict
    required: true
  request:
    description: The options of this run. What a run with other options has done does not count.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show the order
  ansible.builtin.debug:
    msg: "{{ (site | quorate.ha_storage.patch_plan(asked, votes, {}, {})).nodes }}"
"""

RETURN = r"""
_value:
  description:
    - C(problems) says why nothing must be done.
    - C(nodes) are to be patched, in this order. C(done) are finished already.
    - On C(down) nodes no cluster runs. Of those C(away) the interrupted run has stopped it.
    - C(places) tells for each service where it ran before the first change, C(began) when the interrupted run began.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"patch_plan": patch_plan}
