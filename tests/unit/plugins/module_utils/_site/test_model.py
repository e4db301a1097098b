# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model keeps secrets to itself, and cannot be changed by accident."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.model import Chap, Drbd, Node


def test_secrets_are_not_shown():
    chap = Chap("u1", "one-secret-xy", "t1", "another-secret")
    drbd = Drbd(0, 7788, "C", None, "full", {}, "replication-secret")
    assert "secret" not in repr((chap, drbd)).replace("mutual_", "")
    assert (chap.password, drbd.secret) == ("one-secret-xy", "replication-secret")


def test_values_stay_what_they_are():
    node = Node("node1", ("10.0.0.1",), "10.0.0.1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        node.name = "node2"
