# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hosts and the LUNs of two simulated arrays: what the relocation of a service is tested on.

A node serves the LUNs by LIO. Those of svc1 are the same sectors twice, one for the host of each array: a copy that is
always complete. What arrays do with data in between is the simulator's own part. Beside them is a LUN that both hosts
see.
"""

from __future__ import annotations

import json
import pathlib
import sys
import threading
import typing as t

import yaml
from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import TOP, Lab

sys.path.insert(0, str(TOP / "tests" / "simulators"))

from hp3par.serve import HERE, USER, Front

BASE = "iqn.2026-11.com.example:"
IQN = f"{BASE}arrays"
PORTALS = ("10.77.30.21", "10.77.40.21")
TPG = f"/sys/kernel/config/target/iscsi/{IQN}/tpgt_1"
HOSTS = ("node1", "node2")
SECTORS = {"a": (262144, 0), "b": (262144, 0), "both": (131072, 262144)}
UNIT = """[Service]
ExecStart=/bin/sh -c 'while :; do hostname >> /opt/svc1/ledger; sleep 0.5; done'
"""


def disk(number: int, portal: str = PORTALS[0]) -> str:
    """The LUN as both hosts call it."""
    return f"/dev/disk/by-path/ip-{portal}:3260-iscsi-{IQN}-lun-{number}"


def target() -> dict[str, t.Any]:
    """A saveconfig.json. Each host has the LUN of its array as 0, and the common one as 1."""
    names = list(SECTORS)
    backstores = [{"plugin": "block", "name": name, "dev": f"/dev/mapper/{name}"} for name in names]
    acls = [
        {
            "node_wwn": f"{BASE}{host}",
            "mapped_luns": [
                {"index": 0, "tpg_lun": number, "write_protect": bool(number)},
                {"index": 1, "tpg_lun": 2, "write_protect": False},
            ],
        }
        for number, host in enumerate(HOSTS)
    ]
    tpg = {
        "tag": 1,
        "enable": True,
        "attributes": {"authentication": 0, "generate_node_acls": 0},
        "portals": [{"ip_address": ip, "port": 3260, "iser": False, "offload": False} for ip in PORTALS],
        "luns": [{"index": at, "storage_object": f"/backstores/block/{name}"} for at, name in enumerate(names)],
        "node_acls": acls,
    }
    return {"storage_objects": backstores, "targets": [{"fabric": "iscsi", "wwn": IQN, "tpgs": [tpg]}]}


class Site(Lab):
    """The lab, and Ansible on it and on this machine, which is called ``controller``."""

    def sh(self, host: str, line: str, stdin: str = "", check: bool = True) -> str:
        """What *line* prints on *host*."""
        return self.on(host, line, stdin=stdin, check=check).stdout

    def set_up(self) -> None:
        """The LUNs are served; the first host has made svc1 on its LUN, and only then the second one sees its own."""
        for name, (size, start) in SECTORS.items():
            self.sh("arrays", f"dmsetup create {name} --table '0 {size} linear /dev/ubdb {start}'")
        line = "modprobe iscsi_target_mod; mkdir -p /etc/target; cat > t.json; targetctl restore t.json"
        # Without that folder LIO answers every registration with "not ready".
        self.sh("arrays", f"{line}; mkdir -p $(cat /sys/kernel/config/target/dbroot)/pr", stdin=json.dumps(target()))
        for host in HOSTS:
            self.sh(host, "mkdir -p /opt/svc1; cat > /etc/systemd/system/svc1.service; systemctl daemon-reload", UNIT)
            self.sh(host, f"echo InitiatorName={BASE}{host} > /etc/iscsi/initiatorname.iscsi; systemctl start iscsid")

    def log_in(self, host: str, portal: str = PORTALS[0]) -> None:
        """*host* sees its LUNs."""
        found = f"iscsiadm -m discovery -t st -p {portal} >/dev/null"
        self.sh(host, f"{found}; iscsiadm -m node -T {IQN} -p {portal} -l >/dev/null && udevadm settle")
        self.sh(host, f"test -b {disk(0, portal)} -a -b {disk(1, portal)}")

    def may_write(self, primary: int) -> None:
        """The LUN of that side's array can be written to, that of the other one cannot."""
        acls = [f"{TPG}/acls/{BASE}{host}/lun_0/write_protect" for host in HOSTS]
        self.sh("arrays", "; ".join(f"echo {int(side != primary)} > {acl}" for side, acl in enumerate(acls)))

    def playbook(
        self, path: pathlib.Path, folder: pathlib.Path, *options: str, code: int | None = 0, **variables: t.Any
    ) -> list[dict[str, t.Any]]:
        """The tasks of a run as Ansible's own callback tells them. *code*: None for any."""
        inventory, given = folder / "controller.yml", folder / "variables.json"
        inventory.write_text(yaml.safe_dump({"all": {"hosts": {"controller": controller.LOCAL}}}))
        given.write_text(json.dumps(variables))
        argv = ["ansible-playbook", "-i", self.inventory(), "-i", inventory, path, "-e", f"@{given}", *options]
        done = controller.run(argv, **controller.AS_JSON)
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return controller.results(done.stdout)

    def tasks(self, folder: pathlib.Path, *tasks: dict[str, t.Any], code: int | None = 0) -> list[dict[str, t.Any]]:
        """The result of each task, which names the host by ``delegate_to``."""
        path = folder / "play.yml"
        path.write_text(yaml.safe_dump([{"hosts": "controller", "gather_facts": False, "tasks": list(tasks)}]))
        return [task["hosts"]["controller"] for task in self.playbook(path, folder, code=code)]


class Promotion:
    """While it is entered, LUNs follow the roles of the group on the simulated arrays."""

    def __init__(self, site: Site, front: Front) -> None:
        self.site, self.front, self.over = site, front, threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)

    def _follow(self) -> None:
        last = 0
        while not self.over.wait(0.05):
            now = [side.primary for side in self.front.pair.groups["svc1"].sides]
            if sum(now) == 1 and now.index(True) != last:
                last = now.index(True)
                self.site.may_write(last)

    def __enter__(self) -> Promotion:
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()


def arrays(front: Front) -> list[dict[str, t.Any]]:
    """Both arrays, as the role takes them."""
    common = {
        "host": HERE,
        "username": USER,
        "key_file": str(front.folder / "key"),
        "known_hosts": str(front.folder / "known_hosts"),
        "timezone": "Europe/Paris",
    }
    return [{**common, "name": f"hp3par{side + 1}", "port": port} for side, port in enumerate(front.ssh_ports)]
