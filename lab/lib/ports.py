# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Cuts of single ports.

The node's own kernel drops the packets (build/overlay/usr/local/sbin/lab-ports), because not every host's kernel can
filter on a bridge. The node keeps its cuts when it restarts.
"""

import json
from typing import List

from lab.lib.errors import LabError
from lab.lib.proc import run, write_text
from lab.lib.state import Lab


def listed(lab: Lab) -> List[str]:
    """What is cut now, as 'NODE tcp/PORT'."""
    try:
        entries: List[str] = json.loads((lab.folder / "ports.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return entries


def forget(lab: Lab, node: str) -> None:
    """The node has new disks, on which no port is cut."""
    write_text(lab.folder / "ports.json", json.dumps([each for each in listed(lab) if not each.startswith(f"{node} ")]))


def change(lab: Lab, node: str, port: str, healed: bool) -> None:
    """The port of the node is cut or open; the other cuts of the node stay."""
    entry = f"{node} {port}"
    entries = sorted({*listed(lab), entry} - ({entry} if healed else set()))
    mine = [item.split(" ")[1] for item in entries if item.startswith(f"{node} ")]
    argv = ["ssh", "-F", str(lab.ssh_config), "-o", "BatchMode=yes", node, "lab-ports", *mine]
    done = run(argv, timeout=30, check=False)
    if done.returncode != 0:
        raise LabError(f"{node} could not change its filters", done.stderr.strip()[-300:])
    write_text(lab.folder / "ports.json", json.dumps(entries))
