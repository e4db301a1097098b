# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From values to the saved file, in the shape that ``targetctl save`` writes and rtslib restores."""

from __future__ import annotations

import json
import typing as t

from .model import NO_CHAP, Acl, Chap, Config, Discovery, Lun, Mapping, Target

CHAP_KEYS = (
    ("user", "userid"),
    ("password", "password"),
    ("mutual_user", "mutual_userid"),
    ("mutual_password", "mutual_password"),
)


def saved_text(config: Config) -> str:
    """The saved file for *config*; equal configs give equal text."""
    return json.dumps(saveconfig(config), sort_keys=True, indent=2) + "\n"


def saveconfig(config: Config) -> dict[str, t.Any]:
    """*config* as rtslib's ``RTSRoot.restore()`` takes it."""
    target = config.target
    return {
        "fabric_modules": [] if config.discovery is None else [_discovery(config.discovery)],
        "storage_objects": [_storage_object(lun) for lun in target.luns],
        "targets": [{"fabric": "iscsi", "wwn": target.iqn, "tpgs": [_tpg(target)]}],
    }


def link_name(serial: str) -> str:
    """The name of the symbolic link of a LUN: rtslib takes the end of a random UUID, we take the serial's."""
    return serial[-10:].replace("/", "-")


def _discovery(discovery: Discovery) -> dict[str, t.Any]:
    return {"name": "iscsi", "discovery_enable_auth": discovery.enabled, **_chap(discovery.chap, "discovery_")}


def _storage_object(lun: Lun) -> dict[str, t.Any]:
    return {
        "attributes": _numbers(lun.attributes),
        "dev": lun.device,
        "name": lun.name,
        "plugin": "block",
        "readonly": lun.readonly,
        "write_back": False,
        "wwn": lun.serial,
    }


def _tpg(target: Target) -> dict[str, t.Any]:
    links = {lun.number: link_name(lun.serial) for lun in target.luns}
    return {
        "attributes": _numbers(target.attributes),
        "enable": True,
        "luns": [
            {
                "alias": links[lun.number],
                "alua_tg_pt_gp_name": "default_tg_pt_gp",
                "index": lun.number,
                "storage_object": f"/backstores/block/{lun.name}",
            }
            for lun in target.luns
        ],
        "node_acls": [_acl(acl, links) for acl in target.acls],
        "parameters": dict(target.parameters),
        "portals": [
            {
                "ip_address": portal.folder.rpartition(":")[0],
                "iser": False,
                "offload": False,
                "port": portal.port,
            }
            for portal in target.portals
        ],
        "tag": 1,
    }


def _acl(acl: Acl, links: dict[int, str]) -> dict[str, t.Any]:
    return {
        "attributes": _numbers(acl.attributes),
        "mapped_luns": [_mapping(mapping, links) for mapping in acl.luns],
        "node_wwn": acl.iqn,
        **_chap(acl.chap, "chap_"),
    }


def _mapping(mapping: Mapping, links: dict[int, str]) -> dict[str, t.Any]:
    return {
        "alias": links[mapping.lun],
        "index": mapping.number,
        "tpg_lun": mapping.lun,
        "write_protect": mapping.write_protect,
    }


def _chap(chap: Chap, prefix: str) -> dict[str, str]:
    if chap == NO_CHAP:
        return {}
    return {prefix + key: getattr(chap, field) for field, key in CHAP_KEYS if getattr(chap, field)}


def _numbers(values: dict[str, str]) -> dict[str, t.Any]:
    """rtslib saves an attribute as a number where it is one."""
    return {name: int(value) if value.isdigit() else value for name, value in values.items()}
