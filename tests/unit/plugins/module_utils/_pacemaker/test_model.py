# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is declared, and what a cluster is."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import ABSENT, Declaration, Primitive


def test_secrets_are_no_part_of_what_a_primitive_is():
    assert Primitive("a", "ocf:p:t", {"x": "1"}, secrets=frozenset({"x"})) == Primitive("a", "ocf:p:t", {"x": "1"})


def test_an_absent_cluster_has_an_empty_configuration():
    assert ABSENT.configuration.children == () and not ABSENT.live and not ABSENT.state.dc


def test_nothing_is_taken_over_or_stopped_unless_told_so():
    assert not Declaration("me").adopt and not Declaration("me").stop_removed
