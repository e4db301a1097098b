# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What svcs says of a service."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.smf import parse_state, service_state


def test_states():
    assert parse_state("online\n") == "online"
    assert parse_state("offline*\n") == "offline"


@pytest.mark.parametrize("text", ["", "on line\n", "online\nonline\n", "Online\n"])
def test_any_other_text_is_an_error(text):
    with pytest.raises(Unparsable):
        parse_state(text)


def test_a_service_that_is_not_there():
    def run(argv, **_options):
        return Result(1, "", f"svcs: Pattern '{argv[-1]}' doesn't match any instances\n")

    assert service_state(run, "svc:/system/stmf:default") == "not installed"
    with pytest.raises(Unparsable):
        service_state(lambda argv, **options: Result(1, "", "svcs: permission denied\n"), "stmf")
