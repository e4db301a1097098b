# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which packages a folder is to hold: the options of packages_folder and packages_source."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment ``quorate.ha_storage._packages``."""

    DOCUMENTATION = r"""
options:
  release:
    description:
      - For what hosts the packages are, as P(quorate.ha_storage.packages_info#module) tells it.
      - Needed with O(state=present).
    type: dict
    suboptions:
      distribution:
        description: Such as V(debian).
        type: str
        required: true
      version:
        description: Such as V(13).
        type: str
        required: true
      architecture:
        description: Such as V(amd64).
        type: str
        required: true
  index:
    description: The text of the index of the packages. Needed with O(state=present).
    type: str
    default: ""
"""
