# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sets on the simulated host for tests, and what the modules do to them."""

from __future__ import annotations

import copy
import dataclasses
import re

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Options, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.system import ZfsSystem
from zfs import host
from zfs.state import Fault

__all__ = ["Fault"]
UNIT = "600144f0deadbeef"
NOW = 1795351000
ANY = re.compile(r"\w+")
# What crashes kernels, loses snapshots in silence, or destroys.
NEVER = {"-F", "-x", "-I", "-R", "-p", "-r", "inherit", "promote"}


class Killed(Exception):
    """The module was killed."""


class Simulated:
    """Runner and Piper on a simulated host. *kill*: before which act, counted from 1, everything ends."""

    def __init__(self, system, kill=0) -> None:
        self.system, self.kill, self.processes = system, kill, 0

    def run(self, argv, *, stdin="", timeout=30, ok=(0,)):
        assert 0 < timeout <= 3600, "every command has a time limit"
        answer = self._do(argv)
        if answer.rc not in ok:
            raise CommandFailed(argv, answer.rc, answer.stdout.decode(), answer.stderr)
        return Result(answer.rc, answer.stdout.decode(), answer.stderr)

    def pipe(self, first, second, *, rate=0, stall=1, progress=None):
        sent = self._do(first)
        received = self._do(second, sent.stdout)
        for argv, answer in ((second, received), (first, sent)):
            if answer.rc:
                raise CommandFailed(argv, answer.rc, "", " ".join(answer.stderr.split()))
        return len(sent.stdout)

    def _do(self, argv, data=b""):
        assert not NEVER & set(argv), argv
        self.processes += 1
        if self.kill and host.acts(argv) and self.system.acts + 1 >= self.kill:
            raise Killed
        return host.run(self.system, argv, data)


def volume(system=None, **options):
    """A host with the volume src/zv, its first snapshots, and the pool dst."""
    system = system or host.with_pools("src", "dst")
    host.play(system, "zfs create -s -V 16M src/zv", f"zfs set stmf_sbd_lu={UNIT} src/zv")
    snapshots(system, "a", "b")
    system.acts = 0
    return system


def snapshots(system, *names, dataset="src/zv"):
    """Something is written, and then a snapshot is taken, for each of *names*."""
    for name in names:
        host.write(system, dataset, **{f"place-{name}": name, "all": name})
        host.play(system, f"zfs snapshot {dataset}@{name}")


def wanted(pairs=(("src/zv", "dst/zv"),), snapshot="", now=NOW, **options):
    """What is wanted, of snapshots of any name."""
    return Wanted(tuple(pairs), Options(**{"match": ANY, **options}), now, snapshot)


def open_system(system, want, **values):
    """The System of the modules, on a simulated host."""
    simulated = Simulated(system, **values)
    return ZfsSystem(want, runner=simulated.run, piper=simulated.pipe)


def read(system, want=None):
    """What is read from it."""
    return open_system(system, want or wanted()).read()


def replicate(system, want=None, check_mode=False, **values):
    """What the module does to it: its steps."""
    want = want or wanted()
    outcome = bring(open_system(system, want, **values), want, plan, check_mode=check_mode)
    return [str(each.action) for each in outcome.plan.operations]


def guids(system, name):
    """The guids of the snapshots of a data set, in order."""
    return [each.guid for each in system.datasets[name].snapshots] if name in system.datasets else []


def names(system, name):
    """The names of the snapshots of a data set, in order."""
    return [each.name for each in system.datasets[name].snapshots] if name in system.datasets else []


def same(system, source="src/zv", target="dst/zv"):
    """Whether the newest snapshot of the source is that of the target, with the same content, and stands there."""
    new, copied = system.datasets[source].snapshots[-1], system.datasets[target].snapshots[-1]
    return (new.guid, new.content, new.content) == (copied.guid, copied.content, system.datasets[target].content)


def world(system):
    """All but the record of what ran."""
    found = copy.deepcopy(system)
    found.log, found.acts, found.faults = [], 0, []
    return dataclasses.asdict(found)
