# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Cuts of single ports: nftables rules in the node's own kernel, because not every host's kernel can filter bridges."""

import json
from typing import List

from lab.lib.errors import LabError
from lab.lib.proc import run, write_text
from lab.lib.state import Lab

TABLE = "lab_cut"


def ruleset(ports: List[str]) -> str:
    """The nft script after which exactly these ports (such as tcp/7788) are cut; none means no table at all."""
    lines = [f"add table inet {TABLE}", f"delete table inet {TABLE}"]
    if ports:
        lines.append(f"table inet {TABLE} {{")
        for hook in ("input", "output"):
            # The lab's own network stays open, so that the node can be watched.
            interface = "iifname" if hook == "input" else "oifname"
            lines.append(f"  chain {hook} {{ type filter hook {hook} priority -300; {interface} lab0 accept;")
            for port in ports:
                protocol, number = port.split("/")
                lines += [f"    {protocol} {side} {number} drop;" for side in ("dport", "sport")]
            lines.append("  }")
        lines.append("}")
    return "\n".join(lines) + "\n"


def listed(lab: Lab) -> List[str]:
    """What is cut now, as 'NODE tcp/PORT'."""
    try:
        entries: List[str] = json.loads((lab.folder / "ports.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return entries


def change(lab: Lab, node: str, protocol: str, port: int, heal: bool) -> None:
    """The port of the node is cut or open; the other cuts of the node stay."""
    entry = f"{node} {protocol}/{port}"
    entries = sorted({*listed(lab), entry} - ({entry} if heal else set()))
    mine = [item.split(" ")[1] for item in entries if item.startswith(f"{node} ")]
    argv = ["ssh", "-F", str(lab.ssh_config), "-o", "BatchMode=yes", node, "nft", "-f", "-"]
    done = run(argv, stdin=ruleset(mine), timeout=30, check=False)
    if done.returncode != 0:
        raise LabError(f"{node} could not change its filter", done.stderr.strip()[-300:])
    write_text(lab.folder / "ports.json", json.dumps(entries))
