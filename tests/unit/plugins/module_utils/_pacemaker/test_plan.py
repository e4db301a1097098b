# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planner, and what it says."""

from __future__ import annotations

import dataclasses

import hypothesis.strategies as st
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import with_target_role
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    ABSENT,
    Action,
    Alert,
    Clone,
    Cluster,
    Constraint,
    Declaration,
    Group,
    Primitive,
    State,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import Forecast, resource_elements
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.plan import (
    Commit,
    Stop,
    fence_devices,
    foreseen,
    plan,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml
from hypothesis import given, settings

DUMMY = "ocf:pacemaker:Dummy"
NAMES = ("a", "b", "c", "d")
values = st.sampled_from([{}, {"x": "1"}, {"x": "2", "y": "1"}])
kinds = st.lists(st.sampled_from(["nodes", "fencing"]), unique=True)
actions = st.builds(Action, st.just("monitor"), st.sampled_from(["10s", "20s"]), st.just({"timeout": "5s"}))


@st.composite
def declarations(draw, owner="me"):
    """Primitives of a few names, some of them in a group, some in a clone, and constraints between them."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    make = st.builds(Primitive, st.just(""), st.just(DUMMY), values, values, st.lists(actions, max_size=1).map(tuple))
    resources = [dataclasses.replace(draw(make), id=name) for name in names]
    inner = draw(st.permutations(names))[: draw(st.integers(0, len(names)))]
    if inner:
        resources.append(Group("g", tuple(inner), draw(values)))
    tops = [name for name in names if name not in inner] + (["g"] if inner else [])
    if tops and draw(st.booleans()):
        resources.append(Clone("k", tops[0], draw(values)))
    locations = [Constraint(f"l-{name}", "location", {"rsc": name, "node": "n", "score": "1"}) for name in names]
    alerts = tuple(Alert(f"{owner}-alert", "/x", frozenset(draw(kinds)), draw(values)) for _each in draw(kinds)[:1])
    return Declaration(
        owner, draw(values), draw(values), {}, tuple(resources), tuple(locations), alerts, adopt=draw(st.booleans())
    )


def applied(current, todo):
    """The cluster after all operations of a plan."""
    for operation in todo.operations:
        if isinstance(operation.action, Stop):
            new = with_target_role(current.configuration, operation.action.resources, "Stopped")
            current = dataclasses.replace(current, root=current.root.with_child(new), state=State(True))
        else:
            current = dataclasses.replace(current, root=current.root.with_child(operation.action.after))
    return current


def after(declared, start=ABSENT):
    return applied(start, plan(start, declared))


@settings(max_examples=50, deadline=None)
@given(declarations(), declarations())
def test_a_second_plan_is_empty(first, second):
    cluster = after(second, after(first))
    assert plan(cluster, second).operations == ()
    assert plan(cluster, second).before == plan(cluster, second).after


@settings(max_examples=30, deadline=None)
@given(declarations(), declarations())
def test_the_way_there_does_not_matter(first, second):
    assert plan(after(second, after(first)), second).after == plan(after(second), second).after


@settings(max_examples=30, deadline=None)
@given(declarations())
def test_what_was_made_can_be_removed_without_a_trace(declared):
    start = dataclasses.replace(ABSENT, root=read_xml("<cib><configuration><tags/></configuration></cib>", "test"))
    end = after(Declaration("me"), after(declared, start))
    assert [each for each in end.root.walk() if each.id] == []


@settings(max_examples=30, deadline=None)
@given(declarations(), declarations(owner="you"))
def test_nothing_of_another_owner_is_touched_unless_adopted(ours, theirs):
    """What could not be done without touching it is refused."""
    cluster = after(theirs)
    todo = plan(cluster, dataclasses.replace(ours, adopt=False))
    if todo.refusals or not todo.operations:
        return
    before, now = resource_elements(cluster.configuration), resource_elements(applied(cluster, todo).configuration)
    assert {name: now.get(name) for name in before} == before


def test_the_site_on_an_empty_cluster_is_one_commit(empty, declared):
    todo = plan(empty, declared)
    assert len(todo.operations) == 1 and todo.refusals == ()
    summary = todo.operations[0].summary
    assert summary.startswith("commit: set property no-quorum-policy=stop; set property stonith-enabled=true;")
    assert "create group san0;" in summary and "create clone san0-drbd-clone" in summary
    assert "not-a-real-password" not in summary + str(todo.before) + str(todo.after)


def test_a_running_site_needs_nothing(with_foreign, declared):
    todo = plan(with_foreign, declared)
    assert todo.operations == () and todo.refusals == ()


def test_changes_are_called_by_their_names(running, declared):
    address = Primitive("san0-ip", "ocf:heartbeat:IPaddr2", {"ip": "10.77.30.51"})
    resources = [each for each in declared.resources if each.id != "san0-ip"]
    changed = dataclasses.replace(
        declared, properties={"stonith-enabled": "false"}, resources=(*resources, address), constraints=()
    )
    assert plan(running, changed).operations[0].summary == (
        "commit: set property stonith-enabled=false; unset property no-quorum-policy;"
        " unset property stonith-watchdog-timeout; change primitive san0-ip (attributes, operations);"
        " remove location ipmi1-avoids-node1; remove order san0-after-promote; remove location san0-prefers-node1;"
        " remove colocation san0-with-promoted"
    )


def test_a_new_password_is_a_change_that_does_not_show_it(running, declared):
    resources = [
        dataclasses.replace(each, attributes={**each.attributes, "password": "new one"}) if each.id == "ipmi1" else each
        for each in declared.resources
    ]
    todo = plan(running, dataclasses.replace(declared, resources=tuple(resources)))
    assert len(todo.operations) == 1 and "new one" not in todo.operations[0].summary + str(todo.after)


def test_what_is_active_stops_from_the_outside_before_it_is_removed(running):
    todo = plan(running, Declaration("quorate", stop_removed=True))
    assert todo.operations[0].action == Stop(
        ("ipmi1", "san0-drbd-clone", "san0"), ("ipmi1", "san0-drbd", "san0-vg", "san0-target", "san0-ip")
    )
    assert todo.operations[0].disturbs_io
    assert isinstance(todo.operations[1].action, Commit) and todo.refusals == ()


def test_a_member_that_is_removed_stops_alone():
    members = (Primitive("a", DUMMY), Primitive("b", DUMMY))
    cluster = after(Declaration("me", resources=(*members, Group("g", ("a", "b")))))
    cluster = dataclasses.replace(cluster, state=State(True, active={"a": ("n",), "b": ("n",)}))
    todo = plan(cluster, Declaration("me", resources=(members[0], Group("g", ("a",))), stop_removed=True))
    assert todo.operations[0].action == Stop(("b",), ("b",))


def test_refusals_come_only_with_something_to_do(running, declared):
    active = plan(running, Declaration("quorate"))
    assert len(active.refusals) == 5 and active.operations
    assert plan(running, declared).refusals == ()


def test_a_commit_disturbs_when_the_cluster_would_stop_what_it_keeps_otherwise(empty, declared):
    todo = plan(empty, declared)
    stop, start = Forecast("stop", "san0-ip", "node1"), Forecast("start", "san0-ip", "node1")
    assert not foreseen(todo, frozenset(), frozenset({start}), ()).disturbing
    assert not foreseen(todo, frozenset({stop}), frozenset({stop}), ()).disturbing
    assert not foreseen(todo, frozenset(), frozenset({stop}), ("san0-ip",)).disturbing
    disturbing = foreseen(todo, frozenset(), frozenset({stop}), ()).disturbing
    assert disturbing[0].summary.endswith("(the cluster would stop san0-ip on node1)")


def test_fence_devices_are_known(running):
    assert fence_devices(running.configuration) == {"ipmi1"}
    assert fence_devices(Element("configuration")) == frozenset()


def test_the_absent_cluster_gets_everything(declared):
    assert not ABSENT.live and isinstance(ABSENT, Cluster)
    assert plan(ABSENT, declared).operations
