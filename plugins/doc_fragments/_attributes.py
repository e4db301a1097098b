# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes that every module documents; the module itself adds ``support`` (and ``details`` where it is partial)."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragments ``quorate.ha_storage._attributes`` and one per action group of ``meta/runtime.yml``."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying the target.
  diff_mode:
    description: Returns details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no change.
      - This assumes that the system controlled or queried by the module has not changed in a relevant way.
  platform:
    description: Target operating systems or families that can be operated against.
"""

    # A module that only reads: everything follows from that.
    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module does not modify state.
  diff_mode:
    support: N/A
    details:
      - This module does not modify state.
  idempotent:
    support: full
    details:
      - This module does not modify state.
"""

    PLATFORM_LINUX = r"""
options: {}
attributes:
  platform:
    support: full
    platforms: linux
"""

    ACTIONGROUP_CONFIG = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.config) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.config
"""

    PLATFORM_SOLARIS = r"""
options: {}
attributes:
  platform:
    support: full
    platforms: illumos, Solaris
"""

    ACTIONGROUP_COMSTAR = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.comstar) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.comstar
"""

    ACTIONGROUP_DRBD = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.drbd) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.drbd
"""

    ACTIONGROUP_HOST_SERVICE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.host_service) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.host_service
"""

    ACTIONGROUP_HP3PAR_RCG = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.hp3par_rcg) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.hp3par_rcg
"""

    ACTIONGROUP_ILLUMOS = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.illumos) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.illumos
"""

    ACTIONGROUP_INITIATOR = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.initiator) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.initiator
"""

    ACTIONGROUP_LIO = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.lio) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.lio
"""

    ACTIONGROUP_LVM = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.lvm) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.lvm
"""

    ACTIONGROUP_PACKAGES = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.packages) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.packages
"""

    ACTIONGROUP_PACEMAKER = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.pacemaker) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.pacemaker
"""

    ACTIONGROUP_SERVICE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.service) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.service
"""

    ACTIONGROUP_SITE = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.site) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.site
"""

    PLATFORM_ZFS = r"""
options: {}
attributes:
  platform:
    support: full
    platforms: linux, illumos
"""

    ACTIONGROUP_VMFS = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.vmfs) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.vmfs
"""

    ACTIONGROUP_ZFS = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/quorate.ha_storage.zfs) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - quorate.ha_storage.zfs
"""
