# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices fence a node in which order, and how long that may take."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.fencing import fencing_steps, render_fencing
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.model import (
    Arbiter,
    Cluster,
    FenceDevice,
    Fencing,
    Node,
)

ARBITER = Arbiter("arbiter", "10.77.10.13")
NODES = tuple(Node(name, ("10.77.10.1",), "10.77.10.1") for name in ("node1", "node2"))


def device(name, *targets, level=None, **options):
    return FenceDevice(name, "fence_x", targets, level, options)


def rendered(method, *devices, arbiter=ARBITER, delay=None):
    fencing = Fencing(method, "/dev/watchdog", None, 5, 10, devices, delay)
    return render_fencing(Cluster("lab", NODES, arbiter, fencing))


def order(fencing, node="node1"):
    return [level["devices"] for level in fencing["levels"] if level["node"] == node]


def seconds(fencing):
    return sum(each for _what, each in fencing_steps(fencing))


POWER = (device("power1", "node1"), device("power2", "node2"))


@pytest.mark.parametrize(
    ("method", "devices", "expected"),
    [
        ("none", (), []),
        ("sbd", (), []),
        ("agents", POWER, [["power1"]]),
        ("agents_then_sbd", POWER, [["power1"], ["watchdog"]]),
        ("agents", (device("any"),), [["any"]]),
        ("agents_then_sbd", (device("pdu"), *POWER), [["pdu"], ["power1"], ["watchdog"]]),
        ("agents_then_sbd", (device("a", level=1), device("b", level=1)), [["a", "b"], ["watchdog"]]),
        (
            "agents",
            (device("late", level=4), device("later"), device("first", level=1)),
            [["first"], ["late"], ["later"]],
        ),
    ],
)
def test_the_order_in_which_a_node_is_fenced(method, devices, expected):
    fencing = rendered(method, *devices)
    assert order(fencing) == expected
    numbers = [level["level"] for level in fencing["levels"] if level["node"] == "node1"]
    assert numbers == sorted(set(numbers))


def test_before_the_watchdog_a_device_has_less_time_unless_it_is_given_some():
    options = [each["options"] for each in rendered("agents_then_sbd", device("a"), device("b", x=1))["devices"]]
    assert options == [
        {"pcmk_reboot_timeout": "20s", "pcmk_reboot_retries": 1},
        {"pcmk_reboot_timeout": "20s", "pcmk_reboot_retries": 1, "x": 1},
    ]
    (slow,) = rendered("agents_then_sbd", device("a", pcmk_reboot_timeout="40s"))["devices"]
    assert slow["options"]["pcmk_reboot_timeout"] == "40s"
    (alone,) = rendered("agents", device("a"))["devices"]
    assert alone["options"] == {}


@pytest.mark.parametrize(
    ("method", "arbiter", "given", "expected"),
    [
        ("agents", ARBITER, None, 0),
        ("agents", None, None, 5),
        ("agents", None, 0, 0),
        ("agents_then_sbd", ARBITER, 8, 8),
        ("none", None, None, 0),
        ("sbd", ARBITER, None, 0),
    ],
)
def test_only_where_both_could_fence_each_other_one_waits(method, arbiter, given, expected):
    devices = POWER if method.startswith("agents") else ()
    assert rendered(method, *devices, arbiter=arbiter, delay=given)["delay"] == expected


@pytest.mark.parametrize(
    ("fencing", "expected"),
    [
        (rendered("none"), 0),
        (rendered("sbd"), 10),
        (rendered("agents", *POWER), 60),
        (rendered("agents_then_sbd", *POWER), 30),
        (rendered("agents_then_sbd", *POWER, delay=4), 34),
        # Of two nodes the one that takes longer.
        (rendered("agents", POWER[0], device("slow", "node2", pcmk_reboot_timeout="2min")), 120),
        # One after the other, and all of a level.
        (rendered("agents", device("a", pcmk_reboot_timeout=10), device("b", pcmk_reboot_timeout=30)), 40),
        (rendered("agents", *(device(x, level=1, pcmk_reboot_timeout="15s") for x in "ab")), 30),
        (rendered("agents", device("a", pcmk_reboot_timeout="PT1M", pcmk_delay_base="5s")), 65),
        (rendered("agents", device("a", pcmk_reboot_timeout="1500ms", pcmk_delay_max="1min", pcmk_delay_base=5)), 61.5),
        (rendered("agents", device("a", pcmk_delay_base="node1:5s;node2:0")), 60),
    ],
)
def test_the_longest_that_fencing_may_take(fencing, expected):
    assert seconds(fencing) == pytest.approx(expected)


def test_each_step_is_called_by_its_name():
    fencing = rendered("agents_then_sbd", device("a", level=1), device("b", level=1), delay=2)
    assert [what for what, _seconds in fencing_steps(fencing)] == [
        "the other node is let live longer",
        "a and b act",
        "the watchdog of the lost node has fired",
    ]
