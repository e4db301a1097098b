# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The lab's Ethernet: which bridges and cables a topology needs, as argument lists for ip(8).

Every network has a middle bridge; every site has a bridge of its own, joined to the middle by one cable (the trunk).
Nodes without a site hang on the middle. So a cut of a node's link, of a site on one network, or of a whole site is
one or a few interfaces set down, and everything lives in the lab's own network namespace. Two sites are cut from each
other, and from nobody else, by the isolation of their ports in the middle: isolated ports do not talk to each other.
"""

import array
import contextlib
import fcntl
import ipaddress
import socket
import struct
import time
from pathlib import Path
from typing import List, NamedTuple

from lab.lib.errors import LabError
from lab.lib.proc import run
from lab.lib.topology import CONTROL, CONTROL_SUBNET, Node, Topology, site_pair

SIOCETHTOOL = 0x8946
ETHTOOL_STSO = 0x1F
ETHTOOL_SGSO = 0x24
#: A broadcast of the type that IEEE 802 leaves to local experiments: every kernel drops it.
TICK = b"\xff" * 6 + b"\x52\x4c\x00\x00\x00\x01" + struct.pack("!H", 0x88B5) + bytes(46)

Commands = List[List[str]]


class Cut(NamedTuple):
    """An interface that a cut sets down, or only isolates from others of its bridge; with words for the user."""

    interface: str
    words: str
    isolates: bool = False

    def argv(self, healed: bool) -> List[str]:
        """The command that cuts or heals."""
        if self.isolates:
            kind = ["type", "bridge_slave", "isolated", "off" if healed else "on"]
            return ["ip", "link", "set", "dev", self.interface, *kind]
        return ["ip", "link", "set", "dev", self.interface, "up" if healed else "down"]


def node_end(node: Node, network: str) -> str:
    """The end of the cable that the node's kernel reads and writes."""
    return f"u{node.index}.{network}"


def bridge_end(node: Node, network: str) -> str:
    """The end of the cable in the bridge: a cut sets this one down."""
    return f"b{node.index}.{network}"


def bridge(network: str, site: str = "") -> str:
    """The bridge of a site in a network; without a site, the middle one."""
    return f"{network}.{site}" if site else network


def trunk(network: str, site: str) -> str:
    """The site's end of the cable that joins it to the middle."""
    return f"t.{network}.{site}"


def port(network: str, site: str) -> str:
    """The middle's end of that cable."""
    return f"m.{network}.{site}"


def mac(node: Node, network: str) -> str:
    """A fixed hardware address: the same node has the same one in every lab (labs never share a segment)."""
    address = ipaddress.ip_interface(dict(node.addresses)[network]).ip
    return "52:4c:" + ":".join(f"{byte:02x}" for byte in address.packed)


def _sites(topology: Topology, network: str) -> List[str]:
    """The sites with nodes in this network; the lab's own network is never split."""
    if network == CONTROL:
        return []
    return sorted({n.site for n in topology.nodes if n.site and network in dict(n.addresses)})


def _cable(one: str, other: str, into: str) -> Commands:
    return [
        ["ip", "link", "add", "name", one, "type", "veth", "peer", "name", other],
        ["ip", "link", "set", "dev", one, "up"],
        ["ip", "link", "set", "dev", other, "up", "master", into],
    ]


def _add_bridge(name: str) -> Commands:
    # Without snooping a bridge never forgets who wants a multicast frame; the lab is too small to need it.
    return [
        ["ip", "link", "add", "name", name, "type", "bridge", "mcast_snooping", "0"],
        ["ip", "link", "set", "dev", name, "up"],
    ]


def bmc_bridge(node: Node) -> str:
    """The bridge that the node's BMC is on: that of its site, so that a cut of the site cuts the BMC off as well."""
    return bridge(node.bmc_network, node.site)


def bmc_power(node: Node, on: bool) -> List[str]:
    """The command after which the node's BMC has its address, or nothing answers there."""
    return ["ip", "address", "add" if on else "delete", node.bmc, "dev", bmc_bridge(node)]


def setup(topology: Topology) -> Commands:
    """The commands that build all networks in an empty namespace."""
    commands: Commands = [["ip", "link", "set", "dev", "lo", "up"]]
    for network in topology.networks:
        commands += _add_bridge(network.name)
        for site in _sites(topology, network.name):
            commands += _add_bridge(bridge(network.name, site))
            near, far = trunk(network.name, site), port(network.name, site)
            commands += _cable(near, far, network.name)
            commands.append(["ip", "link", "set", "dev", near, "master", bridge(network.name, site)])
    for node in topology.nodes:
        for network_name, _rest in node.addresses:
            site = node.site if network_name != CONTROL else ""
            commands += _cable(node_end(node, network_name), bridge_end(node, network_name), bridge(network_name, site))
    own = f"{CONTROL_SUBNET[1]}/{CONTROL_SUBNET.prefixlen}"
    commands.append(["ip", "address", "add", own, "dev", CONTROL])
    return commands + [bmc_power(node, True) for node in topology.nodes if node.bmc]


def cables(topology: Topology) -> List[str]:
    """Every interface whose segmentation offload must be off (the nodes' kernels take whole frames)."""
    return [
        end(node, net) for node in topology.nodes for net, _rest in node.addresses for end in (node_end, bridge_end)
    ]


def apply(topology: Topology) -> None:
    """The networks exist in the current namespace."""
    # BMCs of several sites have addresses of one subnet here: each bridge answers for its own only, and takes requests
    # by whichever way its answers would go. Where that cannot be set, a BMC may survive a cut of its site.
    for setting, value in (("arp_ignore", "1"), ("rp_filter", "0")):
        for scope in ("all", "default"):
            with contextlib.suppress(OSError):
                Path(f"/proc/sys/net/ipv4/conf/{scope}/{setting}").write_text(value, encoding="ascii")
    for argv in setup(topology):
        run(argv, timeout=10)
    for name in cables(topology):
        no_segmentation(name)


def bridges(topology: Topology) -> List[str]:
    """Every bridge, those of the sites too."""
    return [bridge(net.name, site) for net in topology.networks for site in ("", *_sites(topology, net.name))]


def tick(topology: Topology, seconds: float = 0.2) -> None:
    """For ever: each node gets a frame on each of its networks, so often.

    User-mode Linux 7.2 now and then does not notice a frame until the next one comes. A connection to a node to which
    nobody else spoke then stood still for minutes.
    """
    names = bridges(topology)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        while True:
            for name in names:
                with contextlib.suppress(OSError):
                    wire.sendto(TICK, (name, 0))
            time.sleep(seconds)


def no_segmentation(name: str) -> None:
    """The interface passes frames of at most its MTU (what `ethtool -K NAME tso off gso off` does)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        for setting in (ETHTOOL_STSO, ETHTOOL_SGSO):
            value = array.array("I", [setting, 0])
            fcntl.ioctl(handle, SIOCETHTOOL, struct.pack("16sP", name.encode(), value.buffer_info()[0]))


def link_targets(topology: Topology, what: str, network: str = "") -> List[Cut]:
    """What a cut of a node's links, of a site's, or of those between two sites consists of."""
    if what.startswith("site:") and "-" in what:
        return _between(topology, what[5:], network)
    if what.startswith("site:"):
        site = what[5:]
        if site not in topology.sites:
            raise LabError(f"no site '{site}' in this lab", f"there are: {', '.join(topology.sites) or 'none'}")
        chosen = _choose(_networks(topology, site), network, f"site {site}")
        return [Cut(trunk(net, site), f"site {site} on {net}") for net in chosen]
    node = topology.node(what)
    nets = [net for net, _rest in node.addresses if net != CONTROL]
    return [Cut(bridge_end(node, net), f"{what} on {net}") for net in _choose(nets, network, what)]


def _between(topology: Topology, pair: str, network: str) -> List[Cut]:
    one, other = site_pair(pair, topology.sites)
    shared = [net for net in _networks(topology, one) if net in _networks(topology, other)]
    chosen = _choose(shared, network, f"sites {one} and {other} together")
    words = f"site {one} from {other} on"
    return [Cut(port(net, site), f"{words} {net}", isolates=True) for net in chosen for site in (one, other)]


def _networks(topology: Topology, site: str) -> List[str]:
    return [net.name for net in topology.networks if site in _sites(topology, net.name)]


def _choose(networks: List[str], network: str, who: str) -> List[str]:
    if not network:
        return networks
    if network not in networks:
        raise LabError(f"{who}: no network '{network}'", f"there is: {', '.join(networks) or 'none'}")
    return [network]
