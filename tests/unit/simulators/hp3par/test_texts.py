# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the arrays against the texts that the reference shows."""

from __future__ import annotations

import pytest
from hp3par.interpreter import run
from hp3par.pair import new_pair

CSV = "setclienv csvtable 1 ; setclienv nohdtot 1 ; "


def test_csv_without_titles():
    assert run(new_pair(), 0, CSV + "showrcopy groups svc1 ; exit").stdout == (
        'svc1,hp3par2,Started,Primary,Periodic,"Last-Sync 2027-01-15 08:59:00 CET , Period 5m, auto_recover,'
        ' over_per_alert"\n'
        " ,svc1.data,2706,svc1.data,31079,Synced,2027-01-15 08:59:00 CET\n"
        " ,svc1.logs,2707,svc1.logs,31080,Synced,2027-01-15 08:59:00 CET\n\n"
    )
    assert run(new_pair(), 0, CSV + "showrcopy links").stdout == (
        "hp3par2,0:2:4,20240002AC00A001,Up,-\nhp3par2,1:2:4,21240002AC00A001,Up,-\nreceive,1:2:3,21230002AC00A001,Up,-\n\n"
    )
    assert run(new_pair(), 0, CSV + "showrcopy targets").stdout == (
        "hp3par2,2,FC,ready,2FF70002AC00A001,mirror_config\n\n"
    )


def test_tables_have_titles_and_headings():
    text = run(new_pair(mode="Sync"), 1, "showrcopy").stdout
    assert text.startswith("Remote Copy System Information\nStatus: Started, Normal\n\nTarget Information\n")
    assert "Link Information" in text and "Group Information" in text
    assert "  LocalVV   ID    RemoteVV  ID   SyncStatus LastSyncTime" in text
    assert "  svc1.data 31079 svc1.data 2706 Synced     NA" in text


def test_the_last_synchronization_stands_on_the_primary_only():
    pair = new_pair()
    assert "Last-Sync" in run(pair, 0, "showrcopy groups svc1").stdout
    assert "Last-Sync" not in run(pair, 1, "showrcopy groups svc1.r12345").stdout


@pytest.mark.parametrize("personality", ["3par-3.1", "alletra-10.5"])
def test_an_unknown_group(personality):
    answer = run(new_pair(personality), 0, "showrcopy groups other")
    told, other = (answer.stdout, answer.stderr) if personality == "3par-3.1" else (answer.stderr, answer.stdout)
    assert "Error: group matching other does not exist on the system\n" in told
    assert "Error" not in other and answer.rc == 0


def test_answers_of_commands():
    pair = new_pair()
    assert run(pair, 0, "syncrcopy -w svc1").stdout == "Completed synchronization for group svc1\n"
    assert run(pair, 0, "stoprcopygroup -f svc1").stdout == ""
    assert run(pair, 0, "syncrcopy -w svc1").stdout == "Error: Group isn't started\n"
    answer = run(pair, 1, "setrcopygroup reverse -f -waittask svc1.r12345")
    assert answer.stdout == (
        "setrcopygroup for reverse svc1.r12345\nreverse started with tasks: 2576\n"
        "Waiting for tasks to complete\nTask 2576 done\n"
    )
    assert answer.seconds == pair.task_seconds


@pytest.mark.parametrize(
    "line",
    [
        "stoprcopygroup -x svc1",
        "stoprcopygroup svc1 svc2",
        "stoprcopygroup -f svc*",
        "setrcopygroup explode svc1",
        "showrcopy groups svc1 -csvtable",
    ],
)
def test_what_3_1_does_not_know(line):
    assert run(new_pair("3par-3.1"), 0, line).stdout.startswith("Error: ")


def test_flags_of_newer_releases():
    assert run(new_pair("alletra-10.5"), 0, "showrcopy links -csvtable -nohdtot").stdout.startswith("hp3par2,0:2:4,")
