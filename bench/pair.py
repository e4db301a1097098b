# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site in the lab: two nodes, an arbiter, and an initiator that writes to every LUN of the only service."""

from __future__ import annotations

import json
import subprocess
import tempfile
import typing as t

from controller import run
from node import LAB, TOP, Lab
from steps import LOG, Step, steps

PROBE = TOP / "roles/iscsi_initiator/files/io_probe.py"
LEDGER = "--ledger /run/io_probe.ledger"
NODES = ("node1", "node2")
NAME, CLONE, DRBD = "san0", "san0-drbd-clone", "san0-drbd"
IQN = "iqn.2026-11.com.example:san0"
ADDRESS, PREFIX, PORT = "10.77.30.50", 24, 3260
INITIATOR = "iqn.2026-11.com.example:initiator"
CHAP = {"user": "initiator", "password": "labsecret-12x"}
LOGIN = f"iscsiadm --mode node --targetname {IQN}"
# Seconds between two writes to a LUN, for each LUN there is.
INTERVAL = 0.0025
# Seconds for the initiator to write again after a move.
RECOVERY = 180

# Returns once every LUN has an acknowledged write that the ledger did not have before.
WRITTEN = """cd /run; export size=$(stat -c %s io_probe.ledger 2>/dev/null || echo 0)
timeout {limit} sh -c '
until [ $(tail -c +$((size + 1)) io_probe.ledger | cut -f1 | grep ^/ | sort -u | wc -l) -ge {luns} ]
do sleep 0.5; done' 2>/dev/null"""


class Noticed(t.NamedTuple):
    """What the initiator noticed.

    pause -- the longest time between two acknowledged writes to a LUN, in seconds
    damaged -- acknowledged writes that are lost or changed; None: they cannot be read back
    """

    pause: float
    errors: int
    writes: int
    damaged: int | None


def service(luns: int) -> dict[str, t.Any]:
    """The description of a service with *luns* small LUNs."""
    return {
        "name": NAME,
        "preferred_node": "node1",
        "backing": {"vg": "vg0", "size": "1g"},
        "drbd": {"minor": 0, "port": 7788, "secret": "lab-only-replication-secret"},
        "target": {"iqn": IQN, "portals": [{"ip": ADDRESS, "prefix": PREFIX, "port": PORT}]},
        "initiators": [{"iqn": INITIATOR, "chap": CHAP}],
        "luns": [{"name": f"lun{number}", "size": "8m"} for number in range(luns)],
    }


class Pair(Lab):
    """The topology ``pair``, or one like it, as a site whose only service has *luns* LUNs."""

    def __init__(self, name: str, luns: int, topology: str = "pair") -> None:
        super().__init__(name, topology)
        self.luns = luns

    def build(self, **variables: t.Any) -> None:
        """site.yml has run, with *variables* for the roles."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as site:
            json.dump({"ha_storage_services": [service(self.luns)], **variables}, site)
            site.flush()
            self.playbook("site.yml", "-e", f"@{site.name}")
        self.await_disks()

    def playbook(self, name: str, *words: str) -> str:
        """What a playbook of the collection said. Raises RuntimeError."""
        return self._ansible("ansible-playbook", f"playbooks/{name}", *words)

    def module(self, name: str, options: dict[str, t.Any]) -> dict[str, t.Any]:
        """What the module quorate.ha_storage.*name* returns on the first node."""
        said = self._ansible("ansible", NODES[0], "-m", f"quorate.ha_storage.{name}", "-a", json.dumps(options))
        return json.loads(said.partition("=>")[2])

    def devices(self) -> list[str]:
        """The LUNs as the initiator knows them, whichever are there."""
        by_path = f"/dev/disk/by-path/ip-{ADDRESS}:{PORT}-iscsi-{IQN}-lun-"
        return [f"{by_path}{number}" for number in range(self.luns)]

    def relogin(self) -> None:
        """The initiator has a new session, and every LUN."""
        self.on("initiator", f"{LOGIN} --logout", check=False)
        self.on("initiator", f"{LOGIN} --login && udevadm settle")
        self.await_disks()

    def await_disks(self) -> None:
        """The initiator has a device file of every LUN, which udev makes after the login."""
        disks = " -a -b ".join(["1", *self.devices()])
        self.on("initiator", f"timeout 120 sh -c 'until test {disks}; do sleep 1; done'")

    def log_sizes(self) -> dict[str, int]:
        """How long the cluster's log is on each node."""
        return {node: int(self.on(node, f"stat --format=%s {LOG}").stdout) for node in NODES}

    def steps(self, since: dict[str, int]) -> list[Step]:
        """What the agents did on both nodes since the logs had these sizes."""
        texts = [self.on(node, f"tail --bytes=+{size + 1} {LOG}").stdout for node, size in since.items()]
        return steps("".join(texts))

    def _ansible(self, *argv: str) -> str:
        done = run([argv[0], "-i", self.inventory(), *argv[1:]], timeout=3600)
        if done.returncode:
            raise RuntimeError(f"{' '.join(argv[:3])}: {done.stdout[-6000:]}{done.stderr[-2000:]}")
        return done.stdout


def under_writes(pair: Pair, act: t.Callable[[], t.Any]) -> tuple[t.Any, Noticed]:
    """What *act* returned, and what the initiator noticed of it while it wrote to every LUN."""
    with tempfile.TemporaryFile("w+") as output:
        # The same number of writes a second for any number of LUNs: they load the nodes, and moves are compared.
        writer = start_writer(pair, output, pair.luns * INTERVAL)
        try:
            if not written(pair, 60):
                raise RuntimeError("the initiator cannot write to every LUN before anything was moved")
            done = act()
            written(pair, RECOVERY)
        finally:
            pair.on("initiator", "touch /run/io_probe.end")
            writer.wait(timeout=150)
        output.seek(0)
        return done, noticed(pair, json.load(output))


def noticed(pair: Pair, figures: dict[str, t.Any]) -> Noticed:
    """What the *figures* that the probe printed come to, and what can be read back of what it wrote."""
    writes = sum(device["done"] for device in figures["devices"].values())
    return Noticed(figures["longest_gap_seconds"], figures["errors"], writes, _damaged(pair))


def start_writer(pair: Pair, output: t.IO[str], interval: float) -> subprocess.Popen:
    """The probe writes to every LUN until its end file exists, and then prints its figures to *output*."""
    pair.put(PROBE, "/run/io_probe.py", "initiator")
    pair.on("initiator", "rm -f /run/io_probe.end /run/io_probe.ledger")
    words = f"{LEDGER} --interval {interval:g} --until /run/io_probe.end --destroys-data-on"
    argv = [LAB, "ssh", "initiator", f"python3 /run/io_probe.py {words} {' '.join(pair.devices())}"]
    return subprocess.Popen(argv, env=pair.environment, stdin=subprocess.DEVNULL, stdout=output)


def written(pair: Pair, limit: float) -> bool:
    """Whether every LUN acknowledges a write from now on within *limit* seconds."""
    line = WRITTEN.format(limit=limit, luns=pair.luns)
    return pair.on("initiator", line, timeout=limit + 60, check=False).returncode == 0


def _damaged(pair: Pair) -> int | None:
    """How many acknowledged writes are lost or changed; by a new session where the present one cannot read."""
    for _session in range(2):
        said = pair.on("initiator", f"python3 /run/io_probe.py {LEDGER} --verify", check=False).stdout
        if said:
            found = json.loads(said)
            return found["lost"] + found["corrupt"]
        pair.relogin()
    return None
