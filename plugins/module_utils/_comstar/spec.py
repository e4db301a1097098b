# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the modules, turned into what is wanted. Every problem is collected."""

from __future__ import annotations

import re
import typing as t

from .._core.size import parse_size
from . import names
from .checked import Checked, Params
from .model import ISCSI_TARGET, STMF
from .parse import NOTHING
from .views import LAST_LUN
from .wanted import (
    WantedChap,
    WantedGroup,
    WantedInitiator,
    WantedPortalGroup,
    WantedService,
    WantedTarget,
    WantedUnit,
    WantedView,
)

_STATE = {"type": "str", "choices": ["present", "absent"], "default": "present"}
_NO = {"type": "bool", "default": False}
_CHAP: dict[str, t.Any] = {
    "chap_user": {"type": "str"},
    "chap_secret": {"type": "str", "no_log": True},
    "update_secret": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
}
SERVICE: dict[str, t.Any] = {
    "name": {"type": "str", "choices": ["stmf", "iscsi_target"], "required": True},
    "state": {"type": "str", "choices": ["online", "offline"], "default": "online"},
    "allow_remove_in_use": _NO,
}
UNIT: dict[str, t.Any] = {
    "path": {"type": "str"},
    "guid": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent", "standby"], "default": "present"},
    "size": {"type": "str"},
    "block_size": {"type": "int"},
    "alias": {"type": "str"},
    "serial": {"type": "str"},
    "management_url": {"type": "str"},
    "write_cache": {"type": "bool"},
    "write_protect": {"type": "bool"},
    "online": {"type": "bool"},
    "metadata": {
        "type": "str",
        "choices": ["import_or_create", "import", "create"],
        "default": "import_or_create",
    },
    "tool": {"type": "str", "choices": ["stmfadm", "sbdadm"], "default": "stmfadm"},
    "allow_remove_in_use": _NO,
}
GROUP: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "type": {"type": "str", "choices": ["host", "target"], "default": "host"},
    "members": {"type": "list", "elements": "str", "default": []},
    "purge_members": _NO,
    "state": _STATE,
    "allow_move": _NO,
    "allow_offline_targets": _NO,
    "allow_remove_in_use": _NO,
}
VIEW: dict[str, t.Any] = {
    "lu": {"type": "str", "required": True},
    "host_group": {"type": "str", "default": ""},
    "target_group": {"type": "str", "default": ""},
    "lun": {"type": "int"},
    "state": _STATE,
    "allow_all_hosts": _NO,
    "allow_unregistered": _NO,
    "allow_renumber": _NO,
    "allow_remove_in_use": _NO,
}
PORTAL_GROUP: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "portals": {"type": "list", "elements": "str", "default": []},
    "state": _STATE,
    "allow_recreate": _NO,
}
TARGET: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "alias": {"type": "str"},
    "auth": {"type": "str", "choices": ["default", "none", "chap", "radius"]},
    **_CHAP,
    "portal_groups": {"type": "list", "elements": "str"},
    "online": {"type": "bool", "default": True},
    "state": _STATE,
    "allow_remove_in_use": _NO,
}
INITIATOR: dict[str, t.Any] = {"iqn": {"type": "str", "required": True}, **_CHAP, "state": _STATE}

_TEXT = re.compile(r"[ -~]*")
# Words of itadm: no portal group given, and nothing at all.
DEFAULT = "default"
_UNSET = ("none", "<none>", "-")


def read_service(params: Params) -> WantedService:
    """The service that is wanted."""
    fmri = {"stmf": STMF, "iscsi_target": ISCSI_TARGET}[params["name"]]
    return WantedService(fmri, params["state"] == "online", params["allow_remove_in_use"])


def read_unit(params: Params) -> WantedUnit:
    """The logical unit that is wanted. Raises InvalidInput."""
    checked = Checked(params)
    path = names.plain_path(params["path"] or "")
    checked.want(not path or path.startswith("/"), "path", f"'{path}' is not an absolute path")
    checked.want(bool(path) or params["state"] != "present", "path", "is required for state=present")
    checked.want(bool(path or params["guid"]), "path", "give path or guid")
    block = params["block_size"]
    checked.want(
        block is None or (512 <= block <= 32768 and block & (block - 1) == 0),
        "block_size",
        "must be a power of two within 512 and 32768",
    )
    size = checked.optional("size", parse_size)
    checked.want(size is None or size >= 1 << 20, "size", "must be at least 1m")
    checked.want(size is None or size % (block or 512) == 0, "size", "must be a multiple of the block size")
    for name in ("alias", "serial", "management_url"):
        # stmfadm cuts a value at a second equals sign.
        value = params[name] or ""
        fits = "=" not in value and bool(_TEXT.fullmatch(value)) and value not in NOTHING
        checked.want(fits, name, "must be printable ASCII without an equals sign, and not what stands for nothing")
    guid = checked.optional("guid", names.plain_guid) or ""
    checked.done()
    same = ("state", "block_size", "alias", "serial", "write_cache", "online", "metadata", "tool")
    return WantedUnit(
        path=path,
        guid=guid,
        size=size,
        url=params["management_url"],
        write_protected=params["write_protect"],
        allow_remove_in_use=params["allow_remove_in_use"],
        **{name: params[name] for name in same},
    )


def read_group(params: Params) -> WantedGroup:
    """The group that is wanted. Raises InvalidInput."""
    checked = Checked(params)
    _group_name(checked, "name", params["name"])
    members = checked.items("members", names.plain_member)
    checked.done()
    switches = ("purge_members", "allow_move", "allow_offline_targets", "allow_remove_in_use")
    return WantedGroup(
        params["name"],
        params["type"] == "target",
        members,
        params["state"] == "present",
        **{name: params[name] for name in switches},
    )


def _group_name(checked: Checked, path: str, name: str) -> None:
    fits = 0 < len(name.encode()) < 256 and name[0] not in "*-" and name.isprintable() and name != "All"
    checked.want(fits, path, f"'{name}' must be 1 to 255 bytes, not begin with an asterisk or dash, and not be All")


def read_view(params: Params) -> WantedView:
    """The view that is wanted. Raises InvalidInput."""
    checked = Checked(params)
    unit = params["lu"]
    unit = names.plain_path(unit) if unit.startswith("/") else checked.plain("lu", unit, names.plain_guid, unit)
    for name in ("host_group", "target_group"):
        if params[name]:
            _group_name(checked, name, params[name])
    lun = params["lun"]
    # stmfadm takes any text and wraps numbers around: -n abc is LUN 0, and so is -n 65536.
    checked.want(lun is None or 0 <= lun <= LAST_LUN, "lun", f"{lun} is not within 0 to {LAST_LUN}")
    checked.done()
    switches = ("allow_all_hosts", "allow_unregistered", "allow_renumber", "allow_remove_in_use")
    return WantedView(
        unit,
        params["host_group"],
        params["target_group"],
        lun,
        params["state"] == "present",
        **{name: params[name] for name in switches},
    )


def read_portal_group(params: Params) -> WantedPortalGroup:
    """The portal group that is wanted. Raises InvalidInput."""
    checked = Checked(params)
    present = params["state"] == "present"
    portals = checked.items("portals", names.plain_portal)
    checked.want(bool(portals) or not present, "portals", "at least one is needed")
    fits = bool(re.fullmatch(r"[^\s,=-][^\s,=]*", params["name"])) and params["name"] != DEFAULT
    checked.want(fits, "name", "must not be default, begin with a dash, or have a space, comma or equals sign")
    checked.done()
    return WantedPortalGroup(params["name"], portals, present, params["allow_recreate"])


def read_target(params: Params) -> WantedTarget:
    """The iSCSI target that is wanted. Raises InvalidInput."""
    checked = Checked(params)
    name = checked.plain("name", params["name"], names.plain_member, "")
    if name.startswith(names.OF_HARDWARE):
        for other in ("alias", "auth", "chap_user", "chap_secret", "portal_groups"):
            checked.want(params[other] is None, other, f"{name} is a port of an adapter, and only taken on or off line")
        checked.want(
            params["state"] == "present", "state", f"{name} is a port of an adapter, and there as long as that is"
        )
    groups = None if params["portal_groups"] is None else checked.items("portal_groups", str)
    _one_word(checked, "alias")
    checked.want(DEFAULT not in (groups or ()), "portal_groups", "the default is an empty list")
    chap = _chap(checked)
    checked.done()
    return WantedTarget(
        name,
        params["alias"],
        params["auth"],
        chap,
        groups,
        params["online"],
        params["state"] == "present",
        params["allow_remove_in_use"],
    )


def read_initiator(params: Params) -> WantedInitiator:
    """The credentials that are wanted. Raises InvalidInput."""
    checked = Checked(params)
    iqn = checked.plain("iqn", params["iqn"], names.plain_iqn, "")
    chap = _chap(checked)
    checked.done()
    return WantedInitiator(iqn, chap, params["state"] == "present")


def _one_word(checked: Checked, name: str) -> None:
    """A text for a field of itadm's lists, which ends with a tab or a line and has words for nothing."""
    value = checked.params[name] or ""
    checked.want(bool(_TEXT.fullmatch(value)), name, "must be printable ASCII")
    checked.want(value not in _UNSET, name, f"'{value}' is how itadm shows or unsets nothing; give an empty one")


def _chap(checked: Checked) -> WantedChap:
    """User and secret. The messages never quote a secret."""
    user, secret = checked.params["chap_user"], checked.params["chap_secret"] or ""
    checked.want(not secret or 12 <= len(secret) <= 255, "chap_secret", "must have 12 to 255 characters")
    checked.want(not secret or bool(re.fullmatch(r"[!-~]+", secret)), "chap_secret", "must be printable ASCII")
    _one_word(checked, "chap_user")
    return WantedChap(user, secret, checked.params["update_secret"] == "always")
