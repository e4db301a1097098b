# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The verb up: from nothing, or from whatever is there, to a running lab."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Tuple

from lab.lib import apt, host, image, inventory, kernel, node, repository
from lab.lib import topology as topologies
from lab.lib.errors import LabError
from lab.lib.proc import end_group, environment, read_pid, run, wait_for, write_text
from lab.lib.sources import host_suite, mirror
from lab.lib.state import PROJECT, Lab, dump_topology, load_topology, save_plan
from lab.lib.topology import Topology

TOPOLOGIES = PROJECT / "lab" / "topology"
#: What the host must keep for itself besides the nodes' memory.
RESERVE_MIB = 512
#: A node's system disk in memory: the image as it is, and room to grow.
DISK_MIB = 700

_began = time.monotonic()


def say(text: str) -> None:
    """A progress line, with the seconds since the start."""
    print(f"[{time.monotonic() - _began:5.1f}s] {text}", flush=True)


def load(name: str, memory: str = "") -> Topology:
    """The topology of that name (or file), with every node's memory replaced if asked."""
    try:
        import yaml
    except ImportError as error:
        raise LabError("PyYAML is missing", "lab/lab doctor --install") from error
    path = Path(name) if name.endswith((".yml", ".yaml")) else TOPOLOGIES / f"{name}.yml"
    if not path.is_file():
        known = sorted(item.stem for item in TOPOLOGIES.glob("*.yml"))
        raise LabError(f"no topology '{name}'", f"there are: {', '.join(known)}; a path to a YAML file works too")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if memory:
        for value in raw.get("nodes", {}).values():
            value["memory"] = memory
    return topologies.parse(path.stem, raw)


def images(lab: Lab, release: str, kinds: List[str]) -> Dict[str, Any]:
    """The kernel and the images are in the cache; says where."""
    with lab.lock(lab.cache, "builds images"):
        ready = kernel.read(lab.cache / "kernel")
        complete = bool(ready) and all(image.present(lab.cache, release, kind, ready or {}) for kind in kinds)
        host.require(building=not complete)
        sources = apt.host_sources()
        where = "" if complete else mirror(sources, os.environ.get("LAB_MIRROR", ""))
        core = kernel.ensure(lab.cache / "kernel", where, host_suite(sources), say)
        found: Dict[str, Any] = {"kernel": core}
        for kind in kinds:
            found[kind] = str(image.ensure(lab.cache, release, kind, core, where, say))
        found["repository"] = str(repository.ensure(lab.cache, release, where, say)) if "bare" in kinds else ""
        return found


def build(lab: Lab, options: argparse.Namespace) -> int:
    """The verb build: images only."""
    kinds = [options.image] if options.image else ["warm", "bare"]
    found = images(lab, options.release, kinds)
    core = found["kernel"]
    say(f"kernel {core['package']} ({core['suite']}); images: " + ", ".join(found[kind] for kind in kinds))
    return 0


def up(lab: Lab, options: argparse.Namespace) -> int:
    """The lab runs, every node answers, and the inventory says how to reach it."""
    with lab.lock(lab.folder, "starts or stops this one"):
        if lab.alive():
            _same(lab, options)
        else:
            _create(lab, options)
        plan = lab.read_plan()
        topology = load_topology(plan)
        lab.ask("power", nodes=[n.name for n in topology.nodes], on=True)
        write_connection(lab, topology)
        say(f"starting {', '.join(n.name for n in topology.nodes)} (each takes about 10 s on an idle core)")
        await_nodes(lab, topology, [n.name for n in topology.nodes], options.timeout)
    say(f"the lab '{lab.name}' is up: lab/lab status, lab/lab ssh {topology.nodes[0].name}; inventory: {lab.inventory}")
    return 0


def _same(lab: Lab, options: argparse.Namespace) -> None:
    """An up of something else than what runs is refused."""
    plan = lab.read_plan()
    asked = {"topology": options.topology, "image": options.image, "release": options.release_given}
    runs = {"topology": plan["topology"]["name"], "image": plan["image"], "release": plan["release"]}
    for key, value in asked.items():
        if value and (Path(value).stem if key == "topology" else value) != runs[key]:
            raise LabError(f"the lab '{lab.name}' runs with {key} {runs[key]}, not {value}",
                           "lab/lab down first, or use another name (--name)")


def _create(lab: Lab, options: argparse.Namespace) -> None:
    """Files, disks and the supervisor of a new lab."""
    clean(lab)
    kind, release = options.image or "warm", options.release
    topology = load(options.topology or "pair", options.memory)
    found = images(lab, release, [kind])
    disks_mib = DISK_MIB * len(topology.nodes)
    fits = host.available_mib() > topology.memory_mib + disks_mib + RESERVE_MIB and host.free_mib(host.SHM) > disks_mib
    host.require_memory(topology.memory_mib + RESERVE_MIB, host.available_mib())
    run_folder = (host.SHM / lab.short) if fits else lab.folder / "disks"
    if not fits:
        say("too little memory for the nodes' disks: they go to a disk, which is slower")
    command = host.namespace(os.geteuid() == 0)
    seeds = _identities(lab, topology)
    # One copy a lab, which the nodes' copy-on-write disks refer to: the cache may change under a running lab.
    run_folder.mkdir(parents=True, mode=0o700)
    run(["cp", "--sparse=always", found[kind], str(run_folder / "base.img")], timeout=300)
    nodes = {n.name: _node_plan(lab, n, topology, found, kind, run_folder, options, seeds) for n in topology.nodes}
    save_plan(lab, {
        "name": lab.name, "topology": dump_topology(topology), "image": kind, "release": release,
        "kernel": {key: found["kernel"][key] for key in ("package", "suite", "release", "seccomp")},
        "run_folder": str(run_folder), "nodes": nodes,
    })
    _start_supervisor(lab, command)


def _identities(lab: Lab, topology: Topology) -> Dict[str, Dict[str, Tuple[str, int]]]:
    """Keys for this lab; returns every node's seed files and writes known_hosts."""
    keys = lab.folder / "ssh"
    shutil.rmtree(keys, ignore_errors=True)
    keys.mkdir(parents=True, mode=0o700)
    pairs = {}
    for name in ["id_ed25519", *(n.name for n in topology.nodes)]:
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"lab-{name}", "-f", str(keys / name)])
        pairs[name] = ((keys / name).read_text(encoding="ascii"), (keys / f"{name}.pub").read_text(encoding="ascii"))
    known = "".join(f"{n.name} {' '.join(pairs[n.name][1].split()[:2])}\n" for n in topology.nodes)
    write_text(keys / "known_hosts", known)
    return {n.name: node.seed_files(n, topology, pairs[n.name], pairs["id_ed25519"][1]) for n in topology.nodes}


def _node_plan(lab: Lab, machine: Any, topology: Topology, found: Dict[str, Any], kind: str, run_folder: Path,
               options: argparse.Namespace, seeds: Dict[str, Dict[str, Tuple[str, int]]]) -> Dict[str, Any]:
    """The node's disks exist; returns what the supervisor needs to run it."""
    folder, logs = run_folder / machine.name, lab.node_folder(machine.name)
    folder.mkdir(parents=True)
    logs.mkdir(parents=True, exist_ok=True)
    (folder / "tmp").mkdir()
    for letter, size in zip(topologies.DATA_LETTERS, machine.data_mib):
        with open(folder / f"data-{letter}.img", "wb") as handle:
            handle.truncate(size << 20)
    (folder / "seed.tar").write_bytes(node.seed_archive(seeds[machine.name]))
    disks = node.disk_letters(machine, folder, found["repository"])
    return {
        "argv": node.argv(machine, found["kernel"], disks, str(run_folder / "uml")),
        "tmp": str(folder / "tmp"), "restart": options.restart, "restart_delay": options.restart_delay,
    }


def _start_supervisor(lab: Lab, command: List[str]) -> None:
    """The supervisor runs in its own namespace, and is ready to take requests."""
    (lab.folder / "ready").unlink(missing_ok=True)
    env = environment({"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"})
    with open(lab.folder / "supervisor.log", "ab") as log:
        child = subprocess.Popen(
            [*command, sys.executable, "-m", "lab.lib.supervisor", lab.name], env=env, cwd=str(lab.folder),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )
    ready = wait_for(lambda: (lab.folder / "ready").exists() or child.poll() is not None, 30, 0.05)
    if not ready or child.poll() is not None:
        tail = (lab.folder / "supervisor.log").read_text(encoding="utf-8", errors="replace").splitlines()[-4:]
        raise LabError("the lab's supervisor did not start", "\n  ".join(tail))


def write_connection(lab: Lab, topology: Topology) -> None:
    """ssh_config and inventory are written."""
    config = inventory.ssh_config(
        topology, sys.executable, str(PROJECT / "lab" / "lib" / "proxy.py"), str(lab.socket), str(lab.key),
        str(lab.folder / "ssh" / "known_hosts"),
    )
    write_text(lab.ssh_config, config)
    write_text(lab.inventory, inventory.inventory(topology, str(lab.ssh_config)))
    tracked, beside = PROJECT / "inventories" / "lab" / "group_vars", lab.inventory.parent / "group_vars"
    if beside != tracked and not beside.is_symlink():
        # Another lab than the default one shares the tracked site variables.
        beside.symlink_to(tracked)


def answers(lab: Lab, name: str, timeout: float = 10) -> bool:
    """Whether ssh into the node works."""
    argv = ["ssh", "-F", str(lab.ssh_config), "-o", f"ConnectTimeout={int(timeout)}", "-o", "BatchMode=yes", name, "true"]
    try:
        return run(argv, timeout=timeout + 5, check=False).returncode == 0
    except LabError:
        return False


def await_nodes(lab: Lab, topology: Topology, names: List[str], timeout: float) -> None:
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
            raise LabError(f"no answer within {timeout:.0f} s from: {', '.join(left)}",
                           f"last lines of {left[0]}'s console:\n  " + "\n  ".join(tail))
        time.sleep(0.3 if left else 0)


def forget_inventory(lab: Lab) -> None:
    """No inventory points at a lab that is down (a file that somebody else wrote stays)."""
    if lab.inventory.is_file() and inventory.MARK in lab.inventory.read_text(encoding="utf-8"):
        lab.inventory.unlink()


def clean(lab: Lab, keep_logs: bool = False) -> None:
    """Nothing of an earlier run of this lab is left: processes it recorded, disks, sockets."""
    for path in sorted(lab.folder.glob("nodes/*/pid")):
        end_group(path)
        path.unlink(missing_ok=True)
    if read_pid(lab.supervisor_pid):
        end_group(lab.supervisor_pid)
    lab.supervisor_pid.unlink(missing_ok=True)
    for folder in (host.SHM / lab.short, lab.folder / "disks"):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("lab.json", "ready", "ssh_config", "ports.json"):
        (lab.folder / name).unlink(missing_ok=True)
    if not keep_logs:
        shutil.rmtree(lab.folder / "nodes", ignore_errors=True)
    lab.socket.unlink(missing_ok=True)
