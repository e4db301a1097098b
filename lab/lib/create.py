# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""A new lab's files, disks and supervisor, and their end."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

from lab.lib import bmc, host, node
from lab.lib.errors import LabError
from lab.lib.proc import end_group, environment, run, wait_for, write_text
from lab.lib.state import PROJECT, Lab, dump_topology, save_plan
from lab.lib.topology import DATA_LETTERS, Node, Topology

#: What the host must keep for itself besides the nodes' memory.
RESERVE_MIB = 512
#: A node's copy of the image, and what a usual test changes in it or writes to its data disks.
DISKS_MIB = 800

Seed = Dict[str, Tuple[str, int]]


class Creation:
    """Makes a lab from its topology, its images and the user's options."""

    def __init__(
        self, lab: Lab, topology: Topology, kind: str, found: Dict[str, Any], options: argparse.Namespace
    ) -> None:
        self.lab, self.topology, self.kind, self.found, self.options = lab, topology, kind, found, options
        needed = DISKS_MIB * len(topology.nodes)
        self.in_memory = (
            host.available_mib() > topology.memory_mib + needed + RESERVE_MIB and host.free_mib(host.SHM) > needed
        )
        self.folder = host.SHM / lab.short if self.in_memory else lab.folder / "disks"

    def run(self, command: List[str], say: Callable[[str], None]) -> None:
        """Everything is there, and the supervisor takes requests; ``command`` makes its namespace."""
        if not self.in_memory:
            say("too little memory for the nodes' disks: they go to a disk, which is slower")
        say(f"copying the image for {len(self.topology.nodes)} nodes")
        self.folder.mkdir(parents=True, mode=0o700)
        seeds = self._identities()
        core = self.found["kernel"]
        plan = {
            "name": self.lab.name,
            "topology": dump_topology(self.topology),
            "image": self.kind,
            "image_file": self.found[self.kind],
            "release": self.options.release,
            "kernel": {key: core[key] for key in ("package", "suite", "release", "seccomp")},
            "run_folder": str(self.folder),
            "nodes": {machine.name: self._node(machine, seeds[machine.name]) for machine in self.topology.nodes},
        }
        save_plan(self.lab, plan)
        start_supervisor(self.lab, command)

    def _identities(self) -> Dict[str, Seed]:
        """Keys for this lab; returns every node's seed files and writes known_hosts."""
        names = [machine.name for machine in self.topology.nodes]
        keys = self.lab.folder / "ssh"
        shutil.rmtree(keys, ignore_errors=True)
        keys.mkdir(parents=True, mode=0o700)
        pairs = {name: keypair(keys / name, f"lab-{name}") for name in ["id_ed25519", *names]}
        known = "".join(f"{name} {' '.join(pairs[name][1].split()[:2])}\n" for name in names)
        write_text(keys / "known_hosts", known)
        client = pairs["id_ed25519"][1]
        bmcs = [machine.bmc_address for machine in self.topology.nodes if machine.bmc]
        if bmcs:
            bmc.Files(self.lab.folder).make(bmcs)
        return {m.name: node.seed_files(m, self.topology, pairs[m.name], client) for m in self.topology.nodes}

    def _node(self, machine: Node, seed: Seed) -> Dict[str, Any]:
        """The node's disks exist; returns what the supervisor needs to run it."""
        folder = self.folder / machine.name
        (folder / "tmp").mkdir(parents=True)
        new_disks(folder, machine, self.found[self.kind])
        self.lab.node_folder(machine.name).mkdir(parents=True, exist_ok=True)
        (folder / node.SEED).write_bytes(node.seed_archive(seed))
        disks = node.disk_letters(machine, folder, self.found["repository"])
        pinned = node.on_one_cpu(self.lab.name, machine, sorted(os.sched_getaffinity(0)))
        return {
            "argv": pinned + node.argv(machine, self.found["kernel"], disks, str(self.folder / "uml")),
            "tmp": str(folder / "tmp"),
            "restart": self.options.restart,
            "restart_delay": self.options.restart_delay,
        }


def new_disks(folder: Path, machine: Node, image: str) -> None:
    """The node has a copy of the image and empty data disks, whatever it had before."""
    # A whole copy each: user-mode Linux's own copy-on-write damages the file system when a node loses power
    # (7.2.7: the second of 8 kills in a row; none of 8 with whole copies).
    run(["cp", "--sparse=always", image, str(folder / "root.img")], timeout=300)
    for letter, size in zip(DATA_LETTERS, machine.data_mib):
        with open(folder / f"data-{letter}.img", "wb") as handle:
            handle.truncate(size << 20)


def keypair(path: Path, comment: str) -> Tuple[str, str]:
    """A new key lies at the path; returns its private and public text."""
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)])
    return path.read_text(encoding="ascii"), Path(f"{path}.pub").read_text(encoding="ascii")


def start_supervisor(lab: Lab, command: List[str]) -> None:
    """The supervisor runs in its own namespace, and is ready to take requests."""
    (lab.folder / "ready").unlink(missing_ok=True)
    env = environment({"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"})
    with open(lab.folder / "supervisor.log", "ab") as log:
        child = subprocess.Popen(
            [*command, sys.executable, "-m", "lab.lib.supervisor", lab.name],
            env=env,
            cwd=str(lab.folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    ready = wait_for(lambda: (lab.folder / "ready").exists() or child.poll() is not None, 30, 0.05)
    if not ready or child.poll() is not None:
        tail = (lab.folder / "supervisor.log").read_text(encoding="utf-8", errors="replace").splitlines()[-4:]
        raise LabError("the lab's supervisor did not start", "\n  ".join(tail))


def clean(lab: Lab, keep_logs: bool = False) -> None:
    """Nothing of an earlier run of this lab is left: processes it recorded, disks, sockets."""
    for path in sorted(lab.folder.glob("nodes/*/pid")):
        end_group(path)
        path.unlink(missing_ok=True)
    end_group(lab.supervisor_pid)
    lab.supervisor_pid.unlink(missing_ok=True)
    for folder in (host.SHM / lab.short, lab.folder / "disks"):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("lab.json", "ready", "ssh_config", "ports.json"):
        (lab.folder / name).unlink(missing_ok=True)
    if not keep_logs:
        shutil.rmtree(lab.folder / "nodes", ignore_errors=True)
    lab.socket.unlink(missing_ok=True)
