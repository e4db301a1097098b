# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands, as argv, and the model as plain data."""

from __future__ import annotations

import typing as t

from .model import Chap, Group, State, Unit, View
from .wanted import WantedChap, WantedTarget, WantedUnit

Argv = t.Tuple[str, ...]
Data = t.Dict[str, t.Any]
# Stands in an argv where the path of a file with the secret goes.
SECRET_FILE = "<file with the secret>"
# The GUID of a unit that is not made yet.
ITS_GUID = "<its GUID>"
PLACEHOLDERS = (SECRET_FILE, ITS_GUID)


def enable(fmri: str) -> Argv:
    """The command that starts a service with what it needs, and waits for it."""
    return ("svcadm", "enable", "-rs", fmri)


def disable(fmri: str) -> Argv:
    """The command that stops a service and waits for it."""
    return ("svcadm", "disable", "-s", fmri)


def create_unit(wanted: WantedUnit) -> Argv:
    """The command that makes a logical unit; with sbdadm only the size can be told."""
    size = () if wanted.size is None else ("-s", str(wanted.size))
    if wanted.tool == "sbdadm":
        return ("sbdadm", "create-lu", *size, wanted.path)
    values = {"guid": wanted.guid or None, "blk": wanted.block_size, "serial": wanted.serial}
    options = [f"{name}={value}" for name, value in values.items() if value is not None]
    properties = [part for option in [*options, *unit_properties(wanted)] for part in ("-p", option)]
    return ("stmfadm", "create-lu", *properties, *size, wanted.path)


def unit_properties(wanted: WantedUnit) -> list[str]:
    """What can be changed of a logical unit, as ``name=value``; wcd says that the write cache is *disabled*."""
    values = {
        "alias": wanted.alias,
        "mgmt-url": wanted.url,
        "wcd": None if wanted.write_cache is None else _word(not wanted.write_cache),
        "wp": None if wanted.write_protected is None else _word(wanted.write_protected),
    }
    return [f"{name}={value}" for name, value in values.items() if value is not None]


def _word(value: bool) -> str:
    return "true" if value else "false"


def import_unit(wanted: WantedUnit) -> Argv:
    """The command that brings back the logical unit that a volume says it is."""
    return (wanted.tool, "import-lu", wanted.path)


def modify_unit(guid: str, value: str) -> Argv:
    """The command that sets one property."""
    return ("stmfadm", "modify-lu", "-p", value, guid)


def grow_unit(tool: str, guid: str, size: int) -> Argv:
    """The command that makes a logical unit larger, to *size* bytes."""
    return (tool, "modify-lu", "-s", str(size), guid)


def delete_unit(wanted: WantedUnit, guid: str, keep_views: bool) -> Argv:
    """The command that unloads a logical unit; data and metadata stay on the volume."""
    return (wanted.tool, "delete-lu", *(("-k",) if keep_views else ()), guid)


def turn(what: str, name: str, online: bool) -> Argv:
    """The command that puts a logical unit (``lu``) or a ``target`` on line, or takes it off."""
    return ("stmfadm", f"{'online' if online else 'offline'}-{what}", name)


def create_group(kind: str, name: str) -> Argv:
    """The command that makes a host group (``hg``) or a target group (``tg``)."""
    return ("stmfadm", f"create-{kind}", name)


def delete_group(kind: str, name: str) -> Argv:
    """The command that removes a group with its members."""
    return ("stmfadm", f"delete-{kind}", name)


def add_member(kind: str, group: str, member: str) -> Argv:
    """The command that puts a member into a group."""
    return ("stmfadm", f"add-{kind}-member", "-g", group, member)


def remove_member(kind: str, group: str, member: str) -> Argv:
    """The command that takes a member out of a group."""
    return ("stmfadm", f"remove-{kind}-member", "-g", group, member)


def add_view(guid: str, host_group: str, target_group: str, lun: int) -> Argv:
    """The command that shows a logical unit. The number is always told: what was planned is what is done."""
    groups = (*(("-t", target_group) if target_group else ()), *(("-h", host_group) if host_group else ()))
    return ("stmfadm", "add-view", "-n", str(lun), *groups, guid)


def remove_view(guid: str, index: int) -> Argv:
    """The command that removes one view."""
    return ("stmfadm", "remove-view", "-l", guid, str(index))


def create_portal_group(name: str, portals: t.Sequence[str]) -> Argv:
    """The command that makes a portal group."""
    return ("itadm", "create-tpg", name, *portals)


def delete_portal_group(name: str) -> Argv:
    """The command that removes a portal group; without -f, so that itadm itself refuses one that a target uses."""
    return ("itadm", "delete-tpg", name)


def create_target(wanted: WantedTarget) -> Argv:
    """The command that makes an iSCSI target."""
    return ("itadm", "create-target", "-n", wanted.name, *target_options(wanted))


def modify_target(wanted: WantedTarget) -> Argv:
    """The command that changes what *wanted* says of an iSCSI target."""
    return ("itadm", "modify-target", *target_options(wanted), wanted.name)


def target_options(wanted: WantedTarget) -> Argv:
    """The options for what is not None; ``none`` and ``default`` unset a value."""
    groups = wanted.portal_groups
    values = {
        "-a": wanted.auth,
        "-l": None if wanted.alias is None else wanted.alias or "none",
        "-t": None if groups is None else ",".join(groups) or "default",
    }
    given = [part for option, value in values.items() if value is not None for part in (option, value)]
    return (*given, *chap_options(wanted.chap))


def chap_options(wanted: WantedChap) -> Argv:
    """The options for user and secret; the secret itself is never in an argv."""
    user = () if wanted.user is None else ("-u", wanted.user or "none")
    return (*user, *(("-S", SECRET_FILE) if wanted.secret else ()))


def delete_target(name: str) -> Argv:
    """The command that removes an iSCSI target that is off line."""
    return ("itadm", "delete-target", name)


def create_initiator(iqn: str, chap: WantedChap) -> Argv:
    """The command that makes credentials for an initiator."""
    return ("itadm", "create-initiator", *chap_options(chap), iqn)


def modify_initiator(iqn: str, chap: WantedChap) -> Argv:
    """The command that changes them."""
    return ("itadm", "modify-initiator", *chap_options(chap), iqn)


def delete_initiator(iqn: str) -> Argv:
    """The command that removes them."""
    return ("itadm", "delete-initiator", iqn)


def view_data(view: View, unit: Unit) -> Data:
    """A view as ``comstar_view`` takes it; what has to be allowed is, for it is there already."""
    data: Data = {"lu": unit.path or unit.guid, "lun": view.lun}
    data.update({"host_group": view.host_group} if view.host_group else {"allow_all_hosts": True})
    if not unit.registered:
        data["allow_unregistered"] = True
    return {**data, "target_group": view.target_group} if view.target_group else data


def unit_data(unit: Unit) -> Data:
    """A logical unit as ``comstar_lu`` takes it."""
    told = {"alias": unit.alias, "serial": unit.serial, "management_url": unit.url}
    data: Data = {name: value for name, value in told.items() if value}
    switches = {"write_cache": unit.write_cache, "write_protect": unit.write_protected}
    data.update({name: value for name, value in switches.items() if value is not None})
    if unit.status == "Offline":
        data["online"] = False
    return {"path": unit.path, "guid": unit.guid, "size": f"{unit.size}b", "block_size": unit.block_size, **data}


def group_data(group: Group) -> Data:
    """A group as ``comstar_group`` takes it."""
    return {"name": group.name, "members": list(group.members)}


def chap_data(chap: Chap) -> Data:
    """The user as the modules take it. The secret cannot be read."""
    return {"chap_user": chap.user} if chap.user else {}


def view_text(view: View) -> str:
    """A view for people: ``LUN 0 for GW1``."""
    lun = "a LUN that the system chooses" if view.lun is None else f"LUN {view.lun}"
    at = f" at {view.target_group}" if view.target_group else ""
    return f"{lun} for {view.host_group or 'all hosts'}{at}"


def configuration(state: State) -> Data:
    """The whole configuration as the role takes it, each list under its variable without the role's prefix."""
    iscsi = state.iscsi
    return {
        "logical_units": [unit_data(unit) for unit in state.units if unit.registered and unit.path],
        "host_groups": [group_data(group) for group in state.host_groups],
        "target_groups": [{**group_data(group), "type": "target"} for group in state.target_groups],
        "views": [view_data(view, unit) for unit in state.units for view in unit.views],
        "portal_groups": [
            {"name": group.name, "portals": list(group.portals)} for group in (iscsi.portal_groups if iscsi else ())
        ],
        "targets": [
            {
                "name": target.name,
                "alias": target.alias,
                "auth": target.auth or "default",
                "portal_groups": list(target.portal_groups),
                "online": target.state == "online",
                **chap_data(target.chap),
            }
            for target in (iscsi.targets if iscsi else ())
        ],
        "initiators": [
            {"iqn": initiator.iqn, **chap_data(initiator.chap)} for initiator in (iscsi.initiators if iscsi else ())
        ],
    }
