# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A target of 256 LUNs and 4 initiators from nothing, in a lab node: our engine, rtslib and bare system calls."""

from __future__ import annotations

import json
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from controller import run_tasks
from node import Node

COUNTS = (64, 128, 256)
GUEST = pathlib.Path(__file__).with_name("lio_target_256.guest")


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def guest(node: Node, *words: object) -> dict:
    """What the guest's part of the benchmark measured."""
    say("  " + " ".join(map(str, words)))
    program = GUEST.read_text() + f"\nprint(json.dumps(main({', '.join(map(repr, words))})))\n"
    return node.python(program, timeout=900)


def module(node: Node, count: int) -> float:
    """Seconds of one task with lio_target for *count* LUNs from nothing, from sending the module to its result.

    What ansible-playbook needs to start and to connect is measured with a ping and taken off.
    """
    task = {"quorate.ha_storage.lio_target": guest(node, "options", count)}
    ping = {"ansible.builtin.ping": None}
    idle = playbook(node, [ping], "ok=1 ")
    seconds = playbook(node, [ping, task], "changed=1 ")
    guest(node, "clear", 0)
    return seconds - idle


def playbook(node: Node, tasks: list[dict], expected: str) -> float:
    """Seconds of ansible-playbook with *tasks*; its summary must say what is *expected*."""
    say(f"  ansible-playbook, {len(tasks)} tasks")
    started = time.monotonic()
    done = run_tasks("node1", tasks, inventory=node.inventory())
    seconds = time.monotonic() - started
    if expected not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return seconds


def measure(node: Node) -> dict:
    """The result of the benchmark."""
    detail: dict[str, object] = {}
    engine, bare = {}, {}
    for count in COUNTS:
        last = guest(node, "compare", count)
        engine[count], bare[count] = last["engine"], last["bare"]
    rtslib = guest(node, "rtslib", 256)["seconds"]
    task = module(node, 256)
    single = {count: guest(node, "targetcli", count)["seconds"] for count in (4, 8)}
    detail["engine, median of 5, 64 / 128 / 256 LUNs"] = " / ".join(f"{engine[count]:.2f} s" for count in COUNTS)
    detail["bare calls, median of 5, 64 / 128 / 256 LUNs"] = " / ".join(f"{bare[count]:.2f} s" for count in COUNTS)
    detail["engine, first run of a process, 256 LUNs"] = f"{last['first']:.2f} s"
    detail["engine to bare calls at 256"] = f"{engine[256] / bare[256]:.2f}"
    detail["engine, 256 to 64 (linear is 4)"] = f"{engine[256] / engine[64]:.2f}"
    detail["the module as a task of ansible-playbook"] = f"{task:.2f} s, {rtslib / task:.1f}x less than rtslib"
    detail["writes of a run without changes"] = last["unchanged_writes"]
    detail["a run without changes"] = f"{last['unchanged']:.2f} s"
    detail["writes when 1 LUN of 256 changes"] = ", ".join(last["one_lun_writes"])
    detail["how writes were counted"] = "in ConfigFs.do, the one place that changes configfs"
    detail["one targetcli call per object"] = ", ".join(
        f"{count} LUNs {seconds:.1f} s" for count, seconds in single.items()
    )
    detail["the same at 256, extrapolated (calls x time of a call, which grows with the LUNs)"] = (
        f"{extrapolate(single, 256):.0f} s"
    )
    ours = engine[256]
    return {
        "name": "lio_target_256",
        "ours": ours,
        "baseline": rtslib,
        "ratio": rtslib / ours,
        "unit": "s",
        "detail": {"baseline": "rtslib restore of the same tree, clean start, same node and run", **detail},
    }


def extrapolate(seconds: dict[int, float], count: int) -> float:
    """a*n + b*n*n through the two measured points."""
    (n1, t1), (n2, t2) = sorted(seconds.items())
    b = (t2 / n2 - t1 / n1) / (n2 - n1)
    return (t1 / n1 - b * n1) * count + max(b, 0) * count * count


def main() -> None:
    """Prints the result."""
    say("  starting a lab node")
    with Node(f"bench{os.getpid()}") as node:
        node.put_engine()
        guest(node, "disks", max(COUNTS))
        print(json.dumps(measure(node)))


if __name__ == "__main__":
    main()
