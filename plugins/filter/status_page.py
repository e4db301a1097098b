# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.status_page``."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page

DOCUMENTATION = r"""
name: status_page
short_description: Everything that is known of a site as one document
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Puts together what the playbook C(status) has collected. The document holds no secret.
options:
  _input:
    description:
      - C(at) is the time (ISO 8601). Everything else may be left out.
      - C(site) is the site as expanded by P(quorate.ha_storage.site#filter).
      - By node, C(asked) is what was registered of P(quorate.ha_storage.service_info#module) in a loop over the
        services, C(voted) what C(corosync-quorumtool -s) said, and C(measured) what was registered of reading the
        histories in a loop over their paths.
      - C(initiators) is by host what P(quorate.ha_storage.iscsi_session_info#module) returned.
      - C(arrays) and C(zfs) are what P(quorate.ha_storage.hp3par_rcg_overview#filter) and
        P(quorate.ha_storage.zfs_status#filter) made.
      - C(most_lag) is how many seconds a ZFS copy may be behind, C(proof_days) for how many days a fence drill counts.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what to do
  ansible.builtin.debug:
    msg: "{{ ({'at': now(utc=true).isoformat(), 'zfs': zfs} | quorate.ha_storage.status_page).problems }}"
"""

RETURN = r"""
_value:
  description:
    - C(verdict) is the worst of all, V(up), V(warn) or V(down).
    - C(problems) have C(verdict), C(where), C(text) and C(way_out). Those with the verdict V(note) make nothing worse.
    - C(cluster) and C(services) are verdicts, C(text) is the tree for people, and C(site), C(paths), C(pauses) and
      C(copies) are the details that P(quorate.ha_storage.status_html#filter) shows.
  type: dict
"""


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"status_page": status_page}
