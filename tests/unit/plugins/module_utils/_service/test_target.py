# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a node has of a target, and that a digest gives nothing away."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import saved_text
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.target import (
    CLUSTER_KEY,
    digest,
    target_values,
)
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    IQN,
    World,
    system,
    two_luns,
    wanted,
)

CONFIG = "/etc/quorate/targets/san0.json"


def test_equal_in_one_cluster_only():
    assert digest("text", b"key") == digest("text", b"key")
    assert len({digest("text", b"key"), digest("text", b"other"), digest("other", b"key")}) == 3
    assert len(digest("text", b"x" * 4096)) == 16


def test_a_node_that_has_saved_the_target(tmp_path):
    files = Files(str(tmp_path))
    for path, text in ((CONFIG, saved_text(two_luns())), (CLUSTER_KEY, "secret")):
        (tmp_path / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path[1:]).write_text(text)
    found = target_values(IQN, CONFIG, files, system(World().kernel, wanted(two_luns())))
    assert found == {"digest": digest(saved_text(two_luns()), b"secret"), "enabled": False, "sessions": [], "luns": 0}


def test_a_bare_node(tmp_path):
    found = target_values(IQN, CONFIG, Files(str(tmp_path)), system(World().kernel, wanted(two_luns())))
    assert found["digest"] == ""
