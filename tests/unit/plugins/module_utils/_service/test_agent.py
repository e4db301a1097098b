# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent of a service: the order of its parts, its return codes, and what is left after a failure."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import agent

IP, IQN = "10.77.30.50", "iqn.2026-11.com.example:san0"
VALUES = {
    "config": "/etc/quorate/targets/san0.json",
    "iqn": IQN,
    "vg": "vg_san0",
    "device": "/dev/drbd0",
    "reservations": "/run/quorate/reservations/san0",
    "store": "/dev/vg_san0/quorate_reservations",
    "addresses": f"{IP}/24",
    "peers": "node1 node2",
    "stop_deadline": "5",
}


class Host:
    """The parts that are up, and the order in which they came and went."""

    def __init__(self) -> None:
        self.up: list[str] = []
        self.order: list[str] = []
        self.fails = ""
        self.unreadable: list[ocf.Failure] = []
        self.lacks: list[str] = []
        self.hangs = False
        self.remembered: list[tuple] = []

    def come(self, part):
        if self.fails == part:
            raise HaStorageError(f"{part} does not come")
        self.order.append(f"+{part}")
        self.up = [*dict.fromkeys([*self.up, part])]

    def go(self, part):
        if self.fails == f"-{part}":
            raise ocf.Failure(f"{part} does not go")
        if part in self.up:
            self.order.append(f"-{part}")
            self.up.remove(part)

    def saved_target(self, path, iqn, reservations):
        assert (path, iqn, reservations) in (
            (VALUES["config"], IQN, VALUES["reservations"]),
            (VALUES["config"], IQN, ""),
        )
        if self.unreadable:
            raise self.unreadable[0]
        return "wanted"

    def check(self, device, seconds):
        assert (device, seconds) == ("/dev/drbd0", 37)
        if self.hangs:
            raise ocf.Failure("a read did not end")

    def assign(self, place):
        assert (place.ip, place.prefix) == (IP, 24)
        self.come("address")
        return "eth0"


@pytest.fixture
def host(monkeypatch):
    host = Host()
    serve, activation, address = agent.serve, agent.activation, agent.address
    monkeypatch.setattr(serve, "saved_target", host.saved_target)
    monkeypatch.setattr(serve, "start", lambda wanted: host.come("target"))
    monkeypatch.setattr(serve, "remove", lambda iqn: host.go("target"))
    monkeypatch.setattr(serve, "exists", lambda iqn: "target" in host.up)
    monkeypatch.setattr(serve, "lacks", lambda wanted: host.lacks if "target" in host.up else ["no target"])
    monkeypatch.setattr(serve, "reload", lambda wanted: host.order.append(f"reload {wanted}"))
    monkeypatch.setattr(activation, "activate", lambda vg, device: host.come("vg"))
    monkeypatch.setattr(activation, "deactivate", lambda vg, device, seconds: host.go("vg"))
    monkeypatch.setattr(activation, "is_active", lambda vg: "vg" in host.up)
    monkeypatch.setattr(agent.store, "open_for", lambda wanted, device: host.come("store"))
    monkeypatch.setattr(agent.store, "close", lambda folder, seconds: host.go("store"))
    monkeypatch.setattr(agent.store, "is_open", lambda folder: "store" in host.up)
    monkeypatch.setattr(agent.store, "remember", lambda wanted: host.remembered.append(("store", wanted)))
    monkeypatch.setattr(agent.disk, "check", host.check)
    monkeypatch.setattr(address, "assign", host.assign)
    monkeypatch.setattr(address, "withdraw", lambda places: [host.go("address") for _place in places])
    monkeypatch.setattr(address, "interface_of", lambda ip: "eth0" if "address" in host.up else None)
    monkeypatch.setattr(address, "clients", lambda ip: [ip])
    monkeypatch.setattr(address, "tell", lambda ip, nic, known: host.order.append(f"tell {ip} {nic} {known}"))
    monkeypatch.setattr(agent.clients, "recall", lambda name: [name])
    monkeypatch.setattr(agent.clients, "remember", lambda *given: host.remembered.append(given))
    monkeypatch.setattr(ocf, "bounded", lambda work, seconds: work())
    monkeypatch.setattr(ocf, "detach", lambda work: None)
    monkeypatch.setattr(ocf, "log", lambda *_words: None)
    monkeypatch.setenv("OCF_RESOURCE_INSTANCE", "san0")
    monkeypatch.setenv("OCF_RESKEY_CRM_meta_timeout", "40000")
    return host


def test_the_address_is_the_last_to_come_and_the_first_to_go(host):
    assert agent.monitor(VALUES) == ocf.NOT_RUNNING
    assert agent.start(VALUES) == agent.monitor(VALUES) == ocf.SUCCESS
    assert host.order == ["+vg", "+store", "+target", "+address", f"tell {IP} eth0 ['san0']"]
    host.order.clear()
    assert agent.stop(VALUES) == ocf.SUCCESS and agent.monitor(VALUES) == ocf.NOT_RUNNING
    assert host.order == ["-address", "-target", "-store", "-vg"]


def test_twice_is_once(host):
    for action in (agent.start, agent.start, agent.stop, agent.stop):
        assert action(VALUES) == ocf.SUCCESS
    assert host.up == []


@pytest.mark.parametrize("part", ["vg", "store", "target", "address"])
def test_a_start_that_fails_leaves_nothing(host, part):
    host.fails = part
    with pytest.raises(ocf.Failure, match=f"start failed, nothing is left of {IQN}: {part} does not come"):
        agent.start(VALUES)
    assert host.up == []


@pytest.mark.parametrize("part", ["address", "target", "store", "vg"])
def test_a_part_that_does_not_go_fails_the_stop(host, part):
    agent.start(VALUES)
    host.fails = f"-{part}"
    with pytest.raises(ocf.Failure, match=f"{part} does not go"):
        agent.stop(VALUES)


@pytest.mark.parametrize(
    ("gone", "reason"),
    [("address", f"no address {IP}"), ("target", "no target"), ("store", "nothing mounted"), ("vg", "no active")],
)
def test_half_a_service_is_a_failure(host, gone, reason):
    agent.start(VALUES)
    host.up.remove(gone)
    with pytest.raises(ocf.Failure, match=reason):
        agent.monitor(VALUES)


@pytest.mark.parametrize("left", ["address", "target", "store", "vg"])
def test_what_is_left_of_a_service_is_no_stopped_one(host, left):
    host.up = [left]
    with pytest.raises(ocf.Failure, match="is incomplete"):
        agent.monitor(VALUES)
    assert agent.stop(VALUES) == ocf.SUCCESS and agent.monitor(VALUES) == ocf.NOT_RUNNING


def test_a_lun_that_initiators_lack_is_a_failure(host):
    agent.start(VALUES)
    host.lacks = ["no LUN 3"]
    with pytest.raises(ocf.Failure, match="no LUN 3"):
        agent.monitor(VALUES)


def test_without_its_file_a_probe_works_and_so_does_a_stop(host):
    agent.start(VALUES)
    host.unreadable = [ocf.Failure("cannot read it", ocf.ERR_INSTALLED)]
    for action in (agent.monitor, agent.validate, agent.reload):
        with pytest.raises(ocf.Failure, match="cannot read it"):
            action(VALUES)
    assert agent.stop(VALUES) == ocf.SUCCESS
    assert agent.monitor(VALUES) == ocf.NOT_RUNNING
    with pytest.raises(ocf.Failure) as caught:
        agent.start(VALUES)
    assert caught.value.rc == ocf.ERR_INSTALLED and host.up == []


def test_the_other_node_learns_of_the_clients_while_all_is_well_and_before_the_address_goes(host):
    agent.start(VALUES)
    agent.monitor(VALUES)
    assert host.remembered == [("store", "wanted"), ("san0", [IP], ["node1", "node2"])]
    host.lacks = ["no LUN 3"]
    with pytest.raises(ocf.Failure):
        agent.monitor(VALUES)
    assert len(host.remembered) == 2
    agent.stop(VALUES)
    assert len(host.remembered) == 3


def test_a_target_alone(host):
    alone = {**VALUES, "vg": "", "device": "", "addresses": "", "reservations": "", "store": ""}
    assert agent.monitor(alone) == ocf.NOT_RUNNING
    assert agent.start(alone) == agent.monitor(alone) == agent.validate(alone) == ocf.SUCCESS
    assert host.order == ["+target"]
    assert agent.stop(alone) == ocf.SUCCESS and host.up == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"addresses": "10.77.30"}, "does not appear"),
        ({"device": ""}, "device is missing"),
        ({"store": ""}, "store is missing"),
    ],
)
def test_wrong_parameters(host, wrong, reason):
    with pytest.raises(ocf.Failure, match=reason) as caught:
        agent.validate({**VALUES, **wrong})
    assert caught.value.rc == ocf.ERR_CONFIGURED


def test_reload(host):
    assert agent.reload(VALUES) == ocf.SUCCESS and host.order == ["reload wanted"]


def test_it_is_an_agent(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["service", "meta-data"])
    assert agent.main() == ocf.SUCCESS
    assert '<resource-agent name="service"' in capsys.readouterr().out


def test_storage_that_hangs_is_a_failure_and_nothing_else_is_asked_of_it(host):
    agent.start(VALUES)
    host.hangs = True
    host.remembered.clear()
    with pytest.raises(ocf.Failure, match="a read did not end"):
        agent.monitor(VALUES)
    assert not host.remembered
