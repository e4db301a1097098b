# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listings as values: whatever the simulated host has comes back, in both dialects; unknown text is an error."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Group, Port, Session, Unit, View
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from comstar import host, state
from hypothesis import given, settings
from hypothesis import strategies as st

GOLDEN = """LU Name: 600144F0B1C2D3E4000050A1B2C30001
    Operational Status: Online
    Provider Name     : sbd
    Alias             : /dev/zvol/rdsk/sp1/iscsi/lun0
    View Entry Count  : 1
    Data File         : /dev/zvol/rdsk/sp1/iscsi/lun0
    Meta File         : not set
    Size              : 17179869184
    Block Size        : 512
    Management URL    : not set
    Vendor ID         : SUN     $
    Product ID        : COMSTAR         $
    Serial Num        : not set
    Write Protect     : Disabled
    Writeback Cache   : Disabled
    Access State      : Active
""".replace("$", "")
law = settings(max_examples=50, deadline=None)
words = st.text("aZ0 :._-/", min_size=1, max_size=8).map(lambda t: f"x{t}x")
guids = st.integers(0, (1 << 128) - 1).map(lambda number: f"{number:032x}")
views = st.builds(state.View, st.integers(0, 99), st.sampled_from(["", "a b", "c: d"]), words, st.integers(0, 16383))
units = st.builds(
    state.Unit,
    path=words.map(lambda text: f"/dev/{text}"),
    size=st.integers(1 << 20, 1 << 60),
    block_size=st.sampled_from([512, 4096]),
    alias=st.one_of(st.just(""), words),
    serial=st.one_of(st.just(""), words),
    url=st.one_of(st.just(""), words),
    write_protected=st.booleans(),
    wcd=st.booleans(),
    online=st.booleans(),
)
sessions = st.fixed_dictionaries({"initiator": words, "alias": words, "since": words})
ports = st.builds(
    state.Port, words, st.sampled_from(["iSCSI", "Fibre Channel"]), words, st.booleans(), st.lists(sessions)
)


def said(system, *argv):
    return host.run(system, argv).stdout


@law
@given(st.dictionaries(guids, units, max_size=4), st.dictionaries(guids, st.lists(views, min_size=1), max_size=2))
def test_units_come_back(registered, seen):
    system = state.System(units=registered, views=seen)
    text = said(system, "stmfadm", "list-lu", "-v")
    expected = {
        guid.upper(): Unit(
            guid.upper(),
            "Online" if unit.online else "Offline",
            "sbd",
            unit.alias,
            unit.path,
            unit.size,
            unit.block_size,
            unit.url,
            "SUN",
            "COMSTAR",
            unit.serial,
            unit.write_protected,
            not unit.wcd,
            "Active",
        )
        for guid, unit in registered.items()
    }
    for guid in set(seen) - set(registered):
        expected[guid.upper()] = Unit(guid.upper(), "unregistered", "unregistered")
    assert {unit.guid: unit for unit in parse.parse_units(text)} == expected
    assert parse.view_counts(text) == {guid: len(seen.get(guid.lower(), [])) for guid in expected}
    sources = {guid.upper(): (unit.size, unit.path) for guid, unit in registered.items()}
    assert parse.parse_sources(said(system, "sbdadm", "list-lu")) == sources


@law
@given(guids, st.lists(views, min_size=1, unique_by=lambda view: view.index), st.sampled_from(["illumos", "solaris11"]))
def test_views_come_back(guid, seen, dialect):
    text = said(state.System(views={guid: seen}, dialect=dialect), "stmfadm", "list-view", "-l", guid)
    assert parse.parse_views(text) == tuple(View(v.index, v.host_group, v.target_group, v.lun) for v in seen)


@law
@given(st.dictionaries(words, st.lists(words, max_size=3), max_size=4))
def test_groups_come_back(groups):
    expected = tuple(Group(name, tuple(members)) for name, members in groups.items())
    system = state.System(host_groups=groups, target_groups=groups)
    assert parse.parse_groups(said(system, "stmfadm", "list-hg", "-v"), "Host Group") == expected
    assert parse.parse_groups(said(system, "stmfadm", "list-tg", "-v"), "Target Group") == expected


@law
@given(st.dictionaries(words, ports, max_size=3))
def test_targets_come_back(known):
    expected = tuple(
        Port(
            name,
            "Online" if port.online else "Offline",
            port.provider,
            port.alias,
            port.protocol,
            tuple(Session(**session) for session in port.sessions),
        )
        for name, port in known.items()
    )
    assert parse.parse_ports(said(state.System(ports=known), "stmfadm", "list-target", "-v")) == expected


def test_the_text_of_the_reference():
    (unit,) = parse.parse_units(GOLDEN)
    assert (unit.path, unit.size, unit.vendor) == ("/dev/zvol/rdsk/sp1/iscsi/lun0", 17179869184, "SUN")
    assert (unit.write_protected, unit.write_cache, unit.serial) == (False, False, "")


def test_values_that_cannot_be_had_are_not_known():
    standby = GOLDEN.replace("Disabled", "prop unavailable in standby").replace("17179869184", "not set")
    (unit,) = parse.parse_units(standby)
    assert (unit.write_protected, unit.write_cache, unit.size) == (None, None, 0)


@law
@given(st.text(min_size=1).filter(lambda text: text.strip() and text.splitlines()[0].strip()))
def test_any_other_text_is_an_error(text):
    for read in (parse.parse_units, parse.parse_views, parse.parse_ports):
        with pytest.raises(Unparsable):
            read(text)
    with pytest.raises(Unparsable):
        parse.parse_groups(text, "Host Group")


@pytest.mark.parametrize(
    "read, text",
    [
        (parse.parse_units, GOLDEN.replace("Provider Name ", "Provider Nome ")),
        (parse.parse_units, GOLDEN.replace("    Provider Name     : sbd\n", "")),
        (parse.parse_units, GOLDEN.replace("17179869184", "16G")),
        (parse.parse_units, GOLDEN.replace("Write Protect     : Disabled", "Write Protect     : maybe")),
        (parse.parse_units, "LU Name: 12\n    Operational Status: Online\n"),
        (parse.view_counts, GOLDEN.replace(": 1\n", ": some\n")),
        (parse.parse_views, "View Entry: 0\n    Host group   : a\n    Target group : All\n"),
        (parse.parse_views, "View Entry: 0\n    Host group   : a\n    Target group : All\n    LUN          : x\n"),
        (parse.parse_ports, "Target: a\n    Operational Status: Online\n"),
        (parse.parse_sources, "something\n"),
    ],
)
def test_what_is_incomplete_is_an_error(read, text):
    with pytest.raises(Unparsable):
        read(text)


def test_solaris_11_chooses_numbers_itself():
    text = "View Entry: 0\n    Host Group   : a\n    Target Group : All\n    LUN          : Auto\n"
    assert parse.parse_views(text) == (View(0, "a", "", None),)
    assert parse.view_counts(GOLDEN.replace(": 1\n", ": unknown\n")) == {"600144F0B1C2D3E4000050A1B2C30001": None}
