# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``site_info`` takes; beside the documentation, tied to it by ansible-test's validate-modules."""

from __future__ import annotations

GROUP = {
    "name": {"type": "str", "required": True},
    "devices": {"type": "list", "elements": "str", "default": []},
}
BACKING = {key: {"type": "str", "required": True} for key in ("resource", "vg", "volume", "device")}
INFO = {
    "volume_groups": {"type": "list", "elements": "dict", "default": [], "options": GROUP},
    "backings": {"type": "list", "elements": "dict", "default": [], "options": BACKING},
    "own_addresses": {"type": "list", "elements": "str", "default": []},
    "peer_addresses": {"type": "list", "elements": "str", "default": []},
}
