# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host groups and target groups (sections 4 to 6)."""

from __future__ import annotations

from .answer import Answer
from .options import Call
from .state import System

Groups = dict[str, list[str]]


def canonical(name: str) -> str:
    """The name as it is kept, or "" where it is none: the prefix is compared with its letter case (section 5)."""
    kind, rest = name[:4], name[4:]
    if kind in ("wwn.", "eui."):
        digits = len(rest) == 16 and all(letter in "0123456789abcdefABCDEF" for letter in rest)
        return kind + rest.upper() if digits else ""
    known = all(letter.isalnum() or letter in "-.:" for letter in rest)
    return name.lower() if kind == "iqn." and known and rest and len(name) <= 223 else ""


def groups_of(system: System, call: Call) -> Groups:
    """The groups that a subcommand with -hg or -tg in its name is about."""
    return system.target_groups if "tg" in call.name else system.host_groups


def create(system: System, call: Call, answer: Answer) -> None:
    """Names are compared with their letter case; a leading asterisk is invalid (section 6)."""
    name, groups = call.operands[0], groups_of(system, call)
    if name in groups:
        answer.complain(f"{name}: already exists")
    elif name.startswith("*") or len(name.encode()) > 255:
        answer.complain(f"{name}: unknown error")
    else:
        groups[name] = []


def delete(system: System, call: Call, answer: Answer) -> None:
    """Refused while a view names the group; members do not matter (section 6)."""
    name, groups = call.operands[0], groups_of(system, call)
    of_view = "target_group" if "tg" in call.name else "host_group"
    if name not in groups:
        answer.complain(f"{name}: not found")
    elif any(getattr(view, of_view) == name for views in system.views.values() for view in views):
        answer.complain(f"{name}: group is in use by existing view entry")
    else:
        del groups[name]


def show(system: System, call: Call, answer: Answer) -> None:
    """``list-hg``, ``list-tg``."""
    groups = groups_of(system, call)
    title = "Target Group" if "tg" in call.name else "Host Group"
    for name in call.operands or list(groups):
        if name not in groups:
            answer.complain(f"{name}: not found")
            continue
        answer.say(f"{title}: {name}")
        for member in groups[name] if "v" in call.options else ():
            answer.say(f"\tMember: {member}")


def add_members(system: System, call: Call, answer: Answer) -> None:
    """One after the other, on after a failure; the exit code is the number of failures (section 5)."""
    groups, group = groups_of(system, call), call.value("g")
    if group not in groups:
        answer.complain(f"{group}: not found")
        return
    for operand in call.operands:
        name = canonical(operand)
        if not name:
            answer.complain(f"{operand}: unrecognized device id", answer.rc + 1)
        elif any(name in members for members in groups.values()):
            answer.complain(f"{operand}: already exists", answer.rc + 1)
        elif groups is system.target_groups and system.on_line(name):
            answer.complain("STMF target must be offline", answer.rc + 1)
        else:
            groups[group].append(name)


def remove_members(system: System, call: Call, answer: Answer) -> None:
    """As ``add_members``."""
    groups, group = groups_of(system, call), call.value("g")
    if group not in groups:
        answer.complain(f"{group}: not found")
        return
    for operand in call.operands:
        name = canonical(operand)
        if name not in groups[group]:
            answer.complain(f"{operand}: not found", answer.rc + 1)
        elif groups is system.target_groups and system.on_line(name):
            answer.complain("STMF target must be offline", answer.rc + 1)
        else:
            groups[group].remove(name)
