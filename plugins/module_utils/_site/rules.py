# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold between the values of a site. Values that are None were reported by ``spec`` already."""

from __future__ import annotations

import typing as t

from .._core.errors import Problem
from .._core.size import format_size, is_share, parse_size
from .capacity import lun_room, rounded
from .fencing import DELAYS, WATCHDOG, can_fence, delay_of
from .model import Cluster, FenceDevice, Service, Site
from .names import hex_digits
from .render import serial

Found = t.Iterator[Problem]
Place = t.Tuple[t.Any, str]


def check(site: Site) -> list[Problem]:
    """Everything in which *site* contradicts itself."""
    problems = list(_cluster(site.cluster)) + list(_addresses(site)) + list(_volume_groups(site))
    problems += _across_services(site)
    for index, service in enumerate(site.services):
        problems += _service(service, site.cluster, _path(index))
    return problems


def _path(index: int) -> str:
    return f"ha_storage_services[{index}]"


def repeated(what: str, places: t.Iterable[Place]) -> Found:
    """A Problem for each value that an earlier place has already."""
    first: dict[t.Any, str] = {}
    for value, path in places:
        if value is None:
            continue
        if value in first:
            yield Problem(path, f"the {what} '{value}' is taken by {first[value]}")
        first.setdefault(value, path)


def _cluster(cluster: Cluster) -> Found:
    at = "ha_storage_cluster"
    if cluster.nodes and len(cluster.nodes) != 2:
        yield Problem(f"{at}.nodes", f"a cluster has exactly two nodes, not {len(cluster.nodes)}")
    named = [(node.name, f"{at}.nodes[{index}].name") for index, node in enumerate(cluster.nodes)]
    if cluster.arbiter:
        named.append((cluster.arbiter.name, f"{at}.arbiter.name"))
    yield from repeated("host name", named)
    counts = {len(node.links) for node in cluster.nodes}
    if len(counts) > 1 and 0 not in counts:
        yield Problem(f"{at}.nodes", "every node needs the same number of links")
    for number, link in enumerate(zip(*(node.links for node in cluster.nodes))):
        if len({":" in address for address in link}) > 1:
            yield Problem(f"{at}.nodes", f"link {number} mixes IPv4 and IPv6")
    yield from _fencing(cluster, f"{at}.fencing")


def _fencing(cluster: Cluster, at: str) -> Found:
    fencing = cluster.fencing
    if fencing.uses_sbd and cluster.arbiter is None:
        yield Problem(at, "sbd without a shared disk relies on quorum, which two nodes have only with an arbiter")
    short, long = fencing.watchdog_timeout, fencing.stonith_watchdog_timeout
    if fencing.uses_sbd and short and long and long < 2 * short:
        # The survivor must not go on before the watchdog of the lost node has certainly fired.
        yield Problem(f"{at}.stonith_watchdog_timeout", f"must be at least twice watchdog_timeout, {2 * short} s")
    yield from _fence_devices(cluster, f"{at}.devices")
    if fencing.delay and fencing.delay < 2 * max(map(_static_delay, fencing.devices), default=0):
        yield Problem(f"{at}.delay", f"must be at least twice the longest {' or '.join(DELAYS)} of the devices")


def _fence_devices(cluster: Cluster, at: str) -> Found:
    fencing = cluster.fencing
    if fencing.uses_devices and not fencing.devices:
        yield Problem(at, f"is required with the method {fencing.method}")
    if fencing.devices and fencing.method in ("sbd", "none"):
        yield Problem(at, f"is not used by the method {fencing.method}: choose agents or agents_then_sbd")
    yield from repeated("name", ((device.name, f"{at}[{index}].name") for index, device in enumerate(fencing.devices)))
    members = [node.name for node in cluster.nodes]
    for index, device in enumerate(fencing.devices):
        if device.name == WATCHDOG:
            yield Problem(f"{at}[{index}].name", f"'{WATCHDOG}' is what Pacemaker calls sbd")
        for target in sorted(set(device.targets) - set(members)):
            yield Problem(f"{at}[{index}].targets", f"'{target}' is no node of the cluster")
    if fencing.uses_devices and fencing.devices:
        for node in filter(None, members):
            if not any(can_fence(device, node) for device in fencing.devices):
                yield Problem(at, f"no device has {node} among its targets")


def _static_delay(device: FenceDevice) -> float:
    return delay_of(device.options)


def _addresses(site: Site) -> Found:
    """Addresses of hosts differ, and no portal has one of them or another portal's."""
    at = "ha_storage_cluster"
    places: list[Place] = []
    for index, node in enumerate(site.cluster.nodes):
        places += [(address, f"{at}.nodes[{index}].links[{n}]") for n, address in enumerate(node.links)]
        if node.replication not in node.links:
            places.append((node.replication, f"{at}.nodes[{index}].replication"))
    if site.cluster.arbiter:
        places.append((site.cluster.arbiter.address, f"{at}.arbiter.address"))
    for index, service in enumerate(site.services):
        places += [
            (portal.ip, f"{_path(index)}.target.portals[{n}].ip") for n, portal in enumerate(service.target.portals)
        ]
    return repeated("address", places)


def _volume_groups(site: Site) -> Found:
    at = "ha_storage_volume_groups"
    names = [(group.name, f"{at}[{index}].name") for index, group in enumerate(site.volume_groups)]
    yield from repeated("volume group", names)
    derived = {f"vg_{service.name}" for service in site.services}
    for name, path in names:
        if name in derived:
            yield Problem(path, f"'{name}' is the name of a service's volume group on DRBD")
    yield from repeated(
        "device",
        (
            (device, f"{at}[{index}].devices[{n}]")
            for index, group in enumerate(site.volume_groups)
            for n, device in enumerate(group.devices)
        ),
    )
    for index, group in enumerate(site.volume_groups):
        for n, device in enumerate(group.devices):
            if device.startswith("/dev/drbd"):
                yield Problem(f"{at}[{index}].devices[{n}]", "lies above DRBD; the volume groups there are derived")


def _across_services(site: Site) -> list[Problem]:
    services = [(_path(index), service) for index, service in enumerate(site.services)]
    problems = list(repeated("service name", ((s.name, f"{at}.name") for at, s in services)))
    problems += repeated("DRBD minor", ((s.drbd.minor, f"{at}.drbd.minor") for at, s in services))
    problems += repeated("DRBD port", ((s.drbd.port, f"{at}.drbd.port") for at, s in services))
    problems += repeated("IQN", ((s.target.iqn, f"{at}.target.iqn") for at, s in services))
    problems += repeated(
        # 25 digits are what the kernel puts into the NAA identifier: more cannot tell two LUNs apart.
        "serial (its first 25 digits)",
        (
            (hex_digits(serial(site.cluster.name, service.target.iqn, lun))[:25], f"{at}.luns[{n}].serial")
            for at, service in services
            for n, lun in enumerate(service.luns)
            if lun.serial or (service.target.iqn and lun.name and _first(service, n))
        ),
    )
    return problems


def _first(service: Service, index: int) -> bool:
    """Whether no earlier LUN has the name: else the serials repeat because of it, which is reported already."""
    return service.luns[index].name not in [lun.name for lun in service.luns[:index]]


def _service(service: Service, cluster: Cluster, at: str) -> Found:
    members = [node.name for node in cluster.nodes if node.name]
    if service.preferred_node and members and service.preferred_node not in members:
        yield Problem(f"{at}.preferred_node", f"'{service.preferred_node}' is none of {', '.join(members)}")
    yield from repeated("LUN name", ((lun.name, f"{at}.luns[{n}].name") for n, lun in enumerate(service.luns)))
    yield from repeated("LUN number", ((lun.number, f"{at}.luns[{n}].number") for n, lun in enumerate(service.luns)))
    initiators = [(item.iqn, f"{at}.initiators[{n}].iqn") for n, item in enumerate(service.initiators)]
    yield from repeated("initiator", initiators)
    if len({initiator.chap is None for initiator in service.initiators}) > 1:
        # LIO demands CHAP by target (TPG attribute authentication), not by initiator.
        yield Problem(f"{at}.initiators", "either all initiators of a service use CHAP or none")
    for index, lun in enumerate(service.luns):
        for iqn in sorted(set(lun.initiators or ()) - {iqn for iqn, _path_ in initiators}):
            yield Problem(f"{at}.luns[{index}].initiators", f"'{iqn}' is not among the service's initiators")
    yield from _capacity(service, at)


def _capacity(service: Service, at: str) -> Found:
    sizes = [lun.size for lun in service.luns if lun.size and not is_share(lun.size)]
    if not sizes or not service.backing.size or is_share(service.backing.size):
        return
    needed = sum(rounded(parse_size(size)) for size in sizes)
    room = lun_room(parse_size(service.backing.size), service.reservations is not False)
    if needed > room:
        yield Problem(
            f"{at}.luns",
            f"need {format_size(needed)}, but a backing volume of {service.backing.size} has room for "
            f"{format_size(max(room, 0))} (the metadata of DRBD and LVM take the rest)",
        )
