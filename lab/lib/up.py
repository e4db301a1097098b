# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The verb up: from nothing, or from whatever is there, to a running lab."""

import argparse
import os
import time
from pathlib import Path
from typing import Any, Dict, List

from lab.lib import apt, connection, create, host, image, kernel, repository
from lab.lib import topology as topologies
from lab.lib.errors import LabError
from lab.lib.sources import host_suite, mirror
from lab.lib.state import PROJECT, Lab, load_topology
from lab.lib.topology import Topology

TOPOLOGIES = PROJECT / "lab" / "topology"
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


def _cached(lab: Lab, release: str, kinds: List[str]) -> Dict[str, Any]:
    """The kernel and the images, if all are in the cache; else nothing."""
    core = kernel.read(lab.cache / "kernel")
    if not core:
        return {}
    found: Dict[str, Any] = {kind: image.location(lab.cache, release, kind, core) for kind in kinds}
    found["repository"] = repository.location(lab.cache, release) if "bare" in kinds else ""
    if not all(path.exists() for path in found.values() if path):
        return {}
    return {"kernel": core, **{key: str(path) for key, path in found.items()}}


def images(lab: Lab, release: str, kinds: List[str]) -> Dict[str, Any]:
    """The kernel and the images are in the cache; says where."""
    # What is complete needs no lock: a lab must not wait while another builds some other image.
    found = _cached(lab, release, kinds)
    host.require(building=not found)
    if found:
        return found
    with lab.lock(lab.cache, "builds images"):
        sources = apt.host_sources()
        where = mirror(sources, os.environ.get("LAB_MIRROR", ""))
        core = kernel.ensure(lab.cache / "kernel", where, host_suite(sources), say)
        for kind in kinds:
            image.ensure(lab.cache, release, kind, core, where, say)
        if "bare" in kinds:
            repository.ensure(lab.cache, release, where, say)
        return _cached(lab, release, kinds)


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
            _new(lab, options)
        plan = lab.read_plan()
        topology = load_topology(plan)
        lab.ask("power", nodes=[n.name for n in topology.nodes], on=True)
        connection.write(lab, topology)
        say(f"starting {', '.join(n.name for n in topology.nodes)} (each takes about 10 s on an idle core)")
        connection.await_nodes(lab, [n.name for n in topology.nodes], options.timeout, say)
    say(f"the lab '{lab.name}' is up: lab/lab status, lab/lab ssh {topology.nodes[0].name}; inventory: {lab.inventory}")
    return 0


def _same(lab: Lab, options: argparse.Namespace) -> None:
    """An up of something else than what runs is refused."""
    plan = lab.read_plan()
    asked = {"topology": options.topology, "image": options.image, "release": options.release_given}
    runs = {"topology": plan["topology"]["name"], "image": plan["image"], "release": plan["release"]}
    for key, value in asked.items():
        if value and (Path(value).stem if key == "topology" else value) != runs[key]:
            raise LabError(
                f"the lab '{lab.name}' runs with {key} {runs[key]}, not {value}",
                "lab/lab down first, or use another name (--name)",
            )


def _new(lab: Lab, options: argparse.Namespace) -> None:
    """The supervisor of a new lab runs; its nodes are still off."""
    create.clean(lab)
    topology = load(options.topology or "pair", options.memory)
    kind = options.image or "warm"
    host.require_memory(topology.memory_mib + create.RESERVE_MIB, host.available_mib())
    command = host.namespace(os.geteuid() == 0)
    create.Creation(lab, topology, kind, images(lab, options.release, [kind]), options).run(command, say)
