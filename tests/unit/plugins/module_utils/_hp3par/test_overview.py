# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.overview import overview, told_loss

SERVICES = [{"name": name, "arrays": ["hp3par1", "hp3par2"]} for name in ("svc1", "svc2")]
BOUND = {"last_sync": 1_800_000_000, "seconds": 140, "unknown": False}


def answer(service, array, status="up", reasons=(), bound=None, moments=(1_800_000_000,)):
    group = {
        "name": service,
        "role": "Primary",
        "status": "Started",
        "mode": "Periodic",
        "volumes": [{"last_sync": moment} for moment in moments],
    }
    health = {"status": status, "reasons": list(reasons)}
    return {"item": [service, array], "local": {"group": group}, "health": health, "data_loss_bound": bound}


def text(*answers):
    told = overview(SERVICES[:1], answers)
    return told["verdict"], told["text"]


def test_all_is_up():
    told = overview(SERVICES, [answer(name, array) for name in ("svc1", "svc2") for array in ("hp3par1", "hp3par2")])
    assert (told["verdict"], told["services"]) == ("up", {"svc1": "up", "svc2": "up"})
    assert told["text"][:3] == [
        "Remote Copy groups",
        "├ svc1",
        "│ ├ hp3par1: svc1 Primary, Started, Periodic, in sync at 2027-01-15 08:00:00 UTC",
    ]


def test_what_is_wrong_is_below_its_side_with_what_could_be_lost():
    verdict, lines = text(
        answer("svc1", "hp3par1", moments=(None,)),
        answer("svc1", "hp3par2", "warn", ["the group is Stopped"], BOUND, (1_800_000_000, None)),
    )
    assert verdict == "warn" and lines[2] == "  ├ hp3par1: svc1 Primary, Started, Periodic"
    assert lines[4:] == [
        "    ├ the group is Stopped [warn]",
        "    └ a disaster take-over here would lose what was written after 2027-01-15 08:00:00 UTC, 140 s ago",
    ]


def test_silence_of_one_side_is_a_warning_and_of_both_is_down():
    silent = {"item": ["svc1", "hp3par1"], "msg": "hp3par1: Connection refused"}
    verdict, lines = text(silent, answer("svc1", "hp3par2"))
    assert verdict == "warn" and "  ├ hp3par1: Connection refused [warn]" in lines
    verdict, lines = text(silent)
    assert verdict == "down" and lines[-1] == "  └ hp3par2: was not asked [down]"


def test_a_state_that_cannot_be_understood_is_down():
    unread = {**answer("svc1", "hp3par1", "down", ["unknown word"]), "local": None}
    assert text(unread, answer("svc1", "hp3par2"))[1][2:4] == [
        "  ├ hp3par1: no group that can be understood [down]",
        "  │ └ unknown word [down]",
    ]


def test_an_unknown_bound_is_called_so():
    assert told_loss({"last_sync": None, "seconds": None, "unknown": True}) == "would lose an unknown amount of writes"


def test_groups_and_problems_for_other_readers():
    told = overview(
        SERVICES[:1], [answer("svc1", "hp3par1"), answer("svc1", "hp3par2", "warn", ["it is Stopped"], BOUND)]
    )
    (group,) = told["groups"]
    assert (group["mode"], group["lag_seconds"], group["verdict"]) == ("Periodic", 140, "warn")
    assert [(side["name"], side["role"]) for side in group["sides"]] == [("hp3par1", "Primary"), ("hp3par2", "Primary")]
    assert [(each["verdict"], each["text"]) for each in told["problems"]] == [("warn", "it is Stopped")]
    (silent,) = overview(SERVICES[:1], [])["groups"]
    assert (silent["mode"], silent["lag_seconds"], silent["sides"][0]["role"]) == ("", None, "")
