# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import arguments
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State


def test_secrets_are_marked_and_certificates_are_verified():
    secret = {key for key, option in arguments.ARRAY.items() if option.get("no_log")}
    assert secret == {"password", "token"}
    assert arguments.ARRAY["validate_certs"]["default"] is True


def test_everything_that_can_lose_data_is_off_by_default():
    named = ("disaster", "accept_data_loss", "discard_peer_changes", "discard_local_changes", "resync_stopped")
    assert not any(arguments.STATE[name]["default"] for name in (*named, "confirm"))


def test_every_state_can_be_asked_for():
    assert arguments.STATE["state"]["choices"] == [state.value for state in State]
