# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parsable output of itadm comes back as values; unknown text is an error."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import parse_itadm as parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import (
    Chap,
    Initiator,
    IscsiTarget,
    PortalGroup,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from comstar import host, state
from hypothesis import given, settings
from hypothesis import strategies as st

law = settings(max_examples=50, deadline=None)
words = st.text("az09.:", min_size=1, max_size=8).map(lambda text: f"x{text}")
maybe = st.one_of(st.just(""), words)
portals = st.sampled_from(["10.0.0.1:3260", "10.0.0.2:3261", "[fd00::1]:3260"])
groups = st.builds(state.PortalGroup, words, st.integers(2, 99), st.lists(portals, min_size=1, max_size=3))
targets = st.builds(
    state.Target,
    words,
    maybe,
    st.sampled_from(["", "chap", "none", "radius"]),
    maybe,
    maybe,
    st.lists(words, max_size=2),
)
initiators = st.builds(state.Initiator, words, maybe, maybe)


def chap(item):
    return Chap(item.user, "set" if item.secret else "unset")


@law
@given(st.lists(targets, unique_by=lambda target: target.name, max_size=4), st.booleans())
def test_targets_come_back(known, online):
    ports = {target.name: state.Port("iscsit", "iSCSI", online=online) for target in known}
    text = host.run(state.System(targets=known, ports=ports), ["itadm", "list-target", "-pv"]).stdout
    assert parse.parse_targets(text) == tuple(
        IscsiTarget(
            each.name,
            "online" if online else "offline",
            0,
            each.alias,
            each.auth,
            chap(each),
            tuple(each.portal_groups),
        )
        for each in known
    )


@law
@given(
    st.lists(groups, unique_by=lambda group: group.name, max_size=4),
    st.lists(initiators, unique_by=lambda initiator: initiator.iqn, max_size=4),
)
def test_portal_groups_and_initiators_come_back(known, credentials):
    system = state.System(portal_groups=known, initiators=credentials)
    text = host.run(system, ["itadm", "list-tpg", "-pv"]).stdout
    assert parse.parse_portal_groups(text) == tuple(PortalGroup(each.name, tuple(each.portals)) for each in known)
    text = host.run(system, ["itadm", "list-initiator", "-p"]).stdout
    assert parse.parse_initiators(text) == tuple(Initiator(each.iqn, chap(each)) for each in credentials)


def test_a_group_without_portals():
    assert parse.parse_portal_groups("2\t0\t<none>\n") == (PortalGroup("2"),)


@pytest.mark.parametrize(
    "read, text",
    [
        (parse.parse_targets, "TARGET NAME   STATE   SESSIONS\n"),
        (parse.parse_targets, "iqn.a\tonline\t0\t-\tsomehow \t-\tunset\tdefault\n"),
        (parse.parse_targets, "iqn.a\tonline\t0\t-\tnone \t-\tperhaps\tdefault\n"),
        (parse.parse_targets, "iqn.a\tonline\t0\t-\tnone \t-\tunset\ttwo\n"),
        (parse.parse_targets, "iqn.a\tonline\tmany\t-\tnone \t-\tunset\tdefault\n"),
        (parse.parse_targets, "iqn.a\tOnline\t0\t-\tnone \t-\tunset\tdefault\n"),
        (parse.parse_targets, "iqn.a\tonline\t\u00b2\t-\tnone \t-\tunset\tdefault\n"),
        (parse.parse_targets, "iqn.a\tonline\t0\t-\tnone \t-\tunset\tdefault\n" * 2),
        (parse.parse_portal_groups, "\t0\t<none>\n"),
        (parse.parse_portal_groups, "2\t2\t10.0.0.1:3260\n"),
        (parse.parse_portal_groups, "2\t1\tsomewhere\n"),
        (parse.parse_initiators, "iqn.a\tu1\n"),
    ],
)
def test_unknown_text_is_an_error(read, text):
    with pytest.raises(Unparsable):
        read(text)


@law
@given(
    st.lists(initiators, unique_by=lambda initiator: initiator.iqn, min_size=1, max_size=3),
    st.text("ab \t:", max_size=9),
    st.data(),
)
def test_a_line_that_is_none_is_an_error_wherever_it_stands(credentials, stray, data):
    lines = host.run(state.System(initiators=credentials), ["itadm", "list-initiator", "-p"]).stdout.splitlines()
    lines.insert(data.draw(st.integers(0, len(lines))), stray)
    with pytest.raises(Unparsable):
        parse.parse_initiators("\n".join(lines) + "\n")
