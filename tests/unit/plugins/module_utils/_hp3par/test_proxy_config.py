# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import hashlib
import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.proxy_config import proxy_config

RULE = {"service": "svc1", "client": "node1", "array": "hp3par1", "groups": ["svc1"]}
VARIABLES = {
    "cli": "/opt/cli",
    "arrays": [{"name": "hp3par1", "password_file": "on the controller"}],
    "clients": [
        {"id": "node1", "token": "secret"},
        {"id": "node2", "certificate": "node2", "token": ""},
        {"id": "node3"},
    ],
    "rules": [RULE],
    "limits": {"seconds": 60},
    "identifier_is_enough": False,
}


def test_the_document_has_hashes_instead_of_tokens():
    found = proxy_config(VARIABLES, "/etc/proxy")
    assert "secret" not in json.dumps(found)
    assert found == {
        "cli": "/opt/cli",
        "open": False,
        "arrays": {"hp3par1": "/etc/proxy/hp3par1.pwf"},
        "clients": {
            "node1": {"token_sha256": hashlib.sha256(b"secret").hexdigest()},
            "node2": {"certificate": "node2"},
            "node3": {},
        },
        "rules": [RULE],
        "limits": {"seconds": 60},
    }
