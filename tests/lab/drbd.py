# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two lab nodes with a backing volume each, and runs of drbd_resource on them."""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import typing as t

from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import ENGINE, TOP, Lab
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.arguments import RESOURCE

TOPOLOGY = str(pathlib.Path(__file__).with_name("drbd-pair.yml"))
NODES = ("node1", "node2")
DISK = "/dev/vg0/san0"
FILE = "/etc/drbd.d/san0.res"
SECRET = "replication s3cret"

# Runs the engine in the node; KILL names the step before (or, with a plus, after) whose command it kills itself.
BRING = """
import json, os, signal, sys
from ha_storage._core.converge import bring
from ha_storage._core.errors import HaStorageError
from ha_storage._core.runner import run
from ha_storage._drbd.node import Node
from ha_storage._drbd.plan import plan
from ha_storage._drbd.spec import desired_from
from ha_storage._drbd.system import DrbdSystem

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def watched(argv, **options):
    line = " ".join(argv)
    if KILL == line:
        die()
    result = run(argv, **options)
    if KILL == "+" + line:
        die()
    return result

if KILL == "replace":
    os.replace = lambda *_names: die()
params = json.loads(PARAMS)
try:
    desired = desired_from(params)
    system = DrbdSystem(desired, Node(runner=watched))
    outcome = bring(system, desired, plan, check_mode=False, allow_disturbing=params["allow_disturbing"])
    if params["wait"]:
        system.wait(params["wait"]["for"], params["wait"]["timeout"])
except HaStorageError as error:
    print(json.dumps({"msg": str(error)}))
else:
    print(json.dumps({"operations": [operation.summary for operation in outcome.plan.operations]}))
"""


def options(**changed: t.Any) -> dict[str, t.Any]:
    """Options of drbd_resource for the resource of the tests."""
    return {
        "name": "san0",
        "hosts": [{"name": f"node{n}", "address": f"10.77.20.1{n}"} for n in (1, 2)],
        "port": 7788,
        "volumes": [{"minor": 0, "disk": DISK}],
        "secret": SECRET,
        # There is no cluster here: the packaged handlers would only wait for one.
        "fencing": "dont-care",
        **changed,
    }


ABSENT = {"name": "san0", "state": "absent", "destroy_existing_metadata": True}
SKIP = {"initial_sync": "skip", "sync_source": "node1"}
FULL = {"initial_sync": "full", "sync_source": "node1"}
WAIT = {"wait": {"for": "up_to_date", "timeout": 120}}


class Pair(Lab):
    """The two nodes; a context manager that boots a lab of that name and takes it down."""

    def __init__(self, name: str) -> None:
        super().__init__(name, TOPOLOGY)

    def __enter__(self) -> Pair:
        super().__enter__()
        try:
            self.both("modprobe drbd && vgcreate -q vg0 /dev/ubdb && lvcreate -qy -L 128M -n san0 vg0")
            self.both(f"lvcreate -qy -L 64M -n other vg0 && mkdir -p {ENGINE}/ha_storage")
            for package in ("_core", "_drbd"):
                for node in NODES:
                    self.put(TOP / "plugins" / "module_utils" / package, f"{ENGINE}/ha_storage/", node)
        except BaseException:
            self.__exit__()
            raise
        return self

    def sh(self, node: str, line: str, stdin: str = "") -> str:
        """The output of the shell command *line* in *node*."""
        return self.on(node, line, stdin=stdin).stdout

    def both(self, line: str, stdin: str = "") -> list[str]:
        """The outputs of *line*, run in both nodes at the same time."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return list(pool.map(lambda node: self.sh(node, line, stdin), NODES))

    def reset(self) -> None:
        """Nothing of the resource is left, by other means than the module's; the volumes are zeros."""
        self.both(f"drbdsetup down san0 2>/dev/null; rm -f /etc/drbd.d/san0.res* /run/quorate/*; blkdiscard -zf {DISK}")

    def play(self, *runs: tuple[dict[str, t.Any], bool], hosts: str = "node1,node2") -> list[dict[str, t.Any]]:
        """The results by node of each run (options, check mode) of the module; a failed one is returned as well."""
        tasks = [
            {"quorate.ha_storage.drbd_resource": given, "check_mode": check, "failed_when": False}
            for given, check in runs
        ]
        done = controller.run_tasks(hosts, tasks, "--diff", inventory=self.inventory(), **controller.AS_JSON)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "s3cret" not in done.stdout
        return [task["hosts"] for task in controller.results(done.stdout)]

    def bring_both(self, given: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        """One run of the engine in both nodes at the same time."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            results = list(pool.map(lambda node: self.bring(node, given), NODES))
        assert all("operations" in result for result in results), results
        return results

    def bring(self, node: str, given: dict[str, t.Any], kill: str = "") -> dict[str, t.Any]:
        """What one run of the engine did (``operations``), or why not (``msg``); empty where it killed itself."""
        program = f"KILL, PARAMS = {kill!r}, {json.dumps(_full(given))!r}\n{BRING}"
        said = self.sh(node, f"PYTHONPATH={ENGINE} python3 -W ignore - 2>&1; echo rc $?", program).splitlines()
        assert said[-1] in ("rc 0", "rc 137"), said
        return json.loads(said[-2]) if said[-1] == "rc 0" else {}

    def state_of(self, node: str) -> str:
        """As /proc/drbd has it: ``Connected Secondary/Secondary UpToDate/UpToDate``."""
        words = self.sh(node, "sed -n '/ 0: /p' /proc/drbd").split()
        return " ".join(word.split(":")[1] for word in words[1:4])

    def checksum(self, node: str) -> str:
        """Of what DRBD replicates; the resource must be Secondary or down. DRBD writes past the cache of the volume."""
        return self.sh(node, f"dd if={DISK} iflag=direct bs=1M count=120 status=none | sha256sum").split()[0]


def _full(given: dict[str, t.Any]) -> dict[str, t.Any]:
    """*given* with the defaults that AnsibleModule fills in."""
    volumes = [{"number": 0, **volume} for volume in given.get("volumes", [])]
    return {**{name: option.get("default") for name, option in RESOURCE.items()}, **given, "volumes": volumes}
