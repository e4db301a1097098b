# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make demo`: from nothing to a running cluster in the lab, a second run, and a switchover under I/O.

Ends with a summary of what was measured, and takes the lab down again unless KEEP=1.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import typing as t

TOP = pathlib.Path(__file__).resolve().parent.parent
LAB = str(TOP / "lab" / "lab")
ANSIBLE = str(pathlib.Path(sys.executable).parent / "ansible-playbook")
PROBE = "roles/iscsi_initiator/files/io_probe.py"
SERVICE = "san0"
DISKS = "/dev/disk/by-path/ip-*-iscsi-iqn.2026-11.com.example:san0-lun-*"


class Failed(Exception):
    """A step that did not do what it is for."""


def say(text: str) -> None:
    """*text* is on the screen, also when the output goes into a pipe."""
    print(text, flush=True)


def stream(name: str, argv: t.Sequence[str]) -> str:
    """*argv* has run, its output was shown and is returned. Raises Failed."""
    say(f"\n=== {name}")
    process = subprocess.Popen(argv, cwd=TOP, stdout=subprocess.PIPE, text=True)
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        print(line, end="", flush=True)
    if process.wait():
        raise Failed(f"'{name}' ended with return code {process.returncode}")
    return "".join(lines)


def in_node(node: str, *argv: str, stdin: str = "") -> str:
    """The output of *argv* in *node*. Raises Failed."""
    command = [LAB, "run", node, "--", *argv]
    done = subprocess.run(command, cwd=TOP, input=stdin, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Failed(f"{argv[0]} in {node} ended with return code {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def changes(output: str) -> int:
    """How many tasks changed something, over all hosts, from the recap of a playbook run."""
    return sum(int(count) for count in re.findall(r"^\S+\s+: ok=\d+\s+changed=(\d+)", output, re.MULTILINE))


def disks() -> dict[str, str]:
    """{device: unit serial} of the LUNs that the initiator sees."""
    script = f"for d in {DISKS}; do echo $d $(cat /sys/block/$(basename $(readlink -f $d))/device/wwid); done"
    return dict(line.split(" ", 1) for line in in_node("initiator", "sh", "-c", script).splitlines())


def start_probe(devices: t.Iterable[str]) -> subprocess.Popen:
    """The probe writes to *devices* on the initiator until its input ends."""
    in_node("initiator", "rm", "-f", "/run/io_probe.end")
    in_node("initiator", "tee", "/run/io_probe.py", stdin=(TOP / PROBE).read_text(encoding="utf-8"))
    argv = [LAB, "run", "initiator", "--", "python3", "/run/io_probe.py", "--ledger", "/run/io_probe.ledger"]
    argv += ["--until", "/run/io_probe.end", "--destroys-data-on", *devices]
    # Not our stderr: ssh makes what it inherits non-blocking, and ansible-playbook refuses to write there.
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=TOP
    )


def switch_over_under_io(devices: t.Iterable[str]) -> dict[str, t.Any]:
    """What the initiator noticed of a switchover: {longest_gap_seconds, errors, writes, lost, corrupt}."""
    probe = start_probe(devices)
    try:
        time.sleep(5)
        stream("Switch over while the initiator writes to every LUN",
               [ANSIBLE, "playbooks/switchover.yml", "-e", f"switchover_service={SERVICE}"])  # fmt: skip
        time.sleep(3)
        if probe.poll() is not None:
            raise Failed("the I/O probe ended before the switchover did, so nothing was measured")
    finally:
        in_node("initiator", "touch", "/run/io_probe.end")
        output = probe.communicate(timeout=150)[0]
    checked = in_node("initiator", "python3", "/run/io_probe.py", "--ledger", "/run/io_probe.ledger", "--verify")
    return {"written": json.loads(output), "read": json.loads(checked)}


class Summary:
    """What was measured, printed as one table at the end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []
        self.began = time.monotonic()

    def add(self, what: str, figure: str) -> None:
        """One more row."""
        self.rows.append((what, figure))

    def timed(self, what: str, step: t.Callable[[], t.Any]) -> t.Any:
        """What *step* returns; its time is a row."""
        began = time.monotonic()
        value = step()
        self.add(what, f"{time.monotonic() - began:.0f} s")
        return value

    def show(self) -> None:
        """The table is on the screen."""
        self.add("everything", f"{time.monotonic() - self.began:.0f} s")
        width = max(len(what) for what, _figure in self.rows)
        say("\n=== Summary")
        for what, figure in self.rows:
            say(f"  {what:<{width}}  {figure}")


def run(summary: Summary) -> None:
    """The demo's steps, in order. Raises Failed."""
    site = [ANSIBLE, "playbooks/site.yml"]
    summary.timed("lab: two nodes, arbiter, initiator", lambda: stream("Boot the lab", [LAB, "up", "pair"]))
    summary.timed("site.yml, from nothing", lambda: stream("Build the cluster", site))
    again = summary.timed("site.yml, second run", lambda: stream("Run it again: nothing may change", site))
    if changes(again):
        raise Failed(f"the second run changed {changes(again)} things")
    summary.add("changed by the second run", "0")
    before = disks()
    noticed = switch_over_under_io(before)
    if disks() != before:
        raise Failed("the initiator sees other LUNs after the switchover")
    for device, identity in before.items():
        summary.add(f"LUN {device.rsplit('-', 1)[1]}, the same from both nodes", identity)
    written, read = noticed["written"], noticed["read"]
    summary.add("longest pause between acknowledged writes", f"{written['longest_gap_seconds']:.1f} s")
    summary.add("I/O errors", str(written["errors"]))
    summary.add("acknowledged writes lost or changed", f"{read['lost'] + read['corrupt']}")
    say("\n" + in_node("node1", "crm_mon", "-1"))


def main() -> int:
    """0 when everything was shown."""
    summary, rc = Summary(), 0
    try:
        run(summary)
        summary.show()
    except (Failed, KeyboardInterrupt) as stopped:
        say(f"\nmake demo: stopped: {stopped or 'interrupted'}")
        rc = 1
    if os.environ.get("KEEP") == "1":
        say("The lab still runs: lab/lab status, lab/lab ssh node1, lab/lab down")
    else:
        subprocess.run([LAB, "down"], cwd=TOP, check=False)
        say("The lab is down again; KEEP=1 make demo keeps it.")
    return rc


if __name__ == "__main__":
    sys.exit(main())
