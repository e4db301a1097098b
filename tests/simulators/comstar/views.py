# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Views and their conflicts, from the rules of section 6. Nothing here is shared with the collection's own planner."""

from __future__ import annotations

from .answer import Answer
from .options import Call
from .state import STMF, System, View

LUNS = 16384


def _meet(mine: str, other: str) -> bool:
    return mine in ("", other) or other == ""


def _overlapping(system: System, host: str, target: str) -> list[tuple[str, View]]:
    return [
        (guid, view)
        for guid, views in system.views.items()
        for view in views
        if _meet(host, view.host_group) and _meet(target, view.target_group)
    ]


def _atoi(text: str) -> int:
    """-n goes through atoi and a 16-bit number: abc is 0, 65536 wraps around to 0 (section 5)."""
    digits = ""
    for letter in text.strip():
        if not letter.isdigit():
            break
        digits += letter
    return int(digits or "0") % 65536


def is_guid(text: str) -> bool:
    """Whether *text* is 32 hex digits."""
    return len(text) == 32 and all(letter in "0123456789abcdefABCDEF" for letter in text)


def add_view(system: System, call: Call, answer: Answer) -> None:
    """``add-view``: for a GUID that need not exist (section 6)."""
    operand, host, target = call.operands[0], call.value("h"), call.value("t")
    if not is_guid(operand):
        answer.complain(f"{operand}: must be 32 hexadecimal digits")
        return
    guid = operand.lower()
    lun = _atoi(call.value("n")) if "n" in call.options else None
    if lun is not None and lun >= LUNS:
        answer.complain(f"{lun}: Logical unit number must be less than 16384")
    elif host and host not in system.host_groups:
        answer.complain("invalid host group")
    elif target and target not in system.target_groups:
        answer.complain("invalid target group")
    else:
        _add(system, guid, host, target, lun, answer)


def _add(system: System, guid: str, host: str, target: str, lun: int | None, answer: Answer) -> None:
    overlapping = _overlapping(system, host, target)
    # The order of the two checks is that of the store, then the kernel's map; unverified on a live host.
    if any(other == guid for other, _view in overlapping):
        answer.complain("view entry exists")
        return
    taken = {view.lun for _guid, view in overlapping}
    if lun is not None and lun in taken:
        answer.complain("LUN already in use")
        return
    if lun is None:
        lun = next(number for number in range(LUNS) if number not in taken)
    views = system.views.setdefault(guid, [])
    indexes = {view.index for view in views}
    index = next(number for number in range(len(views) + 1) if number not in indexes)
    views.append(View(index, host, target, lun))
    views.sort(key=lambda view: view.index)


def list_view(system: System, call: Call, answer: Answer) -> None:
    """``list-view``: an LU without views is exit code 1, with the text on standard error (section 5)."""
    argument = call.value("l")
    if not is_guid(argument):
        answer.complain(f"{argument}: must be 32 hexadecimal digits long")
        return
    guid = argument.lower()
    views = {view.index: view for view in system.views.get(guid, [])}
    if not views:
        answer.complain(f"{guid}: no views found")
        return
    for wanted in call.operands or [str(index) for index in views]:
        view = views.get(_atoi(wanted))
        if view is None:
            answer.complain(f"{guid}, {wanted}: not found")
        else:
            _print(system, view, answer)


def _print(system: System, view: View, answer: Answer) -> None:
    hosts, targets = ("Host Group", "Target Group") if system.dialect == "solaris11" else ("Host group", "Target group")
    answer.say(f"View Entry: {view.index}")
    for key, value in ((hosts, view.host_group or "All"), (targets, view.target_group or "All"), ("LUN", view.lun)):
        answer.say(f"    {key:<13}: {value}")


def remove_view(system: System, call: Call, answer: Answer) -> None:
    """``remove-view``: what is no number is said, and yet the exit code stays 0 (section 5)."""
    guid = call.value("l").lower()
    views = system.views.get(guid, [])
    if not call.operands and "a" not in call.options:
        answer.complain("no view entries specified")
    elif not views:
        answer.complain(f"{guid}: no views found")
    elif "a" in call.options:
        del system.views[guid]
    else:
        for operand in call.operands:
            _remove(system, guid, operand, answer)


def _remove(system: System, guid: str, operand: str, answer: Answer) -> None:
    if not operand.isdigit():
        answer.complain(f"{operand}: invalid input", rc=answer.rc)
        return
    left = [view for view in system.views.get(guid, []) if view.index != int(operand)]
    if len(left) == len(system.views.get(guid, [])):
        answer.complain(f"{guid}: {operand}: not found")
    elif left:
        system.views[guid] = left
    else:
        del system.views[guid]


def is_online(system: System) -> bool:
    """Whether the framework itself is on line."""
    return system.services.get(STMF) == "online"
