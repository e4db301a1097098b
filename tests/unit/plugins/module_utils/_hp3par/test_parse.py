# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import contextlib
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Group,
    Link,
    LinkState,
    Mode,
    Path,
    Role,
    Status,
    Sync,
    Target,
    Volume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.times import clock_of
from hypothesis import given
from hypothesis import strategies as st

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures/hp3par"
CLOCK = clock_of("Asia/Kolkata")
GROUP_LINE = "svc1,arr2,Started,Primary,Sync,auto_recover"
VOLUME_LINE = " ,data,1,data,2,Synced,NA"


def read(name, clock=CLOCK, asked="groups"):
    return parse.parse_showrcopy((FIXTURES / f"{name}.txt").read_text(), clock, asked)


def test_csv_of_3_1():
    groups = read("csv_periodic", clock_of("Europe/Paris")).groups
    assert groups == (
        Group(
            "RCG.WEB",
            "array-dr",
            Status.STARTED,
            Role.PRIMARY,
            Mode.PERIODIC,
            300,
            frozenset({"auto_recover", "over_per_alert"}),
            (
                Volume("web.data", "web.data", Sync.SYNCED, 1772702382),
                Volume("web.logs", "web.logs.dr", Sync.SYNCING, 1772702082, 42),
            ),
        ),
    )


def test_csv_without_titles_tells_the_same():
    assert read("csv_bare") == read("csv_periodic")


def test_links_and_targets():
    up, down = LinkState.UP, LinkState.DOWN
    assert read("csv_links", asked="links").links == (
        Link("array-dr", "0:2:4", "20240002AC00A001", down),
        Link("array-dr", "1:2:4", "21240002AC00A001", up),
        Link("receive", "1:2:3", "21230002AC00A001", up),
    )
    assert read("csv_targets", asked="targets").targets == (Target("array-dr", Path.READY),)
    failed = read("table_failed")
    assert failed.targets == (Target("array_site_b", Path.FAILED),)
    assert [link.state for link in failed.links] == [down, up, up]
    assert failed.links[2].address == "receive"


def test_links_without_titles_are_told_apart_by_what_was_asked():
    text = "array-dr,0:2:4,20240002AC00A001,Down,\n"
    assert parse.parse_showrcopy(text, CLOCK, "links").links[0].state is LinkState.DOWN
    text = "array-dr,2,FC,failing,2FF70002AC00A001,mirror_config\n"
    assert parse.parse_showrcopy(text, CLOCK, "targets").targets[0].state is Path.FAILING


def test_tables_of_10_5():
    report = read("table_sync")
    assert report.targets == (Target("array_site_b", Path.READY),)
    assert [link.target for link in report.links] == ["array_site_b", "receive"]
    names = [(group.name, group.role, group.policies) for group in report.groups]
    recover = {"auto_recover", "auto_synchronize"}
    assert names == [
        ("db", Role.PRIMARY, recover),
        ("mail.r188150", Role.SECONDARY_REV, recover | {"active_active"}),
        ("automation_of_all", Role.PRIMARY, set()),
    ]
    assert report.groups[1].volumes == (Volume("mail.vv", "mail.vv", Sync.SYNCING, None, 7),)


def test_stopped_synchronous_groups_tell_when_they_stopped():
    (group,) = read("table_stopped").groups
    assert group.status is Status.STOPPED
    assert group.volumes == (Volume("db", "db", Sync.STOPPED, 1791568940),)


def test_periodic_tables():
    here, there = read("table_periodic").groups
    assert (here.period, here.policies) == (5400, {"auto_recover", "over_per_alert"})
    assert here.volumes == (Volume("web_data_vol01", "web_data_vol01", Sync.SYNCED, 1791569364),)
    assert (there.role, there.period, there.volumes[0].sync) == (Role.SECONDARY, 300, Sync.STALE)


def test_columns_are_found_by_their_titles():
    report = read("table_detailed")
    assert report.targets == (Target("array_site_b", Path.FAILING),)
    (group,) = report.groups
    assert (group.name, group.target, group.status) == ("web_rcg", "array_site_b", Status.STOPPED)
    assert (group.period, group.policies) == (300, {"auto_recover"})
    assert group.volumes == (Volume("web_vol01", "web_vol01", Sync.SYNCED, 1791569363),)


def test_prompts_and_carriage_returns_are_no_content():
    text = f"Pseudo-terminal will not be allocated\r\nhp3par1 cli% {GROUP_LINE}\r\n{VOLUME_LINE}\r\n"
    assert len(parse.parse_showrcopy(text, CLOCK).groups[0].volumes) == 1


def test_a_group_without_options_and_a_volume_with_more_columns():
    (group,) = parse.parse_showrcopy(f"svc1,arr2,Started,Primary,Sync\n{VOLUME_LINE},more\n", CLOCK).groups
    assert group.policies == set() and group.volumes[0].last_sync is None


def test_options_that_are_not_quoted():
    (group,) = parse.parse_showrcopy("svc1,arr2,Started,Primary,Sync,auto_recover,path_management\n", CLOCK).groups
    assert group.policies == {"auto_recover", "path_management"}


@pytest.mark.parametrize(
    "line, said",
    [
        ("svc1,arr2,Running,Primary,Sync,", "unknown status 'Running'"),
        ("svc1,arr2,Started,Tertiary,Sync,", "unknown role 'Tertiary'"),
        ("svc1,arr2,Started,primary,Sync,", "unknown role 'primary'"),
        ("svc1,arr2,Started,Primary,Odd,", "unknown mode 'Odd'"),
        ("svc1,arr2,Started,Primary,Sync,Auto Recover", "unknown option 'Auto Recover'"),
        ("svc1,arr2,Started,Primary,Periodic,Period soon", "unknown period 'Period soon'"),
        ("svc1,arr2,Started", "no Mode, Role"),
        (f"{GROUP_LINE}\n ,data,1,data,2,Done,NA", "unknown sync 'Done'"),
        (f"{GROUP_LINE}\n ,data,1,data,2,Synced,today", "unknown LastSyncTime 'today'"),
        (VOLUME_LINE, "a volume before the first group"),
        ("<html>busy</html>", "no "),
        ("Could not connect to the database", "unknown|no "),
    ],
)
def test_unknown_text_is_an_error(line, said):
    with pytest.raises(Unparsable, match=said):
        parse.parse_showrcopy(line + "\n", CLOCK)


@pytest.mark.parametrize("asked, line", [("links", "arr2,0:2:4,A,Flapping,"), ("targets", "arr2,2,FC,gone,-,-")])
def test_unknown_states_of_ways_are_errors(asked, line):
    with pytest.raises(Unparsable):
        parse.parse_showrcopy(line, CLOCK, asked)


def test_no_rows_are_no_groups():
    assert parse.parse_showrcopy("Group Information\n\n", CLOCK).groups == ()


@given(st.text(alphabet="abcSync ,\"'\n()%-:0123456789NA", max_size=200))
def test_whatever_is_said_nothing_but_unparsable_is_raised(text):
    with contextlib.suppress(Unparsable):
        parse.parse_showrcopy(text, CLOCK)
