# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""How far sites are from each other, as lines for tc(8) in each node. Pure.

A node delays (sch_netem) what it sends to a node of another site, by half of the round trip. The nodes' kernels do it,
because not every host's can: that of a small virtual machine often has no sch_netem.
"""

from typing import Dict, List

from lab.lib.network import mac
from lab.lib.topology import CONTROL, Node, Topology


def delays(topology: Topology, node: Node, network: str) -> Dict[str, float]:
    """By hardware address of each node of another site: milliseconds by which a frame to it is delayed."""
    trips = {(one, other): trip for one, other, trip in topology.round_trips}
    found = {}
    for peer in topology.nodes:
        pair = (min(node.site, peer.site), max(node.site, peer.site))
        if network in dict(peer.addresses) and pair in trips:
            found[mac(peer, network)] = trips[pair] / 2
    return found


def latency(topology: Topology, node: Node) -> str:
    """The lines for `tc -batch` after which exactly these delays are there; none where no site is far."""
    if not topology.round_trips or not node.site:
        return ""
    lines: List[str] = []
    for network, _rest in node.addresses:
        if network != CONTROL:
            lines += _interface(f"{network}0", delays(topology, node, network))
    return "".join(f"{line}\n" for line in lines)


def _interface(dev: str, wanted: Dict[str, float]) -> List[str]:
    # Another root discipline takes away whatever the one before it had, and never fails.
    lines = [f"qdisc replace dev {dev} root handle 9: pfifo limit 1000"]
    values = sorted(set(wanted.values()))
    if not values:
        return lines
    # Everything goes to the first band, unless a filter knows its destination.
    lines.append(f"qdisc replace dev {dev} root handle 1: prio bands {len(values) + 1} priomap{' 0' * 16}")
    for band, value in enumerate(values, 2):
        lines.append(f"qdisc add dev {dev} parent 1:{band} handle {band}0: netem delay {value:g}ms limit 10000")
    for address, value in wanted.items():
        band = values.index(value) + 2
        lines.append(f"filter add dev {dev} parent 1: protocol all prio 1 flower dst_mac {address} classid 1:{band}")
    return lines
