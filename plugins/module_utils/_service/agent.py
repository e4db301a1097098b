# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster agent ``ocf:quorate:service``: volume group, store of reservations, target and addresses, in one process.

One resource and not a group of three: each action of a group costs a switchover the start of an interpreter and a
round of the cluster manager, 0.6 s in the lab, and four of the eight actions of a move are gone this way. The order
stays: an address is the last to come and the first to go, so an initiator never meets a target without its LUNs.
"""

from __future__ import annotations

import os
import sys
import time
import typing as t

from .._address import clients
from .._address import system as address
from .._address.parse import Connection
from .._address.spec import Place, places
from .._core import ocf
from .._core.errors import HaStorageError, InvalidInput
from .._lio import serve
from .._lio.model import Wanted
from .._lvm import activation
from . import disk, store

Values = t.Mapping[str, str]
# Seconds for a monitor. DRBD's fencing handler may freeze all I/O for 28 s of them.
MONITOR = 40


def start(values: Values) -> int:
    """The service is up and its clients know; after a failure nothing of it is."""
    clock = Clock()
    wanted, where = _target(values), _places(values)
    try:
        if values["vg"]:
            activation.activate(values["vg"], values["device"])
            clock.lap("volume group")
        if values["reservations"]:
            store.open_for(wanted, values["store"])
            clock.lap("reservations")
        serve.start(wanted)
        clock.lap("target")
        known = _assign(where)
        clock.lap("address")
    except (HaStorageError, OSError) as error:
        _take_down(values, where, Clock())
        raise ocf.Failure(f"start failed, nothing is left of {values['iqn']}: {error}") from None
    ocf.log(f"{values['iqn']} is up, {len(known)} clients told: {clock}")
    return ocf.SUCCESS


def stop(values: Values) -> int:
    """Nothing of the service is left, or the action failed in time for fencing to follow."""
    clock = Clock()
    where = _places(values)
    _remember(values, where)
    clock.lap("clients")
    _take_down(values, where, clock)
    return ocf.SUCCESS


def monitor(values: Values) -> int:
    """Running, not running, or failed when something that initiators need is missing."""
    where = _places(values)
    there = dict(_parts(values, where))
    if not any(there.values()) and not serve.exists(values["iqn"]):
        return ocf.NOT_RUNNING
    wanted = _target(values)
    missing = [lack for lack, is_there in there.items() if not is_there] + serve.lacks(wanted)
    if missing:
        raise ocf.Failure(f"{values['iqn']} is incomplete: " + "; ".join(missing[:5]))
    if values["device"]:
        disk.check(values["device"], ocf.deadline(MONITOR, os.environ))
    if values["reservations"]:
        store.remember(wanted)
    _remember(values, where)
    return ocf.SUCCESS


def reload(values: Values) -> int:
    """The running target is as the saved file describes it, unless initiators would lose something."""
    serve.reload(_target(values))
    return ocf.SUCCESS


def validate(values: Values) -> int:
    """The parameters make sense, and the saved file describes the target."""
    _places(values)
    if values["vg"] and not values["device"]:
        raise ocf.Failure("the parameter device is missing: vg needs it", ocf.ERR_CONFIGURED)
    if values["reservations"] and not values["store"]:
        raise ocf.Failure("the parameter store is missing: reservations needs it", ocf.ERR_CONFIGURED)
    _target(values)
    return ocf.SUCCESS


class Clock:
    """How long each part of an action took."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.laps: list[str] = []

    def lap(self, name: str) -> None:
        """What was done since the last lap is *name*."""
        now = time.monotonic()
        self.laps.append(f"{name} {now - self.last:.2f} s")
        self.last = now

    def __str__(self) -> str:
        return ", ".join(self.laps)


def _target(values: Values) -> Wanted:
    return serve.saved_target(values["config"], values["iqn"], values["reservations"])


def _places(values: Values) -> list[Place]:
    try:
        return places(values["addresses"])
    except InvalidInput as error:
        raise ocf.Failure(str(error), ocf.ERR_CONFIGURED) from None


def _parts(values: Values, where: t.Sequence[Place]) -> t.Iterator[tuple[str, bool]]:
    """What to call the lack of each part but the target, and whether it is there."""
    for place in where:
        yield f"no address {place.ip}", bool(address.interface_of(place.ip))
    if values["vg"]:
        yield f"no active volume of {values['vg']}", activation.is_active(values["vg"])
    if values["reservations"]:
        yield f"nothing mounted on {values['reservations']}", store.is_open(values["reservations"])


def _name() -> str:
    return os.environ.get("OCF_RESOURCE_INSTANCE", "default")


def _assign(where: t.Sequence[Place]) -> list[Connection]:
    """The addresses are here, and the clients of the other node have been told."""
    interfaces = {place.ip: address.assign(place) for place in where}
    known = clients.recall(_name()) if interfaces else []
    for ip, interface in interfaces.items():
        address.tell(ip, interface, known)
    if interfaces:
        ocf.detach(lambda: address.tell_again(list(interfaces), known))
    return known


def _remember(values: Values, where: t.Sequence[Place]) -> None:
    found = [connection for place in where for connection in address.clients(place.ip)]
    clients.remember(_name(), found, values["peers"].split())


def _take_down(values: Values, where: t.Sequence[Place], clock: Clock) -> None:
    """By a child, for LIO's part can hang in the kernel when the storage below does not answer."""
    limit = ocf.deadline(float(values["stop_deadline"]), os.environ)

    def work() -> None:
        address.withdraw(where)
        clock.lap("address")
        serve.remove(values["iqn"])
        clock.lap("target")
        if values["reservations"]:
            store.close(values["reservations"], limit)
            clock.lap("reservations")
        if values["vg"]:
            activation.deactivate(values["vg"], values["device"], limit)
            clock.lap("volume group")
        ocf.log(f"{values['iqn']} is down: {clock}")

    ocf.bounded(work, limit)


AGENT = ocf.Agent(
    name="service",
    version="0.1",
    text="An iSCSI service. The volume group with its LUNs, the store of their reservations, a whole LIO target from a "
    "saved file, and its addresses, started in this order and stopped in reverse. The monitor fails when a LUN, "
    "portal, ACL, mapping or address is missing, and when the storage below does not answer a read.",
    parameters=(
        ocf.Parameter("config", "Path of the saved file, as the Ansible module lio_target writes it.", unique=True),
        ocf.Parameter("iqn", "Name of the target. Must be the one in the saved file.", unique=True),
        ocf.Parameter("vg", "The volume group with the LUNs. Empty: they need no activation.", default=""),
        ocf.Parameter("device", "The device that the volume group lies on.", default=""),
        ocf.Parameter(
            "reservations",
            "Folder in which the persistent reservations of the LUNs are kept, so that the next node knows them. "
            "Empty: they are lost when the service stops.",
            default="",
        ),
        ocf.Parameter(
            "store",
            "The volume, with an ext4 file system, that is mounted on the folder reservations.",
            default="",
        ),
        ocf.Parameter(
            "addresses",
            "Service addresses between blanks, each address/prefix@interface. Without prefix and interface those of "
            "the network that the address lies in.",
            default="",
        ),
        ocf.Parameter(
            "peers",
            "Nodes that may take the service over. They are told who is connected, and make clients connect anew "
            "at once.",
            default="",
            reloadable=True,
        ),
        ocf.Parameter(
            "stop_deadline",
            "Seconds after which a stop has failed. Must be less than the timeout of the stop action. "
            "A stop can hang in the kernel when the storage below does not answer; fencing must follow then.",
            "integer",
            "20",
            reloadable=True,
        ),
    ),
    actions={
        "start": ocf.Action(start, 60),
        "stop": ocf.Action(stop, 60),
        "monitor": ocf.Action(monitor, MONITOR, 10),
        "reload-agent": ocf.Action(reload, 60),
        "validate-all": ocf.Action(validate, 10),
    },
)


def main() -> int:
    """Runs the agent."""
    return ocf.main(AGENT, sys.argv, os.environ)
