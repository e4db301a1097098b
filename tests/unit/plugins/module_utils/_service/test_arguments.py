# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both modules name a service in the same words."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.arguments import IDENTITY, INFO, SWITCHOVER


def test_the_identity_is_the_same_and_required():
    assert all(INFO[name] == SWITCHOVER[name] == option for name, option in IDENTITY.items())
    assert all(option["required"] for option in IDENTITY.values())
    assert not any(option.get("required") for name, option in SWITCHOVER.items() if name not in IDENTITY)
