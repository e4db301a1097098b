# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role zfs, run by ansible-playbook, but for the account and the timers, which would be those of this machine."""

from __future__ import annotations

import os
import subprocess
import sys

import yaml
from zfs import host

from .zfs_pair import BIN, LUN, Pair

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
