# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The saved file, beside one that targetctl wrote."""

from __future__ import annotations

import json
import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.parse import saved_config
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import link_name, saveconfig, saved_text
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import configs
from hypothesis import given, settings

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "lio"


@settings(max_examples=50, deadline=None)
@given(configs())
def test_what_is_rendered_reads_the_same(config):
    assert saved_config(saved_text(config)) == config


def test_a_file_of_targetctl_survives_being_read_and_rendered():
    theirs = json.loads((FIXTURES / "targetctl-2.1.76.json").read_text())
    ours = saveconfig(saved_config(json.dumps(theirs)))
    assert shape(ours) <= shape(theirs)
    assert saved_config(json.dumps(ours)) == saved_config(json.dumps(theirs))


def shape(value, path=""):
    """The paths of all keys."""
    if isinstance(value, dict):
        return {line for key, item in value.items() for line in {f"{path}.{key}"} | shape(item, f"{path}.{key}")}
    return {line for item in value for line in shape(item, f"{path}[]")} if isinstance(value, list) else set()


def test_the_link_is_named_by_the_end_of_the_serial():
    assert link_name("2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10") == "2f3d1a7b10"
