# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import spec
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import INFO, STATE
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.health import Expectation
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State, Wish

from . import worlds


def params(options=None, **values):
    defaults = {key: option.get("default") for key, option in (options or STATE).items()}
    arrays = {"array": worlds.options("hp3par2"), "peer": worlds.options("hp3par1")}
    return {**defaults, "name": "svc1.r12345", "state": "primary", **arrays, **values}


def problems(**values):
    with pytest.raises(InvalidInput) as caught:
        spec.read_wish(params(**values))
    return [problem.path for problem in caught.value.problems]


def test_defaults():
    wish, timing = spec.read_wish(params())
    assert wish == Wish(State.PRIMARY, "svc1.r12345", "svc1")
    assert timing == spec.Timing()


def test_options():
    wish, timing = spec.read_wish(
        params(direction="keep_natural", max_sync_age="10", confirm="svc1.r12345", poll_interval=1, peer_name="other")
    )
    assert (wish.keep_natural, wish.max_sync_age, wish.confirmed, timing.poll) == (True, 600, True, 1)
    assert wish.peer_name == "other"


def test_arrays_that_are_reached_by_the_wsapi_are_known():
    wish, _timing = spec.read_wish(params(peer=worlds.options("hp3par1", transport="wsapi")))
    assert wish.wsapi == {Where.PEER}
    assert spec.read_wish(params(peer=None))[0].wsapi == frozenset()


@pytest.mark.parametrize("name", ["svc*", "set:all", "-f", "a b", "a;b", "", "x" * 32, "svc1\n", "$(id)", "sv?", "a/b"])
def test_a_name_is_one_group(name):
    assert "name" in problems(name=name)
    assert not name or "peer_name" in problems(peer_name=name)


def test_the_peers_name_cannot_be_guessed():
    assert problems(name="svc1") == ["peer_name"]
    assert spec.read_wish(params(name="svc1", peer=None))[0].peer_name == ""


def test_everything_that_is_wrong_is_told_at_once():
    array = {"transport": "ssh", "host": "-oProxyCommand=x", "username": None, "key_file": None, "timezone": "Mars"}
    found = problems(
        array=worlds.options("hp3par2", **array, connect_timeout=0),
        peer=worlds.options("hp3par2", transport="proxy", url="http://proxy"),
        confirm="svc1",
        max_sync_age="soon",
        poll_interval=0,
    )
    assert set(found) == {
        "peer.name",
        "array.host",
        "array.username",
        "array.key_file",
        "array.timezone",
        "array.connect_timeout",
        "peer.url",
        "confirm",
        "max_sync_age",
        "poll_interval",
    }


@pytest.mark.parametrize("transport", ["ssh", "cli", "wsapi", "proxy"])
def test_each_transport_says_what_it_needs(transport):
    bare = {key: None for keys in spec._NEEDED.values() for key in keys}
    found = problems(array=worlds.options("hp3par2", **bare, transport=transport))
    assert found == [f"array.{key}" for key in spec._NEEDED[transport]]


def test_expectations():
    assert spec.read_expectation(params(INFO)) == Expectation(None, None, True)
    given = params(INFO, mode="sync", sync_max_delay="5", require_auto_recover=False)
    assert spec.read_expectation(given) == Expectation(Mode.SYNC, 300, False)
    with pytest.raises(InvalidInput):
        spec.read_expectation(params(INFO, sync_max_delay="soon"))
