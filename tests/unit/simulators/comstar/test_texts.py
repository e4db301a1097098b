# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated commands say what the documented ones say, where they say it, with their exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess

import pytest
from comstar import host, state
from comstar.itadm import NOT_ONLINE
from comstar.server import serving

TOP = pathlib.Path(__file__).parents[4]
GUID = "600144F0B1C2D3E4000050A1B2C30001"
IQN, WWN = "iqn.2026-11.com.example:a", "wwn.210000e08b100163"
PATH = "/dev/zvol/rdsk/sp1/lun0"


def fresh():
    system = state.System(datasets={"sp1": state.Dataset(), "sp1/lun0": state.Dataset(16 << 30)})
    lines = (
        f"stmfadm create-lu {PATH}",
        "stmfadm create-hg hg",
        "stmfadm create-tg tg",
        f"stmfadm add-hg-member -g hg {WWN}",
    )
    return host.after(
        system, *lines, f"stmfadm add-view -h hg {GUID}", f"itadm create-target -n {IQN}", "itadm create-tpg 2 10.0.0.1"
    )


OUT, ERR = "stdout", "stderr"
# (command, exit code, stream, text in it); sections 3, 5, 8 and 9.5 of the reference.
TEXTS = [
    ("stmfadm frobnicate", 1, OUT, "stmfadm: frobnicate: invalid subcommand\n"),
    ("stmfadm LIST-HG", 0, OUT, "Host Group: hg\n"),
    ("stmfadm -V", 0, OUT, "stmfadm: Version 1.0\n"),
    ("stmfadm --help", 0, OUT, "Usage"),
    ("stmfadm list-hg -x", 1, OUT, "stmfadm: '-x': invalid option\n"),
    ("stmfadm create-hg", 1, OUT, "stmfadm: create-hg requires an operand\n"),
    ("stmfadm create-hg a b", 1, OUT, "stmfadm: create-hg accepts only a single operand\n"),
    ("stmfadm list-view", 1, OUT, "stmfadm: Following option(s) required: -l\n"),
    ("stmfadm list-state a", 1, ERR, "takes no operands"),
    ("stmfadm create-hg hg", 1, ERR, "stmfadm: hg: already exists\n"),
    ("stmfadm create-hg *a", 1, ERR, "stmfadm: *a: unknown error\n"),
    ("stmfadm delete-hg none", 1, ERR, "stmfadm: none: not found\n"),
    ("stmfadm delete-hg hg", 1, ERR, "stmfadm: hg: group is in use by existing view entry\n"),
    ("stmfadm list-hg none", 1, ERR, "stmfadm: none: not found\n"),
    (f"stmfadm add-hg-member -g none {WWN}", 1, ERR, "stmfadm: none: not found\n"),
    (f"stmfadm add-hg-member -g hg {WWN}", 1, ERR, f"stmfadm: {WWN}: already exists\n"),
    ("stmfadm add-hg-member -g hg IQN.x wwn.1 iqn.ok:1", 2, ERR, "stmfadm: IQN.x: unrecognized device id\n"),
    (f"stmfadm add-tg-member -g tg {IQN}", 1, ERR, "stmfadm: STMF target must be offline\n"),
    ("stmfadm remove-hg-member -g hg iqn.none", 1, ERR, "stmfadm: iqn.none: not found\n"),
    ("stmfadm remove-hg-member -g none iqn.none", 1, ERR, "stmfadm: none: not found\n"),
    ("stmfadm add-view 12", 1, ERR, "stmfadm: 12: must be 32 hexadecimal digits\n"),
    (f"stmfadm add-view -n 16384 {GUID}", 1, ERR, "16384: Logical unit number must be less than 16384\n"),
    (f"stmfadm add-view -h none {GUID}", 1, ERR, "stmfadm: invalid host group\n"),
    (f"stmfadm add-view -t none {GUID}", 1, ERR, "stmfadm: invalid target group\n"),
    (f"stmfadm add-view {GUID}", 1, ERR, "stmfadm: view entry exists\n"),
    (f"stmfadm add-view -n abc -h hg {'a' * 32}", 1, ERR, "stmfadm: LUN already in use\n"),
    (f"stmfadm add-view -n 65536 -h hg {'a' * 32}", 1, ERR, "stmfadm: LUN already in use\n"),
    ("stmfadm list-view -l 12", 1, ERR, "stmfadm: 12: must be 32 hexadecimal digits long\n"),
    (f"stmfadm list-view -l {'A' * 32}", 1, ERR, f"stmfadm: {'a' * 32}: no views found\n"),
    (f"stmfadm list-view -l {GUID} 7", 1, ERR, f"stmfadm: {GUID.lower()}, 7: not found\n"),
    (f"stmfadm remove-view -l {GUID}", 1, ERR, "stmfadm: no view entries specified\n"),
    (f"stmfadm remove-view -l {'A' * 32} 0", 1, ERR, f"stmfadm: {'a' * 32}: no views found\n"),
    (f"stmfadm remove-view -l {GUID} 7", 1, ERR, f"stmfadm: {GUID.lower()}: 7: not found\n"),
    (f"stmfadm remove-view -l {GUID} x", 0, ERR, "stmfadm: x: invalid input\n"),
    ("stmfadm delete-lu 12", 1, ERR, "stmfadm: 12: must be 32 hexadecimal digits long\n"),
    (f"stmfadm delete-lu {'A' * 32}", 1, ERR, f"stmfadm: {'a' * 32}: not found\n"),
    (f"stmfadm create-lu {PATH}", 1, ERR, f"stmfadm: filename {PATH}: in use\n"),
    ("stmfadm create-lu /dev/none", 1, ERR, "stmfadm: data file error\n"),
    (f"stmfadm create-lu -p alias {PATH}", 1, ERR, "stmfadm: invalid property specifier - prop=val\n"),
    (f"stmfadm create-lu -p colour=red {PATH}", 1, ERR, "stmfadm: invalid property specified: colour\n"),
    (f"stmfadm create-lu -p guid=12 {PATH}", 1, ERR, "stmfadm: unable to set guid: invalid length\n"),
    (f"stmfadm modify-lu -p serial=1 {GUID}", 1, ERR, "stmfadm: invalid property for modify\n"),
    (f"stmfadm modify-lu -p wcd=maybe {GUID}", 1, ERR, "stmfadm: unable to set wcd: bad format\n"),
    (f"stmfadm modify-lu {GUID}", 1, OUT, "at least one option required"),
    ("stmfadm list-lu 12", 0, ERR, "stmfadm: 12: must be 32 hexadecimal digits long\n"),
    (f"stmfadm list-lu {'a' * 32}", 1, ERR, f"stmfadm: {'a' * 32}: not found\n"),
    ("stmfadm list-target none", 1, ERR, "stmfadm: none: not found\n"),
    ("stmfadm online-target none", 1, ERR, "stmfadm: none: not found\n"),
    ("stmfadm list-state", 0, OUT, "Operational Status: online\nConfig Status     : initialized\n"),
    (f"sbdadm create-lu {PATH}", 1, ERR, f"sbdadm: filename {PATH}: in use\n"),
    ("sbdadm create-lu /dev/none", 5, ERR, "sbdadm: data file error\n"),
    (
        f"itadm create-target -n {IQN}",
        17,
        ERR,
        f"iSCSI target {IQN} already configured\nitadm create-target failed with error 17\n",
    ),
    ("itadm create-target -n x", 22, ERR, "Invalid name x\n"),
    (
        "itadm create-target -t 9",
        1,
        ERR,
        "Invalid tpg-tag 9, tag not defined\nitadm create-target failed with error 1\n",
    ),
    (
        f"itadm delete-target {IQN}",
        16,
        ERR,
        f"The target is online or busy. Use the -f (force) option, or 'stmfadm offline-target {IQN}'\n",
    ),
    ("itadm delete-target iqn.none", 1, ERR, "Target iqn.none not found\n"),
    ("itadm list-target iqn.none", 1, ERR, "Target iqn.none not found!\n"),
    ("itadm create-tpg 2 10.0.0.2", 17, ERR, "Target Portal Group 2 already exists\n"),
    ("itadm create-tpg 3 10.0.0.1", 17, ERR, "Portal 10.0.0.1:3260 already in use\n"),
    ("itadm create-tpg 3", 22, ERR, "Error, no portal addresses specified\n"),
    ("itadm delete-tpg 9", 1, ERR, "Target portal group 9 does not exist\n"),
    ("itadm delete-tpg", 1, ERR, "Error, delete-tpg requires an operand\n"),
    ("itadm delete-initiator iqn.none", 1, ERR, "Initiator iqn.none not found\n"),
    ("itadm modify-initiator iqn.none", 2, ERR, "Error, initiator iqn.none not found\n"),
    ("itadm create-initiator -S /nonexistent iqn.b", 9, ERR, "Invalid secret file /nonexistent\n"),
    ("itadm", 1, ERR, "Error, no subcommand specified\n"),
    ("svcadm enable none", 1, ERR, "svcadm: Pattern 'none' doesn't match any instances\n"),
    ("svcadm enable", 2, ERR, "Usage"),
    ("svccfg export none", 1, ERR, "svccfg: Pattern 'none' doesn't match any instances or services\n"),
]


@pytest.mark.parametrize("line, rc, stream, text", TEXTS, ids=[each[0] for each in TEXTS])
def test_text_stream_and_exit_code(line, rc, stream, text):
    answer = host.run(fresh(), line.split())
    assert (answer.rc, text in getattr(answer, stream)) == (rc, True), answer
    assert not (rc and stream == OUT and answer.stderr)


def test_a_manifest_in_another_order_is_not_imported():
    service = "<service name='system/iscsitgt'><instance name='default'/>{}</service>"
    for more, rc in (("", 0), ("<property_group name='a'/>", 1)):
        text = f"<service_bundle>{service.format(more)}</service_bundle>"
        answer = host.run(state.System(), ["svccfg", "import", "f"], lambda path, text=text: text)
        assert (answer.rc, "Document is not valid" in answer.stderr) == (rc, bool(rc))


def test_ports_are_there_as_long_as_their_service_runs():
    system = host.after(fresh(), "svcadm disable svc:/network/iscsi/target")
    assert host.run(system, ["stmfadm", "list-target"]).rc == 1
    assert host.run(system, ["stmfadm", "add-tg-member", "-g", "tg", IQN]).rc == 0


def test_secrets_have_12_to_255_characters_and_initiators_exist_once():
    system = fresh()
    answer = host.run(system, ["itadm", "create-initiator", "-S", "f", "iqn.b"], lambda path: "short\n")
    assert (answer.rc, answer.stderr.splitlines()[0]) == (22, "Secret must be between 12 and 255 characters")
    host.run(system, ["itadm", "create-initiator", "-S", "f", "iqn.b"], lambda path: "twelve-chars\n")
    assert system.initiators[0].secret == "twelve-chars"
    assert host.run(system, ["itadm", "create-initiator", "IQN.B"]).rc == 22


def test_a_portal_group_that_a_target_uses_stays():
    system = host.after(fresh(), f"itadm modify-target -t 2 {IQN}")
    answer = host.run(system, ["itadm", "delete-tpg", "2"])
    assert answer.rc == 16
    assert "associated with one or more targets.  Cannot delete." in answer.stderr


def test_no_targets_is_exit_code_1_and_no_word():
    answer = host.run(state.System(), ["stmfadm", "list-target", "-v"])
    assert (answer.rc, answer.stdout, answer.stderr) == (1, "", "")


def test_services_off_line():
    system = fresh()
    system.services = {state.STMF: "disabled", state.ISCSI_TARGET: "disabled"}
    assert host.run(system, ["itadm", "list-target"]).stderr == NOT_ONLINE
    assert host.run(system, ["stmfadm", "list-target"]).stderr == "stmfadm: STMF service offline\n"
    assert host.run(system, ["stmfadm", "online-target", IQN]).stderr == "stmfadm: STMF service is offline\n"
    # Configuration works meanwhile (STC offline011, offline016).
    assert host.run(system, ["stmfadm", "create-hg", "later"]).rc == 0
    assert "unsatisfied" in host.run(system, ["svcadm", "enable", "-s", state.ISCSI_TARGET]).stderr
    assert host.run(system, ["svcadm", "enable", "-rs", state.ISCSI_TARGET]).rc == 0
    system.services[state.STMF] = "maintenance"
    assert "maintenance" in host.run(system, ["svcadm", "enable", "-s", "stmf"]).stderr


def test_what_delete_lu_keeps():
    system = host.after(fresh(), f"stmfadm delete-lu -k {GUID}")
    text = host.run(system, ["stmfadm", "list-lu", "-v"]).stdout
    assert "Operational Status: unregistered" in text and "Data File" not in text
    assert "stmf_sbd_lu" in system.datasets["sp1/lun0"].properties
    assert (
        "stmf_sbd_lu"
        not in host.run(system, ["zfs", "get", "-H", "-p", "-o", "property,value", "all", "sp1/lun0"]).stdout
    )
    system = host.after(system, f"stmfadm import-lu {PATH}")
    assert host.run(system, ["stmfadm", "import-lu", PATH]).stderr == f"stmfadm: filename {PATH}: in use\n"
    system.datasets["sp1/copy"] = state.Dataset(16 << 30, dict(system.datasets["sp1/lun0"].properties))
    answer = host.run(system, ["stmfadm", "import-lu", "/dev/zvol/rdsk/sp1/copy"])
    assert answer.stderr == "stmfadm: guid in use\n"
    system.datasets["sp1/plain"] = state.Dataset(16 << 30)
    answer = host.run(system, ["sbdadm", "import-lu", "/dev/zvol/rdsk/sp1/plain"])
    assert (answer.rc, answer.stderr) == (4, "sbdadm: meta file error\n")


def test_the_state_goes_through_json():
    system = fresh()
    assert state.load(json.loads(json.dumps(state.dump(system)))) == system


@pytest.fixture(params=["each by itself", "with a server"])
def run(tmp_path, request):
    """Runs the executables."""
    path = tmp_path / "host.json"
    with contextlib.ExitStack() as stack:
        served = request.param == "with a server"
        environment = {
            "PATH": f"{TOP / 'tests/simulators/comstar/bin'}:{os.environ['PATH']}",
            **({"COMSTAR_SIMULATOR_PORT": stack.enter_context(serving(path))} if served else {}),
            "COMSTAR_SIMULATOR": str(path),
        }
        yield lambda *argv: subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)


def test_as_executables_on_the_path(run):
    assert run("stmfadm", "create-hg", "a").returncode == 0
    assert run("stmfadm", "list-hg").stdout == "Host Group: a\n"
    again = run("stmfadm", "create-hg", "a")
    assert (again.returncode, again.stderr) == (1, "stmfadm: a: already exists\n")
    assert run("stmfadm", "create-hg", "with a space").returncode == 0
    assert run("stmfadm", "list-hg").stdout == "Host Group: a\nHost Group: with a space\n"
