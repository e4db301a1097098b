#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: lio_target
short_description: Describe a whole LIO iSCSI target
version_added: 0.1.0
description:
  - Brings one iSCSI target to its description, in the kernel and in a saved file. That is block backstores, portal
    group 1 with its portals, LUNs, ACLs, mapped LUNs, CHAP one-way and mutual, attributes and parameters.
  - The target belongs to its description entirely. What the description does not have is removed from it.
    Other targets and their backstores are left alone.
  - Works by plain configfs calls in one process, linear in the number of LUNs. A run without changes only reads.
  - Adding, changing and removing keep the sessions of what is untouched. The portal group is enabled after everything
    else, and an initiator never meets an enabled portal group that lacks one of its LUNs because of a change under way.
  - The saved file has the form of C(targetctl save), mode 0600, is written atomically, and five former versions are
    kept beside it. The cluster agent C(ocf:quorate:service) starts the target from it.
author: quorate.ha_storage contributors (@quorate)
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_lio
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - Secrets are masked. A secret that changes is marked as changed.
  idempotent:
    support: full
options:
  iqn:
    description:
      - The target's name, such as V(iqn.2026-11.com.example:san0).
      - Lower case, no underscore, and the naming authority needs a dot, or rtslib and C(targetcli) refuse it.
    type: str
    required: true
  state:
    description: V(absent) removes the target, its backstores, the saved file and its former versions.
    type: str
    choices: [present, absent]
    default: present
  portals:
    description:
      - Where the target listens. At least one is needed unless O(state=absent).
      - The address need not be up yet.
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
  luns:
    description: The block devices that the target exports.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description:
          - Name of the backstore. Must be unique on the node, over all targets.
          - Initiators see its first 15 or 16 characters as the product, unless the attribute C(emulate_model_alias) is
            V(0).
        type: str
        required: true
      number:
        description: LUN number, V(0) to V(255).
        type: int
        required: true
      device:
        description: Path of the block device.
        type: str
        required: true
      serial:
        description:
          - Unit serial, best a UUID. Must be the same on all nodes that may run the target, and must never change.
          - Its first 25 hexadecimal digits make the NAA identifier.
        type: str
        required: true
      readonly:
        description: Whether the backstore opens the device for reading only.
        type: bool
        default: false
      attributes:
        description:
          - Attributes of the backstore, by the kernel's names. Those not named are left as they are.
          - C(emulate_model_alias) is V(1) unless given, as C(targetcli) does.
        type: dict
        default: {}
  acls:
    description: The initiators that may log in. Nobody else may.
    type: list
    elements: dict
    default: []
    suboptions:
      iqn:
        description: The initiator's name.
        type: str
        required: true
      chap:
        description:
          - CHAP credentials. Either all ACLs of a target have some or none has.
          - Secrets have 12 to 16 characters.
        type: dict
        suboptions:
          user:
            description: Name with which the initiator proves itself.
            type: str
            required: true
          password:
            description: Its secret.
            type: str
            required: true
          mutual_user:
            description: Name with which the target proves itself.
            type: str
          mutual_password:
            description: Its secret. Must differ from the other.
            type: str
      luns:
        description: What the initiator sees. All LUNs under their own numbers unless given.
        type: list
        elements: dict
        suboptions:
          lun:
            description: Name or number of a LUN of O(luns).
            type: str
            required: true
          number:
            description: Number under which the initiator sees it. The LUN's own by default.
            type: int
          write_protect:
            description: Whether this initiator may only read.
            type: bool
            default: false
      attributes:
        description: Attributes of the ACL, such as C(nopin_timeout), by the kernel's names.
        type: dict
        default: {}
  attributes:
    description:
      - Attributes of the portal group, by the kernel's names. Those not named are left as they are.
      - C(generate_node_acls), C(cache_dynamic_acls) and C(prod_mode_write_protect) are V(0) and
        C(demo_mode_write_protect) is V(1) unless given. C(authentication) follows from the ACLs.
    type: dict
    default: {}
  parameters:
    description: Parameters of the portal group, such as C(MaxBurstLength), by the kernel's names.
    type: dict
    default: {}
  discovery_auth:
    description:
      - CHAP for discovery. It holds for the whole node. Left as it is unless given.
    type: dict
    suboptions:
      enabled:
        description: Whether discovery asks for CHAP.
        type: bool
        default: true
      user:
        description: Name with which initiators prove themselves.
        type: str
      password:
        description: Their secret.
        type: str
      mutual_user:
        description: Name with which the node proves itself.
        type: str
      mutual_password:
        description: Its secret.
        type: str
  config:
    description:
      - Path of the saved file. C(/etc/quorate/targets/NAME.json) by default, where NAME is what follows the colon in
        O(iqn).
    type: path
  live:
    description:
      - Whether the kernel is reconciled.
      - V(if_present) does so where the kernel has the target, and never starts it. That is right where a cluster
        decides which node runs it.
      - V(never) only handles the saved file.
    type: str
    choices: [always, if_present, never]
    default: always
  reservations:
    description:
      - Folder, which must exist where the target runs, in which the kernel keeps the persistent reservations of the
        LUNs. All are kept then, also those that an initiator registered without asking for it (APTPL).
      - They come back with the LUNs when the target is made anew, on whichever node has the folder by then.
      - Without it they are lost when the target is removed, as at a loss of power.
      - C(/etc/target/pr), where the kernel writes, gets links into the folder.
    type: path
  allow_remove_luns_in_use:
    description: Take LUNs, or the whole target, away from initiators that are logged in.
    type: bool
    default: false
  allow_disturbing:
    description:
      - Do what initiators that are logged in notice as a pause, such as replacing the device under a LUN that keeps its
        serial, for which the portal group is disabled for a moment.
    type: bool
    default: false
seealso:
  - module: quorate.ha_storage.lio_target_info
"""

EXAMPLES = r"""
- name: A target with two LUNs and one initiator
  quorate.ha_storage.lio_target:
    iqn: iqn.2026-11.com.example:san0
    portals:
      - ip: 10.0.40.50
    luns:
      - name: san0-lun0
        number: 0
        device: /dev/vg_san0/lun0
        serial: 2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10
      - name: san0-lun1
        number: 1
        device: /dev/vg_san0/lun1
        serial: 7c9a4d0e-58ab-5b8e-8d3f-0d0c2a5b9e21
    acls:
      - iqn: iqn.2026-11.com.example:esx1
        chap:
          user: esx1
          password: "{{ vault_esx1 }}"

- name: In a cluster, save it on every node and change it where it runs
  quorate.ha_storage.lio_target:
    iqn: iqn.2026-11.com.example:san0
    portals: "{{ portals }}"
    luns: "{{ luns }}"
    acls: "{{ acls }}"
    live: if_present

- name: Remove a target although initiators are logged in
  quorate.ha_storage.lio_target:
    iqn: iqn.2026-11.com.example:san0
    state: absent
    allow_remove_luns_in_use: true
"""

RETURN = r"""
operations:
  description: What was done, or would be done in check mode, in order.
  returned: success
  type: list
  elements: str
  sample:
    - export /dev/vg_san0/lun1 as LUN 1 (san0-lun1)
    - change iqn.2026-11.com.example:esx1
    - save /etc/quorate/targets/san0.json
config:
  description: Path of the saved file.
  returned: success
  type: str
  sample: /etc/quorate/targets/san0.json
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import spec
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.system import LioSystem, exclusive

CHAP = {
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "mutual_user": {"type": "str"},
    "mutual_password": {"type": "str", "no_log": True},
}
PORTAL = {"ip": {"type": "str", "required": True}, "port": {"type": "int", "default": 3260}}
LUN = {
    "name": {"type": "str", "required": True},
    "number": {"type": "int", "required": True},
    "device": {"type": "str", "required": True},
    "serial": {"type": "str", "required": True},
    "readonly": {"type": "bool", "default": False},
    "attributes": {"type": "dict", "default": {}},
}
MAPPING = {
    "lun": {"type": "str", "required": True},
    "number": {"type": "int"},
    "write_protect": {"type": "bool", "default": False},
}
ACL = {
    "iqn": {"type": "str", "required": True},
    "chap": {
        "type": "dict",
        "options": {
            **CHAP,
            "user": {"type": "str", "required": True},
            "password": {**CHAP["password"], "required": True},
        },
    },
    "luns": {"type": "list", "elements": "dict", "options": MAPPING},
    "attributes": {"type": "dict", "default": {}},
}
ARGUMENTS = {
    "iqn": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "portals": {"type": "list", "elements": "dict", "options": PORTAL, "default": []},
    "luns": {"type": "list", "elements": "dict", "options": LUN, "default": []},
    "acls": {"type": "list", "elements": "dict", "options": ACL, "default": []},
    "attributes": {"type": "dict", "default": {}},
    "parameters": {"type": "dict", "default": {}},
    "discovery_auth": {"type": "dict", "options": {"enabled": {"type": "bool", "default": True}, **CHAP}},
    "config": {"type": "path"},
    "live": {"type": "str", "choices": ["always", "if_present", "never"], "default": "always"},
    "reservations": {"type": "path"},
    "allow_remove_luns_in_use": {"type": "bool", "default": False},
    "allow_disturbing": {"type": "bool", "default": False},
}


def main() -> None:
    """Brings the target to its description."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    try:
        wanted = spec.wanted(module.params)
        with exclusive():
            converge(module, LioSystem(wanted), wanted, plan, config=wanted.saved)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)


if __name__ == "__main__":
    main()
