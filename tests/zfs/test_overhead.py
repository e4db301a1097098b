# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the engine costs beside the bare tools."""

from __future__ import annotations

import json
import statistics
import sys

from .site import BIG, BIG_TOO, SMALL

# Times of rounds; the machine is shared, so bare and product take turns, and medians count.
ROUNDS = 3
LIMIT = 1.05


def test_a_gibibyte_takes_hardly_longer_than_bare_send_and_receive(site, capsys_off, record_property):
    site.pool("ss1", "sp1", BIG)
    site.pool("ss1", "sp2", BIG_TOO)
    site.volume("ss1", "sp1/big", size="1G")
    site.write("ss1", "sp1/big", mebibytes=1024)
    site["ss1"].run("zfs snapshot sp1/big@1")
    bare, product = [], []
    for _round in range(ROUNDS):
        line = "zfs send -L -c sp1/big@1 | zfs receive -s -u -o readonly=on sp2/copy"
        bare.append(seconds(site["ss1"], line))
        site["ss1"].run("zfs destroy -r sp2/copy; zpool sync")
        result = site.replicate(source="sp1/big", target="sp2/copy", match=".*", snapshot="existing")
        (sent,) = result["sent"]
        assert sent["size"] >= 1 << 30
        product.append(sent["seconds"])
        site["ss1"].run("zfs release -r quorate sp2/copy@1; zfs destroy -r sp2/copy; zpool sync")
    with capsys_off():
        sys.stderr.write(f"\n1 GiB: bare {bare} s, product {product} s\n")
    record_property("ours", json.dumps(product))
    record_property("baseline", json.dumps(bare))
    assert statistics.median(product) <= LIMIT * statistics.median(bare), (bare, product)


def seconds(guest, line):
    """How long a line of the shell takes in the guest."""
    now = '$(cut -d" " -f1 /proc/uptime)'
    said = guest.run(f"bash -c 'set -eo pipefail; begin={now}; {line}; echo $begin {now}'", timeout=900)
    begin, end = map(float, said.stdout.split())
    return round(end - begin, 2)


def test_nothing_to_do_takes_as_many_processes_for_a_hundred_data_sets_as_for_one(site):
    site.pool("ss1", "sp1", BIG)
    site.pool("ss1", "sp2", SMALL[0])
    guest = site["ss1"]
    guest.run(
        "for n in $(seq 100); do zfs create -s -V 8M sp1/lun$n; done; zfs snapshot $(seq -f sp1/lun%.0f@1 100 | xargs)",
        timeout=600,
    )
    names = [f"lun{number}" for number in range(1, 101)]
    pairs = [{"source": f"sp1/{name}", "target": f"sp2/{name}"} for name in names]
    options = {"match": ".*", "snapshot": "existing"}
    assert len(site.module("ss1", "zfs_replicate", datasets=pairs, **options)["sent"]) == 100
    counts = []
    for some in (pairs[:1], pairs):
        guest.run("cat >/usr/bin/counted; chmod 755 /usr/bin/counted; rm -f /run/counted", stdin=COUNTED)
        idle = site.module(
            "ss1",
            "zfs_replicate",
            datasets=some,
            source={"prefix": ["counted"]},
            target={"prefix": ["counted"]},
            **options,
        )
        assert not idle["changed"]
        counts.append(guest.out("wc", "-l", "/run/counted").split()[0])
    assert counts[0] == counts[1], counts
    guest.run("zpool destroy sp2")


COUNTED = """#!/bin/sh
echo "$*" >>/run/counted
exec "$@"
"""
