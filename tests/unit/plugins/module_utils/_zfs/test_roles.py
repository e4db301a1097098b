# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both sides never serve at once: every history is tried, with clocks that differ and a line that is cut."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import EPOCH, LEASE, ROLE, Dataset, Property
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.roles import (
    MARGIN,
    OTHER,
    OWN,
    PRIMARY,
    REPLICA,
    Claim,
    claim_of,
    claim_properties,
    demote,
    forbids_sending,
    forbids_start,
    may_act,
    received,
    renew,
    sending_conflicts,
    take_over,
)


def claiming(claim):
    return Dataset("a", properties={name: Property(value) for name, value in claim_properties(claim)})


@pytest.mark.parametrize("claim", [Claim(), Claim(PRIMARY, 3, 77), Claim(REPLICA, 2, 0, 5)])
def test_a_claim_is_read_as_it_was_written(claim):
    assert claim_of(claiming(claim)) == claim


@pytest.mark.parametrize("name, value", [(ROLE, "boss"), (EPOCH, "-1"), (LEASE, "soon")])
def test_what_nobody_knows_forbids_everything(name, value):
    odd = Dataset("a", properties={name: Property(value)})
    assert [each.kind for each in sending_conflicts(odd, Dataset("b"))] == ["role"]
    assert [each.kind for each in sending_conflicts(Dataset("b"), odd)] == ["role"]


def test_data_goes_from_a_primary_to_a_replica():
    one, two = Claim(PRIMARY, 1), Claim(REPLICA, 1)
    assert forbids_sending(one, two) == forbids_sending(one, Claim()) == forbids_sending(Claim(), Claim()) == ""
    assert "the target is the primary" in forbids_sending(two, one) and "replica" in forbids_sending(two, two)
    assert "has seen epoch 2" in forbids_sending(one, Claim(REPLICA, 2))


def test_both_claim_to_be_primary_and_both_are_told():
    one, two = Claim(PRIMARY, 1), Claim(PRIMARY, 2)
    for pair in ((one, two), (two, one)):
        assert "both sides claim to be primary" in forbids_sending(*pair)
        assert "both sides claim to be primary" in forbids_start(*pair, 0)


def test_a_copy_is_a_replica_and_keeps_to_its_word():
    assert received(Claim(PRIMARY, 3, 50), Claim(REPLICA, 2, 0, 70)) == Claim(REPLICA, 3, 0, 70)
    assert received(Claim(), Claim(REPLICA, 2)) == Claim()


def test_take_over():
    replica = Claim(REPLICA, 4)
    assert take_over(replica, Claim(REPLICA, 4, 0, 9), 0) == (
        (OTHER, Claim(REPLICA, 4)),
        (OWN, Claim(PRIMARY, 5)),
    )
    assert take_over(Claim(), Claim(), 0)[-1] == (OWN, Claim(PRIMARY, 1))
    assert "demote it first" in take_over(replica, Claim(PRIMARY, 4), 0)
    assert "has seen epoch 5" in take_over(replica, Claim(REPLICA, 5), 0)
    assert "vouch" in take_over(replica, None, 0)
    assert take_over(replica, None, 0, other_is_down=True) == ((OWN, Claim(PRIMARY, 5)),)
    promised = Claim(REPLICA, 4, 0, 100)
    assert "vouch" in take_over(promised, None, 100 + MARGIN)
    assert "ends only in 31 s" in take_over(promised, None, 99, other_is_down=True)
    assert take_over(promised, None, 100 + MARGIN, other_is_down=True) == ((OWN, Claim(PRIMARY, 5)),)
    assert "already" in take_over(Claim(PRIMARY, 4), None, 0, other_is_down=True)


def test_start():
    assert forbids_start(Claim(PRIMARY, 2), Claim(REPLICA, 2), 0) == ""
    assert "not the primary" in forbids_start(Claim(REPLICA, 2), None, 0)
    assert "lease has ended" in forbids_start(Claim(PRIMARY, 2, 5), None, 5)
    for claim in (Claim(PRIMARY, 2), Claim(PRIMARY, 2, 5)):
        assert "may have taken over" in forbids_start(claim, None, 4)
    assert forbids_start(Claim(PRIMARY, 2), None, 0, other_is_down=True) == ""
    assert "has seen epoch 3" in forbids_start(Claim(PRIMARY, 2), Claim(REPLICA, 3), 0)


def test_renew():
    assert renew(Claim(PRIMARY, 2, 50), Claim(REPLICA, 2, 0, 90), 80) == (
        (OTHER, Claim(REPLICA, 2, 0, 90)),
        (OWN, Claim(PRIMARY, 2, 80)),
    )
    assert renew(Claim(PRIMARY, 2), Claim(REPLICA, 2), 80)[0] == (OWN, Claim(PRIMARY, 2, 80))
    for own, other, reason in (
        (Claim(REPLICA, 2), Claim(REPLICA, 2), "only a primary"),
        (Claim(PRIMARY, 2, 50), None, "does not answer"),
        (Claim(PRIMARY, 2, 50), Claim(PRIMARY, 2), "no replica of this one"),
        (Claim(PRIMARY, 2, 50), Claim(REPLICA, 3), "no replica of this one"),
    ):
        assert reason in renew(own, other, 99)


class World(t.NamedTuple):
    """The time by the clock of side 0, what both sides claim, and which of them serve hosts."""

    time: int
    claims: tuple
    serves: tuple


# Small numbers, so that every history can be tried; the clock of side 1 is off by the skew.
LITTLE, SKEWS, LENGTHS, END, EPOCHS = 2, (-1, 0, 1), (1, 4), 7, 4


def put(pair, side, value):
    return (value, pair[1]) if side == 0 else (pair[0], value)


def written(world, side, writes, whole):
    """*world* after the *writes* of *side*, or after all but the last of them."""
    claims = world.claims
    for whose, claim in writes if whole else writes[:-1]:
        claims = put(claims, side if whose == OWN else 1 - side, claim)
    return world._replace(claims=claims)


def nexts(world, skew):
    """All that may happen next: time goes on, a side crashes or starts, is demoted, takes over, or gets a lease.

    Whoever vouches that the other side is down says the truth.
    """
    if world.time < END:
        yield world._replace(time=world.time + 1)
    for side in (0, 1):
        now, own, seen = world.time + side * skew, world.claims[side], world.claims[1 - side]
        yield world._replace(serves=put(world.serves, side, False))
        yield world._replace(serves=put(world.serves, side, False), claims=put(world.claims, side, demote(own)))
        for other in (None, seen):
            if not forbids_start(own, other, now):
                yield world._replace(serves=put(world.serves, side, True))
            found = take_over(own, other, now, margin=LITTLE)
            if isinstance(found, tuple):
                yield written(world, side, found, False)
                yield written(world, side, found, True)._replace(serves=put(world.serves, side, True))
        if not world.serves[1 - side]:
            found = take_over(own, None, now, other_is_down=True, margin=LITTLE)
            if isinstance(found, tuple):
                yield written(world, side, found, True)._replace(serves=put(world.serves, side, True))
            if not forbids_start(own, None, now, other_is_down=True):
                yield world._replace(serves=put(world.serves, side, True))
        for length in LENGTHS:
            found = renew(own, seen, now + length)
            for whole in (True, False) if isinstance(found, tuple) else ():
                yield written(world, side, found, whole)


def served(world, skew):
    """*world* after those who may not go on have stopped."""
    acting = (may_act(claim, world.time + side * skew) for side, claim in enumerate(world.claims))
    return world._replace(serves=tuple(serves and may for serves, may in zip(world.serves, acting)))


@pytest.mark.parametrize("skew", SKEWS)
def test_in_no_history_do_both_serve(skew):
    begin = World(1, (Claim(PRIMARY, 1), Claim(REPLICA, 1)), (True, False))
    seen, todo = {begin}, [begin]
    while todo:
        for each in nexts(todo.pop(), skew):
            after = served(each, skew)
            assert after.serves != (True, True), after
            if after not in seen and max(claim.epoch for claim in after.claims) <= EPOCHS:
                seen.add(after)
                todo.append(after)
    # Take-overs without an answer are among them, and so are leases.
    assert any(claim.lease for after in seen for claim in after.claims)
    assert any(after.claims[1].role == PRIMARY and after.claims[0].role == PRIMARY for after in seen)


@pytest.mark.parametrize("skew", SKEWS)
def test_a_wrong_word_does_no_harm_while_there_are_leases(skew):
    """The line is cut, the primary serves on its lease, and somebody says that it is down."""
    begin = World(1, (Claim(PRIMARY, 1, 4), Claim(REPLICA, 1, 0, 4)), (True, False))
    seen, todo = {begin}, [begin]
    while todo:
        world = todo.pop()
        found = take_over(world.claims[1], None, world.time + skew, other_is_down=True, margin=LITTLE)
        taken = (
            [written(world, 1, found, True)._replace(serves=(world.serves[0], True))]
            if isinstance(found, tuple)
            else []
        )
        for each in (world._replace(time=world.time + 1), *taken):
            after = served(each, skew)
            assert after.serves != (True, True), after
            if after not in seen and after.time <= END:
                seen.add(after)
                todo.append(after)
    assert any(after.serves == (False, True) for after in seen)
