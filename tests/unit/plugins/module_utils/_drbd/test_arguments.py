# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib

import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import arguments


def documented(name):
    module = importlib.import_module(f"ansible_collections.quorate.ha_storage.plugins.modules.{name}")
    return yaml.safe_load(module.DOCUMENTATION)["options"]


def agrees(spec, options, path=""):
    assert set(spec) == set(options), path
    for name, one in spec.items():
        text = options[name]
        for key in ("type", "required", "choices", "elements"):
            assert one.get(key, False) == text.get(key, False), f"{path}{name}.{key}"
        assert one.get("default") == text.get("default"), f"{path}{name}.default"
        agrees(one.get("options") or {}, text.get("suboptions") or {}, f"{path}{name}.")


@pytest.mark.parametrize("name, spec", [("drbd_resource", arguments.RESOURCE), ("drbd_resource_info", arguments.INFO)])
def test_the_documentation_says_what_the_module_takes(name, spec):
    agrees(spec, documented(name))


def test_the_secret_is_not_logged():
    assert arguments.RESOURCE["secret"]["no_log"]
