# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the saved file, and from what configfs files say, to values."""

from __future__ import annotations

import json
import re
import typing as t

from .._core.errors import Unparsable
from .model import Acl, Chap, Config, Discovery, Lun, Mapping, Portal, Target
from .render import CHAP_KEYS

_DEVICE = re.compile(r"UDEV PATH: (\S+)")


def saved_config(text: str, source: str = "the saved target") -> Config:
    """The config that *text* describes. Raises Unparsable, naming *source*."""
    try:
        return _config(json.loads(text))
    except json.JSONDecodeError as error:
        raise Unparsable(source, f"line {error.lineno}", error.msg) from None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Unparsable(source, "structure", f"{type(error).__name__}: {error}") from None


def _config(data: dict[str, t.Any]) -> Config:
    (target,) = data["targets"]
    (tpg,) = target["tpgs"]
    stores = {store["name"]: store for store in data["storage_objects"]}
    fabrics = [fabric for fabric in data.get("fabric_modules", []) if fabric["name"] == "iscsi"]
    return Config(
        Target(
            iqn=target["wwn"],
            portals=tuple(Portal(portal["ip_address"].strip("[]"), int(portal["port"])) for portal in tpg["portals"]),
            luns=tuple(_lun(lun, stores[lun["storage_object"].rpartition("/")[2]]) for lun in tpg["luns"]),
            acls=tuple(_acl(acl) for acl in tpg["node_acls"]),
            attributes=_texts(tpg.get("attributes", {})),
            parameters=_texts(tpg.get("parameters", {})),
        ),
        _discovery(fabrics[0]) if fabrics else None,
    )


def _lun(lun: dict[str, t.Any], store: dict[str, t.Any]) -> Lun:
    return Lun(
        name=store["name"],
        number=int(lun["index"]),
        device=store["dev"],
        serial=store["wwn"],
        readonly=bool(store.get("readonly", False)),
        attributes=_texts(store.get("attributes", {})),
    )


def _acl(acl: dict[str, t.Any]) -> Acl:
    mappings = (
        Mapping(int(item["index"]), int(item["tpg_lun"]), bool(item.get("write_protect")))
        for item in acl.get("mapped_luns", [])
    )
    return Acl(acl["node_wwn"], _chap(acl, "chap_"), tuple(mappings), _texts(acl.get("attributes", {})))


def _discovery(fabric: dict[str, t.Any]) -> Discovery:
    return Discovery(bool(fabric.get("discovery_enable_auth")), _chap(fabric, "discovery_"))


def _chap(data: dict[str, t.Any], prefix: str) -> Chap:
    return Chap(**{field: data.get(prefix + key) or "" for field, key in CHAP_KEYS})


def _texts(values: dict[str, t.Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def serial(text: str) -> str:
    """The serial in ``T10 VPD Unit Serial Number: <serial>``."""
    return text.partition(":")[2].strip()


def info(text: str) -> tuple[str, bool, bool]:
    """Device, read-only and enabled, as a backstore's ``info`` says. It has no major number until it is enabled."""
    device = _DEVICE.search(text)
    enabled = bool(device) and "Major: " in text and "Major: 0 Minor: 0" not in text
    return device.group(1) if device else "", "readonly: 1" in text, enabled


def secret(text: str) -> str:
    """A CHAP file's value: the kernel shows an unset one as empty or as the word NULL."""
    value = text.strip()
    return "" if value == "NULL" else value


def session(info: str) -> bool:
    """Whether an ACL's ``info`` tells of a session."""
    return bool(info) and not info.startswith("No active")
