# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The verbs besides up: look, reach, break, mend, end."""

import argparse
import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any, Dict, List

from lab.lib import connection, create, host, ports, up
from lab.lib import latency as distance
from lab.lib.errors import LabError
from lab.lib.proc import environment, wait_for
from lab.lib.state import Lab, load_topology


def status(lab: Lab, options: argparse.Namespace) -> int:
    """What runs; as JSON for tests."""
    report = _report(lab)
    if options.json:
        print(json.dumps(report, indent=2))
        return 0
    if not report["up"]:
        print(f"the lab '{lab.name}' is down")
        return 0
    core = report["kernel"]
    print(
        f"lab '{lab.name}': {report['topology']}, Debian {report['release']} {report['image']}, "
        f"user-mode-linux {core['package']} ({core['suite']})"
    )
    for name, entry in report["nodes"].items():
        addresses = " ".join(f"{net}={ip}" for net, ip in entry["networks"].items())
        reach = "answers" if entry["ssh"] else "no answer"
        print(f"  {name:<10} {entry['power']:<7} {reach:<10} boots={entry['boots']} {addresses}")
    for pair, trip in report["round_trips"].items():
        print(f"  round trip {pair}: {trip:g} ms")
    for cut in report["cuts"]:
        print(f"  cut: {cut}")
    print(f"  inventory: {report['inventory']}\n  ssh_config: {report['ssh_config']}")
    return 0


def _report(lab: Lab) -> Dict[str, Any]:
    if not lab.alive():
        return {"name": lab.name, "up": False, "nodes": {}, "cuts": []}
    plan, live = lab.read_plan(), lab.ask("status")
    nodes = {}
    for node in load_topology(plan).nodes:
        entry = live["nodes"][node.name]
        entry["ssh"] = entry["power"] == "on" and connection.answers(lab, node.name, 3)
        entry["networks"] = {net: address.split("/")[0] for net, address in node.addresses}
        entry["site"], entry["data_devices"] = node.site, node.data_devices
        nodes[node.name] = entry
    return {
        "name": lab.name,
        "up": True,
        "topology": plan["topology"]["name"],
        "image": plan["image"],
        "release": plan["release"],
        "kernel": plan["kernel"],
        "nodes": nodes,
        "cuts": live["cuts"] + ports.listed(lab),
        "round_trips": {f"{one}-{other}": trip for one, other, trip in load_topology(plan).round_trips},
        "inventory": str(lab.inventory),
        "ssh_config": str(lab.ssh_config),
        "run_folder": plan["run_folder"],
    }


def require_alive(lab: Lab, name: str) -> None:
    """The node is on, or a LabError says how to start it."""
    load_topology(lab.read_plan()).node(name)
    entry = lab.ask("status")["nodes"][name]
    if entry["power"] == "off":
        raise LabError(f"{name} is off", f"lab/lab start {name}")
    if entry["power"] == "frozen":
        raise LabError(f"{name} is frozen", f"lab/lab thaw {name}")


def ssh(lab: Lab, options: argparse.Namespace) -> int:
    """A shell in the node, or one command line for its shell."""
    require_alive(lab, options.node)
    argv = ["ssh", "-F", str(lab.ssh_config), options.node, *_command(options.command)]
    os.execvpe(argv[0], argv, environment())
    return 255


def run(lab: Lab, options: argparse.Namespace) -> int:
    """One command in the node, its words kept apart; ends with its code."""
    require_alive(lab, options.node)
    words = _command(options.command)
    if not words:
        raise LabError("run needs a command", f"lab/lab run {options.node} -- COMMAND ARGUMENT...")
    argv = ["ssh", "-F", str(lab.ssh_config), "-o", "BatchMode=yes", options.node, shlex.join(words)]
    return subprocess.run(argv, env=environment(), check=False).returncode


def _command(words: List[str]) -> List[str]:
    return words[1:] if words[:1] == ["--"] else words


def cut(lab: Lab, options: argparse.Namespace) -> int:
    """A node's or a site's links are down, or a port of a node is."""
    return _cut_or_heal(lab, options, up_again=False)


def heal(lab: Lab, options: argparse.Namespace) -> int:
    """What was cut works again; without arguments, everything."""
    if options.what:
        return _cut_or_heal(lab, options, up_again=True)
    done, left = lab.ask("heal_all")["links"], []
    for entry in ports.listed(lab):
        node, _rest, port = entry.partition(" ")
        try:
            _port(lab, node, port, True)
            done.append(entry)
        except LabError as error:
            left.append(f"{entry} ({error.text})")
    print("healed: " + (", ".join(done) or "nothing was cut"))
    if left:
        raise LabError(f"still cut: {', '.join(left)}", "heal again when the node is on")
    return 0


def _cut_or_heal(lab: Lab, options: argparse.Namespace, up_again: bool) -> int:
    word, (protocol, _rest, port) = "healed" if up_again else "cut", options.where.partition("/")
    if protocol in ("tcp", "udp"):
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise LabError(f"'{options.where}' is no port", "write it as tcp/7788 or udp/5405")
        _port(lab, options.what, options.where, up_again)
        print(f"{word}: {options.what} {options.where}")
        return 0
    done = lab.ask("links", what=options.what, net=options.where, up=up_again)["links"]
    print(f"{word}: " + ", ".join(done))
    return 0


def _port(lab: Lab, node: str, port: str, healed: bool) -> None:
    """The port of this node is cut or open."""
    require_alive(lab, node)
    ports.change(lab, node, port, healed)


def latency(lab: Lab, options: argparse.Namespace) -> int:
    """The two sites are that far from each other."""
    distance.change(lab, options.pair, options.round_trip)
    print(f"round trip {options.pair}: {options.round_trip} ms")
    return 0


def freeze(lab: Lab, options: argparse.Namespace) -> int:
    """The nodes stand still: they answer nothing, and lose nothing."""
    for name in options.nodes:
        require_alive(lab, name)
        lab.ask("freeze", node=name, frozen=True)
        print(f"{name} is frozen")
    return 0


def thaw(lab: Lab, options: argparse.Namespace) -> int:
    """The frozen nodes go on."""
    for name in options.nodes:
        load_topology(lab.read_plan()).node(name)
        lab.ask("freeze", node=name, frozen=False)
        print(f"{name} goes on")
    return 0


def kill(lab: Lab, options: argparse.Namespace) -> int:
    """The nodes lost power at once, and stay off."""
    for name in options.nodes:
        load_topology(lab.read_plan()).node(name)
    lab.ask("power", nodes=options.nodes, on=False)
    print(f"off: {', '.join(options.nodes)}")
    return 0


def unplug(lab: Lab, options: argparse.Namespace) -> int:
    """The nodes lost power at once, and their BMCs with them, until start."""
    for name in options.nodes:
        load_topology(lab.read_plan()).node(name)
    lab.ask("unplug", nodes=options.nodes)
    print(f"off, without standby power: {', '.join(options.nodes)}")
    return 0


def start(lab: Lab, options: argparse.Namespace) -> int:
    """The nodes have power and answer."""
    topology = load_topology(lab.read_plan())
    for name in options.nodes:
        topology.node(name)
        if lab.ask("status")["nodes"][name]["power"] == "frozen":
            raise LabError(f"{name} is frozen", f"lab/lab thaw {name}")
    lab.ask("power", nodes=options.nodes, on=True)
    if not options.no_wait:
        connection.await_nodes(lab, options.nodes, options.timeout, up.say)
    return 0


def replace(lab: Lab, options: argparse.Namespace) -> int:
    """The nodes are new machines with the same names, addresses and ssh keys: everything else was on their disks."""
    plan = lab.read_plan()
    machines = [load_topology(plan).node(name) for name in options.nodes]
    if not os.path.exists(plan["image_file"]):
        raise LabError(f"the image {plan['image_file']} is not in the cache any more", "lab/lab down, then up")
    lab.ask("power", nodes=options.nodes, on=False)
    for machine in machines:
        create.new_disks(Path(plan["run_folder"]) / machine.name, machine, plan["image_file"])
        ports.forget(lab, machine.name)
    print(f"new disks: {', '.join(options.nodes)}")
    return start(lab, options)


def logs(lab: Lab, options: argparse.Namespace) -> int:
    """Power events, and the end of the consoles (complete for one node)."""
    folder = lab.folder / "nodes"
    names = [options.node] if options.node else sorted(p.name for p in folder.glob("*") if p.is_dir())
    if not names or not (folder / names[0]).is_dir():
        raise LabError(f"the lab '{lab.name}' has no logs" + (f" of '{options.node}'" if options.node else ""))
    for name in names:
        for kind in ("events.log", "console.log"):
            path = folder / name / kind
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
            print(f"== {name}: {kind}")
            print("\n".join(lines if options.node else lines[-options.lines :]))
    return 0


def down(lab: Lab, _options: argparse.Namespace) -> int:
    """Nothing of the lab runs; its logs stay until the next up."""
    with lab.lock(lab.folder, "starts or stops this one"):
        if lab.alive():
            try:
                lab.ask("stop", timeout=30)
                wait_for(lambda: not lab.alive(), 15, 0.05)
            except LabError as error:
                up.say(f"{error.text}; ending its processes one by one")
        create.clean(lab, keep_logs=True)
        connection.forget(lab)
    print(f"the lab '{lab.name}' is down")
    return 0


def doctor(_lab: Lab, options: argparse.Namespace) -> int:
    """What this host lacks for the lab; with --install, it lacks nothing."""
    names = host.missing_packages(True, os.geteuid() == 0)
    if names and options.install:
        host.install(names)
        names = host.missing_packages(True, os.geteuid() == 0)
    if names:
        raise LabError(f"missing on this host: {', '.join(names)}", "lab/lab doctor --install")
    host.namespace(os.geteuid() == 0)
    host.mapped_root()
    memory, shm = host.available_mib(), host.free_mib(host.SHM)
    print(f"all tools are here; {memory} MiB of memory available, {shm} MiB free in /dev/shm")
    return 0
