# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be looked at on a node before a site is built there."""

from __future__ import annotations

import typing as t

Data = t.Dict[str, t.Any]


def probe(site: Data, node: str) -> Data:
    """The options of ``site_info`` on the host *node* (its ``uname -n``); no secret is among them."""
    own: list[str] = []
    others: list[str] = []
    for member in site["cluster"]["nodes"]:
        (own if member["name"] == node else others).extend([*member["links"], member["replication"]])
    if site["cluster"]["arbiter"]:
        others.append(site["cluster"]["arbiter"]["address"])
    return {
        "volume_groups": site["volume_groups"],
        "backings": [
            {
                "resource": service["drbd"]["resource"],
                "vg": service["backing"]["vg"],
                "volume": service["backing"]["volume"],
                "device": service["backing"]["device"],
            }
            for service in site["services"]
        ],
        "own_addresses": list(dict.fromkeys(own)),
        "peer_addresses": list(dict.fromkeys(others)),
    }
