# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read on a host; anything that was not planned fails."""

from __future__ import annotations

import json
import socket

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._site import system
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.preflight import site_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.probe import probe
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.system import Network, SiteSystem

from . import facts

PROBE = probe(facts.expanded(), "node1")
NO_DRBD = {"dialect": None, "resources": [], "disks": [facts.disk(exists=False)]}


class Net:
    """A network on which everybody answers."""

    def name(self):
        return "node1"

    def has(self, address):
        return address.endswith(".11")

    def answers(self, address):
        return address.endswith((".12", ".13"))


def resolve(path):
    return path if path == "/dev/vdb" else None


def read(tmp_path, run, drbd=lambda paths: NO_DRBD):
    return SiteSystem(run, Files(str(tmp_path)), Net(), resolve, drbd).read(PROBE)


def without_lvm(argv, *, stdin="", timeout=30, ok=(0,)):
    if argv[0] in ("vgs", "pvs", "lvs"):
        raise ToolMissing(argv[0])
    return {
        ("blockdev", "--getsize64", "/dev/vdb"): Result(0, str(20 << 30), ""),
        ("blkid", "-p", "-o", "export", "/dev/vdb"): Result(2, "", ""),
    }[tuple(argv)]


def test_a_bare_host_is_fit(tmp_path):
    found = read(tmp_path, without_lvm)
    assert (found["name"], found["corosync"], found["volume_groups"], found["errors"]) == ("node1", None, None, [])
    assert found["devices"] == [{**facts.device(), "path": "/dev/vdb"}]
    assert set(found["backings"][0]) == set(facts.backing())
    assert found["own_addresses"] == {"10.77.10.11": True, "10.77.20.11": True}
    assert site_problems(facts.expanded(), {"node1": found}) == []


def test_facts_are_plain_data(tmp_path):
    assert json.loads(json.dumps(read(tmp_path, without_lvm)))


def test_the_membership_is_read(tmp_path):
    folder = tmp_path / "etc/corosync"
    folder.mkdir(parents=True)
    (folder / "corosync.conf").write_text("totem {\n cluster_name: other\n}\nnodelist {\n node {\n name: x\n }\n}\n")
    assert read(tmp_path, without_lvm)["corosync"] == {"cluster": "other", "nodes": ("x",)}


def test_what_fails_is_told_and_the_rest_is_read(tmp_path):
    def frozen(argv, **options):
        if argv[0] in ("vgs", "pvs", "lvs"):
            raise CommandTimedOut(argv, 60)
        return without_lvm(argv, **options)

    found = read(tmp_path, frozen)
    assert found["errors"] == ["vgs did not end within 60 s", "pvs did not end within 60 s"]
    assert found["devices"]


def test_drbd_without_its_tools_is_unknown(tmp_path):
    def missing(paths):
        assert paths == ["/dev/vg0/san0"]
        raise ToolMissing("drbdadm")

    assert read(tmp_path, without_lvm, missing)["drbd"] == {"resources": [], "disks": []}


@pytest.mark.parametrize(
    "outcome, rc, answer",
    [
        (None, None, True),
        (ConnectionRefusedError(), None, True),
        (socket.timeout(), 0, True),
        (OSError(113, "No route to host"), 1, False),
        (socket.timeout(), ToolMissing("ping"), False),
    ],
)
def test_a_refusal_and_an_echo_are_answers(monkeypatch, outcome, rc, answer):
    class Connection:
        def close(self):
            pass

    def connect(address, timeout):
        assert (address, timeout) == (("10.0.0.2", 22), 1.5)
        if outcome:
            raise outcome
        return Connection()

    def ping(argv, *, timeout, ok):
        assert argv == ("ping", "-c", "1", "-W", "1", "10.0.0.2")
        if isinstance(rc, Exception):
            raise rc
        return Result(rc, "", "")

    monkeypatch.setattr(system.socket, "create_connection", connect)
    assert Network(ping).answers("10.0.0.2") is answer


def test_the_host_knows_its_name_and_addresses():
    assert Network().name()
    assert Network().has("127.0.0.1")
    assert not Network().has("192.0.2.1")
