# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same scenario by the real clients: the system's ssh, the program cli, HTTPS by Ansible's own opener."""

from __future__ import annotations

import json
import pathlib
import socket

import pytest
from ansible.module_utils.urls import open_url
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import ARRAY
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arrays import Arrays
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.module import transport
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec import Names, Timing
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.system import RcgSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State, Wish
from hp3par import wsapi
from hp3par.pair import Fault, new_pair, write
from hp3par.serve import HERE, USER, Front

CLI = pathlib.Path(wsapi.__file__).parent / "bin/cli"
NAMES = ("svc1", "svc1.r12345")
STOP = Step(Verb.STOP, Where.LOCAL, "svc1")


@pytest.fixture
def front(tmp_path, monkeypatch):
    with Front(new_pair("alletra-10.5"), tmp_path, speed=100) as running:
        monkeypatch.setenv("HP3PAR_SIMULATOR", str(tmp_path / "socket"))
        yield running


def array(front, side, kind, **values):
    """A transport of the collection to a running array."""
    ports = front.https_ports if kind == "wsapi" else front.ssh_ports
    given = {
        "name": front.pair.arrays[side].name,
        "transport": kind,
        "host": HERE,
        "port": ports[side],
        "username": USER,
        "password": wsapi.PASSWORD,
        "key_file": str(front.folder / "key"),
        "known_hosts": str(front.folder / "known_hosts"),
        "cli_path": str(CLI),
        "password_file": "/pwf",
        "ca_path": str(front.folder / "certificate.pem"),
        "timezone": "Europe/Paris",
        "accept_unverified_numbers": True,
        "command_timeout": 20,
        **values,
    }
    return transport({**{key: option.get("default") for key, option in ARRAY.items()}, **given}, open_url)


def bring_to(front, kind, state, side, **wished):
    both = Arrays(Names(NAMES[side], NAMES[1 - side]), array(front, side, kind), array(front, 1 - side, kind))
    wish = Wish(State(state), NAMES[side], NAMES[1 - side], **wished)
    system = RcgSystem(both, wish, Timing(20, 20, 0.1))
    try:
        outcome = bring(system, wish, system.plan, check_mode=False)
    finally:
        both.close()
    return system.after(), outcome.plan.operations


def without_moments(value):
    if isinstance(value, dict):
        return {key: without_moments(item) for key, item in value.items() if key != "last_sync"}
    return [without_moments(item) for item in value] if isinstance(value, list) else value


def scenario(front, kind):
    """Take over on the second site and start again, twice."""
    assert write(front.pair, 0, front.pair.groups["svc1"])
    first, operations = bring_to(front, kind, "primary", 1, resume=True)
    assert [volume.writes for volume in front.pair.groups["svc1"].sides[1].volumes] == [{1}, {1}]
    second, none = bring_to(front, kind, "primary", 1, resume=True)
    assert none == () and front.pair.sessions == set()
    return without_moments([first, second]), operations


def test_the_same_scenario_has_the_same_result_by_each_transport(tmp_path, monkeypatch):
    told = {}
    for kind in ("ssh", "cli", "wsapi"):
        folder = tmp_path / kind
        folder.mkdir()
        monkeypatch.setenv("HP3PAR_SIMULATOR", str(folder / "socket"))
        with Front(new_pair("alletra-10.5"), folder, speed=100) as front:
            told[kind] = scenario(front, kind)
    assert told["cli"] == told["wsapi"] == told["ssh"]


def test_a_host_key_that_is_not_the_pinned_one(front, tmp_path):
    lines = (tmp_path / "known_hosts").read_text().splitlines()
    keys = [line.split(" ", 1)[1] for line in lines]
    swapped = [line.split(" ", 1)[0] + " " + key for line, key in zip(lines, reversed(keys))]
    (tmp_path / "known_hosts").write_text("\n".join(swapped) + "\n")
    with pytest.raises(HaStorageError, match="Host key verification failed|REMOTE HOST") as caught:
        array(front, 0, "ssh").read("svc1")
    assert not isinstance(caught.value, Silent)
    (tmp_path / "known_hosts").write_text("")
    with pytest.raises(HaStorageError, match="Host key verification failed"):
        array(front, 0, "ssh").read("svc1")


def test_a_key_that_the_array_does_not_know(front, tmp_path):
    with pytest.raises(HaStorageError, match="Permission denied") as caught:
        array(front, 0, "ssh", key_file=str(tmp_path / "host_key_0")).read("svc1")
    assert not isinstance(caught.value, Silent)


@pytest.mark.parametrize("kind", ["ssh", "wsapi"])
@pytest.mark.parametrize("fault", ["dropped", "lost"])
def test_a_connection_that_breaks_leaves_a_command_uncertain(front, kind, fault):
    spoken = array(front, 0, kind)
    spoken.read("svc1")
    front.pair.faults = [Fault(fault)]
    assert spoken.act(STOP, 10).kind is Kind.UNCERTAIN
    assert len(front.pair.changes()) == 1
    assert front.pair.groups["svc1"].sides[0].status == ("Stopped" if fault == "dropped" else "Started")


def test_a_command_that_hangs_is_given_up(front):
    front.pair.faults = [Fault("hang")]
    assert array(front, 0, "ssh").act(STOP, 1).kind is Kind.UNCERTAIN
    assert front.pair.groups["svc1"].sides[0].status == "Stopped"


@pytest.mark.parametrize("kind", ["ssh", "wsapi"])
def test_an_array_that_is_not_there_is_silent(front, kind):
    with socket.socket() as unused:
        unused.bind((HERE, 0))
        with pytest.raises(Silent, match="refused"):
            array(front, 0, kind, port=unused.getsockname()[1]).read("svc1")


def test_management_that_is_down_is_silent(front):
    front.pair.arrays[0].answers = False
    with pytest.raises(Silent):
        array(front, 0, "wsapi").read("svc1")
    spoken = array(front, 0, "ssh")
    spoken.sleep = lambda seconds: None
    with pytest.raises(Silent):
        spoken.read("svc1")


def test_a_certificate_that_does_not_verify_is_an_error(front):
    with pytest.raises(HaStorageError, match="(?i)certificate") as caught:
        array(front, 0, "wsapi", ca_path=None).read("svc1")
    assert not isinstance(caught.value, Silent)


def test_commands_by_stdin_as_opensvc_sends_them(front):
    spoken = array(front, 0, "ssh")
    argv = spoken._connection()
    heard = spoken.run(argv, stdin="setclienv csvtable 1\nsetclienv nohdtot 1\nshowrcopy links\nexit\n", timeout=10)
    assert heard.stdout.splitlines()[0] == "hp3par2,0:2:4,20240002AC00A001,Up,-"


def test_the_control_socket_knows_the_writes(front, tmp_path):
    def ask(**request):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(tmp_path / "socket"))
            connection.sendall(json.dumps(request).encode() + b"\n")
            return json.loads(connection.makefile().readline())

    assert ask(do="write", side=0) == {"acknowledged": True}
    ask(do="array", side=0, up=False)
    ask(do="fault", kind="busy")
    ask(do="links", up=[True, False])
    ask(do="tick", seconds=20)
    state = ask(do="state")
    assert (state["acknowledged"], state["roles"]) == ([1], ["Primary", "Secondary"])
    assert state["writes"][0] == [[1], [1]] and state["statuses"][1] == "Stopped"
