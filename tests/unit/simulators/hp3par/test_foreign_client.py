# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HPE's own client of the WSAPI, code that nobody here wrote, finds what it expects at the simulated arrays."""

from __future__ import annotations

import importlib
import time
import warnings

import pytest
from hp3par import wsapi
from hp3par.engine import tick
from hp3par.pair import new_pair, write
from hp3par.serve import HERE, USER, Front

HERE_NAME, THERE_NAME = "rcg1", "rcg1.r12345"
FAILOVER, RECOVER, RESTORE = 7, 9, 10
PRIMARY, SECONDARY = 1, 2


@pytest.fixture(scope="module")
def hpe():
    """The client's two modules. It imports eventlet, which is deprecated and says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("hpe3parclient.client"), importlib.import_module("hpe3parclient.exceptions")


@pytest.fixture
def front(tmp_path):
    pair = new_pair("alletra-10.5", names=())
    for array in pair.arrays:
        array.stock |= {"data", "logs"}
    with Front(pair, tmp_path, speed=100) as running:
        yield running


@pytest.fixture
def clients(hpe, front):
    """A client of each array, which verifies the certificate. It gives sessions back, but for those it forgets."""
    authority = str(front.folder / "certificate.pem")
    made = [
        hpe[0].HPE3ParClient(f"https://{HERE}:{port}/api/v1", secure=authority, timeout=20)
        for port in front.https_ports
    ]
    for client in made:
        assert client.getWsApiVersion()["major"] == 1
        client.login(USER, wsapi.PASSWORD)
    yield made
    for client in made:
        client.logout()
    logins = sum(line.startswith("POST /credentials") for _side, line in front.pair.log)
    assert len(front.pair.sessions) == logins - len(made)


def until_in_sync(client, name):
    deadline = time.monotonic() + 20
    while not client.remoteCopyGroupStatusCheck(name):
        assert time.monotonic() < deadline, client.getRemoteCopyGroup(name)
        time.sleep(0.02)


def described(client, name):
    """(role, whether it is reversed) as that client's users read it."""
    found = client.getRemoteCopyGroup(name)
    return found["role"], found["targets"][0]["roleReversed"]


def volumes(client):
    return [one["localVolumeName"] for one in client.getRemoteCopyGroupVolumes(HERE_NAME)["members"]]


def make(client):
    """A synchronous group with two volumes, one by the older and one by the newer form of the request."""
    client.createRemoteCopyGroup(HERE_NAME, [{"targetName": "hp3par2", "mode": 1}])
    older, newer = ([{"targetName": "hp3par2", "secVolumeName": name}] for name in ("data", "logs"))
    client.addVolumeToRemoteCopyGroup(HERE_NAME, "data", older)
    client.addVolumeToRemoteCopyGroup(HERE_NAME, "logs", newer, useHttpPost=True)


def test_a_group_is_made_started_stopped_and_removed(clients, front):
    client, other = clients
    make(client)
    assert volumes(client) == ["data", "logs"]
    assert client.getRemoteCopyGroupVolume(HERE_NAME, "logs")["remoteVolumes"][0]["remoteVolumeName"] == "logs"
    assert client.getRemoteCopyGroup(HERE_NAME)["remoteGroupName"] == THERE_NAME
    assert [one["name"] for one in other.getRemoteCopyGroups()["members"]] == [THERE_NAME]
    client.modifyRemoteCopyGroup(HERE_NAME, {"targets": [{"targetName": "hp3par2", "policies": {"autoRecover": True}}]})
    client.startRemoteCopy(HERE_NAME)
    until_in_sync(client, HERE_NAME)
    client.synchronizeRemoteCopyGroup(HERE_NAME)
    assert client.remoteCopyGroupStatusStartedCheck(HERE_NAME)
    client.stopRemoteCopy(HERE_NAME)
    assert client.remoteCopyGroupStatusStoppedCheck(HERE_NAME) and other.remoteCopyGroupStatusStoppedCheck(THERE_NAME)
    client.removeVolumeFromRemoteCopyGroup(HERE_NAME, "logs")
    client.removeVolumeFromRemoteCopyGroup(HERE_NAME, "data", useHttpDelete=True)
    assert volumes(client) == []
    client.removeRemoteCopyGroup(HERE_NAME)
    assert front.pair.groups == {} and front.pair.arrays[1].stock == {"data", "logs"}


def test_a_disaster_and_the_way_back(clients, front):
    client, other = clients
    make(client)
    client.startRemoteCopy(HERE_NAME)
    until_in_sync(client, HERE_NAME)
    group = front.pair.groups[HERE_NAME]
    with front.lock:
        assert write(front.pair, 0, group)
        front.pair.arrays[0].up = False
        tick(front.pair, 20)
    other.recoverRemoteCopyGroupFromDisaster(THERE_NAME, FAILOVER)
    assert described(other, THERE_NAME) == (PRIMARY, True)
    with front.lock:
        assert write(front.pair, 1, group)
        front.pair.arrays[0].up = True
        tick(front.pair, 1)
    other.recoverRemoteCopyGroupFromDisaster(THERE_NAME, RECOVER)
    until_in_sync(other, THERE_NAME)
    assert described(client, HERE_NAME) == (SECONDARY, True)
    other.recoverRemoteCopyGroupFromDisaster(THERE_NAME, RESTORE)
    assert [described(client, HERE_NAME), described(other, THERE_NAME)] == [(PRIMARY, False), (SECONDARY, False)]
    assert [[volume.writes for volume in side.volumes] for side in group.sides] == [[{1, 2}] * 2] * 2


def test_refusals_have_the_codes_that_it_knows(clients, hpe):
    client, other = clients
    exceptions = hpe[1]
    with pytest.raises(exceptions.HTTPNotFound) as unknown:
        client.getRemoteCopyGroup("rcg2")
    assert unknown.value.get_code() == 187
    make(client)
    with pytest.raises(exceptions.HTTPConflict) as there:
        client.createRemoteCopyGroup(HERE_NAME, [{"targetName": "hp3par2", "mode": 1}])
    assert there.value.get_code() == 237
    with pytest.raises(exceptions.HTTPNotFound) as unknown:
        client.removeVolumeFromRemoteCopyGroup(HERE_NAME, "none", useHttpDelete=True)
    assert unknown.value.get_code() == 23
    with pytest.raises(exceptions.HTTPForbidden):
        other.stopRemoteCopy(THERE_NAME)


def test_the_log_of_the_arrays_shows_a_command_that_is_sent_twice(clients, hpe, front):
    """Why the collection does not use that client: a refusal (403) makes it log in again and send the same again."""
    client, _other = clients
    make(client)
    client.startRemoteCopy(HERE_NAME)
    with pytest.raises(hpe[1].HTTPForbidden):
        client.startRemoteCopy(HERE_NAME)
    starts = [line for _side, line in front.pair.changes() if line == f"PUT /remotecopygroups/{HERE_NAME} 3"]
    assert len(starts) == 3
