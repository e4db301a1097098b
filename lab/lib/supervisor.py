# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The one process of a running lab: it holds the network namespace, and powers the nodes as a BMC would.

It listens on a UNIX socket. Each request is one JSON line and gets one JSON line; ``connect`` also hands over an open
TCP connection into the namespace, so that nobody else ever needs to enter it (nor root).
"""

import array
import datetime
import functools
import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Set

from lab.lib import bmc, network
from lab.lib.errors import LabError
from lab.lib.proc import environment, run, wait_for, write_pid, write_text
from lab.lib.state import Lab, load_topology


class Machine:
    """One node: wanted on or off, running or not."""

    def __init__(self, name: str, plan: Dict[str, Any], folder: Path) -> None:
        self.name, self.argv, self.folder = name, plan["argv"], folder
        self.scratch = plan["tmp"]
        self.restart, self.delay = plan["restart"], plan["restart_delay"]
        self.wanted, self.frozen, self.boots = False, False, 0
        self.child: Optional[subprocess.Popen[bytes]] = None
        self.wake = threading.Condition()

    def note(self, text: str) -> None:
        """The node's event log has one more line."""
        stamp = datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")
        with open(self.folder / "events.log", "a", encoding="utf-8") as handle:
            handle.write(f"{stamp} {text}\n")

    def loop(self) -> None:
        """For ever: run the node while it is wanted, and start it again when it ended by itself."""
        while True:
            with self.wake:
                while not self.wanted:
                    self.wake.wait()
                self._spawn()
            child = self.child
            assert child is not None
            code = child.wait()
            wait_for(functools.partial(self._swept, child.pid), 5, 0.02)
            with self.wake:
                self.child, self.frozen = None, False
                self.note(f"ended with {code}" + ("" if self.wanted else " (power off)"))
                if self.wanted and not self._again(code):
                    self.wanted = False
                self.wake.notify_all()
                if self.wanted:
                    self.wake.wait(self.delay)

    def _again(self, code: int) -> bool:
        # A node that powers itself off says so with 0; a panic or a watchdog does not.
        return self.restart == "always" or (self.restart == "failure" and code != 0)

    def _spawn(self) -> None:
        with open(self.folder / "console.log", "ab", buffering=0) as log:
            log.write(b"\n===== power on =====\n")
            self.child = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=str(self.folder),
                env=environment({"TMPDIR": self.scratch}),
            )
        write_pid(self.folder / "pid", self.child.pid)
        self.boots += 1
        self.note(f"started as process {self.child.pid}")

    def _swept(self, group: int) -> bool:
        """Everything of the group is killed; True once nothing of it is left."""
        # The kernel process may be gone before its userspace children: nothing of the old life may touch the disks.
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return True
        return False

    def power(self, wanted: bool) -> None:
        """Wanted on: it is being started. Wanted off: the plug is pulled (see await_off)."""
        with self.wake:
            self.wanted = wanted
            if not wanted and self.child is not None:
                self._swept(self.child.pid)
            self.wake.notify_all()

    def await_off(self) -> None:
        """Nothing of the node runs any more; an OSError if that takes too long."""
        with self.wake:
            if not self.wake.wait_for(lambda: self.child is None, timeout=20):
                raise OSError(f"{self.name} does not end")

    def freeze(self, frozen: bool) -> None:
        """The node stands still (True) or goes on."""
        with self.wake:
            if self.child is None:
                raise OSError(f"{self.name} is not running")
            os.killpg(self.child.pid, signal.SIGSTOP if frozen else signal.SIGCONT)
            self.frozen = frozen
            self.note("frozen" if frozen else "thawed")

    def powered(self) -> bool:
        """Whether anything of the node runs."""
        return self.child is not None

    def reset(self, kind: str, client: str) -> None:
        """What a client of the BMC asks for is done: On, ForceOff or ForceRestart."""
        self.note(f"BMC: {kind}, for {client}")
        if kind != "On":
            self.power(False)
            self.await_off()
        if kind != "ForceOff":
            self.power(True)

    def state(self) -> Dict[str, Any]:
        """What status shows."""
        power = "off" if self.child is None else "frozen" if self.frozen else "on"
        return {
            "power": power,
            "wanted": "on" if self.wanted else "off",
            "boots": self.boots,
            "pid": self.child.pid if self.child else None,
        }


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
