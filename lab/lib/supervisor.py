# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The one process of a running lab: it holds the network namespace, and powers the nodes as a BMC would.

It listens on a UNIX socket. Each request is one JSON line and gets one JSON line; ``connect`` also hands over an open
TCP connection into the namespace, so that nobody else ever needs to enter it (nor root).
"""

import array
import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
from typing import Any, Dict, Iterable, List, Set

from lab.lib import bmc, network
from lab.lib.errors import LabError
from lab.lib.machine import Machine
from lab.lib.proc import run, write_pid, write_text
from lab.lib.state import Lab, load_topology


class Supervisor:
    """The requests, by name."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        plan = lab.read_plan()
        self.topology = load_topology(plan)
        self.machines = {n: Machine(n, p, lab.node_folder(n)) for n, p in plan["nodes"].items()}
        self.cuts: Dict[str, network.Cut] = {}
        self.unplugged: Set[str] = set()
        for machine in self.machines.values():
            threading.Thread(target=machine.loop, daemon=True).start()

    def status(self) -> Dict[str, Any]:
        """All nodes and cuts."""
        return {"nodes": {n: m.state() for n, m in self.machines.items()}, "cuts": sorted(_words(self.cuts.values()))}

    def serve_bmcs(self) -> None:
        """Each node that has a BMC can be reached by it."""
        for node in self.topology.nodes:
            if node.bmc:
                machine = self.machines[node.name]
                files = bmc.Files(self.lab.folder)
                served = bmc.Bmc(node.name, node.bmc_address, files, machine.powered, machine.reset)
                served.serve(network.bmc_bridge(node))

    def _standby_power(self, name: str, on: bool) -> None:
        """The node's BMC answers, or not."""
        node = self.topology.node(name)
        if node.bmc and on == (name in self.unplugged):
            run(network.bmc_power(node, on), timeout=10)
            (self.unplugged.discard if on else self.unplugged.add)(name)

    def unplug(self, nodes: List[str]) -> Dict[str, Any]:
        """The nodes are off, and so are their BMCs."""
        for name in nodes:
            self._standby_power(name, False)
        return self.power(nodes, False)

    def power(self, nodes: List[str], on: bool) -> Dict[str, Any]:
        """The nodes are switched on, with their BMCs, or off."""
        for name in nodes if on else []:
            self._standby_power(name, True)
        chosen = [self.machines[name] for name in nodes]
        for machine in chosen:
            machine.power(on)
        for machine in [] if on else chosen:
            machine.await_off()
        return {}

    def freeze(self, node: str, frozen: bool) -> Dict[str, Any]:
        """The node is frozen or thawed."""
        self.machines[node].freeze(frozen)
        return {}

    def links(self, what: str, net: str, up: bool) -> Dict[str, Any]:
        """The links of a node or site are cut or healed."""
        targets = network.link_targets(self.topology, what, net)
        for cut in targets:
            before = self.cuts.get(cut.interface, cut)
            if before != cut:
                # Isolated ports talk to none of each other: a third site would be cut off from both.
                raise LabError(f"already cut: {before.words}", "heal that first, or cut a whole site (site:SITE)")
        for cut in targets:
            run(cut.argv(up), timeout=10)
            if up:
                self.cuts.pop(cut.interface, None)
            else:
                self.cuts[cut.interface] = cut
        return {"links": _words(targets)}

    def heal_all(self) -> Dict[str, Any]:
        """No link is cut."""
        healed = list(self.cuts.values())
        for cut in healed:
            run(cut.argv(True), timeout=10)
            self.cuts.pop(cut.interface, None)
        return {"links": _words(healed)}

    def stop(self) -> Dict[str, Any]:
        """All nodes are off, and this process ends."""
        self.power(list(self.machines), False)
        threading.Timer(0.2, os._exit, [0]).start()
        return {}


def _words(cuts: Iterable[network.Cut]) -> List[str]:
    return list(dict.fromkeys(cut.words for cut in cuts))


class Handler(socketserver.StreamRequestHandler):
    """One request on the socket."""

    def handle(self) -> None:
        """Answer it; an error is an answer as well."""
        supervisor: Supervisor = self.server.supervisor  # type: ignore[attr-defined]
        try:
            request = json.loads(self.rfile.readline())
            verb = request.pop("do")
            if verb == "connect":
                self._connect(**request)
                return
            answer = getattr(supervisor, verb)(**request)
        except Exception as error:  # whatever it is, the client must hear of it
            answer = {"error": str(error) or type(error).__name__}
        self.wfile.write(json.dumps(answer).encode() + b"\n")

    def _connect(self, host: str, port: int, timeout: float = 10) -> None:
        with socket.create_connection((host, port), timeout=timeout) as link:
            link.setblocking(True)
            rights = array.array("i", [link.fileno()])
            self.connection.sendmsg([b"{}\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])


class Server(socketserver.ThreadingUnixStreamServer):
    """The socket; many ssh sessions may start at once."""

    daemon_threads = True
    request_queue_size = 128


def main(name: str) -> int:
    """Build the networks, then serve until told to stop."""
    lab = Lab(name)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    write_pid(lab.supervisor_pid, os.getpid())
    supervisor = Supervisor(lab)
    network.apply(supervisor.topology)
    supervisor.serve_bmcs()
    threading.Thread(target=network.tick, args=(supervisor.topology,), daemon=True).start()
    argv = [sys.executable, "-m", "lab.lib.reminder", str(lab.folder / "nodes"), str(os.getpid())]
    subprocess.Popen(argv, stdin=subprocess.DEVNULL)
    lab.socket.unlink(missing_ok=True)
    old = os.umask(0o177)
    server = Server(str(lab.socket), Handler)
    os.umask(old)
    server.supervisor = supervisor  # type: ignore[attr-defined]
    write_text(lab.folder / "ready", "ready\n")
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
