#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: iscsi_session
short_description: Node records and sessions of the iSCSI initiator open-iscsi
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Ensures the node records of one target (what this host would log in to, with its CHAP secrets and time limits) and
    its sessions.
  - Secrets never stand on a command line. They are written into the record file, which is replaced as a whole and has
    the mode C(0600).
  - Sessions are read from the kernel, with their disks, so that serials can be compared with the site's description.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_initiator
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
requirements:
  - iscsiadm (C(open-iscsi) or C(iscsi-initiator-utils)) 2.1 or later
options:
  iqn:
    description: Name of the target.
    type: str
    required: true
  portals:
    description:
      - Where the target listens. Each portal has a record and a session of its own.
      - May be empty only with O(state=absent), which then removes all records and sessions of the target.
    type: list
    elements: dict
    default: []
    suboptions:
      ip:
        description: IPv4 or IPv6 address.
        type: str
        required: true
      port:
        description: TCP port.
        type: int
        default: 3260
  state:
    description:
      - V(present), there is a record for each portal; sessions stay as they are.
      - V(logged_in), and there is a session with each portal.
      - V(logged_out), there is a record, but no session.
      - V(absent), neither.
    type: str
    choices: [present, logged_in, logged_out, absent]
    default: logged_in
  chap:
    description:
      - How this host proves who it is. Without it, the record says that there is no CHAP.
    type: dict
    suboptions:
      user:
        description: User name.
        type: str
        required: true
      password:
        description: Secret, 12 to 255 printable ASCII characters without spaces. Many targets take at most 16.
        type: str
        required: true
      mutual_user:
        description: The name with which the target answers, for mutual CHAP.
        type: str
      mutual_password:
        description: The target's secret. It must differ from O(chap.password).
        type: str
  settings:
    description:
      - Further lines of the record, such as C(node.startup) or C(node.session.timeo.replacement_timeout). Lines that
        are not given stay as they are.
      - New records take their values from C(iscsid.conf).
    type: dict
    default: {}
  relogin:
    description:
      - A session keeps the secrets and time limits it was logged in with. With V(true), a session that uses others
        than its record is logged out and in again, which its users notice as an I/O error.
      - With V(false) it stays, RV(relogin_needed) says why it should not, and a warning is given.
    type: bool
    default: false
  allow_logout_in_use:
    description: Whether a session may be logged out although its disks are mounted, swapped to or held by a device.
    type: bool
    default: false
  timeout:
    description:
      - Seconds for one logout, and for the recovery of a lost session.
      - How long a first login is tried is a matter of the record; C(node.session.initial_login_retry_max) times
        C(node.conn[0].timeo.login_timeout), by default 120 seconds.
    type: int
    default: 60
seealso:
  - module: quorate.ha_storage.iscsi_session_info
"""

EXAMPLES = r"""
- name: Log in to the target of the service san0
  quorate.ha_storage.iscsi_session:
    iqn: iqn.2026-11.com.example:san0
    portals:
      - ip: 10.77.30.50
    chap:
      user: esx1
      password: "{{ vault_esx1 }}"
    settings:
      node.startup: automatic
      node.session.timeo.replacement_timeout: 120
  register: san0

- name: Show what is there now
  ansible.builtin.debug:
    msg: "{{ san0.sessions | map(attribute='luns') | flatten | map(attribute='serial') | list }}"

- name: Leave the target for good
  quorate.ha_storage.iscsi_session:
    iqn: iqn.2026-11.com.example:san0
    state: absent
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode, in this order.
  returned: success
  type: list
  elements: str
  sample: [log in to iqn.2026-11.com.example:san0 at 10.77.30.50:3260]
sessions:
  description: The sessions with the target afterwards; in check mode those of now.
  returned: success
  type: list
  elements: dict
  contains:
    sid:
      description: Number of the session in the kernel.
      type: int
    iqn:
      description: Name of the target.
      type: str
    portal:
      description: Address and port, as in O(portals).
      type: dict
    state:
      description: V(LOGGED_IN), or V(FAILED) while a lost session is being recovered.
      type: str
    chap_user:
      description: The user it was logged in with; empty without CHAP.
      type: str
    settings:
      description: Values that the session uses, named as in O(settings), as far as the kernel tells.
      type: dict
    luns:
      description: The disks, by LUN number.
      type: list
      elements: dict
      contains:
        number:
          description: LUN number.
          type: int
        device:
          description: Block device.
          type: str
        size:
          description: Size in bytes.
          type: int
        serial:
          description: Unit serial number (VPD page 0x80).
          type: str
        wwid:
          description: Identifier of VPD page 0x83.
          type: str
        users:
          description: What uses the disk on this host; mounts, swap, device-mapper devices.
          type: list
          elements: str
  sample:
    - sid: 1
      iqn: iqn.2026-11.com.example:san0
      portal: {ip: 10.77.30.50, port: 3260}
      state: LOGGED_IN
      chap_user: esx1
      settings: {node.session.timeo.replacement_timeout: "120"}
      luns:
        - number: 0
          device: /dev/sda
          size: 386547056640
          serial: 198eff02-74fb-5b96-a0cd-06e5e3a1c2d4
          wwid: naa.6001405198eff0274fb5b96a0cd06e5e
          users: []
relogin_needed:
  description: Why sessions should be logged out and in again; empty when they use what their records say.
  returned: success
  type: list
  elements: str
"""


from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.report import relogin_needed, sessions
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.spec import ARGUMENTS, read_desired
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.system import IscsiSystem


def main() -> None:
    """Ends with the target's records and sessions as wanted."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    system = IscsiSystem(timeout=module.params["timeout"])
    try:
        desired = read_desired(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)

    def needed() -> list[str]:
        found = relogin_needed(system, desired)
        for reason in found:
            module.warn(f"{reason}; log in again (relogin=true) when its users can do without it")
        return found

    converge(module, system, desired, plan, sessions=lambda: sessions(system, desired.iqn), relogin_needed=needed)


if __name__ == "__main__":
    main()
