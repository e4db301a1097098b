# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups made, changed and removed on the simulated arrays, by their command line."""

from __future__ import annotations

import pytest
from hp3par import interpreter
from hp3par.engine import tick
from hp3par.pair import PERSONALITIES, new_pair, write


def made(personality="3par-3.3"):
    pair = new_pair(personality, names=())
    pair.arrays[0].stock |= {"data", "logs"}
    pair.arrays[1].stock |= {"data"}
    return pair


def say(pair, line, side=0):
    """What an array says, on both streams."""
    answer = interpreter.run(pair, side, line)
    return answer.stdout + answer.stderr


CREATE = "creatercopygroup -usr_cpg ssd hp3par2:ssd svc1 hp3par2:periodic"


@pytest.mark.parametrize("personality", PERSONALITIES)
def test_a_group_is_made_replicates_and_is_removed(personality):
    pair = made(personality)
    admit = ["admitrcopyvv data svc1 hp3par2:data", "admitrcopyvv -createvv logs svc1 hp3par2:logs"]
    for line in (CREATE, "setrcopygroup period 5m hp3par2 svc1", "setrcopygroup pol auto_recover svc1", *admit):
        assert say(pair, line) == "", line
    group = pair.groups["svc1"]
    assert [(side.name, side.role, side.status) for side in group.sides] == [
        ("svc1", "Primary", "New"),
        ("svc1.r12345", "Secondary", "New"),
    ]
    assert (group.period, sorted(group.policies)) == (300, ["auto_recover", "over_per_alert"])
    write(pair, 0, group)
    say(pair, "startrcopygroup svc1")
    tick(pair, pair.resync_seconds)
    assert [volume.writes for volume in group.sides[1].volumes] == [{1}, {1}]
    say(pair, "stoprcopygroup -f svc1")
    assert say(pair, "dismissrcopyvv -f logs svc1") == "Volume logs has been dismissed\n"
    assert say(pair, "removercopygroup -f svc1").endswith("Group svc1 has been deleted.\n")
    assert pair.groups == {} and [array.stock for array in pair.arrays] == [{"data", "logs"}, {"data", "logs"}]


def test_the_second_array_can_make_groups_too():
    pair = made()
    assert say(pair, "creatercopygroup svc2 hp3par1:sync", side=1) == ""
    assert [side.name for side in pair.groups["svc2"].sides] == ["svc2.r12346", "svc2"]


DECLINED = [
    (CREATE, "exists already"),
    ("creatercopygroup svc2 hp3par3:sync", "does not exist"),
    (f"creatercopygroup {'a' * 23} hp3par2:sync", "invalid group name"),
    ("creatercopygroup svc2 hp3par2:async", "invalid command"),
    ("creatercopygroup -usr_cpg ssd other:ssd svc2 hp3par2:sync", "invalid command"),
    ("creatercopygroup svc2", "invalid command"),
    ("removercopygroup svc1", "invalid command"),
    ("removercopygroup -f svc2", "does not exist on the system"),
    ("removercopygroup -f svc1", "is started"),
    ("admitrcopyvv logs svc1 hp3par2:logs", "is started"),
    ("dismissrcopyvv -f data svc1", "is started"),
    ("setrcopygroup period 60s hp3par2 svc1", "invalid period"),
    ("setrcopygroup period 5 hp3par2 svc1", "invalid command"),
    ("setrcopygroup period 5m hp3par3 svc1", "another target"),
]


@pytest.mark.parametrize(("line", "why"), DECLINED)
def test_what_an_array_declines_changes_nothing(line, why):
    pair = made()
    for before in (CREATE, "setrcopygroup period 5m hp3par2 svc1", "admitrcopyvv data svc1 hp3par2:data"):
        say(pair, before)
    say(pair, "startrcopygroup svc1")
    group = pair.groups["svc1"]
    assert why in say(pair, line)
    assert list(pair.groups) == ["svc1"] and group.period == 300 and len(group.sides[0].volumes) == 1


VOLUMES = [
    ("admitrcopyvv data svc1 hp3par2:data", "is in a remote copy group"),
    ("admitrcopyvv logs svc1 hp3par2:logs", "does not exist"),
    ("admitrcopyvv none svc1 hp3par2:data", "does not exist"),
    ("admitrcopyvv -createvv logs svc1 hp3par2:spare", "does already"),
    ("admitrcopyvv logs svc1 hp3par3:logs", "does not exist"),
    ("dismissrcopyvv -f logs svc1", "does not exist"),
]


@pytest.mark.parametrize(("line", "why"), VOLUMES)
def test_volumes_have_to_be_there_and_free(line, why):
    pair = made()
    pair.arrays[1].stock.add("spare")
    for before in (CREATE, "admitrcopyvv data svc1 hp3par2:data"):
        say(pair, before)
    assert why in say(pair, line) and len(pair.groups["svc1"].sides[0].volumes) == 1


def test_the_secondary_declines_all_of_it():
    pair = made()
    say(pair, CREATE)
    assert "secondary here" in say(pair, "setrcopygroup pol auto_recover svc1.r12345", side=1)
    assert "secondary here" in say(pair, "removercopygroup -f svc1.r12345", side=1)


def test_without_a_cpg_no_volume_is_made():
    pair = made()
    say(pair, "creatercopygroup svc1 hp3par2:sync")
    assert "no CPG" in say(pair, "admitrcopyvv -createvv logs svc1 hp3par2:logs")
