#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: lio_target_info
short_description: Read a LIO iSCSI target
version_added: 0.1.0
description:
  - Returns a target as the kernel has it and as its saved file describes it, both as options of
    M(quorate.ha_storage.lio_target).
  - Secrets are masked.
author: quorate.ha_storage contributors (@quorate)
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_linux
  - quorate.ha_storage._attributes.actiongroup_lio
options:
  iqn:
    description: The target's name.
    type: str
    required: true
  config:
    description:
      - Path of the saved file. C(/etc/quorate/targets/NAME.json) by default, where NAME is what follows the colon in
        O(iqn).
    type: path
seealso:
  - module: quorate.ha_storage.lio_target
"""

EXAMPLES = r"""
- name: Read a target
  quorate.ha_storage.lio_target_info:
    iqn: iqn.2026-11.com.example:san0
  register: san0

- name: Show who is logged in
  ansible.builtin.debug:
    var: san0.sessions
"""

RETURN = r"""
live:
  description:
    - The kernel's target as options of M(quorate.ha_storage.lio_target), with the attributes and parameters that the
      saved file names. Null where the kernel has no such target.
  returned: success
  type: dict
saved:
  description: The saved target in the same form. Null where there is no saved file, or it cannot be read.
  returned: success
  type: dict
enabled:
  description: Whether initiators can log in.
  returned: success
  type: bool
sessions:
  description: The initiators that are logged in.
  returned: success
  type: list
  elements: str
  sample: [iqn.2026-11.com.example:esx1]
config:
  description: Path of the saved file.
  returned: success
  type: str
  sample: /etc/quorate/targets/san0.json
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import spec, view
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.system import LioSystem


def main() -> None:
    """Reads the target."""
    module = AnsibleModule(
        argument_spec={"iqn": {"type": "str", "required": True}, "config": {"type": "path"}}, supports_check_mode=True
    )
    try:
        wanted = spec.whatever(module.params["iqn"], module.params["config"])
        state = LioSystem(wanted).read_as_saved()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, config=wanted.saved, **view.facts(state, wanted.iqn))


if __name__ == "__main__":
    main()
