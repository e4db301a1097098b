# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two guests with real ZFS that reach each other by ssh, and Ansible that reaches both."""

from __future__ import annotations

import json
import pathlib
import subprocess
import time
import typing as t

import yaml
from ansible_collections.quorate.ha_storage.bench import controller

from .guest.guest import HERE, Guest
from .guest.image import Image

TOP = pathlib.Path(__file__).parents[2]
ADDRESSES = {"ss1": "10.79.0.1", "ss2": "10.79.0.2"}
# MiB: two for gigabytes, four for small pools.
DISKS = (4096, 4096, 512, 512, 512, 512)
BIG, BIG_TOO, *SMALL = (f"/dev/vd{letter}" for letter in "bcdefg")


class Site:
    """ss1 and ss2; each is started when it is used first."""

    def __init__(self, image: Image, folder: pathlib.Path) -> None:
        self.image, self.folder = image, folder
        self._guests: dict[str, Guest] = {}

    def __getitem__(self, name: str) -> Guest:
        if name not in self._guests:
            made = Guest(name, self.image, self.folder, ADDRESSES[name], ADDRESSES, DISKS)
            self._guests[name] = made
            made.start()
            self._befriend(made)
        return self._guests[name]

    def _befriend(self, guest: Guest) -> None:
        """Its root is let in by the other one's; both have the image's keys."""
        guest.run("cat >/root/.ssh/id_ed25519; chmod 600 /root/.ssh/id_ed25519", stdin=self.image.key.read_text())
        known = "".join(f"{name} {self.image.host_key}\n" for name in ADDRESSES)
        guest.run("cat >/root/.ssh/known_hosts; sync", stdin=known)

    def remove(self) -> None:
        """Nothing is left of either."""
        for each in self._guests.values():
            each.remove()

    def pool(self, on: str, name: str, *disks: str) -> None:
        """An empty pool, whose snapshots have devices, too."""
        self.free(on, *disks)
        self[on].run(f"zpool destroy -f {name} 2>/dev/null; true")
        self[on].run(f"zpool create -f -O mountpoint=none -O snapdev=visible {name} {' '.join(disks)}")

    def free(self, on: str, *disks: str) -> None:
        """No pool is on these disks, and nothing else."""
        self[on].run(
            f"for pool in $(zpool list -H -o name); do for disk in {' '.join(disks)}; do "
            "zpool list -v -H -P $pool 2>/dev/null | grep -q $disk && zpool destroy -f $pool; done; done; "
            f"for disk in {' '.join(disks)}; do "
            f"zpool labelclear -f ${{disk}}1 2>/dev/null; wipefs -aq $disk; done; true"
        )

    def volume(self, on: str, name: str, size: str = "32M", options: str = "") -> None:
        """A volume whose device is there."""
        self[on].run(f"zfs create -p -s {options} -V {size} {name} && udevadm settle && test -b /dev/zvol/{name}")

    def write(self, on: str, name: str, mebibytes: int = 2, at: int = 0) -> None:
        """Somebody writes what cannot be compressed."""
        self[on].run(
            f"udevadm settle; dd if=/dev/urandom of=/dev/zvol/{name} bs=1M count={mebibytes} seek={at} "
            "conv=notrunc,fsync status=none"
        )

    def checksum(self, on: str, name: str) -> str:
        """Of all that is in a volume, or in a snapshot of one."""
        return self[on].run(f"udevadm settle; test -b /dev/zvol/{name} && sha256sum </dev/zvol/{name}").stdout

    def snapshots(self, on: str, name: str) -> list[str]:
        """The names of the snapshots of a data set, the oldest first."""
        lines = self[on].out("zfs", "list", "-H", "-d", "1", "-t", "snapshot", "-s", "createtxg", "-o", "name", name)
        return [line.partition("@")[2] for line in lines.splitlines()]

    def value(self, on: str, name: str, *properties: str) -> list[str]:
        """Values of properties."""
        return self[on].out("zfs", "get", "-Hp", "-o", "value", ",".join(properties), name).split()

    def inventory(self, **variables: t.Any) -> pathlib.Path:
        """The hosts that are in use, as Ansible reaches them."""
        hosts = {}
        for name, guest in self._guests.items():
            hosts[name] = {
                "ansible_host": HERE,
                "ansible_port": guest.port,
                "ansible_user": "root",
                "ansible_ssh_args": " ".join(guest.ssh_options()),
                "ansible_python_interpreter": "/usr/bin/python3",
            }
        path = self.folder / "hosts.yml"
        path.write_text(yaml.safe_dump({"zfs": {"hosts": hosts, "vars": variables}}))
        return path

    def start_play(
        self, playbook: pathlib.Path | str, extra: t.Mapping[str, t.Any] | None = None, **variables: t.Any
    ) -> subprocess.Popen[str]:
        """A run of a playbook; *variables* are those of the hosts, *extra* those of the command line."""
        path = TOP / "playbooks" / playbook if isinstance(playbook, str) else playbook
        argv = ["ansible-playbook", "-i", self.inventory(**variables), "-e", json.dumps(extra or {}), path]
        return controller.start(argv, **controller.AS_JSON, ANSIBLE_TIMEOUT="60")

    def play(
        self,
        playbook: pathlib.Path | str,
        extra: t.Mapping[str, t.Any] | None = None,
        failed: bool = False,
        **variables: t.Any,
    ) -> t.Any:
        """What a run of a playbook tells, as JSON."""
        return ended(self.start_play(playbook, extra, **variables), failed)

    def start_tasks(self, on: str, *tasks: t.Mapping[str, t.Any]) -> subprocess.Popen[str]:
        """Tasks on one host."""
        named = [{"name": f"Task {number}", **task} for number, task in enumerate(tasks)]
        path = self.folder / f"tasks-{time.monotonic_ns()}.yml"
        path.write_text(yaml.safe_dump([{"hosts": on, "gather_facts": False, "tasks": named}]))
        return self.start_play(path)

    def module(self, on: str, name: str, failed: bool = False, **options: t.Any) -> t.Any:
        """The result of a module on one host."""
        task = {f"quorate.ha_storage.{name}": options, "ignore_errors": failed}
        (play,) = ended(self.start_tasks(on, task))["plays"]
        result = play["tasks"][0]["hosts"][on]
        assert bool(result.get("failed")) is failed, result
        return result

    def replicate(self, failed: bool = False, source: str = "sp1/lun0", target: str = "", **options: t.Any) -> t.Any:
        """From ss1 to ss2, or within ss1 where *target* is another data set."""
        pairs = [{"source": source, "target": target or source}]
        end = {} if target else {"target": {"host": "ss2"}}
        return self.module("ss1", "zfs_replicate", failed, **{"datasets": pairs, **end, **options})


def ended(run: subprocess.Popen[str], failed: bool = False, timeout: float = 900) -> t.Any:
    """What a run of Ansible tells once it has ended."""
    try:
        stdout, stderr = run.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        run.kill()
        raise
    told = json.loads(stdout[stdout.index("{") :]) if "{" in stdout else {"plays": []}
    assert (run.returncode != 0) is failed, f"{failures(told)} {stderr}"
    return told


def failures(told: t.Any) -> list[t.Any]:
    """The results of tasks that have failed, in a run of Ansible."""
    results = [result for play in told["plays"] for task in play["tasks"] for result in task["hosts"].values()]
    return [result for result in results if result.get("failed") or result.get("unreachable")]


def said(told: t.Any) -> str:
    """All that hosts have said in a run of Ansible."""
    return json.dumps([task["hosts"] for play in told["plays"] for task in play["tasks"]])
