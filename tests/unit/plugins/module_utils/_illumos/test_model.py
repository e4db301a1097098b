# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An address knows its link."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import Address


def test_the_link_is_before_the_slash():
    assert Address("aggr500001/v4", "10.1.0.1/16").link == "aggr500001"
