# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The failure list: every single fault that the site has to survive."""

from __future__ import annotations

from . import disks, links, nodes, processes, targets

FAULTS = (*nodes.FAULTS, *links.FAULTS, *processes.FAULTS, *targets.FAULTS, *disks.FAULTS)
