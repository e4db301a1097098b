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
law, few = settings(max_examples=50, deadline=None), settings(max_examples=20, deadline=None)
words = st.text("aZ0 :._-/", min_size=1, max_size=8).map(lambda t: f"x{t}x")
# Names with spaces around them are names, too.
names = st.text("aZ0 :._-", min_size=1, max_size=8).filter(str.strip)
guids = st.integers(0, (1 << 128) - 1).map(lambda number: f"{number:032x}")
views = st.builds(
    state.View, st.integers(0, 99), st.one_of(st.just(""), names), st.one_of(st.just(""), names), st.integers(0, 16383)
)
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
@given(st.dictionaries(names, st.lists(words, unique=True, max_size=3), max_size=4))
def test_groups_come_back(groups):
    expected = tuple(Group(name, tuple(members)) for name, members in groups.items())
    system = state.System(host_groups=groups, target_groups=groups)
    assert parse.parse_host_groups(said(system, "stmfadm", "list-hg", "-v")) == expected
    assert parse.parse_target_groups(said(system, "stmfadm", "list-tg", "-v")) == expected


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


LISTS = {
    parse.parse_units: ("stmfadm", "list-lu", "-v"),
    parse.view_counts: ("stmfadm", "list-lu", "-v"),
    parse.parse_views: ("stmfadm", "list-view", "-l", "a" * 32),
    parse.parse_host_groups: ("stmfadm", "list-hg", "-v"),
    parse.parse_ports: ("stmfadm", "list-target", "-v"),
    parse.parse_sources: ("sbdadm", "list-lu"),
}
hosts = st.builds(
    state.System,
    units=st.dictionaries(guids, units, min_size=1, max_size=2),
    views=st.fixed_dictionaries({"a" * 32: st.lists(views, min_size=1, max_size=2, unique_by=lambda view: view.index)}),
    host_groups=st.dictionaries(names, st.lists(words, unique=True, max_size=2), min_size=1, max_size=2),
    ports=st.dictionaries(words, ports, min_size=1, max_size=2),
)
stray = st.text("ab: \t", max_size=9)


@pytest.mark.parametrize("read", LISTS, ids=lambda read: read.__name__)
@few
@given(hosts, stray, st.data())
def test_a_line_that_is_none_is_an_error_wherever_it_stands(read, system, stray, data):
    lines = said(system, *LISTS[read]).splitlines()
    lines.insert(data.draw(st.integers(0, len(lines))), stray)
    # Tables have empty lines; what stands between sessions and properties is nowhere else.
    if stray or read is not parse.parse_sources:
        with pytest.raises(Unparsable):
            read("\n".join(lines) + "\n")


@pytest.mark.parametrize("read", [read for read in LISTS if read is not parse.parse_sources], ids=lambda r: r.__name__)
@few
@given(hosts, st.data())
def test_a_line_that_stands_there_twice_is_an_error(read, system, data):
    lines = said(system, *LISTS[read]).splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    lines.insert(place, lines[place])
    with pytest.raises(Unparsable):
        read("\n".join(lines) + "\n")


@pytest.mark.parametrize("read", [parse.parse_views, parse.parse_ports, parse.parse_sources], ids=lambda r: r.__name__)
@few
@given(hosts, st.data())
def test_a_line_that_got_lost_is_an_error(read, system, data):
    lines = [line for line in said(system, *LISTS[read]).splitlines() if line]
    # Headings of a table say nothing.
    told = [place for place, line in enumerate(lines) if line.strip("- ") and not line.startswith("\t")]
    del lines[data.draw(st.sampled_from(told))]
    if lines:
        with pytest.raises(Unparsable):
            read("\n".join(lines) + "\n")


@law
@given(st.text(min_size=1))
def test_any_other_text_is_an_error(text):
    for read in (parse.parse_units, parse.parse_views, parse.parse_ports):
        with pytest.raises(Unparsable):
            read(text)
    with pytest.raises(Unparsable):
        parse.parse_host_groups(text)


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
        (parse.parse_units, GOLDEN.replace(": Online", ": Up")),
        (parse.parse_units, GOLDEN.replace(": Active", ": Busy")),
        (parse.parse_units, GOLDEN + GOLDEN),
        (parse.parse_views, "View Entry: 0\n    Host group   : \n    Target group : All\n    LUN          : 0\n"),
        (parse.parse_views, "View Entry: 0\n    Host group   : a\n    Target group : All\n    LUN          : \u00b2\n"),
        (parse.parse_host_groups, "Host Group: \n\tMember: a\n"),
        (parse.parse_sources, "something\n"),
        (parse.parse_volume, ""),
        (parse.parse_volume, "volsize\t1048576\n"),
        (parse.parse_volume, "volsize\tmuch\nstmf_sbd_lu\t-\n"),
    ],
)
def test_what_is_incomplete_is_an_error(read, text):
    with pytest.raises(Unparsable):
        read(text)


def test_what_a_volume_says():
    assert parse.parse_volume("volsize\t1048576\nstmf_sbd_lu\t-\n") == (1 << 20, "")
    assert parse.parse_volume("volsize\t-\nstmf_sbd_lu\tab\n") == (0, "ab")


def test_solaris_11_chooses_numbers_itself():
    text = "View Entry: 0\n    Host Group   : a\n    Target Group : All\n    LUN          : Auto\n"
    assert parse.parse_views(text) == (View(0, "a", "", None),)
    assert parse.view_counts(GOLDEN.replace(": 1\n", ": unknown\n")) == {"600144F0B1C2D3E4000050A1B2C30001": None}
