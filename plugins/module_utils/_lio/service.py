# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The target of one expanded service (see docs/design/architecture.md), as the options of ``lio_target``. Pure."""

from __future__ import annotations

import typing as t

Data = t.Dict[str, t.Any]


def target_options(service: Data) -> Data:
    """The options of the module ``lio_target`` for *service*; ``reservations`` is empty where it has no store."""
    target = service["target"]
    return {
        "iqn": target["iqn"],
        "config": target["config"],
        "portals": [{"ip": portal["ip"], "port": portal["port"]} for portal in target["portals"]],
        "luns": [_lun(lun) for lun in service["luns"]],
        "acls": [_acl(initiator, service["luns"]) for initiator in service["initiators"]],
        "attributes": target["attributes"],
        "parameters": target["parameters"],
        "reservations": (service["reservations"] or {}).get("folder", ""),
    }


def _lun(lun: Data) -> Data:
    """A LUN of the target; the backstore's name carries the service's, because those are global to a node."""
    return {
        "name": lun["backstore"],
        "number": lun["number"],
        "device": lun["device"],
        "serial": lun["serial"],
        "attributes": lun["attributes"],
    }


def _acl(initiator: Data, luns: t.Sequence[Data]) -> Data:
    """The ACL of *initiator*: the LUNs that name it, each under its own number."""
    acl = {
        "iqn": initiator["iqn"],
        "luns": [
            {"lun": lun["number"], "number": lun["number"]} for lun in luns if initiator["iqn"] in lun["initiators"]
        ],
    }
    if initiator.get("chap"):
        acl["chap"] = initiator["chap"]
    return acl
