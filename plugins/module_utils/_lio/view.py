# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people get to see of a target: the options of the module lio_target, without secrets."""

from __future__ import annotations

import typing as t

from .._core.errors import Unparsable
from . import parse
from .model import NO_CHAP, Acl, Chap, Config, Lun, Mapping, Portal, Target, Wanted
from .state import Live, LiveAcl, State

MASK = "********"
Data = t.Dict[str, t.Any]


def both(current: State, desired: Wanted) -> tuple[Data, Data]:
    """*before* and *after* of the diff: ``live`` where the kernel is reconciled, and ``saved``."""
    live = live_config(current.live, desired.iqn)
    saved = saved_config(current)
    before: Data = {"saved": options(saved) if saved else None} if desired.saved else {}
    after: Data = {"saved": options(desired.config, saved) if desired.config else None} if desired.saved else {}
    if desired.live == "always" or (desired.live == "if_present" and live is not None):
        before["live"] = options(live) if live else None
        after["live"] = options(desired.config, live) if desired.config else None
    return before, after


def facts(state: State, iqn: str) -> Data:
    """What lio_target_info returns: ``{live, saved, enabled, sessions}``."""
    live, saved, found = live_config(state.live, iqn), saved_config(state), state.live.target
    return {
        "live": options(live) if live else None,
        "saved": options(saved) if saved else None,
        "enabled": bool(found and found.enabled),
        "sessions": sorted(acl.iqn for acl in found.acls.values() if acl.session) if found else [],
    }


def saved_config(current: State) -> Config | None:
    """The saved config, or None where there is none or it cannot be read (it is then written anew)."""
    try:
        return parse.saved_config(current.saved.text) if current.saved.text else None
    except Unparsable:
        return None


def live_config(live: Live, iqn: str) -> Config | None:
    """What the kernel has, as a config; None where there is no target. Half-made objects are left out."""
    found = live.target
    if found is None:
        return None
    luns = (_lun(live, number) for number in sorted(found.luns))
    target = Target(
        iqn,
        tuple(_portal(name) for name in found.portals),
        tuple(lun for lun in luns if lun),
        tuple(_acl(acl) for _iqn, acl in sorted(found.acls.items())),
        found.attributes,
        found.parameters,
    )
    return Config(target, live.discovery)


def _lun(live: Live, number: int) -> Lun | None:
    backstore = live.backstores.get(live.target.luns[number].backstore) if live.target else None
    if backstore is None:
        return None
    return Lun(backstore.name, number, backstore.device, backstore.serial, backstore.readonly, backstore.attributes)


def _portal(name: str) -> Portal:
    ip, _colon, port = name.rpartition(":")
    return Portal(ip.strip("[]"), int(port))


def _acl(acl: LiveAcl) -> Acl:
    mappings = (
        Mapping(item.number, item.lun, item.write_protect)
        for _number, item in sorted(acl.luns.items())
        if item.lun is not None
    )
    return Acl(acl.iqn, acl.chap, tuple(mappings), acl.attributes)


def options(config: Config, known: Config | None = None) -> Data:
    """*config* as options of lio_target. Secrets are masked; one that differs from *known*'s says so."""
    target = config.target
    former = {acl.iqn: acl.chap for acl in known.target.acls} if known else {}
    discovery: Data | None = None
    if config.discovery is not None:
        before = known.discovery.chap if known and known.discovery else None
        discovery = {"enabled": config.discovery.enabled, **(_chap(config.discovery.chap, before) or {})}
    return {
        "iqn": target.iqn,
        "portals": [{"ip": portal.ip, "port": portal.port} for portal in sorted(target.portals, key=_folder)],
        "luns": [_lun_options(lun) for lun in sorted(target.luns, key=lambda lun: lun.number)],
        "acls": [_acl_options(acl, former.get(acl.iqn)) for acl in sorted(target.acls, key=lambda acl: acl.iqn)],
        "attributes": dict(target.attributes),
        "parameters": dict(target.parameters),
        "discovery_auth": discovery,
    }


def _folder(portal: Portal) -> str:
    return portal.folder


def _lun_options(lun: Lun) -> Data:
    return {
        "name": lun.name,
        "number": lun.number,
        "device": lun.device,
        "serial": lun.serial,
        "readonly": lun.readonly,
        "attributes": dict(lun.attributes),
    }


def _acl_options(acl: Acl, former: Chap | None) -> Data:
    return {
        "iqn": acl.iqn,
        "chap": _chap(acl.chap, former),
        "luns": [
            {"lun": item.lun, "number": item.number, "write_protect": item.write_protect}
            for item in sorted(acl.luns, key=lambda item: item.number)
        ],
        "attributes": dict(acl.attributes),
    }


def _chap(chap: Chap, former: Chap | None) -> Data | None:
    if chap == NO_CHAP:
        return None
    shown: Data = {"user": chap.user, "password": _mask(chap.password, former.password if former else None)}
    if chap.mutual_user:
        shown["mutual_user"] = chap.mutual_user
        shown["mutual_password"] = _mask(chap.mutual_password, former.mutual_password if former else None)
    return shown


def _mask(secret: str, former: str | None) -> str:
    return MASK if former is None or former == secret else f"{MASK} (changed)"
