# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""stmfadm (sections 3 to 6). Its texts, streams and exit codes are kept, the odd ones too."""

from __future__ import annotations

import typing as t

from . import groups, sbd, views
from .answer import Answer
from .options import Call, Shape, understand
from .state import STMF, System

SHAPES = {
    "create-lu": Shape("p:s:", "1"),
    "modify-lu": Shape("p:s:f", "1"),
    "import-lu": Shape("", "1"),
    "delete-lu": Shape("k", "+"),
    "list-lu": Shape("v"),
    "online-lu": Shape("", "1"),
    "offline-lu": Shape("", "1"),
    "create-hg": Shape("", "1"),
    "create-tg": Shape("", "1"),
    "delete-hg": Shape("", "1"),
    "delete-tg": Shape("", "1"),
    "list-hg": Shape("v"),
    "list-tg": Shape("v"),
    "add-hg-member": Shape("g:", "+", "g"),
    "add-tg-member": Shape("g:", "+", "g"),
    "remove-hg-member": Shape("g:", "+", "g"),
    "remove-tg-member": Shape("g:", "+", "g"),
    "add-view": Shape("n:t:h:", "1"),
    "list-view": Shape("l:", "*", "l"),
    "remove-view": Shape("l:a", "*", "l"),
    "list-target": Shape("v"),
    "online-target": Shape("", "1"),
    "offline-target": Shape("", "1"),
    "list-state": Shape("", "0"),
}
CREATE = ("alias", "blk", "guid", "host-id", "meta", "mgmt-url", "oui", "pid", "serial", "vid", "wcd", "wp")
MODIFY = ("alias", "mgmt-url", "wcd", "wp")
STATES = {True: "Online", False: "Offline"}


def stmfadm(system: System, argv: list[str]) -> Answer:
    """What the command says; *system* is changed."""
    answer = Answer("stmfadm")
    if argv[1:] in (["-V"], ["--version"]):
        answer.say("stmfadm: Version 1.0")
        return answer
    if argv[1:] in (["-?"], ["--help"]):
        answer.usage("")
        answer.rc = 0
        return answer
    call = understand(argv, SHAPES, answer)
    if call is not None:
        try:
            _COMMANDS[call.name](system, call, answer)
        except sbd.Refused as refused:
            answer.complain(refused.text)
    return answer


def properties(call: Call, allowed: tuple[str, ...], wrong: str) -> dict[str, str]:
    """The -p options: names in any letter case; what follows a second ``=`` is cut off (section 5)."""
    values = {}
    for text in call.options.get("p", []):
        name, equals, value = text.partition("=")
        if not equals:
            raise sbd.Refused("invalid property specifier - prop=val")
        if name.lower() not in CREATE:
            raise sbd.Refused(f"invalid property specified: {name}")
        if name.lower() not in allowed:
            raise sbd.Refused(wrong)
        values[name.lower()] = value.split("=")[0]
    if "guid" in values and not views.is_guid(values["guid"]):
        raise sbd.Refused("unable to set guid: invalid length")
    for name in ("wcd", "wp"):
        if values.get(name, "true") not in ("true", "false"):
            raise sbd.Refused(f"unable to set {name}: bad format")
    return values


def _create(system: System, call: Call, answer: Answer) -> None:
    values = properties(call, CREATE, "")
    guid = sbd.register(system, call.operands[0], values, call.value("s"))
    answer.say(f"Logical unit created: {guid.upper()}")


def _import(system: System, call: Call, answer: Answer) -> None:
    answer.say(f"Logical unit imported: {sbd.bring_back(system, call.operands[0]).upper()}")


def _modify(system: System, call: Call, answer: Answer) -> None:
    guid = call.operands[0].lower()
    if "f" in call.options:
        guid = next((each for each, unit in system.units.items() if unit.path == call.operands[0]), guid)
    if not call.options:
        answer.usage("stmfadm: modify-lu: at least one option required")
    else:
        sbd.modify(system, guid, properties(call, MODIFY, "invalid property for modify"), call.value("s"))


def _delete(system: System, call: Call, answer: Answer) -> None:
    for operand in call.operands:
        if not views.is_guid(operand):
            answer.complain(f"{operand}: must be 32 hexadecimal digits long")
            continue
        try:
            sbd.unload(system, operand.lower(), "k" in call.options)
        except sbd.Refused as refused:
            answer.complain(refused.text)


def _list_units(system: System, call: Call, answer: Answer) -> None:
    """By GUID. One that only has views is there too, unregistered (section 6)."""
    known = sorted({*system.units, *system.views})
    for operand in call.operands or known:
        if not views.is_guid(operand):
            # Said, but the exit code stays 0 (section 5).
            answer.complain(f"{operand}: must be 32 hexadecimal digits long", rc=answer.rc)
        elif operand.lower() not in known:
            answer.complain(f"{operand}: not found")
        else:
            answer.say(f"LU Name: {operand.upper()}")
            if "v" in call.options:
                _describe(system, operand.lower(), answer)


def _describe(system: System, guid: str, answer: Answer) -> None:
    unit, count = system.units.get(guid), len(system.views.get(guid, []))
    if unit is None:
        lines = {"Operational Status": "unregistered", "Provider Name": "unregistered", "Alias": "-"}
        lines["View Entry Count"] = str(count)
    else:
        standby = "prop unavailable in standby" if unit.access.startswith("Standby") else ""
        lines = {
            "Operational Status": STATES[unit.online],
            "Provider Name": "sbd",
            "Alias": unit.alias or "-",
            "View Entry Count": str(count),
            "Data File": standby or unit.path,
            "Meta File": standby or "not set",
            "Size": standby or str(unit.size),
            "Block Size": standby or str(unit.block_size),
            "Management URL": standby or unit.url or "not set",
            "Vendor ID": standby or unit.vendor,
            "Product ID": standby or unit.product,
            "Serial Num": standby or unit.serial or "not set",
            "Write Protect": standby or ("Enabled" if unit.write_protected else "Disabled"),
            "Writeback Cache": standby or ("Disabled" if unit.wcd else "Enabled"),
            "Access State": unit.access,
        }
    for key, value in lines.items():
        answer.say(f"    {key:<18}: {value}")


def _switch_unit(system: System, call: Call, answer: Answer) -> None:
    unit = system.units.get(call.operands[0].lower())
    if not views.is_online(system):
        answer.complain("STMF service is offline")
    elif unit is None:
        answer.complain(f"{call.operands[0]}: not found")
    else:
        unit.online = call.name == "online-lu"


def _switch_target(system: System, call: Call, answer: Answer) -> None:
    port = system.ports.get(call.operands[0])
    if not views.is_online(system):
        answer.complain("STMF service is offline")
    elif port is None:
        answer.complain(f"{call.operands[0]}: not found")
    else:
        port.online = call.name == "online-target"
        # Sessions end with the target (the man page; their number afterwards is unverified).
        port.sessions = port.sessions if port.online else []


def _list_targets(system: System, call: Call, answer: Answer) -> None:
    shown = {name: port for name, port in system.ports.items() if system.serves(port)}
    if not views.is_online(system):
        answer.complain("STMF service offline")
    elif not shown and not call.operands:
        # "Not found" from the library: exit code 1, and no text at all (section 5).
        answer.rc = 1
    for name in (call.operands or list(shown)) if not answer.rc else []:
        if name not in shown:
            answer.complain(f"{name}: not found")
            continue
        answer.say(f"Target: {name}")
        if "v" in call.options:
            _describe_target(system, name, answer)


def _describe_target(system: System, name: str, answer: Answer) -> None:
    port = system.ports[name]
    lines = {
        "Operational Status": STATES[port.online],
        "Provider Name": port.provider,
        "Alias": port.alias or "-",
        "Protocol": port.protocol,
        "Sessions": str(len(port.sessions)),
    }
    for key, value in lines.items():
        answer.say(f"    {key:<18}: {value}")
    for session in port.sessions:
        answer.say(f"        Initiator: {session['initiator']}")
        answer.say(f"            Alias: {session.get('alias') or '-'}")
        answer.say(f"            Logged in since: {session.get('since', 'Thu Jan  1 00:00:00 1970')}")


def _list_state(system: System, call: Call, answer: Answer) -> None:
    online = system.services.get(STMF) == "online"
    lines = {
        "Operational Status": "online" if online else "offline",
        "Config Status": "initialized" if online else "uninitialized",
        "ALUA Status": "disabled",
        "ALUA Node": "0",
    }
    for key, value in lines.items():
        answer.say(f"{key:<18}: {value}")


_COMMANDS: dict[str, t.Callable[[System, Call, Answer], None]] = {
    "create-lu": _create,
    "modify-lu": _modify,
    "import-lu": _import,
    "delete-lu": _delete,
    "list-lu": _list_units,
    "online-lu": _switch_unit,
    "offline-lu": _switch_unit,
    "create-hg": groups.create,
    "create-tg": groups.create,
    "delete-hg": groups.delete,
    "delete-tg": groups.delete,
    "list-hg": groups.show,
    "list-tg": groups.show,
    "add-hg-member": groups.add_members,
    "add-tg-member": groups.add_members,
    "remove-hg-member": groups.remove_members,
    "remove-tg-member": groups.remove_members,
    "add-view": views.add_view,
    "list-view": views.list_view,
    "remove-view": views.remove_view,
    "list-target": _list_targets,
    "online-target": _switch_target,
    "offline-target": _switch_target,
    "list-state": _list_state,
}
