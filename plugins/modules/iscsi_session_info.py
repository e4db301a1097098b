#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: iscsi_session_info
short_description: Read node records and sessions of the iSCSI initiator open-iscsi
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Returns the name of this host, its node records in the shape that M(quorate.ha_storage.iscsi_session) takes, without
    their secrets, and its sessions with their disks.
  - On a host without open-iscsi everything is empty.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_initiator
requirements:
  - iscsiadm (C(open-iscsi) or C(iscsi-initiator-utils)) 2.1 or later
options:
  iqn:
    description: Name of the target to read. All if it is not given.
    type: str
    default: ""
seealso:
  - module: quorate.ha_storage.iscsi_session
"""

EXAMPLES = r"""
- name: Read all sessions
  quorate.ha_storage.iscsi_session_info:
  register: iscsi

- name: Show which disks there are
  ansible.builtin.debug:
    msg: "{{ iscsi.sessions | map(attribute='luns') | flatten | items2dict('serial', 'device') }}"
"""

RETURN = r"""
initiator:
  description: The IQN of this host; empty where it has none.
  returned: success
  type: str
  sample: iqn.2026-11.com.example:esx1
targets:
  description: The node records, one entry for each portal.
  returned: success
  type: list
  elements: dict
  contains:
    iqn:
      description: Name of the target.
      type: str
    portals:
      description: The portal of this record, as a list of one.
      type: list
      elements: dict
    chap:
      description: The names of the CHAP pairs, V(null) without CHAP.
      type: dict
    settings:
      description: The other lines of the record.
      type: dict
    state:
      description: V(logged_in) or V(present).
      type: str
  sample:
    - iqn: iqn.2026-11.com.example:san0
      portals: [{ip: 10.77.30.50, port: 3260}]
      chap: {user: esx1}
      settings: {node.startup: automatic}
      state: logged_in
sessions:
  description: The sessions, as M(quorate.ha_storage.iscsi_session) returns them.
  returned: success
  type: list
  elements: dict
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.report import overview
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.system import IscsiSystem


def main() -> None:
    """Ends with everything that is known of the initiator."""
    module = AnsibleModule(argument_spec={"iqn": {"type": "str", "default": ""}}, supports_check_mode=True)
    try:
        found = overview(IscsiSystem(), module.params["iqn"])
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
