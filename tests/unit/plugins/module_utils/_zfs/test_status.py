# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How replications are, from what both hosts have told."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.status import failback_refusals, status

ESX = {"name": "esx", "hosts": ["ss1", "ss2"], "datasets": ["a"]}
COPY = {"source": "a", "base": {"name": "one"}, "lag_seconds": 60, "pending": ["two"], "conflicts": []}
NEW = {**COPY, "base": None, "lag_seconds": None}
HINDERED = {**COPY, "conflicts": [{"dataset": "a", "kind": "pool", "reason": "the pool is FAULTED", "way_out": "see"}]}


def told(role, epoch=1, copy=None, writable=False):
    claim = {"role": role, "epoch": epoch, "writable": writable}
    roles = {"item": {"name": "esx"}, "replications": [{"source": "a", "roles": {"source": claim, "target": None}}]}
    lags = {"item": {"name": "esx"}, "replications": [copy or COPY]}
    if isinstance(copy, str):
        lags = {"item": {"name": "esx"}, "msg": copy}
    return {"roles": {"results": [roles]}, "lags": {"results": [lags]}}


def entry(one, two, max_lag=100):
    (found,) = status([ESX], {"ss1": one, "ss2": two}, max_lag)["replications"]
    return found


def test_all_is_well():
    found = status([ESX], {"ss1": told("primary", 2, writable=True), "ss2": told("replica", 2)}, 100)
    assert found["verdict"] == "up" and found["text"] == [
        "esx: up",
        "  ss1: primary, epoch 2, writable",
        "  ss2: replica, epoch 2, read-only",
        "  a: copied up to one, 60 s ago, 1 to be sent",
    ]


@pytest.mark.parametrize(
    "one, two, verdict, problem, hindered",
    [
        (told("primary"), told("primary", 2), "down", "both sides claim to be primary, ss1 in epoch 1 and", True),
        (told("replica"), told("replica"), "down", "no side is primary", False),
        (told(""), told(""), "down", "no side is primary", True),
        (told("primary"), {}, "warn", "ss2 does not answer", True),
        (told("primary", copy="ssh failed"), told("replica"), "warn", "ssh failed", True),
        (told("primary", copy=HINDERED), told("replica"), "warn", "the pool is FAULTED (see)", True),
        (told("primary", copy=NEW), told("replica"), "warn", "a: nothing has arrived yet", False),
    ],
)
def test_what_wants_looking_at(one, two, verdict, problem, hindered):
    found = entry(one, two)
    assert found["verdict"] == verdict and any(problem in each for each in found["problems"])
    assert bool(found["hindrances"]) is hindered


def test_a_copy_that_is_late():
    found = entry(told("primary"), told("replica"), 59)
    assert found["problems"] == ["a: 60 s behind, more than 59 s"] and found["hindrances"] == []


def test_the_middle_of_a_change_is_no_role():
    mixed = told("primary")
    mixed["roles"]["results"][0]["replications"] += told("replica")["roles"]["results"][0]["replications"]
    assert entry(mixed, told("replica"))["sides"]["ss1"]["role"] == "mixed"


@pytest.mark.parametrize(
    "one, two, reason",
    [
        (told("replica"), told("primary", 2), ""),
        (told("primary"), told("primary", 2), ""),
        (told("primary", 2), told("primary", 2), "not in a later epoch"),
        (told("primary"), told("replica"), "ss2 is not primary"),
        (told("replica"), {}, "both sides have to answer"),
    ],
)
def test_only_who_was_away_comes_back(one, two, reason):
    found = failback_refusals([entry(one, two)], "ss1")
    assert (reason in found[0]) if reason else found == []
