# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab node with a target of 256 LUNs and 4 initiators, and what the roles munin and lio_archive leave on a host."""

from __future__ import annotations

import contextlib
import pathlib
import sys
import tempfile
import typing as t

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / ".collections"))
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.pack import pack
from node import TOP, Node

LUNS, INITIATORS = 256, 4
# It builds the target that the benchmark of lio_target measures.
GUEST = TOP / "bench/lio_target_256.guest"
# By role: the variable with its packages, and its main module.
PROGRAMS = {
    "munin": ("_munin_subjects", "_munin.program"),
    "lio_archive": ("_lio_archive_subjects", "_archive.program"),
}
PLUGIN = "python3 -I -S /root/munin.pyz quorate_lio_bench"
ARCHIVE = "python3 -I -S /root/lio_archive.pyz --folder /root/archive"


@contextlib.contextmanager
def target_node(name: str) -> t.Iterator[Node]:
    """The node in the lab *name*; the target runs, and nobody is logged in."""
    with tempfile.TemporaryDirectory() as folder, Node(name) as node:
        node.put_engine()
        for role, (variable, main) in PROGRAMS.items():
            program = pathlib.Path(folder) / f"{role}.pyz"
            subjects = yaml.safe_load((TOP / f"roles/{role}/vars/main.yml").read_text())[variable]
            pack(TOP / "plugins/module_utils", subjects, main, program)
            node.put(program, "/root/")
        in_guest(node, f"disks({LUNS}); print(len(bring({LUNS})[1]))")
        yield node


def in_guest(node: Node, program: str) -> t.Any:
    """What *program* printed last, with the functions of the benchmark of lio_target at hand."""
    return node.python(f"{GUEST.read_text()}\n{program}\n")


def seconds(node: Node, line: str, times: int = 3) -> float:
    """How long a line of the shell takes by the clock of the node; the least of so many times."""
    timed = f"for n in $(seq {times}); do bash -c 'TIMEFORMAT=%R; time {line} >/dev/null'; done"
    return min(float(word) for word in node.sh(f"{{ {timed}; }} 2>&1").split())
