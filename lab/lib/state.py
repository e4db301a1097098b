# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Where a lab keeps its things, and what it remembers."""

import contextlib
import fcntl
import json
import os
import re
import socket
from pathlib import Path
from typing import Any, Dict, Iterator

from lab.lib.errors import LabError
from lab.lib.image import digest
from lab.lib.proc import read_pid, write_text
from lab.lib.topology import Network, Node, Topology

DEFAULT_NAME = "default"
PROJECT = Path(__file__).resolve().parent.parent.parent
NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,31}$")


def base() -> Path:
    """The folder of everything: $LAB_DIR, by default below ~/.cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("LAB_DIR") or f"{cache}/quorate-lab").absolute()


class Lab:
    """One lab's folders and files."""

    def __init__(self, name: str = "") -> None:
        self.name = name or os.environ.get("LAB_NAME") or DEFAULT_NAME
        if not NAME.match(self.name):
            raise LabError(f"'{self.name}' is no name for a lab", "use up to 32 lower-case letters, digits, - and _")
        self.folder = base() / "labs" / self.name
        self.cache = base() / "cache"
        self.plan = self.folder / "lab.json"
        self.supervisor_pid = self.folder / "supervisor.pid"
        self.ssh_config = self.folder / "ssh_config"
        self.key = self.folder / "ssh" / "id_ed25519"

    @property
    def short(self) -> str:
        """A name for this lab of this user and LAB_DIR, for folders that all users share."""
        return f"qlab-{os.getuid()}-{digest(self.folder)}"

    @property
    def socket(self) -> Path:
        """Where the supervisor listens (a UNIX socket's path must be short, LAB_DIR may be long)."""
        return Path(f"/tmp/{self.short}.sock") if len(str(self.folder)) > 80 else self.folder / "control.sock"

    @property
    def inventory(self) -> Path:
        """The inventory it writes: the default lab's lies in the project (if that can be written)."""
        shared = PROJECT / "inventories" / "lab"
        if self.name == DEFAULT_NAME and os.access(shared if shared.is_dir() else PROJECT, os.W_OK):
            return shared / "hosts.yml"
        return self.folder / "inventory" / "hosts.yml"

    def node_folder(self, node: str) -> Path:
        """Logs and pid file of a node."""
        return self.folder / "nodes" / node

    def read_plan(self) -> Dict[str, Any]:
        """What up decided."""
        try:
            plan: Dict[str, Any] = json.loads(self.plan.read_text(encoding="utf-8"))
        except OSError as error:
            raise LabError(f"the lab '{self.name}' is not up", self._how()) from error
        return plan

    def alive(self) -> bool:
        """Whether its supervisor runs."""
        return read_pid(self.supervisor_pid) is not None

    def _how(self) -> str:
        prefix = "" if self.name == DEFAULT_NAME else f"LAB_NAME={self.name} "
        return f"start it: {prefix}lab/lab up"

    def ask(self, do: str, timeout: float = 60, **arguments: Any) -> Dict[str, Any]:
        """The supervisor's answer to one request."""
        if not self.alive():
            raise LabError(f"the lab '{self.name}' is not up", self._how())
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
                link.settimeout(timeout)
                link.connect(str(self.socket))
                link.sendall(json.dumps({"do": do, **arguments}).encode() + b"\n")
                answer: Dict[str, Any] = json.loads(link.makefile("r", encoding="utf-8").readline() or "{}")
        except (OSError, ValueError) as error:
            raise LabError(f"the supervisor of the lab '{self.name}' does not answer ({error})") from error
        if "error" in answer:
            raise LabError(str(answer["error"]))
        return answer

    @contextlib.contextmanager
    def lock(self, folder: Path, words: str) -> Iterator[None]:
        """One process at a time works in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / ".lock", "w", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print(f"lab: waiting for another lab that {words}", flush=True)
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def dump_topology(topology: Topology) -> Dict[str, Any]:
    """The topology as JSON has it."""
    return {
        "name": topology.name,
        "networks": [vars(net) for net in topology.networks],
        "machines": [vars(node) for node in topology.nodes],
        "round_trips": topology.round_trips,
    }


def load_topology(plan: Dict[str, Any]) -> Topology:
    """The topology that the plan holds."""
    raw = plan["topology"]
    nodes = []
    for entry in raw["machines"]:
        tuples = {key: tuple(entry[key]) for key in ("data_mib", "groups")}
        addresses = tuple((net, address) for net, address in entry["addresses"])
        nodes.append(Node(**{**entry, **tuples, "addresses": addresses}))
    trips = tuple((one, other, trip) for one, other, trip in raw.get("round_trips", ()))
    return Topology(raw["name"], tuple(Network(**net) for net in raw["networks"]), tuple(nodes), trips)


def save_plan(lab: Lab, plan: Dict[str, Any]) -> None:
    """The plan is on disk."""
    write_text(lab.plan, json.dumps(plan, indent=2) + "\n")
