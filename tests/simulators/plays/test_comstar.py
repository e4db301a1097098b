# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role comstar, run by ansible-playbook on the simulated host: the two provisioning examples of the articles."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re

import pytest
import yaml
from ansible_collections.quorate.ha_storage.bench import controller
from comstar import host, state
from comstar.server import serving

TOP = pathlib.Path(__file__).parents[3]
BIN = TOP / "tests" / "simulators" / "comstar" / "bin"
EXAMPLES = pathlib.Path(__file__).parent
UNITS = {
    "600144f01eb3862c0000494b55cd0001": "trio1",
    "600144f01eb3862c0000494b55f50002": "trio2",
    "600144f01eb3862c0000494b55f80003": "trio3",
    "600144f01eb3862c0000494b55fa0004": "trio4",
    "600144f01eb3862c0000494b55fd0005": "trio5",
    "600144f01eb3862c0000494b56000006": "trio6",
}
GONE = ("logical_units", "host_groups", "portal_groups", "targets", "initiators", "views")
SECRET = "not-a-real-secret"


@dataclasses.dataclass
class Scene:
    """A simulated host in a file, and the playbooks that run on it."""

    folder: pathlib.Path

    @property
    def file(self):
        return self.folder / "host.json"

    def load(self):
        return state.load(json.loads(self.file.read_text()))

    def save(self, system):
        self.file.write_text(json.dumps(state.dump(system)))

    def play(self, playbook, variables, *options):
        """The text of a run, which must succeed, and how many tasks changed something."""
        inventory = self.folder / "hosts.yml"
        inventory.write_text(yaml.safe_dump({"comstar": {"hosts": {"storage": controller.LOCAL}}}))
        argv = ["ansible-playbook", "-i", inventory, f"playbooks/{playbook}", "-e", f"@{variables}", *options]
        with serving(self.file) as port:
            done = controller.run(
                argv, PATH=f"{BIN}:{os.environ['PATH']}", COMSTAR_SIMULATOR_PORT=port, ANSIBLE_PIPELINING="1"
            )
        assert done.returncode == 0, done.stdout + done.stderr
        assert SECRET not in done.stdout + done.stderr
        assert "WARN" not in done.stderr or "--check" in options, done.stderr
        return done.stdout, int(re.search(r"changed=(\d+)", done.stdout).group(1))

    def said(self, line):
        return host.run(self.load(), line.split()).stdout


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path)


def gateway():
    """ss1 of the first example: an early build, whose units lose 64 KiB, with an adapter and the gateway logged in."""
    session = {"initiator": "wwn.210000E08B100163", "alias": ":qlc1", "since": "Thu Dec 18 23:41:22 2008"}
    return state.System(
        datasets={"sp1": state.Dataset()},
        ports={"wwn.2100001B320EFD58": state.Port("qlt", "Fibre Channel", "qlt2,0", True, [session])},
        guids=list(UNITS),
        metadata_inside=True,
        services={state.STMF: "disabled", state.ISCSI_TARGET: "disabled"},
    )


def test_six_luns_for_a_gateway_over_fibre_channel(scene):
    scene.save(gateway())
    variables = EXAMPLES / "example_one.yml"
    text, changed = scene.play("comstar.yml", variables)
    assert changed and "sbdadm create-lu /dev/zvol/rdsk/sp1/gw/trio6" in text
    assert scene.play("comstar.yml", variables)[1] == 0
    rows = "".join(f"{guid}  17179803648          /dev/zvol/rdsk/sp1/gw/{name}\n" for guid, name in UNITS.items())
    assert scene.said("sbdadm list-lu") == (
        "\nFound 6 LU(s)\n\n\t      GUID                    DATA SIZE           SOURCE\n"
        "--------------------------------  -------------------  ----------------\n" + rows
    )
    for number, guid in enumerate(UNITS):
        assert scene.said(f"stmfadm list-view -l {guid}") == (
            "View Entry: 0\n    Host group   : GW1\n    Target group : All\n" + f"    LUN          : {number}\n"
        )
    assert scene.said("stmfadm list-hg -v") == "Host Group: GW1\n\tMember: wwn.210000E08B100163\n"
    assert scene.said("stmfadm list-target -v") == (
        "Target: wwn.2100001B320EFD58\n"
        "    Operational Status: Online\n    Provider Name     : qlt\n    Alias             : qlt2,0\n"
        "    Protocol          : Fibre Channel\n    Sessions          : 1\n"
        "        Initiator: wwn.210000E08B100163\n            Alias: :qlc1\n"
        "            Logged in since: Thu Dec 18 23:41:22 2008\n"
    )


def both_ways():
    """ss2 of the second example; its unit is that of the listing, so its size is, too."""
    return state.System(
        datasets={"gwrp1": state.Dataset()},
        metadata_inside=True,
        services={state.STMF: "disabled", state.ISCSI_TARGET: "disabled"},
    )


def test_one_lun_over_fibre_channel_and_iscsi_at_once_and_its_discovery(scene):
    scene.save(both_ways())
    variables = EXAMPLES / "example_two.yml"
    text, _changed = scene.play("comstar.yml", variables, "--check", "--diff")
    assert "stmfadm add-view -n 1 -h ESX1 <its GUID>" in text and "-S <file with the secret>" in text
    assert scene.load().changes == 0
    assert scene.play("comstar.yml", variables)[1]
    assert scene.play("comstar.yml", variables)[1] == 0
    assert scene.said("sbdadm list-lu").splitlines()[-1] == (
        "600144f07ed404000000496813070001  34359672832          /dev/zvol/rdsk/gwrp1/stores/lun0"
    )
    assert scene.said("stmfadm list-view -l 600144f07ed404000000496813070001") == (
        "View Entry: 0\n    Host group   : ESX1\n    Target group : All\n    LUN          : 1\n"
    )
    members = "\tMember: wwn.210000E08B01F7E2\n\tMember: iqn.1998-01.com.vmware:vh1.1\n"
    assert scene.said("stmfadm list-hg -v") == "Host Group: ESX1\n" + members
    assert scene.said("itadm list-target -pv") == (
        "iqn.1986-03.com.sun:02:ss2.0\tonline\t0\t-\tnone (defaults)\t-\tunset\t2 = 2\n"
    )
    assert scene.said("dladm show-vlan -p -o link,vid,over") == "aggr500001:500:aggr1\n"
    assert scene.load().addresses == {"aggr500001/v4": "10.1.0.1/16"}
    assert scene.said("itadm list-tpg -pv") == "2\t1\t10.0.0.1:3260\n"
    assert scene.said("itadm list-initiator -p") == "iqn.1998-01.com.vmware:vh1.1\tvh1\tset\n"
    assert scene.load().initiators[0].secret == SECRET and SECRET not in str(scene.load().log)
    discover_and_replay(scene, variables)
    remove(scene, variables)


def discover_and_replay(scene, variables):
    """What is discovered describes the host: it changes nothing there."""
    scene.play("comstar_discover.yml", variables, "-e", f"comstar_folder={scene.folder}")
    found = scene.folder / "storage.yml"
    assert SECRET not in found.read_text() and found.stat().st_mode & 0o777 == 0o600
    assert scene.play("comstar.yml", found)[1] == 0


def remove(scene, variables):
    """Views first, everything else after them; volumes and what is on them stay."""
    given = yaml.safe_load(variables.read_text())
    gone = {
        name: [{**item, "state": "absent"} for item in items] if name.partition("_")[2] in GONE else items
        for name, items in given.items()
    }
    absent = scene.folder / "gone.yml"
    absent.write_text(yaml.safe_dump(gone))
    scene.play("comstar.yml", absent)
    left = scene.load()
    assert (left.units, left.views, left.host_groups, left.targets, left.portal_groups, left.initiators) == (
        {},
        {},
        {},
        [],
        [],
        [],
    )
    assert "stmf_sbd_lu" in left.datasets["gwrp1/stores/lun0"].properties


def test_what_does_not_fit_together_stops_the_play_before_any_change(scene):
    scene.save(both_ways())
    given = yaml.safe_load((EXAMPLES / "example_two.yml").read_text())
    given["comstar_views"] += [{**given["comstar_views"][0], "lun": 2}, {"lu": "/dev/zvol/rdsk/a", "hostgroup": "ESX1"}]
    wrong = scene.folder / "wrong.yml"
    wrong.write_text(yaml.safe_dump(given))
    with pytest.raises(AssertionError, match=r"comstar_views\[2\]: .*hostgroup"):
        scene.play("comstar.yml", wrong)
    given["comstar_views"].pop()
    wrong.write_text(yaml.safe_dump(given))
    with pytest.raises(AssertionError, match=r"comstar_views\[1\]: it is described in comstar_views\[0\] already"):
        scene.play("comstar.yml", wrong)
    assert scene.load().changes == 0


def test_a_volume_that_would_shrink_stops_the_play(scene):
    system = both_ways()
    system.datasets.update({"gwrp1/stores": state.Dataset(), "gwrp1/stores/lun0": state.Dataset(64 << 30)})
    scene.save(system)
    with pytest.raises(AssertionError, match="would cut off data"):
        scene.play("comstar.yml", EXAMPLES / "example_two.yml")
    assert scene.load().datasets["gwrp1/stores/lun0"].volsize == 64 << 30
