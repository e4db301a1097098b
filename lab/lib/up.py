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


def _wanted(lab: Lab, release: str, kinds: List[str], core: Dict[str, Any]) -> List[Path]:
    """The files that these images consist of."""
    extra = [repository.location(lab.cache, release)] if "bare" in kinds else []
    return [*(image.location(lab.cache, release, kind, core) for kind in kinds), *extra]


def images(lab: Lab, release: str, kinds: List[str]) -> Dict[str, Any]:
    """The kernel and the images are in the cache; says where."""
    with lab.lock(lab.cache, "builds images"):
        ready = kernel.read(lab.cache / "kernel")
        complete = bool(ready) and all(path.exists() for path in _wanted(lab, release, kinds, ready or {}))
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
