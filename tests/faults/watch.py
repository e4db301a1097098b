# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a node: says at every change, and ten times a second, whether the node is active.

    python3 watch.py MINOR ADDRESS IQN

A line has boot id, time of day, and 0 or 1 for: DRBD is Primary; the target is enabled and its address is there.
"""

from __future__ import annotations

import socket
import sys
import time

PERIOD, HEARTBEAT = 0.02, 0.1


def content(path: str) -> str:
    """The file's text; nothing where it cannot be read."""
    try:
        with open(path, encoding="utf-8") as handle:
            return handle.read()
    except OSError:
        return ""


def is_primary(minor: str) -> bool:
    """Whether this side of the replication is Primary (DRBD 8.4)."""
    mine = [line for line in content("/proc/drbd").splitlines() if line.strip().startswith(f"{minor}: ")]
    return any(" ro:Primary/" in line for line in mine)


def has_address(address: str) -> bool:
    """Whether the address is one of this host's: only then it can be bound to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def exports(address: str, iqn: str) -> bool:
    """Whether an initiator could log in."""
    enabled = content(f"/sys/kernel/config/target/iscsi/{iqn}/tpgt_1/enable").strip() == "1"
    return enabled and has_address(address)


def main() -> None:
    """Says it until nobody listens any more."""
    minor, address, iqn = sys.argv[1:]
    boot, told, last = content("/proc/sys/kernel/random/boot_id").strip(), None, 0.0
    while True:
        now, state = time.time(), (is_primary(minor), exports(address, iqn))
        if state != told or now - last >= HEARTBEAT:
            sys.stdout.write(f"{boot} {now:.3f} {state[0]:d} {state[1]:d}\n")
            sys.stdout.flush()
            told, last = state, now
        time.sleep(PERIOD)


if __name__ == "__main__":
    main()
