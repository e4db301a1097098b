# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter is the pure function under the name that playbooks use."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.filter.cib import FilterModule
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.service import cib_options


def test_the_filter_is_called_cib():
    assert FilterModule().filters() == {"cib": cib_options}
