# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Munin's plugin of LIO with 256 LUNs and 4 initiators, in a lab node. The baseline is a plugin made of shell.

That one forks a process for each counter, as plugins of that kind do; it reads the same counters and nothing else.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from munin_node import PLUGIN, seconds, target_node

TPG = "/sys/kernel/config/target/iscsi/*/tpgt_1"
OF_LUNS = f"{TPG}/lun/lun_*/statistics/scsi_tgt_port/{{read_mbytes,write_mbytes,in_cmds}}"
OF_PAIRS = f"{TPG}/acls/*/lun_*/statistics/scsi_auth_intr/{{read_mbytes,write_mbytes,num_cmds}}"
SHELL = f"for counter in {OF_LUNS} {OF_PAIRS}; do cat $counter; done"


def main() -> None:
    """Prints the result."""
    print("  starting a lab node with a target", file=sys.stderr, flush=True)
    with target_node(f"bench{os.getpid()}") as node:
        fields = node.sh(f"{PLUGIN} config | grep -c label").strip()
        counters = node.sh(f"bash -c '{SHELL} | wc -l'").strip()
        fetch, config = (seconds(node, f"{PLUGIN} {verb}") for verb in ("fetch", "config"))
        shell = seconds(node, SHELL, 1)
    detail = {
        "ours": f"values of {fields} fields, the least of 3",
        "baseline": f"cat of {counters} counters one by one, once",
        "config": f"{config:.2f} s",
    }
    result = {"name": "munin_lio_256", "ours": fetch, "baseline": shell, "ratio": shell / fetch, "unit": "s"}
    print(json.dumps({**result, "detail": detail}))


if __name__ == "__main__":
    main()
