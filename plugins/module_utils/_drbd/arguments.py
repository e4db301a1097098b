# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules take; beside the documentation, tied to it by ansible-test's validate-modules."""

from __future__ import annotations

HOST = {
    "name": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "port": {"type": "int"},
    "node_id": {"type": "int"},
}
VOLUME = {
    "number": {"type": "int", "default": 0},
    "minor": {"type": "int", "required": True},
    "disk": {"type": "str", "required": True},
    "meta_disk": {"type": "str", "choices": ["internal"], "default": "internal"},
}
RESOURCE = {
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "up", "absent"], "default": "up"},
    "hosts": {"type": "list", "elements": "dict", "options": HOST},
    "port": {"type": "int"},
    "volumes": {"type": "list", "elements": "dict", "options": VOLUME},
    "protocol": {"type": "str", "choices": ["A", "B", "C"], "default": "C"},
    "secret": {"type": "str", "no_log": True},
    "fencing": {
        "type": "str",
        "choices": ["dont-care", "resource-only", "resource-and-stonith"],
        "default": "resource-and-stonith",
    },
    "net": {"type": "dict", "default": {}},
    "disk": {"type": "dict", "default": {}},
    "options": {"type": "dict", "default": {}},
    "handlers": {"type": "dict", "default": {}},
    "dialect": {"type": "str", "choices": ["auto", "8.4", "9"], "default": "auto"},
    "max_peers": {"type": "int"},
    "initial_sync": {"type": "str", "choices": ["none", "full", "skip"], "default": "none"},
    "sync_source": {"type": "str"},
    "peers_with_data": {"type": "list", "elements": "str", "default": []},
    "full_sync_from_peer": {"type": "bool", "default": False},
    "use_existing_metadata": {"type": "bool", "default": False},
    "destroy_existing_metadata": {"type": "bool", "default": False},
    "destroy_existing_data": {"type": "bool", "default": False},
    "resize": {"type": "bool", "default": False},
    "allow_disturbing": {"type": "bool", "default": True},
    "wait": {
        "type": "dict",
        "options": {
            "for": {"type": "str", "choices": ["none", "connected", "up_to_date"], "default": "none"},
            "timeout": {"type": "int", "default": 60},
        },
    },
}
INFO = {
    "name": {"type": "str"},
    "disks": {"type": "list", "elements": "str", "default": []},
}
