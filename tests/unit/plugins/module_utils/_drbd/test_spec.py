# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.model import Host, Volume
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from, resource_for

from .worlds import DEFAULTS, desired, params


def problems(**changed):
    with pytest.raises(InvalidInput) as caught:
        desired_from(params(**changed))
    return [str(problem) for problem in caught.value.problems]


def test_hosts_get_the_common_port_and_their_position_as_node_id():
    assert desired().hosts == (Host("node1", "10.77.20.11", 7788, 0), Host("node2", "10.77.20.12", 7788, 1))
    assert desired().volumes == (Volume(0, 0, "/dev/vg0/san0"),)


def test_given_ports_and_node_ids_stay():
    hosts = [dict(host, port=7000 + n, node_id=5 - n) for n, host in enumerate(DEFAULTS["hosts"])]
    assert [(host.port, host.node_id) for host in desired(hosts=hosts).hosts] == [(7000, 5), (7001, 4)]


def test_defaults_differ_by_dialect():
    eight, nine = (resource_for(desired(), dialect) for dialect in ("8.4", "9"))
    assert dict(eight.net)["rr-conflict"] == "disconnect" and dict(nine.net)["rr-conflict"] == "retry-connect"
    assert dict(nine.options)["auto-promote"] == "no" and "auto-promote" not in dict(eight.options)
    assert [host.node_id for host in eight.hosts] == [None, None]
    assert dict(nine.handlers)["fence-peer"].startswith("/usr/lib/drbd/crm-fence-peer.9.sh")
    assert dict(eight.handlers)["unfence-peer"] == "/usr/lib/quorate/drbd-handler unfence-peer"


def test_the_packaged_handlers_can_still_be_had():
    packaged = {"fence-peer": "/usr/lib/drbd/crm-fence-peer.sh", "unfence-peer": "/usr/lib/drbd/crm-unfence-peer.sh"}
    assert dict(resource_for(desired(handlers=packaged), "8.4").handlers) == packaged


def test_without_fencing_there_are_no_fencing_handlers():
    assert resource_for(desired(fencing="dont-care"), "8.4").handlers == ()


def test_without_a_secret_there_is_no_authentication():
    assert "cram-hmac-alg" not in dict(resource_for(desired(secret=None), "8.4").net)


def test_options_replace_defaults_and_null_takes_one_away():
    net = {"max-buffers": 20000, "csums-alg": None, "allow-two-primaries": False, "tcp-cork": True}
    made = dict(resource_for(desired(net=net), "8.4").net)
    assert made["max-buffers"] == "20000" and "csums-alg" not in made
    assert (made["allow-two-primaries"], made["tcp-cork"]) == ("no", "yes")


def test_every_wrong_input_is_reported_at_once():
    found = problems(
        name="a/b",
        hosts=[
            {"name": "no de", "address": "10.0.0.300", "port": 70000},
            {"name": "node2", "address": "10.0.0.2", "node_id": 32},
        ],
        volumes=[{"number": -1, "minor": 1 << 20, "disk": "vg0/san0"}],
        secret="x" * 64,
        net={"fencing": "dont-care", "Bad key": 1, "list": [1]},
        initial_sync="full",
        sync_source="node9",
    )
    assert [line.split(":")[0] for line in found] == [
        "name",
        "hosts[0].name",
        "hosts[0].address",
        "hosts[0].port",
        "hosts[1].node_id",
        "volumes[0].number",
        "volumes[0].minor",
        "volumes[0].disk",
        "secret",
        "net.fencing",
        "net.Bad key",
        "net.list",
        "sync_source",
    ]


@pytest.mark.parametrize("secret", ["x" * 64, "naïve", "line\nfeed"])
def test_a_problem_never_quotes_the_secret(secret):
    assert secret not in " ".join(problems(secret=secret))


@pytest.mark.parametrize("key", ["name", "address", "node_id"])
def test_hosts_differ(key):
    hosts = [{"name": "a", "address": "10.0.0.1", "node_id": 1}, {"name": "b", "address": "10.0.0.2", "node_id": 2}]
    hosts[1][key] = hosts[0][key]
    assert problems(hosts=hosts) == [f"hosts: {key} {hosts[0][key]} is there more than once"]


@pytest.mark.parametrize("key", ["number", "minor", "disk"])
def test_volumes_differ(key):
    volumes = [{"number": n, "minor": n, "disk": f"/dev/vg0/v{n}"} for n in range(2)]
    volumes[1][key] = volumes[0][key]
    assert problems(volumes=volumes) == [f"volumes: {key} {volumes[0][key]} is there more than once"]


def test_one_host_is_too_few_and_three_are_too_many_for_8_4():
    hosts = [{"name": f"n{n}", "address": f"10.0.0.{n}"} for n in range(1, 4)]
    assert "two hosts are needed" in problems(hosts=hosts[:1])[0]
    assert "two hosts only" in problems(hosts=hosts, dialect="8.4")[0]
    assert desired(hosts=hosts, dialect="9").max_peers == 2


def test_absent_needs_nothing_but_a_name():
    assert desired(state="absent", hosts=None, volumes=None, port=None).hosts == ()
