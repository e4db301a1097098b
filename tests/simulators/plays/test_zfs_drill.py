# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A test on a clone: it is presented by COMSTAR and by LIO under the identity that came with the data."""

from __future__ import annotations

import json
import pathlib
import sys

import pytest
from comstar import host as comstar_host
from comstar import state as comstar
from zfs import host

from . import hooks
from .zfs_pair import LUN, Pair

CLONE = "sp1/iscsi/drill_lun0"
SERIAL = "2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10"
IQN, TESTER = "iqn.2026-11.com.example:drill", "iqn.2026-11.com.example:test1"
COMMANDS = ("stmfadm", "sbdadm", "itadm", "svcs", "svcadm", "svccfg")


class Site(Pair):
    """Both hosts are an illumos and a Linux at once, so that each way of presenting has what it needs."""

    def __init__(self, folder):
        super().__init__(folder)
        for number, name in enumerate(("ss1", "ss2")):
            self.bin(name).mkdir()
            front = pathlib.Path(__file__).with_name("illumos.py")
            for command in COMMANDS:
                script = self.bin(name) / command
                script.write_text(f'#!/bin/sh\nexec {sys.executable} -I {front} {command} "$@"\n')
                script.chmod(0o755)
            guids = [f"600144f0{number:08x}0000494b55cd{each:04x}" for each in range(9)]
            self.save_comstar(name, comstar.System(guids=guids))
            for folder_of_lio in ("etc/target/pr", "etc/target/alua", "dev/zvol/sp1/iscsi"):
                (self.root(name) / folder_of_lio).mkdir(parents=True)
            # udev would make it.
            (self.root(name) / "dev/zvol" / CLONE).touch()

    def comstar(self, name):
        return comstar.load(json.loads((self.folder / f"{name}.comstar").read_text()))

    def save_comstar(self, name, system):
        (self.folder / f"{name}.comstar").write_text(json.dumps(comstar.dump(system)))

    def seen_by_lio(self):
        """By initiator and number, the serials that ss2 presents."""
        return hooks.kernel(self.root("ss2"))().seen(IQN)

    def views(self):
        """By GUID, host groups and numbers of what ss2 presents."""
        system = self.comstar("ss2")
        return {
            guid: [(view.host_group, view.lun) for view in system.views.get(guid, [])] for guid in sorted(system.units)
        }

    def drill(self, **options):
        return self.play("zfs_drill.yml", **{"zfs_drill_on": "ss2", **options})


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """ss1 presents a LUN by COMSTAR, and ss2 has a copy of it as it was at two moments."""
    made = Site(tmp_path_factory.mktemp("site"))
    system = made.load("ss1")
    host.play(system, f"zfs create -V 16M {LUN}")
    for name, value in (("serial", SERIAL), ("lun", "3"), ("host_group", "ESX1")):
        host.play(system, f"zfs set quorate.ha_storage:{name}={value} {LUN}")
    for number in ("1", "2"):
        host.write(system, LUN, a=number)
        host.play(system, f"zfs snapshot {LUN}@{number}")
    made.save("ss1", system)
    of_test = made.comstar("ss2")
    assert comstar_host.run(of_test, ["stmfadm", "create-hg", "TEST"]).rc == 0
    made.save_comstar("ss2", of_test)
    made.tasks(
        "ss1",
        {"quorate.ha_storage.comstar_lu": {"path": f"/dev/zvol/rdsk/{LUN}"}},
        made.task("ss1", "zfs_role", state="primary"),
        made.task("ss1", "zfs_replicate", snapshot="existing", match=r"\d"),
    )
    return made


def test_by_comstar(site):
    (guid,) = site.comstar("ss1").units
    by = {"zfs_drill_by": "comstar", "zfs_drill_host_group": "TEST"}
    assert "name another group" in site.drill(failed=True, **{**by, "zfs_drill_host_group": "ESX1"})
    assert site.views() == {}
    first = site.drill(**by)
    assert site.views() == {guid: [("TEST", 3)]} and "changed=0" not in first
    assert "changed=0" in site.drill(**by)
    site.write("ss1", a="3")
    site.tasks("ss1", site.task("ss1", "zfs_replicate", snapshot_name="3", match=r"\d"))
    assert site.content("ss2") == {"a": "3"} and site.load("ss2").datasets[CLONE].content == {"a": "2"}
    assert "replace=true" in site.drill(failed=True, zfs_drill_snapshot="1", **by)
    site.drill(zfs_drill_snapshot="1", zfs_drill_replace=True, **by)
    assert site.views() == {guid: [("TEST", 3)]} and site.load("ss2").datasets[CLONE].content == {"a": "1"}
    site.drill(zfs_drill_state="absent", **by)
    assert site.views() == {} and CLONE not in site.load("ss2").datasets
    assert "changed=0" in site.drill(zfs_drill_state="absent", **by)


def test_by_lio(site):
    by = {
        "zfs_drill_by": "lio",
        "zfs_drill_iqn": IQN,
        "zfs_drill_portals": [{"ip": "127.0.0.1"}],
        "zfs_drill_acls": [{"iqn": TESTER}],
        "zfs_drill_config": "/etc/drill.json",
    }
    assert "must be comstar, with" in site.drill(failed=True, **{**by, "zfs_drill_acls": []})
    site.drill(**by, zfs_drill_snapshot="2")
    assert site.seen_by_lio() == {TESTER: {3: SERIAL}}
    assert "changed=0" in site.drill(**by, zfs_drill_snapshot="2")
    site.drill(zfs_drill_snapshot="1", zfs_drill_replace=True, **by)
    assert site.seen_by_lio() == {TESTER: {3: SERIAL}}
    assert site.load("ss2").datasets[CLONE].origin == f"{LUN}@1"
    site.drill(zfs_drill_state="absent", **by)
    assert site.seen_by_lio() == {} and CLONE not in site.load("ss2").datasets
