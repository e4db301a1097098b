# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The way into a lab's nodes: writes the files that describe it, and waits until they work."""

import sys
import time
from pathlib import Path
from typing import Callable, List

from lab.lib import inventory
from lab.lib.errors import LabError
from lab.lib.proc import run, write_text
from lab.lib.state import PROJECT, Lab
from lab.lib.topology import Topology


def write(lab: Lab, topology: Topology) -> None:
    """ssh_config and inventory are written."""
    config = inventory.ssh_config(
        topology,
        sys.executable,
        str(PROJECT / "lab" / "lib" / "proxy.py"),
        str(lab.socket),
        str(lab.key),
        str(lab.folder / "ssh" / "known_hosts"),
    )
    write_text(lab.ssh_config, config)
    write_text(lab.inventory, inventory.inventory(topology, str(lab.ssh_config)))
    tracked, beside = site_variables(topology), lab.inventory.parent / "group_vars"
    if beside != tracked and (beside.is_symlink() or not beside.exists()):
        # Another lab than the default one shares the tracked site variables.
        beside.unlink(missing_ok=True)
        beside.symlink_to(tracked)


def site_variables(topology: Topology) -> Path:
    """The tracked site that the topology becomes: one of its own, or the one of `pair`."""
    own = PROJECT / "inventories" / topology.name / "group_vars"
    return own if own.is_dir() else PROJECT / "inventories" / "lab" / "group_vars"


def answers(lab: Lab, name: str, timeout: float = 10) -> bool:
    """Whether ssh into the node works."""
    options = ["-o", f"ConnectTimeout={int(timeout)}", "-o", "BatchMode=yes"]
    argv = ["ssh", "-F", str(lab.ssh_config), *options, name, "true"]
    try:
        return run(argv, timeout=timeout + 20, check=False).returncode == 0
    except LabError:
        return False


def await_nodes(lab: Lab, names: List[str], timeout: float, say: Callable[[str], None]) -> None:
    """The nodes answer by ssh; if one does not, the error shows what it printed last."""
    left, deadline = list(names), time.monotonic() + timeout
    while left:
        for name in list(left):
            if answers(lab, name, 5):
                left.remove(name)
                say(f"{name} answers")
        if left and time.monotonic() > deadline:
            console = lab.node_folder(left[0]) / "console.log"
            tail = console.read_text(encoding="utf-8", errors="replace").splitlines()[-8:] if console.exists() else []
            raise LabError(
                f"no answer within {timeout:.0f} s from: {', '.join(left)}",
                f"last lines of {left[0]}'s console:\n  " + "\n  ".join(tail),
            )
        time.sleep(0.3 if left else 0)


def forget(lab: Lab) -> None:
    """No inventory points at a lab that is down (a file that somebody else wrote stays)."""
    if lab.inventory.is_file() and inventory.MARK in lab.inventory.read_text(encoding="utf-8"):
        lab.inventory.unlink()
