# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulated host has beyond the sessions: crashes, faults, and that it is strict."""

from __future__ import annotations

import json

import pytest
from zfs import host, state


def furnished():
    system = host.with_pools("src", "dst")
    host.play(system, "zfs create -V 16M src/zv", "zfs set stmf_sbd_lu=600144f0aa src/zv")
    host.write(system, "src/zv", a="1", b="2")
    host.play(system, "zfs snapshot src/zv@a")
    return system


@pytest.mark.parametrize(
    "line",
    [
        "zfs send src/zv@a | zfs recv -x stmf_sbd_lu dst/zv",
        "zfs list -H | zfs inherit stmf_sbd_lu src/zv",
    ],
)
def test_the_hidden_property_crashes_the_kernel_and_nothing_works_any_more(line):
    system = furnished()
    host.pipe(system, line)
    assert "NULL pointer" in system.panic and host.run(system, ["zfs", "list", "-H"]).rc == 134


def test_a_source_that_lost_the_property_crashes_a_target_that_received_it():
    system = furnished()
    host.pipe(system, "zfs send -p src/zv@a | zfs recv dst/zv")
    del system.datasets["src/zv"].properties["stmf_sbd_lu"]
    host.play(system, "zfs snapshot src/zv@b")
    host.pipe(system, "zfs send -p -i @a src/zv@b | zfs recv dst/zv")
    assert system.panic


@pytest.mark.parametrize(
    "words", ["send -I @a src/zv@a", "send -R src/zv@a", "destroy src/zv@a,b", "frobnicate", "get nonsense src/zv"]
)
def test_what_is_not_simulated_is_said(words):
    assert host.run(furnished(), ["zfs", *words.split()]).rc == 2


def test_streams_are_not_forced():
    answer = host.pipe(furnished(), "zfs send src/zv@a | zfs recv -F dst/zv")[1]
    assert answer.rc == 2 and "not simulated" in answer.stderr


@pytest.mark.parametrize(
    "kind, at, there, rc",
    [
        ("error", 1, False, (1, 1)),
        ("silent", 1, False, (0, 1)),
        ("late", 1, True, (1, 0)),
        ("cut", 1, False, (1, 1)),
        ("error", 2, False, (0, 1)),
        ("silent", 2, False, (0, 0)),
        ("late", 2, True, (0, 1)),
        ("cut", 2, False, (0, 1)),
    ],
)
def test_faults(kind, at, there, rc):
    system = furnished()
    system.acts, system.faults = 0, [state.Fault(at, kind)]
    sent, received = host.pipe(system, "zfs send src/zv@a | zfs receive -s dst/zv")
    assert (sent.rc, received.rc) == rc
    copied = system.datasets.get("dst/zv")
    assert bool(copied and copied.snapshots) is there
    assert bool(copied and copied.partial) is (kind == "cut")


def test_without_a_name_everything_is_listed():
    assert host.run(furnished(), ["zfs", "list", "-H", "-t", "all", "-o", "name"]).stdout.split() == [
        b"src",
        b"src/zv",
        b"src/zv@a",
        b"dst",
    ]


def test_a_host_goes_through_json():
    system = furnished()
    host.play(system, "zfs bookmark src/zv@a src/zv#a", "zfs hold t src/zv@a")
    system.faults = [state.Fault(1, "error")]
    assert state.load(json.loads(json.dumps(state.dump(system)))) == system


def test_reading_and_telling_are_no_acts():
    assert not host.acts(["zfs", "list"]) and not host.acts(["zfs", "send", "-nvP", "-t", "x"])
    assert host.acts(["zfs", "send", "a@b"]) and host.acts(["zfs", "receive", "-A", "a"])
