# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two simulated hosts with ZFS that reach each other by ssh, and playbooks that run on them."""

from __future__ import annotations

import json
import pathlib
import sys
import time

import yaml
from ansible_collections.quorate.ha_storage.bench import controller
from zfs import host, state
from zfs.server import serving

TOP = pathlib.Path(__file__).parents[3]
BIN = TOP / "tests" / "simulators" / "zfs" / "bin"
LUN = "sp1/iscsi/lun0"
HOOKS = pathlib.Path(__file__).with_name("hooks.py")
CUSTOMIZE = f"""
import importlib.util
spec = importlib.util.spec_from_file_location("hooks", {str(HOOKS)!r})
hooks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hooks)
hooks.install()
"""


class Pair:
    """The hosts ss1 and ss2, each in a file; ``stop`` and ``start`` of LUNs are written down."""

    def __init__(self, folder):
        self.folder, self.notes = folder, folder / "notes"
        (folder / "sitecustomize.py").write_text(CUSTOMIZE)
        (folder / "tmp").mkdir(mode=0o700)
        (folder / "key.pub").write_text("ssh-ed25519 AAAAhost of-a-host\n")
        for name, other in (("ss1", "ss2"), ("ss2", "ss1")):
            # What is made on one host has other GUIDs than what is made on the other one.
            made = 0 if name == "ss1" else 10000
            system = host.with_pools("sp1", clock=int(time.time()), made=made)
            host.play(system, "zfs create sp1/iscsi")
            self.save(name, system)
            (folder / f"{name}.{other}").symlink_to(folder / other)
            wrapper = folder / f"{name}-python"
            values = {
                "SIMULATED_BIN": f"{self.bin(name)}:{BIN}",
                "SIMULATED_ROOT": self.root(name),
                "PATH": f"{self.bin(name)}:{BIN}:$PATH",
                "PYTHONPATH": folder,
                "ZFS_SIMULATOR": folder / name,
            }
            lines = [f"export {key}={value}" for key, value in values.items()]
            wrapper.write_text("\n".join(["#!/bin/sh", *lines, f'exec {sys.executable} "$@"', ""]))
            wrapper.chmod(0o755)
        for act in ("stop", "start"):
            task = {"name": act, "ansible.builtin.shell": f"echo {act} {{{{ inventory_hostname }}}} >> {self.notes}"}
            (folder / f"{act}.yml").write_text(yaml.safe_dump([task]))

    def bin(self, name):
        """Commands of this host alone."""
        return self.folder / f"{name}-bin"

    def root(self, name):
        """The / of this host, for LIO."""
        return self.folder / f"{name}-root"

    def load(self, name):
        return state.load(json.loads((self.folder / name).read_text()))

    def save(self, name, system):
        (self.folder / name).write_text(json.dumps(state.dump(system)))

    def write(self, name, **places):
        system = self.load(name)
        host.write(system, LUN, **places)
        self.save(name, system)

    def content(self, name):
        return self.load(name).datasets[LUN].content

    def claims(self):
        found = {}
        for name in ("ss1", "ss2"):
            values = self.load(name).datasets[LUN].properties
            found[name] = tuple(values[key].local for key in ("quorate.ha_storage:role", "quorate.ha_storage:epoch"))
        return found

    def inventory(self):
        """Both hosts, and the replication between them."""
        hosts = {
            name: {
                "ansible_connection": "local",
                "ansible_python_interpreter": str(self.folder / f"{name}-python"),
                "ansible_remote_tmp": str(self.folder / "tmp"),
                # What the user module would have told.
                "_zfs_user": {"ssh_public_key": f"ssh-ed25519 AAAA{name} quorate-zfs {name}"},
            }
            for name in ("ss1", "ss2")
        }
        for name, values in hosts.items():
            if (self.folder / f"{name}.down").exists():
                values.update(ansible_connection="ssh", ansible_host="127.0.0.1", ansible_port=1)
        described = {
            "name": "esx",
            "hosts": ["ss1", "ss2"],
            "datasets": [LUN],
            "schedule": "every 15 minutes",
            "options": {"lock_folder": str(self.folder)},
        }
        values = {
            "zfs_replications": [described],
            "zfs_stop_tasks": str(self.folder / "stop.yml"),
            "zfs_start_tasks": str(self.folder / "start.yml"),
        }
        inventory = self.folder / "hosts.yml"
        inventory.write_text(yaml.safe_dump({"zfs": {"hosts": hosts, "vars": values}}))
        return inventory

    def play(self, playbook, failed=False, **variables):
        """The text of a run of a playbook; a path is one of the test's own."""
        path = TOP / "playbooks" / playbook if isinstance(playbook, str) else playbook
        argv = ["ansible-playbook", "-i", self.inventory(), path, "-e", json.dumps(variables)]
        with serving() as port:
            done = controller.run(argv, ZFS_SIMULATOR_PORT=port, ANSIBLE_PIPELINING="1")
        assert (done.returncode != 0) is failed, done.stdout + done.stderr
        assert "WARN" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def task(self, on, name, **options):
        """A task with a module that replicates from *on* to the other host."""
        other = "ss2" if on == "ss1" else "ss1"
        options = {"datasets": [{"source": LUN, "target": LUN}], "target": {"host": other}, **options}
        return {f"quorate.ha_storage.{name}": {**options, "lock_folder": str(self.folder)}}

    def tasks(self, on, *tasks, failed=False):
        """Tasks run on one host."""
        book = self.folder / "tasks.yml"
        named = [{"name": f"Task {number}", **task} for number, task in enumerate(tasks)]
        book.write_text(yaml.safe_dump([{"hosts": on, "gather_facts": False, "tasks": named}]))
        return self.play(book, failed=failed)

    def take_notes(self):
        found = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return found
