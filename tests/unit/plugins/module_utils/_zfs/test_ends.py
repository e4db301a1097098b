# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say which data sets, and where."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.ends import (
    DATASET,
    end_of,
    end_problems,
    pair_problems,
    pairs_of,
)

END = {"host": "dr1", "user": None, "port": None, "key": None, "prefix": []}
PAIR = {"source": "a/x", "target": "b/x"}


@pytest.mark.parametrize("name", ["", "-f", "/a", "a//b", "a@b", "a b", "a/", "a;b"])
def test_what_is_no_data_set(name):
    assert not DATASET.fullmatch(name)
    assert list(pair_problems([{**PAIR, "source": name}], False))


def test_how_a_side_is_reached():
    assert end_of(None).ssh == end_of({**END, "host": None}).ssh == ()
    words = end_of({**END, "user": "zfsadm", "port": 22, "key": "/k", "prefix": ["pfexec"]})
    assert words.ssh[-7:] == ("-p", "22", "-i", "/k", "-l", "zfsadm", "dr1") and words.prefix == ("pfexec",)
    assert "BatchMode=yes" in words.ssh


def test_both_sides_have_to_be_two():
    params = {"datasets": [PAIR], "source": None, "target": None}
    assert pairs_of(params) == (("a/x", "b/x"),) and not list(end_problems(params))
    same = {**params, "datasets": [{"source": "a/x", "target": "a/x/y"}]}
    assert [str(each) for each in end_problems(same)] == ["datasets[0]: the target lies in the source"]
    assert len(list(end_problems({**params, "target": {**END, "host": "-o", "user": "-l"}}))) == 2
