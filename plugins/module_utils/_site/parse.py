# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The membership out of corosync.conf."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Membership:
    """The cluster that a host is configured for."""

    cluster: str
    nodes: tuple[str, ...]


def parse_membership(text: str) -> Membership:
    """Cluster name and node names of a corosync.conf; empty where it does not say.

    A node on the loopback address is none: Debian's package brings a file with "node1" on 127.0.0.1.
    """
    cluster, nodes, sections = "", [], []
    node: dict[str, str] = {}
    for line in (raw.strip() for raw in text.splitlines()):
        key, _colon, value = (part.strip() for part in line.partition(":"))
        if line.startswith("#"):
            continue
        if line.endswith("{"):
            sections.append(line[:-1].strip())
            node = {}
        elif line == "}":
            if sections == ["nodelist", "node"] and not node.get("ring0_addr", "").startswith("127."):
                nodes.append(node.get("name", ""))
            sections = sections[:-1]
        elif sections == ["nodelist", "node"]:
            node[key] = value
        elif (sections, key) == (["totem"], "cluster_name"):
            cluster = value
    return Membership(cluster, tuple(name for name in nodes if name))
