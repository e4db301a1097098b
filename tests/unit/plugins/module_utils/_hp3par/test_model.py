# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Link,
    LinkState,
    Path,
    Role,
    Target,
    Volume,
    role,
)

from . import views

P, PR, S, SR = Role


@pytest.mark.parametrize(
    "before, plain, natural, current", [(P, S, PR, SR), (S, P, SR, PR), (PR, SR, P, S), (SR, PR, S, P)]
)
def test_reverse_turns_roles(before, plain, natural, current):
    """The table of ``help setrcopygroup`` (10.5)."""
    assert before.turned() is plain
    assert before.turned(current=False) is natural
    assert before.turned(natural=False) is current


@pytest.mark.parametrize("one", Role)
def test_a_role_is_its_two_properties(one):
    assert role(one.primary, one.reversed) is one


def link(target, state):
    return Link(target, "0:1:1", "10.0.0.1", state)


@pytest.mark.parametrize(
    "state, links, path",
    [
        (Path.READY, [link("arr2", LinkState.UP)], Path.READY),
        (Path.READY, [link("arr2", LinkState.DOWN), link("arr2", LinkState.UP)], Path.READY),
        # The inbound side may be Up while the way out is cut.
        (Path.READY, [link("arr2", LinkState.DOWN), link("receive", LinkState.UP)], Path.FAILING),
        (Path.READY, [], Path.FAILING),
        (Path.FAILING, [link("arr2", LinkState.UP)], Path.FAILING),
        (Path.FAILED, [link("arr2", LinkState.UP)], Path.FAILED),
    ],
)
def test_the_way_to_the_partner(state, links, path):
    group = dataclasses.replace(views.view().local.group, target="arr2")
    side = dataclasses.replace(
        views.view().local,
        group=group,
        targets=(Target("arr3", Path.FAILED), Target("arr2", state)),
        links=tuple(links),
    )
    assert side.path is path


def test_an_array_that_does_not_name_its_partner_is_no_basis():
    assert dataclasses.replace(views.view().local, targets=()).path is Path.FAILING


def test_the_oldest_volume_counts_and_an_unknown_one_hides_it():
    group = views.view().local.group
    volumes = (Volume("a", "a", group.volumes[0].sync, 20), Volume("b", "b", group.volumes[0].sync, 10))
    assert dataclasses.replace(group, volumes=volumes).last_sync == 10
    unknown = dataclasses.replace(volumes[0], last_sync=None)
    assert dataclasses.replace(group, volumes=(unknown, volumes[1])).last_sync is None
    assert dataclasses.replace(group, volumes=()).last_sync is None
