# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module takes."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.arguments import INFO


def test_forty_echoes_are_usual():
    assert ArgumentSpecValidator(INFO).validate({"peers": ["10.77.20.12"]}).validated_parameters["count"] == 40
