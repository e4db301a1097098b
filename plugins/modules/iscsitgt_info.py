#!/usr/bin/python
# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: iscsitgt_info
short_description: Read the configuration of the legacy iSCSI target daemon
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads targets, LUNs with their GUIDs and backing stores, and portal groups of C(iscsitgt) from its SMF service.
extends_documentation_fragment:
  - quorate.ha_storage._attributes
  - quorate.ha_storage._attributes.info_module
  - quorate.ha_storage._attributes.platform_solaris
  - quorate.ha_storage._attributes.actiongroup_comstar
requirements:
  - OpenSolaris or Solaris with C(iscsitgt), C(svccfg), C(svcs)
notes:
  - The shape of the manifest is taken from the daemon's source. It has not been run on a live host.
seealso:
  - module: quorate.ha_storage.iscsitgt
"""

EXAMPLES = r"""
- name: Read the configuration
  quorate.ha_storage.iscsitgt_info:
  register: legacy
"""

RETURN = r"""
configuration:
  description: The configuration without its secrets. Empty where there is no such service.
  type: dict
  returned: success
  sample:
    targets:
      ss1-zrp1:
        iqn: iqn.1986-03.com.sun:02:ss1.zrp1
        portal_groups: ["1"]
        initiators: [esx1.1]
        luns: {"0": {store: /dev/zvol/rdsk/sp1/iscsi/lun0, guid: 0100001e8c3a1b2c00002a0048f0aaaa}}
    portal_groups: {"1": [10.1.0.1]}
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, NotThereYet
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.render import config_data
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.system import IscsitgtSystem


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec={}, supports_check_mode=True)
    live = None
    try:
        live = IscsitgtSystem().read().live
    except NotThereYet as missing:
        module.warn(str(missing))
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, configuration=config_data(live))


if __name__ == "__main__":
    main()
