# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make demo`: from nothing to a running cluster in the lab, a second run, and a switchover under I/O.

Ends with a summary of what was measured. The lab is taken down again unless KEEP=1.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
LAB = str(TOP / "lab" / "lab")
PLAYBOOK = str(pathlib.Path(sys.executable).parent / "ansible-playbook")
SERVICE = "san0"
LUNS = 4


@dataclasses.dataclass(frozen=True)
class Step:
    """A finished step and the seconds that it took."""

    name: str
    seconds: float


class Demo:
    """The steps in their order; each prints its name before and its time after."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def step(self, name: str, argv: list[str], quiet: bool = False) -> str:
        """*argv* has run and its output is returned; the demo ends where it fails."""
        print(f"\n=== {name}", flush=True)
        started = time.monotonic()
        process = subprocess.Popen(argv, cwd=TOP, stdout=subprocess.PIPE, text=True)
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            if not quiet:
                print(line, end="", flush=True)
        rc = process.wait()
        self.steps.append(Step(name, time.monotonic() - started))
        if rc:
            sys.exit(f"make demo: '{name}' failed with return code {rc}")
        return "".join(lines)

    def in_node(self, node: str, *argv: str) -> str:
        """The output of *argv* in *node*."""
        return subprocess.run([LAB, "run", node, "--", *argv], capture_output=True, text=True, check=True, cwd=TOP).stdout


def changed(output: str) -> dict[str, int]:
    """How many tasks changed something on each host, from the recap of a playbook run."""
    return {host: int(count) for host, count in re.findall(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)", output, re.MULTILINE)}


def switch_over_under_io(demo: Demo) -> dict:
    """What the prober on the initiator saw during one switchover: longest gap, errors, lost writes."""
    probe = ["python3", "/usr/local/lib/quorate/io_probe.py"]
    devices = [f"/dev/disk/by-id/wwn-0x{naa}" for naa in lun_names(demo)]
    prober = subprocess.Popen([LAB, "run", "initiator", "--", *probe, "write", "--seconds", "120", *devices])
    time.sleep(5)
    try:
        demo.step("Switch over while the initiator writes to every LUN", switchover_argv())
        time.sleep(5)
    finally:
        demo.in_node("initiator", "touch", "/run/io_probe.stop")
        prober.wait(timeout=150)
    return json.loads(demo.in_node("initiator", "cat", "/run/io_probe.json"))


def switchover_argv() -> list[str]:
    """The playbook run that moves the service to the other node."""
    return [PLAYBOOK, "playbooks/switchover.yml", "-e", f"switchover_service={SERVICE}"]


if __name__ == "__main__":
    pass
