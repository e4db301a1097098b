# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stream that breaks off after any number of bytes is followed by a run that ends with the whole of it."""

from __future__ import annotations

from .site import BIG, SMALL, ended

LUN, COPY = "sp1/lun0", "sp2/copy"
OPTIONS = {"datasets": [{"source": LUN, "target": COPY}], "match": ".*", "snapshot": "existing"}
# The first record of a stream has 312 bytes, the records of data have a header of as many.
POINTS = (0, 1, 311, 312, 313, 624, 1000, 70001, 500000, 2097152, 4194305, -313, -1)


def cut(point):
    """Tasks: the stream of the engine is cut there, a run follows, both have the same, and the copy is gone again."""
    pipe = "{{ plan.commands | select('search', ' [|] ') | first }}"
    size = f"size={point}" if point >= 0 else f"size=$(($({{{{ pipe.split(' | ')[0] }}}} | wc -c) - {-point}))"
    line = "{{ pipe.split(' | ')[0] }} | head -c $size | {{ pipe.split(' | ')[1] }}"
    look = f'udevadm settle; test "$(sha256sum </dev/zvol/{LUN})" = "$(sha256sum </dev/zvol/{COPY})"'
    engine = {"quorate.ha_storage.zfs_replicate": OPTIONS}
    return [
        {**engine, "check_mode": True, "register": "plan"},
        {"ansible.builtin.shell": f"{size}; {line}; true", "vars": {"pipe": pipe}},
        {**engine, "register": "run"},
        {"ansible.builtin.shell": look},
        {
            "ansible.builtin.shell": f"zfs release -r quorate {COPY}@1; zfs destroy -r {COPY} && "
            f"zfs release quorate {LUN}@1; zfs destroy {LUN}#quorate_1"
        },
    ]


def test_wherever_a_stream_is_cut(site):
    site.pool("ss1", "sp1", BIG)
    site.pool("ss1", "sp2", SMALL[0])
    site.volume("ss1", LUN, size="16M")
    site.write("ss1", LUN, mebibytes=8)
    site["ss1"].run(f"zfs snapshot {LUN}@1")
    told = ended(site.start_tasks("ss1", *(task for point in POINTS for task in cut(point))))
    results = [task["hosts"]["ss1"] for task in told["plays"][0]["tasks"]]
    runs = dict(zip(POINTS, results[2::5]))
    resumed = {point for point, run in runs.items() if any("the rest of" in each for each in run["operations"])}
    # What is cut before any data have come leaves nothing to go on with.
    assert {70001, 500000, 2097152, 4194305, -313, -1} <= resumed, resumed
    assert all(run["sent"][-1]["name"] == "1" for run in runs.values())
