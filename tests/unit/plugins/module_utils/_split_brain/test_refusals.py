# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.judge import judge
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Side
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.refusals import refusals

from .worlds import MIB, OLD, OLDER, STORE, current, part, settled, side, wanted


def found(now, decision=None):
    return [str(each) for each in refusals(now, decision or wanted(), judge(now.here, now.peer))]


def policy(node, **differs):
    changed = {f"after-sb-{name}": value for name, value in differs.items() if name.endswith("pri")}
    rest = {name: value for name, value in differs.items() if not name.endswith("pri")}
    return side(node, policies=tuple(sorted({"after-sb-0pri": "disconnect", **changed}.items())), **rest)


def test_a_decision_that_is_clear_is_not_refused():
    assert found(current()) == [] == found(current("node1"))
    assert found(current(node1=side("node1", role="Primary"))) == []


CASES = {
    "node2 has changed 2 MiB since the split": (current(), wanted(discard=False)),
    "node2 is Primary: its data are in use": (current(node2=side("node2", role="Primary")), wanted()),
    "parts of the service active on node2": (current(), wanted(active_on=("node2",))),
    "node2 has lost its disk": (current(node2=side("node2", disk="Diskless", changed=None)), wanted()),
    "san0 is down on node2": (current(node2=Side("node2", parts=side("node2").parts)), wanted()),
    "san0 is down on node1": (current(node1=Side("node1", parts=side("node1").parts)), wanted()),
    "which shall stay, are Inconsistent": (current(node1=side("node1", disk="Inconsistent")), wanted()),
    "which shall stay, are Outdated": (current(node1=side("node1", disk="Outdated")), wanted()),
    "would keep the data of node2": (current(node1=side("node1", changed=0)), wanted()),
    "after-sb-0pri=discard-younger-primary may decide": (
        current(node1=policy("node1", **{"0pri": "discard-younger-primary"})),
        wanted(),
    ),
    "after-sb-1pri=violently-as0p may decide": (
        current(node1=policy("node1", **{"1pri": "violently-as0p"}, role="Primary")),
        wanted(),
    ),
    "there can be no snapshot": (current(), wanted(keep_snapshot=True)),
}


@pytest.mark.parametrize("reason", CASES)
def test_each_reason_alone(reason):
    [said] = found(*CASES[reason])
    assert reason in said and said.endswith(")"), "with a way out"


def test_all_reasons_at_once():
    now = current(node1=side("node1", disk="Inconsistent"), node2=side("node2", role="Primary"), store=STORE)
    said = found(now, wanted(discard=False, keep_snapshot=True, snapshot_size=1000 * MIB))
    assert len(said) == 4


def test_dangers_that_are_none():
    assert found(current(node2=side("node2", changed=0))) == [], "the rule and the operator agree"
    assert found(current(node1=side("node1", changed=0), node2=side("node2", changed=0))) == [], "nothing to lose"
    assert found(current(node1=side("node1", changed=0, role="Primary"))) == [], "the rule is for two Secondaries"
    assert found(current(node1=side("node1", changed=0, past=(OLDER,)))) == [], "the victim gives up everything first"
    assert found(current(node1=policy("node1", **{"1pri": "discard-secondary"}, role="Primary"))) == []


NO_SPLIT = {
    "node1 and node2 are merely disconnected ('drbdadm adjust san0' on both connects them": current(
        node2=dataclasses.replace(side("node2"), parts=(part(OLD),))
    ),
    "or the start of the cluster; the other copy then gets what node1 has)": current(
        node2=dataclasses.replace(side("node2"), parts=(part(OLD),))
    ),
    "have no generation in common": current(
        node1=side("node1", past=(OLD, OLD, OLD)), node2=side("node2", past=(OLDER, OLDER, OLDER))
    ),
    "nobody can tell what node2 has of san0": current(node2=Side("node2")),
    "connected, but san0 is not whole": current(node2=settled("node2", up_to_date=False, disk="Inconsistent")),
}


@pytest.mark.parametrize("reason", NO_SPLIT)
def test_what_is_no_split_brain_is_said_to_be_none(reason):
    now = NO_SPLIT[reason]
    [said] = found(now, wanted(discard=False))
    assert reason in said
