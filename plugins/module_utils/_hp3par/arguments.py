# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules for Remote Copy groups take; beside the documentation, tied to it by validate-modules."""

from __future__ import annotations

import typing as t

from .parse_wsapi import POLICIES
from .wish import State

ARRAY: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "transport": {"type": "str", "choices": ["ssh", "cli", "wsapi", "proxy"], "default": "ssh"},
    "host": {"type": "str"},
    "port": {"type": "int"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "key_file": {"type": "path"},
    "known_hosts": {"type": "path"},
    "ssh_extra_args": {"type": "list", "elements": "str", "default": []},
    "output": {"type": "str", "choices": ["setclienv", "flags", "table"], "default": "setclienv"},
    "cli_path": {"type": "path", "default": "/opt/hp_3par_cli/bin/cli"},
    "password_file": {"type": "path"},
    "url": {"type": "str"},
    "service": {"type": "str"},
    "client_id": {"type": "str"},
    "token": {"type": "str", "no_log": True},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path"},
    "ca_path": {"type": "path"},
    "validate_certs": {"type": "bool", "default": True},
    "accept_unverified_numbers": {"type": "bool", "default": False},
    "timezone": {"type": "str", "default": ""},
    "connect_timeout": {"type": "int", "default": 10},
    "command_timeout": {"type": "int", "default": 120},
}
GROUP: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "peer_name": {"type": "str", "default": ""},
    "array": {"type": "dict", "required": True, "options": ARRAY},
    "peer": {"type": "dict", "options": ARRAY},
    "peer_required": {"type": "bool", "default": True},
}
INFO: dict[str, t.Any] = {
    **GROUP,
    "mode": {"type": "str", "choices": ["sync", "periodic"]},
    "sync_max_delay": {"type": "str", "default": ""},
    "require_auto_recover": {"type": "bool", "default": True},
}
DECLARED: dict[str, t.Any] = {
    **GROUP,
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "target": {"type": "str"},
    "mode": {"type": "str", "choices": ["sync", "periodic"]},
    "period": {"type": "str"},
    "policies": {"type": "dict", "options": {name: {"type": "bool"} for name in sorted(POLICIES.values())}},
    "user_cpg": {"type": "str"},
    "target_user_cpg": {"type": "str"},
    "volumes": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str", "required": True},
            "remote": {"type": "str"},
            "create": {"type": "bool", "default": False},
        },
    },
    "purge_volumes": {"type": "bool", "default": False},
    "stop_started": {"type": "bool", "default": False},
    "confirm": {"type": "str", "default": ""},
    "wait_timeout": {"type": "int", "default": 600},
    "poll_interval": {"type": "int", "default": 5},
}
STATE: dict[str, t.Any] = {
    **GROUP,
    "state": {"type": "str", "required": True, "choices": [state.value for state in State]},
    "resume": {"type": "bool", "default": False},
    "direction": {"type": "str", "choices": ["swap_natural", "keep_natural"], "default": "swap_natural"},
    "sync_before": {"type": "str", "choices": ["auto", "never"], "default": "auto"},
    "max_sync_age": {"type": "str", "default": ""},
    "resync_stopped": {"type": "bool", "default": False},
    "disaster": {"type": "bool", "default": False},
    "accept_data_loss": {"type": "bool", "default": False},
    "discard_peer_changes": {"type": "bool", "default": False},
    "discard_local_changes": {"type": "bool", "default": False},
    "confirm": {"type": "str", "default": ""},
    "link_down_confirmations": {"type": "int", "default": 3},
    "wait": {"type": "bool", "default": True},
    "wait_timeout": {"type": "int", "default": 600},
    "sync_timeout": {"type": "int", "default": 3600},
    "poll_interval": {"type": "int", "default": 5},
}
