# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``site_probe`` gives is what ``site_info`` takes."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.probe import probe

from . import facts, raw


def test_the_probe_fits_the_module():
    options = probe(facts.expanded(raw.site(3)), "node1")
    result = ArgumentSpecValidator(INFO).validate(options)
    assert result.error_messages == []
    assert result.validated_parameters == options


def test_a_host_can_be_looked_at_without_any_options():
    assert ArgumentSpecValidator(INFO).validate({}).validated_parameters["backings"] == []
