# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Status, take-over and return, run by ansible-playbook on two simulated hosts that reach each other by ssh."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time

import pytest
import yaml
from zfs import host, state

TOP = pathlib.Path(__file__).parents[3]
BIN = TOP / "tests" / "simulators" / "zfs" / "bin"
LUN = "sp1/iscsi/lun0"
# Commands are looked for in the system's folders first, where there is a real ssh.
CUSTOMIZE = f"""
import shutil
found = shutil.which
shutil.which = lambda name, *more, **options: found(name, path={str(BIN)!r}) or found(name, *more, **options)
"""


class Pair:
    """The hosts ss1 and ss2, each in a file; ``stop`` and ``start`` of LUNs are written down."""

    def __init__(self, folder):
        self.folder, self.notes = folder, folder / "notes"
        (folder / "sitecustomize.py").write_text(CUSTOMIZE)
        (folder / "key.pub").write_text("ssh-ed25519 AAAAhost of-a-host\n")
        for name, other in (("ss1", "ss2"), ("ss2", "ss1")):
            # What is made on one host has other GUIDs than what is made on the other one.
            made = 0 if name == "ss1" else 10000
            system = host.with_pools("sp1", clock=int(time.time()), made=made)
            host.play(system, "zfs create sp1/iscsi")
            self.save(name, system)
            (folder / f"{name}.{other}").symlink_to(folder / other)
            wrapper = folder / f"{name}-python"
            values = f"PATH={BIN}:$PATH PYTHONPATH={folder} ZFS_SIMULATOR={folder / name}"
            lines = [values, "export PATH PYTHONPATH ZFS_SIMULATOR"]
            wrapper.write_text("\n".join(["#!/bin/sh", *lines, f'exec {sys.executable} "$@"', ""]))
            wrapper.chmod(0o755)
        for act in ("stop", "start"):
            task = {"name": act, "ansible.builtin.shell": f"echo {act} {{{{ inventory_hostname }}}} >> {self.notes}"}
            (folder / f"{act}.yml").write_text(yaml.safe_dump([task]))

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

    def play(self, playbook, failed=False, **variables):
        """The text of a run of a playbook; a path is one of the test's own."""
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
        path = TOP / "playbooks" / playbook if isinstance(playbook, str) else playbook
        done = subprocess.run(
            ["ansible-playbook", "-i", inventory, path, "-e", json.dumps(variables)],
            env=dict(
                os.environ,
                PATH=f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
                ANSIBLE_CONFIG=str(TOP / "ansible.cfg"),
                ANSIBLE_COLLECTIONS_PATH=str(TOP / ".collections"),
                ANSIBLE_NOCOLOR="1",
                ANSIBLE_PIPELINING="1",
            ),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert (done.returncode != 0) is failed, done.stdout + done.stderr
        assert "WARN" not in done.stderr, done.stderr
        return done.stdout

    def module(self, on, name, failed=False, **options):
        """A module run on one host."""
        other = "ss2" if on == "ss1" else "ss1"
        options = {"datasets": [{"source": LUN, "target": LUN}], "target": {"host": other}, **options}
        task = {"name": name, f"quorate.ha_storage.{name}": {**options, "lock_folder": str(self.folder)}}
        book = self.folder / "module.yml"
        book.write_text(yaml.safe_dump([{"hosts": on, "gather_facts": False, "tasks": [task]}]))
        return self.play(book, failed=failed)

    def take_notes(self):
        found = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return found


@pytest.fixture
def pair(tmp_path):
    """ss1 is the primary, and ss2 has its copy."""
    made = Pair(tmp_path)
    system = made.load("ss1")
    host.play(system, f"zfs create -V 16M {LUN}")
    host.write(system, LUN, a="1")
    made.save("ss1", system)
    made.module("ss1", "zfs_role", state="primary")
    made.module("ss1", "zfs_replicate")
    return made


def test_there_and_back_in_order(pair):
    pair.write("ss1", last="words")
    moved = pair.play("zfs_takeover.yml", zfs_takeover_to="ss2")
    assert "ss1: primary, epoch 1, writable" in moved
    assert pair.take_notes() == ["stop ss1", "start ss2"]
    assert pair.claims() == {"ss1": ("replica", "1"), "ss2": ("primary", "2")}
    assert pair.content("ss2") == {"a": "1", "last": "words"}
    pair.write("ss2", more="words")
    strict = {"zfs_status_strict": True, "zfs_status_json": str(pair.folder / "status.json")}
    assert "ss2: primary, epoch 2, writable" in pair.play("zfs_status.yml", **strict)
    (entry,) = json.loads((pair.folder / "status.json").read_text())["replications"]
    assert (entry["primary"], entry["verdict"], entry["copies"][0]["base"] is None) == ("ss2", "up", False)
    assert "changed=0" in pair.play("zfs_status.yml") and pair.take_notes() == []
    pair.play("zfs_failback.yml", zfs_failback_to="ss1")
    assert pair.take_notes() == ["stop ss1", "stop ss2", "start ss1"]
    assert pair.claims() == {"ss1": ("primary", "3"), "ss2": ("replica", "2")}
    assert pair.content("ss1") == {"a": "1", "last": "words", "more": "words"}
    again = pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss1")
    assert "ss2 is not primary, so ss1 has nothing to get from it" in again and pair.take_notes() == []


def test_a_disaster_and_the_return_with_what_diverged(pair):
    pair.write("ss1", lost="words")
    down = pair.folder / "ss1.down"
    down.touch()
    refused = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to="ss2")
    assert "ss1: silent" in refused or "UNREACHABLE" in refused
    assert pair.take_notes() == [] and pair.claims()["ss2"] == ("replica", "1")
    pair.play("zfs_takeover.yml", zfs_takeover_to="ss2", zfs_takeover_vouch_other_is_down=True)
    assert pair.take_notes() == ["start ss2"] and pair.claims()["ss2"] == ("primary", "2")
    pair.write("ss2", new="words")
    down.unlink()
    # Both claim to be primary, and on both nothing goes.
    for one in ("ss1", "ss2"):
        for module, options in (("zfs_role", {"state": "primary"}), ("zfs_replicate", {})):
            assert "both sides claim to be primary" in pair.module(one, module, failed=True, **options)
        moved = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to=one)
        assert "both sides claim to be primary, ss1 in epoch 1 and ss2 in epoch 2" in moved
    assert "not in a later epoch" in pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss2")
    assert pair.take_notes() == []
    shown = pair.play("zfs_failback.yml", failed=True, zfs_failback_to="ss1")
    guid = str(pair.load("ss1").datasets[LUN].snapshots[-1].guid)
    assert f"add {guid} to discard_after" in shown and "4096 bytes were written" in shown
    assert pair.content("ss1")["lost"] == "words"
    pair.take_notes()
    pair.play("zfs_failback.yml", zfs_failback_to="ss1", zfs_failback_discard_after=[guid], zfs_failback_move=False)
    assert pair.content("ss1") == {"a": "1", "new": "words"} and pair.claims()["ss1"] == ("replica", "2")
    pair.play("zfs_takeover.yml", zfs_takeover_to="ss1")
    assert pair.claims() == {"ss1": ("primary", "3"), "ss2": ("replica", "2")}


def test_what_cannot_be_sent_stays_where_it_is(pair):
    system = pair.load("ss2")
    system.pools["sp1"].blocks = 1
    pair.save("ss2", system)
    pair.write("ss1", **{f"place-{number}": "x" for number in range(9)})
    said = pair.play("zfs_takeover.yml", failed=True, zfs_takeover_to="ss2")
    assert "esx has not moved, ss1 serves on" in said
    assert pair.take_notes() == ["stop ss1", "start ss1"]
    assert pair.claims() == {"ss1": ("primary", "1"), "ss2": ("replica", "1")}
    assert pair.load("ss1").datasets[LUN].properties["readonly"].local == "off"


ROLE = [
    {
        "name": part,
        "ansible.builtin.include_role": {"name": "quorate.ha_storage.zfs", "tasks_from": part},
    }
    for part in ("validate", "pools", "program", "rights", "trust", "declare")
]


def set_up(pair, failed=False, **more):
    """What the role does, but for what would be done to this machine: the account and the timers."""
    book = pair.folder / "role.yml"
    book.write_text(yaml.safe_dump([{"hosts": "zfs", "gather_facts": False, "tasks": ROLE}]))
    here = {
        "_zfs_account": "root",
        "_zfs_home": str(pair.folder / "{{ inventory_hostname }}-home"),
        "_zfs_folder": str(pair.folder / "{{ inventory_hostname }}-home"),
        "_zfs_known_hosts": str(pair.folder / "known_hosts"),
        "_zfs_own_key": str(pair.folder / "key.pub"),
        "zfs_python": sys.executable,
    }
    for name in ("ss1", "ss2"):
        (pair.folder / f"{name}-home" / ".ssh").mkdir(parents=True, exist_ok=True)
    return pair.play(book, failed=failed, **here, **more)


def program(pair, on, *words, isolated=(), **environment):
    """A run of the installed program on a host."""
    home = pair.folder / f"{on}-home"
    argv = [pair.folder / f"{on}-python", *isolated, home / "quorate-zfs.pyz", "--folder", home, *words]
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", **environment}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=100, check=False)


def test_the_role_makes_hosts_that_replicate_by_themselves(tmp_path):
    pair = Pair(tmp_path)
    for name in ("ss1", "ss2"):
        system = pair.load(name)
        host.play(system, *([f"zfs create -V 16M {LUN}"] if name == "ss1" else []))
        pair.save(name, system)
    pools = [{"name": "sp2", "vdevs": [{"type": "mirror", "devices": ["/dev/a", "/dev/b"]}], "spares": ["/dev/c"]}]
    set_up(pair, zfs_pools=pools)
    again = set_up(pair, zfs_pools=pools)
    assert again.count("changed=0") == 2, again
    for name in ("ss1", "ss2"):
        system = pair.load(name)
        made = [line for line in system.log if line[:2] == ["zpool", "create"]]
        assert (
            made[-1] == ["zpool", "create", "sp2", "mirror", "/dev/a", "/dev/b", "spare", "/dev/c"] and len(made) == 2
        )
        assert {"receive", "send", "userprop"} < set(system.datasets["sp1/iscsi"].allowed["root"])
    line = (tmp_path / "ss2-home/.ssh/authorized_keys").read_text()
    assert line == (
        f'restrict,command="{sys.executable} -I {tmp_path}/ss2-home/quorate-zfs.pyz gate" '
        "ssh-ed25519 AAAAss1 quorate-zfs ss1\n"
    )
    assert "ss2 ssh-ed25519 AAAAhost\n" in (tmp_path / "known_hosts").read_text()
    runs_by_itself(pair)
    asks_the_gate(pair)


def runs_by_itself(pair):
    """The primary sends, the replica has nothing to do, and after a take-over it is the other way round."""
    done = program(pair, "ss1", "replicate", "esx")
    assert (done.returncode, done.stderr) == (0, "") and pair.claims()["ss2"] == ("replica", "1")
    before = len(pair.load("ss1").datasets[LUN].snapshots)
    assert program(pair, "ss2", "replicate", "esx").returncode == 0
    assert len(pair.load("ss1").datasets[LUN].snapshots) == before == len(pair.load("ss2").datasets[LUN].snapshots)
    pair.play("zfs_takeover.yml", zfs_takeover_to="ss2")
    pair.write("ss2", new="words")
    assert program(pair, "ss1", "replicate", "esx").returncode == 0 and "new" not in pair.content("ss1")
    assert program(pair, "ss2", "replicate", "esx").returncode == 0 and pair.content("ss1")["new"] == "words"
    none = program(pair, "ss2", "replicate", "nobody")
    assert none.returncode == 1 and "nobody: " in none.stderr


def asks_the_gate(pair):
    """What sshd starts for the other side's key."""
    seen = program(pair, "ss2", "gate", isolated=["-I"], SSH_ORIGINAL_COMMAND=f"zfs get -Hp -o value guid {LUN}")
    assert (seen.returncode, seen.stdout.strip().isdigit()) == (0, True), seen.stderr
    refused = program(pair, "ss2", "gate", isolated=["-I"], SSH_ORIGINAL_COMMAND=f"zfs destroy -r {LUN}")
    assert refused.returncode == 1 and "refused" in refused.stderr and LUN in pair.load("ss2").datasets


def test_what_does_not_fit_together_stops_the_role_before_any_change(tmp_path):
    pair = Pair(tmp_path)
    pools = [{"name": "sp2", "vdevs": [{"type": "mirror", "devices": ["/dev/a"]}]}]
    assert "a mirror needs at least 2" in set_up(pair, failed=True, zfs_pools=pools)
    assert "hosts: ss9 is not in" in set_up(
        pair, failed=True, zfs_replications=[{"name": "esx", "hosts": ["ss1", "ss9"], "datasets": [LUN]}]
    )
    assert pair.load("ss1").acts == 1
