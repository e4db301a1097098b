# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who serves: what is refused, what is done, and that a run killed at any point is followed by one that goes on."""

from __future__ import annotations

import contextlib
import copy
import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    Refused,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.handover import (
    SEALED,
    Handover,
    Sides,
    plan_handover,
    unsent,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import (
    EPOCH,
    LEASE,
    PROMISE,
    ROLE,
    Dataset,
    End,
    Property,
    Snapshot,
    Token,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.roles import (
    PRIMARY,
    REPLICA,
    Claim,
    claim_of,
    claim_properties,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.system import HandoverSystem
from zfs import host
from zfs.state import Fault

from .worlds import Killed, Simulated, replicate, same, snapshots, volume, wanted

ONE, TWO = Snapshot("one", "1", 1, 1), Snapshot("two", "2", 2, 2, written=4096)


def dataset(claim=None, snapshots=(ONE,), readonly="on", **values):
    properties = {name: Property(value) for name, value in claim_properties(claim or Claim())}
    return Dataset("a", snapshots=snapshots, properties={**properties, "readonly": Property(readonly)}, **values)


def planned(own, other, state=PRIMARY, **options):
    return plan_handover([Sides(own, other)], Handover(Wanted((("a", "b"),), now=100), state, **options))


def kinds(own, other, state=PRIMARY, **options):
    return [each.kind for each in planned(own, other, state, **options).refusals]


def sets(own, other, state=PRIMARY, **options):
    todo = planned(own, other, state, **options)
    assert not todo.refusals, todo.refusals
    words = (vars(each.action) for each in todo.operations)
    return [f"{each['side']} {each['name'].rpartition(':')[2]}={each['value']}" for each in words if "name" in each]


def test_a_first_primary_is_declared_where_nothing_is_claimed_yet():
    fresh = dataset(readonly="off")
    expected = ["source epoch=1", "source lease=0", "source promise=0", "source role=primary"]
    assert sets(fresh, Dataset("b", exists=False)) == expected
    assert sets(fresh, dataset()) == expected


def test_a_replica_takes_over_once_the_other_side_is_one_too():
    assert sets(dataset(Claim(REPLICA, 3)), dataset(Claim(REPLICA, 3, 0, 77))) == [
        "target promise=0",
        "source epoch=4",
        "source role=primary",
        "source readonly=off",
    ]


def test_both_claim_to_be_primary_and_it_is_refused_on_both_and_told_why():
    one, two = dataset(Claim(PRIMARY, 1), readonly="off"), dataset(Claim(PRIMARY, 2), readonly="off")
    for own, other, epochs in ((one, two, "here in epoch 1, there in epoch 2"), (two, one, "here in epoch 2")):
        for state in (PRIMARY, SEALED):
            for options in ({}, {"other_is_down": True, "overrule_epoch": True, "leave_unsent": True}):
                (refusal,) = planned(own, other, state, **options).refusals
                assert "both sides claim to be primary" in str(refusal) and epochs in str(refusal)
                assert "state=replica on the side that has lost" in refusal.way_out
        assert sets(own, other, REPLICA)[:2] == ["source readonly=on", "source role=replica"]


def test_a_replica_is_one_before_it_loses_its_lease():
    found = sets(dataset(Claim(PRIMARY, 2, 900), readonly="off"), None, REPLICA)
    assert found == ["source readonly=on", "source role=replica", "source lease=0"]


def test_who_does_not_answer_has_to_be_vouched_for():
    own = dataset(Claim(REPLICA, 3))
    (refusal,) = planned(own, None).refusals
    assert "vouch_other_is_down=true" in refusal.way_out
    assert sets(own, None, other_is_down=True)[0] == "source epoch=4"
    assert kinds(dataset(Claim(PRIMARY, 3), readonly="off"), None) == ["role"]
    assert sets(dataset(Claim(PRIMARY, 3), readonly="off"), None, other_is_down=True) == []
    assert kinds(dataset(Claim(REPLICA, 3, 0, 90)), None, other_is_down=True) == ["role"]


def test_a_primary_that_answers_is_not_overrun():
    own, other = dataset(Claim(REPLICA, 3)), dataset(Claim(PRIMARY, 3), readonly="off")
    for options in ({}, {"other_is_down": True}, {"overrule_epoch": True}):
        (refusal,) = planned(own, other, **options).refusals
        assert "demote it first" in str(refusal) and "state=replica" in refusal.way_out


def test_what_the_other_side_has_seen_since_is_not_passed_over_in_silence():
    for own in (dataset(Claim(REPLICA, 1)), dataset(Claim(PRIMARY, 1))):
        other = dataset(Claim(REPLICA, 4))
        assert "overrule_epoch" in planned(own, other).refusals[0].way_out
        found = sets(own, other, overrule_epoch=True)
        assert found[0] == "source epoch=5" and found[-1] == "source readonly=off"


def test_what_never_arrived_is_not_left_behind_in_silence():
    own, other = dataset(Claim(REPLICA, 1)), dataset(Claim(REPLICA, 1), (ONE, TWO), written=512)
    assert unsent(other, own) == 4608 and unsent(own, other) == 0
    assert kinds(own, other) == ["unsent"]
    assert sets(own, other, leave_unsent=True)[0] == "source epoch=2"
    assert sets(dataset(Claim(PRIMARY, 1)), other) == ["source readonly=off"]


def test_an_unfinished_receive_is_given_up_by_name_only():
    own, other = dataset(Claim(REPLICA, 1), token=Token("t")), dataset(Claim(REPLICA, 1))
    assert kinds(own, other) == ["unfinished"]
    assert "receive" in str(planned(own, other, abandon_unfinished=True).operations[0].action)
    only = dataset(Claim(REPLICA, 1), (), token=Token("t"))
    assert kinds(only, other, abandon_unfinished=True) == ["no_copy"]


def test_all_reasons_are_told_at_once():
    own = dataset(Claim(REPLICA, 1), token=Token("t"), encrypted=True, key_loaded=False)
    assert kinds(own, dataset(Claim(PRIMARY, 1), (ONE, TWO))) == ["key", "unfinished", "unsent", "role"]
    assert kinds(Dataset("a", exists=False), None) == ["source_missing"]
    odd = dataset()
    assert kinds(dataclasses.replace(odd, properties={ROLE: Property("boss")}), odd) == ["role"]


def test_a_sealed_primary_is_primary_still():
    assert sets(dataset(Claim(PRIMARY, 1), readonly="off"), None, SEALED) == ["source readonly=on"]
    assert sets(dataset(Claim(REPLICA, 1)), None, SEALED) == []


def pair():
    """A primary and its copy, as the modules have made them."""
    system = volume()
    act(system, PRIMARY, "src/zv", "dst/zv")
    replicate(system)
    system.acts = 0
    return system


def act(system, state, own, other, kill=0, **options):
    handover = Handover(wanted([(own, other)]), state, **options)
    done = bring(
        HandoverSystem(handover.wanted, Simulated(system, kill=kill).run), handover, plan_handover, check_mode=False
    )
    return [str(each.action) for each in done.plan.operations]


def relocate(system, one="src/zv", two="dst/zv", **values):
    act(system, SEALED, one, two, **values)
    replicate(system, wanted([(one, two)], snapshot=f"last{system.acts}"), **values)
    act(system, REPLICA, one, two, **values)
    act(system, PRIMARY, two, one, **values)


def claims(system):
    found = {}
    for name in ("src/zv", "dst/zv"):
        local = {key: value.local for key, value in system.datasets[name].properties.items()}
        found[name] = (local[ROLE], int(local[EPOCH]), local["readonly"])
        assert (local[LEASE], local[PROMISE]) == ("0", "0")
    return found


def test_there_and_back_again():
    system = pair()
    host.write(system, "src/zv", last="words")
    relocate(system)
    assert claims(system) == {"src/zv": (REPLICA, 1, "on"), "dst/zv": (PRIMARY, 2, "off")}
    assert system.datasets["dst/zv"].content["last"] == "words"
    snapshots(system, "more", dataset="dst/zv")
    with pytest.raises(Refused, match="the target is the primary"):
        replicate(system)
    replicate(system, wanted([("dst/zv", "src/zv")]))
    assert same(system, "dst/zv", "src/zv")
    relocate(system, "dst/zv", "src/zv")
    assert claims(system) == {"src/zv": (PRIMARY, 3, "off"), "dst/zv": (REPLICA, 2, "on")}


def test_after_a_disaster_the_former_primary_shows_what_diverged_and_gives_it_up_by_its_guid():
    system = pair()
    snapshots(system, "unsent")
    with pytest.raises(Refused, match="demote it first"):
        act(system, PRIMARY, "dst/zv", "src/zv")
    silent(system, "dst/zv")
    snapshots(system, "served", dataset="dst/zv")
    for one, two in (("src/zv", "dst/zv"), ("dst/zv", "src/zv")):
        with pytest.raises(Refused, match="both sides claim to be primary"):
            act(system, PRIMARY, one, two)
        with pytest.raises(Refused, match="both sides claim to be primary"):
            replicate(system, wanted([(one, two)]))
    act(system, REPLICA, "src/zv", "dst/zv")
    with pytest.raises(Refused, match="unsent .* bytes.*discard_after") as caught:
        replicate(system, wanted([("dst/zv", "src/zv")]))
    common = next(each for each in system.datasets["src/zv"].snapshots if each.name == "b")
    assert str(common.guid) in str(caught.value)
    replicate(system, wanted([("dst/zv", "src/zv")], discard_after=(str(common.guid),)))
    assert same(system, "dst/zv", "src/zv") and "unsent" not in system.datasets["src/zv"].content.values()


def silent(system, own):
    """*own* takes over while the other side does not answer."""
    want = dataclasses.replace(wanted([(own, "gone/zv")]), target=End(("ssh", "gone")))
    simulated = Simulated(system)

    def run(argv, **options):
        if argv[0] == "ssh":
            raise CommandFailed(argv, 255, "", "No route to host")
        return simulated.run(argv, **options)

    with pytest.raises(Refused, match="vouch_other_is_down"):
        bring(HandoverSystem(want, run), Handover(want, PRIMARY), plan_handover, check_mode=False)
    handover = Handover(want, PRIMARY, other_is_down=True)
    system_of = HandoverSystem(want, run)
    bring(system_of, handover, plan_handover, check_mode=False)
    assert system_of.last[0].other is None


def test_another_error_of_the_other_side_is_no_silence():
    system = pair()

    def run(argv, **options):
        if "src/zv" in argv:
            raise CommandFailed(argv, 1, "", "permission denied")
        return Simulated(system).run(argv, **options)

    with pytest.raises(CommandFailed):
        HandoverSystem(wanted([("dst/zv", "src/zv")]), run).read()


def ways():
    for kind in ("kill", *host.KINDS[:3]):
        for number in range(1, 13):
            yield kind, number


@pytest.mark.parametrize("kind, number", ways())
def test_a_relocation_that_breaks_off_is_run_again_and_never_are_both_primary(kind, number):
    system = pair()
    host.write(system, "src/zv", last="words")
    system.faults = [] if kind == "kill" else [Fault(number, kind)]
    broken = copy.deepcopy(system)
    with contextlib.suppress(Killed, HaStorageError):
        relocate(broken, kill=number if kind == "kill" else 0)
    roles = [value.local for each in broken.datasets.values() for key, value in each.properties.items() if key == ROLE]
    assert roles.count(PRIMARY) <= 1
    broken.faults = []
    if claim_of_volume(broken, "dst/zv").role == PRIMARY:
        act(broken, PRIMARY, "dst/zv", "src/zv")
    elif claim_of_volume(broken, "src/zv").role == REPLICA:
        act(broken, REPLICA, "src/zv", "dst/zv")
        act(broken, PRIMARY, "dst/zv", "src/zv")
    else:
        relocate(broken)
    assert [each[0] for each in claims(broken).values()] == [REPLICA, PRIMARY]
    assert broken.datasets["dst/zv"].content["last"] == "words" and claims(broken)["src/zv"][2] == "on"


def claim_of_volume(system, name):
    local = {key: Property(value.local) for key, value in system.datasets[name].properties.items()}
    return claim_of(Dataset(name, properties=local))
