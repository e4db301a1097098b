# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What a lab consists of: pure, from a YAML mapping to nodes with addresses and device names."""

import dataclasses
import ipaddress
import re
from dataclasses import dataclass
from typing import Any, Dict, List, Tuple

from lab.lib.errors import LabError

#: The lab's own network to every node (as a BMC has one): cuts never touch it, so an isolated node can be watched.
CONTROL = "lab"
CONTROL_SUBNET = ipaddress.ip_network("10.77.0.0/24")

NAME = re.compile(r"^[a-z][a-z0-9-]{0,30}$")
SHORT = re.compile(r"^[a-z][a-z0-9]{0,5}$")
SIZE = re.compile(r"^(\d+)([MG])$")
MILLISECONDS = re.compile(r"^\d{1,4}(\.\d{1,3})?$")

KEYS = {"networks", "nodes", "round_trips"}
NODE_KEYS = {"address", "bmc", "site", "networks", "memory", "data_disks", "groups"}
#: ubda is the system; these letters are left for data (the seed and the package repository sit at the end).
DATA_LETTERS = "bcdefghijklmn"


@dataclass(frozen=True)
class Network:
    """One Ethernet segment; ``site_links`` join the sites' bridges to the middle."""

    name: str
    subnet: str


@dataclass(frozen=True)
class Node:
    """One machine of the lab."""

    name: str
    index: int
    site: str
    memory_mib: int
    addresses: Tuple[Tuple[str, str], ...]
    data_mib: Tuple[int, ...]
    groups: Tuple[str, ...]
    #: The address of its BMC with the length of the prefix, on the first of the node's networks; or none.
    bmc: str = ""

    @property
    def bmc_network(self) -> str:
        """The network that the BMC is on."""
        return next(net for net, _rest in self.addresses if net != CONTROL)

    @property
    def bmc_address(self) -> str:
        """The BMC's address alone."""
        return self.bmc.partition("/")[0]

    @property
    def control(self) -> str:
        """The address the lab itself reaches the node at."""
        return dict(self.addresses)[CONTROL]

    @property
    def data_devices(self) -> List[str]:
        """The data disks' device files inside the node."""
        return [f"/dev/ubd{letter}" for letter, _rest in zip(DATA_LETTERS, self.data_mib)]


@dataclass(frozen=True)
class Topology:
    """A checked topology; a round trip has two sites, in order, and milliseconds."""

    name: str
    networks: Tuple[Network, ...]
    nodes: Tuple[Node, ...]
    round_trips: Tuple[Tuple[str, str, float], ...] = ()

    def node(self, name: str) -> Node:
        """The node of that name."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise LabError(f"no node '{name}' in this lab", f"there are: {', '.join(n.name for n in self.nodes)}")

    @property
    def sites(self) -> List[str]:
        """The sites that nodes are at, in order."""
        return sorted({node.site for node in self.nodes if node.site})

    @property
    def memory_mib(self) -> int:
        """Memory of all nodes together."""
        return sum(node.memory_mib for node in self.nodes)


def mebibytes(text: Any, where: str) -> int:
    """A size such as 512M or 2G in MiB."""
    match = SIZE.match(str(text))
    if not match:
        raise LabError(f"{where}: '{text}' is not a size such as 512M or 2G")
    return int(match.group(1)) * (1024 if match.group(2) == "G" else 1)


def milliseconds(text: Any, where: str) -> float:
    """A time such as 2 or 0.5 in milliseconds."""
    if isinstance(text, bool) or not MILLISECONDS.match(str(text)):
        raise LabError(f"{where}: '{text}' is not a number of milliseconds")
    return float(text)


def site_pair(text: str, sites: List[str]) -> Tuple[str, str]:
    """Two different sites, in order, from words such as a-b."""
    found = sorted(str(text).split("-"))
    if len(found) != 2 or found[0] == found[1] or set(found) - set(sites):
        raise LabError(
            f"'{text}' is not two sites of this lab, such as a-b", f"there are: {', '.join(sites) or 'none'}"
        )
    return found[0], found[1]


def parse(name: str, raw: Any) -> Topology:
    """The checked topology that a YAML document describes; every mistake names its place."""
    if not isinstance(raw, dict) or set(raw) - KEYS or not raw.get("nodes"):
        raise LabError(f"topology {name}: expects exactly the keys 'networks' and 'nodes', and perhaps 'round_trips'")
    networks = {CONTROL: CONTROL_SUBNET}
    for net, value in (raw.get("networks") or {}).items():
        networks[net] = _subnet(f"topology {name}: network {net}", net, value)
    _no_overlap(name, networks)
    nodes = tuple(
        _node(f"topology {name}: node {node}", node, index, value, networks)
        for index, (node, value) in enumerate(raw["nodes"].items())
    )
    addresses = [node.control for node in nodes]
    addresses += [node.bmc for node in nodes if node.bmc]
    if len(set(addresses)) != len(addresses) or _bmc_clash(nodes):
        raise LabError(f"topology {name}: two nodes have the same address")
    found = Topology(name, tuple(Network(net, str(subnet)) for net, subnet in networks.items()), nodes)
    trips = _round_trips(f"topology {name}: round_trips", raw.get("round_trips") or {}, found.sites)
    return dataclasses.replace(found, round_trips=trips)


def _round_trips(where: str, raw: Any, sites: List[str]) -> Tuple[Tuple[str, str, float], ...]:
    if not isinstance(raw, dict):
        raise LabError(f"{where}: expects milliseconds by two sites, such as a-b: 2")
    found = {site_pair(pair, sites): milliseconds(trip, f"{where}: {pair}") for pair, trip in raw.items()}
    if len(found) != len(raw):
        raise LabError(f"{where}: the same two sites are there twice")
    return tuple((one, other, trip) for (one, other), trip in sorted(found.items()))


def _bmc_clash(nodes: Tuple[Node, ...]) -> bool:
    taken = {address for node in nodes for _net, address in node.addresses}
    return bool(taken & {node.bmc for node in nodes})


def _subnet(where: str, net: str, value: Any) -> Any:
    if not SHORT.match(net) or net == CONTROL:
        raise LabError(f"{where}: a network name has 1-6 lower-case letters or digits and is not '{CONTROL}'")
    try:
        subnet = ipaddress.ip_network(value["subnet"])
    except (KeyError, TypeError, ValueError) as error:
        raise LabError(f"{where}: needs 'subnet', such as 10.77.10.0/24 ({error})") from error
    if subnet.version != 4 or subnet.prefixlen > 24:
        raise LabError(f"{where}: the subnet must be IPv4 and /24 or larger")
    return subnet


def _no_overlap(name: str, networks: Dict[str, Any]) -> None:
    items = list(networks.items())
    for place, (one, first) in enumerate(items):
        for other, second in items[place + 1 :]:
            if first.overlaps(second):
                raise LabError(f"topology {name}: networks {one} and {other} overlap")


def _node(where: str, name: str, index: int, value: Any, networks: Dict[str, Any]) -> Node:
    if not NAME.match(str(name)):
        raise LabError(f"{where}: a node name has lower-case letters, digits and dashes")
    if not isinstance(value, dict) or set(value) - NODE_KEYS:
        raise LabError(f"{where}: knows only {', '.join(sorted(NODE_KEYS))}")
    last, site = value.get("address"), value.get("site", "")
    if not isinstance(last, int) or not 2 <= last <= 254:
        raise LabError(f"{where}: 'address' is the last number of its addresses, 2-254")
    if site and not SHORT.match(str(site)):
        raise LabError(f"{where}: a site name has 1-6 lower-case letters or digits")
    nets = [CONTROL, *value.get("networks", [])]
    unknown = [net for net in nets if net not in networks]
    if unknown:
        raise LabError(f"{where}: unknown network {', '.join(unknown)}")
    bmc = value.get("bmc")
    if bmc is not None and (not isinstance(bmc, int) or not 2 <= bmc <= 254 or len(nets) < 2):
        raise LabError(f"{where}: 'bmc' is the last number of its BMC's address on the node's first network, 2-254")
    disks = tuple(mebibytes(disk, where) for disk in value.get("data_disks", []))
    if len(disks) > len(DATA_LETTERS):
        raise LabError(f"{where}: at most {len(DATA_LETTERS)} data disks")
    return Node(
        name=name,
        index=index,
        site=site,
        memory_mib=mebibytes(value.get("memory", "512M"), where),
        addresses=tuple((net, f"{networks[net][last]}/{networks[net].prefixlen}") for net in nets),
        data_mib=disks,
        groups=tuple(value.get("groups", [])),
        bmc=f"{networks[nets[1]][bmc]}/{networks[nets[1]].prefixlen}" if bmc else "",
    )
