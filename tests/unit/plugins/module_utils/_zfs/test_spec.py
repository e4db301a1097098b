# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import End, Policy
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec import (
    INFO,
    REPLICATE,
    rate_of,
    read_info,
    read_wanted,
)

NOW = 1795350719
DATASETS = [{"source": "sp1/lun0", "target": "dr/lun0"}]
END = {"host": None, "user": None, "port": None, "key": None, "prefix": []}
POLICY = {
    **dict.fromkeys(("last", "hourly", "daily", "weekly", "monthly", "yearly", "min_age"), 0),
    "representative": "oldest",
}


def parameters(spec, **values):
    return {**{name: option.get("default") for name, option in spec.items()}, "datasets": DATASETS, **values}


def given(**values):
    return parameters(REPLICATE, **values)


def test_defaults():
    want = read_wanted(given(), NOW)
    assert (want.pairs, want.snapshot, want.now) == ((("sp1/lun0", "dr/lun0"),), "20261122T123159Z", NOW)
    assert want.options.match.fullmatch(want.snapshot) and want.options.properties == (("readonly", "on"),)
    assert (want.source, want.target) == (End(), End()) and want.options.keep_source is None
    assert rate_of(given()) == 0 and rate_of(given(rate="10m")) == 10 << 20


def test_the_other_side():
    target = {**END, "host": "dr1", "user": "zfsadm", "port": 2222, "key": "/etc/k", "prefix": ["pfexec"]}
    end = read_wanted(given(target=target), NOW).target
    assert end.prefix == ("pfexec",) and end.ssh[:3] == ("ssh", "-o", "BatchMode=yes")
    assert end.ssh[-7:] == ("-p", "2222", "-i", "/etc/k", "-l", "zfsadm", "dr1")
    assert read_wanted(given(source={**END, "prefix": ["sudo", "-n"]}), NOW).source == End((), ("sudo", "-n"))


def test_what_is_wanted():
    keep = {**POLICY, "hourly": 24, "min_age": 60, "representative": "newest"}
    want = read_wanted(
        given(
            snapshot="existing",
            steps="latest",
            properties={"readonly": True, "compression": "lz4"},
            retention_source=keep,
            other_tags=["second"],
            discard_after=["4711"],
        ),
        NOW,
    )
    assert want.snapshot == "" and want.options.latest and want.options.discard_after == ("4711",)
    assert want.options.properties == (("compression", "lz4"), ("readonly", "on"))
    assert want.options.keep_source == Policy(hourly=24, min_age=60, newest=True)


def test_the_info_module_makes_nothing():
    want = read_info(parameters(INFO), NOW)
    assert want.snapshot == "" and want.options.keep_target is None


@pytest.mark.parametrize(
    "values, paths",
    [
        ({"datasets": []}, ["datasets"]),
        ({"datasets": [{"source": "-x", "target": "a@b"}]}, ["datasets[0].source", "datasets[0].target"]),
        ({"datasets": DATASETS * 2}, ["datasets", "datasets"]),
        ({"datasets": [*DATASETS, {"source": "sp2/x", "target": "dr/x"}]}, ["datasets"]),
        ({"datasets": [{"source": "a/b", "target": "a/b/c"}]}, ["datasets[0]"]),
        ({"target": {**END, "host": "-oProxyCommand=x"}}, ["target.host"]),
        ({"target": {**END, "host": "dr", "user": "-x"}}, ["target.user"]),
        ({"source": {**END, "port": 22, "key": "/k"}}, ["source.port", "source.key"]),
        ({"match": "("}, ["match"]),
        ({"snapshot_name": "daily"}, ["snapshot_name"]),
        ({"snapshot_name": "a@b"}, ["snapshot_name"]),
        ({"tag": "a b", "other_tags": ["-x"]}, ["tag", "other_tags"]),
        ({"other_tags": ["quorate"]}, ["other_tags"]),
        ({"properties": {"stmf_sbd_lu": "x", "-o": "y"}}, ["properties", "properties"]),
        ({"properties": {"quorate.ha_storage:role": "primary"}}, ["properties"]),
        ({"snapshot_properties": {"readonly": "on"}}, ["snapshot_properties"]),
        ({"retention_source": POLICY}, ["retention_source"]),
        ({"retention_target": {**POLICY, "daily": -1}}, ["retention_target.daily"]),
        ({"stall_timeout": 0, "rate": "fast", "discard_after": ["x"]}, ["stall_timeout", "discard_after[0]", "rate"]),
    ],
)
def test_all_problems_at_once(values, paths):
    with pytest.raises(InvalidInput) as caught:
        read_wanted(given(**values), NOW)
    assert [each.path for each in caught.value.problems] == paths
