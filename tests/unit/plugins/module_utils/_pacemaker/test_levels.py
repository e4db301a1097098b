# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fencing levels from the declaration to the CIB and back."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.levels import (
    level_options,
    parse_level,
    render_level,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Cluster,
    Declaration,
    FencingLevel,
    Primitive,
    State,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.view import view

POWER = Primitive("power1", "stonith:fence_x")
FIRST, SECOND = FencingLevel("node1", 1, ("power1",)), FencingLevel("node1", 2, ("watchdog",))
OURS = Declaration("me", resources=(POWER,), fencing_levels=(FIRST, SECOND))
FOREIGN = '<fencing-level id="f" target="node1" index="2" devices="watchdog"/>'


def cluster(levels=""):
    text = f"""<cib><configuration><crm_config/><nodes/><resources/><constraints/>
      <fencing-topology>{levels}</fencing-topology></configuration></cib>"""
    return Cluster(read_xml(text, "test"), State(True))


def after(current, declared):
    return Cluster(current.root.with_child(merged(current.configuration, declared)), current.state)


def shown(current, declared=OURS):
    return view(current.configuration, declared)["fencing_levels"]


def test_they_are_committed_once_and_go_with_their_declaration():
    done = after(cluster(), OURS)
    assert shown(done) == [level_options(FIRST), level_options(SECOND)]
    assert plan(done, OURS).operations == ()
    assert after(done, Declaration("me")).configuration.first("fencing-topology").children == ()


def test_a_cib_without_a_topology_stays_as_it_is():
    bare = read_xml("<configuration><resources/></configuration>", "test")
    assert merged(bare, Declaration("me")).first("fencing-topology") == Element("fencing-topology")


def test_stopping_fence_devices_disturbs_nobody():
    done = after(cluster(), OURS)
    state = State(True, active={"power1": ("node2",)})
    gone = Declaration("me", stop_removed=True)
    assert [each.disturbs_io for each in plan(Cluster(done.root, state), gone).operations] == [False, False]


def test_the_plan_names_what_changes():
    (operation,) = plan(cluster(), OURS).operations
    assert "set fencing level 1 of node1: power1; set fencing level 2 of node1: watchdog" in operation.summary
    other = dataclasses.replace(OURS, fencing_levels=(FIRST, FencingLevel("node1", 2, ("power1", "watchdog"))))
    (operation,) = plan(after(cluster(), OURS), other).operations
    assert "set fencing level 2 of node1: power1, watchdog" in operation.summary
    assert "unset fencing level 2 of node1: watchdog" in operation.summary


def test_a_level_of_another_owner_stays_and_is_not_doubled():
    current = cluster(FOREIGN)
    kept = dataclasses.replace(OURS, fencing_levels=(FIRST,))
    assert plan(current, kept).refusals == ()
    assert [each.id for each in after(current, kept).configuration.first("fencing-topology").children] == [
        "f",
        FIRST.id,
    ]
    (refusal,) = plan(current, OURS).refusals
    assert "the fencing level f for node1 was not made by the owner me" in str(refusal)


def test_a_device_that_is_not_there_is_refused():
    (refusal,) = plan(cluster(), Declaration("me", fencing_levels=(FIRST,))).refusals
    assert "fencing-node1-1 uses power1, which does not exist" in str(refusal)


@pytest.mark.parametrize("level", [FIRST, FencingLevel("node-2.x", 9, ("a", "b"))])
def test_parse_undoes_render(level):
    assert parse_level(render_level(level)) == level
    (read,) = read_declaration({"fencing_levels": [level_options(level)]}).fencing_levels
    assert read == level


@pytest.mark.parametrize("attributes", [{"target-pattern": "n.*", "index": "1"}, {"target": "node1"}])
def test_levels_for_a_pattern_have_no_words_in_the_model(attributes):
    assert parse_level(Element("fencing-level", {"id": "x", "devices": "a", **attributes})) is None


@pytest.mark.parametrize(
    ("level", "problem"),
    [
        ({"node": "n", "level": 0, "devices": ["a"]}, "fencing_levels[0].level: 0 is not within 1 to 9"),
        ({"node": "n", "level": 10, "devices": ["a"]}, "fencing_levels[0].level: 10 is not within 1 to 9"),
        ({"node": "n", "level": 1, "devices": []}, "fencing_levels[0].devices: must name at least one"),
    ],
)
def test_wrong_levels(level, problem):
    with pytest.raises(InvalidInput) as error:
        read_declaration({"fencing_levels": [level]})
    assert problem in str(error.value)


def test_two_of_the_same_level():
    level = level_options(FIRST)
    with pytest.raises(InvalidInput) as error:
        read_declaration({"fencing_levels": [level, level]})
    assert "fencing_levels[1]: a second level 1 of node1" in str(error.value)
