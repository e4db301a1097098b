# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated host for tests: its system, and states that were read from it."""

from __future__ import annotations

import copy
import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    NotThereYet,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from comstar import host
from comstar.state import Dataset, Port, System

__all__ = ["NotThereYet"]
G0, G1, G2 = (f"600144F0B1C2D3E4000050A1B2C3000{number}" for number in (1, 2, 3))
ESX1, ESX2 = "iqn.1998-01.com.vmware:esx1", "iqn.1998-01.com.vmware:esx2"
HBA, FC = "wwn.210000E08B100163", "wwn.2100001B320EFD58"
TARGET = "iqn.1986-03.com.sun:02:ss2.0"


def lun(number: int) -> str:
    """The path of a volume."""
    return f"/dev/zvol/rdsk/sp1/lun{number}"


def fresh(**values) -> System:
    """A host with a pool and three volumes of 16 GiB."""
    volumes = {f"sp1/lun{number}": Dataset(16 << 30) for number in range(3)}
    return System(datasets={"sp1": Dataset(), **volumes}, **values)


def furnished() -> System:
    """Two units, two groups, a view, an FC port with a session."""
    system = fresh()
    system.ports[FC] = Port("qlt", "Fibre Channel", "qlt2,0")
    system = host.after(
        system,
        f"stmfadm create-lu {lun(0)}",
        f"stmfadm create-lu {lun(1)}",
        "stmfadm create-hg hg1",
        "stmfadm create-hg hg2",
        f"stmfadm add-hg-member -g hg1 {HBA}",
        f"stmfadm add-view -h hg1 -n 0 {G0}",
    )
    system.changes = 0
    return system


def crowded() -> System:
    """Furnished, and with a target in a group, portal groups, credentials, more views, a clone: much is in the way."""
    system = host.after(
        furnished(),
        "stmfadm create-tg tg",
        "stmfadm create-tg TG",
        f"stmfadm add-tg-member -g tg {TARGET}",
        "itadm create-tpg 2 10.0.0.1",
        "itadm create-tpg front 10.0.0.2",
        f"itadm create-target -n {TARGET} -t 2",
        f"itadm create-initiator -u u1 {ESX1}",
        f"stmfadm add-hg-member -g hg2 {ESX1}",
        f"stmfadm add-view -h hg2 -t tg -n 0 {G0}",
        f"stmfadm add-view -h hg1 -t tg -n 1 {G1}",
    )
    host.run(system, ["stmfadm", "create-hg", "my hosts"])
    system.datasets["sp1/clone"] = copy.deepcopy(system.datasets["sp1/lun0"])
    system.changes = 0
    return system


def in_session(system: System, initiator: str = HBA, port: str = FC) -> System:
    """*system* with a session of *initiator*."""
    system.ports[port].sessions.append({"initiator": initiator, "alias": ":qlc1"})
    return system


class SimulatorRunner:
    """Runs commands on a simulated host; what the collection has no business to run fails the test."""

    def __init__(self, system: System) -> None:
        self.system = system

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        assert 0 < timeout <= 300, "every command has a time limit"
        # Dropping the hidden property crashes kernels of ZFS on Linux.
        assert "inherit" not in argv and "-x" not in argv
        if argv[0] not in ("stmfadm", "sbdadm", "itadm", "svcs", "svcadm", "svccfg", "zfs"):
            raise ToolMissing(argv[0])
        answer = host.run(self.system, argv)
        if answer.rc not in ok:
            raise CommandFailed(argv, answer.rc, answer.stdout, answer.stderr)
        return Result(answer.rc, answer.stdout, answer.stderr)


def open_system(system: System, wanted=None) -> ComstarSystem:
    """The System of the modules, on a simulated host."""
    return ComstarSystem(wanted, runner=SimulatorRunner(system))


def read(system: System) -> model.State:
    """What is read from it."""
    return open_system(system).read()


def make(system: System, wanted, check_mode=False):
    """What a module does to it."""
    return bring(open_system(system, wanted), wanted, plan, check_mode=check_mode)


def changed(system: System, wanted) -> bool:
    """Whether a module changes anything."""
    return bool(make(system, wanted).plan.operations)


def with_backing(state: model.State, **values) -> model.State:
    """*state* with what is below a unit."""
    return dataclasses.replace(state, backing=model.Backing(**values))


def everything(system: System) -> System:
    """All of a host but the record of what ran, and the order of members."""
    same = copy.deepcopy(system)
    for groups in (same.host_groups, same.target_groups):
        groups.update({name: sorted(members) for name, members in groups.items()})
    same.faults, same.log, same.changes, same.made = [], [], 0, 0
    return same
