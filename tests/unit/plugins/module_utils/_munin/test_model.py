# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import inspect

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import model as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import program


@pytest.mark.parametrize("name", program.PLUGINS)
def test_each_plugin_has_what_a_plugin_has(name):
    plugin = program.load(name)
    for verb in ("require", "instances", "graphs", "values"):
        wanted = list(inspect.signature(getattr(subject.Plugin, verb)).parameters)[1:]
        found = [each.lstrip("_") for each in inspect.signature(getattr(plugin, verb)).parameters]
        assert found == wanted
