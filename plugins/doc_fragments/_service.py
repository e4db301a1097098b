# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that name a service to the modules of services."""

from __future__ import annotations


class ModuleDocFragment:
    """The fragment ``quorate.ha_storage._service``."""

    DOCUMENTATION = r"""
options:
  name:
    description: Name of the service.
    type: str
    required: true
  id:
    description: Its own primitive in the cluster.
    type: str
    required: true
  clone:
    description: The promotable clone of its DRBD resource.
    type: str
    required: true
  drbd:
    description: The primitive in O(clone).
    type: str
    required: true
  resource:
    description: The name of its DRBD resource.
    type: str
    required: true
requirements:
  - Pacemaker 2.1 or newer
  - drbd-utils 9
"""
