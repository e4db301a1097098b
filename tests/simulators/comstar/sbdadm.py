# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""sbdadm (section 8): GUIDs in lower case, tables with a heading, and exit codes that mean two things each."""

from __future__ import annotations

from . import sbd, views
from .answer import Answer
from .options import Call, Shape, understand
from .state import System

SHAPES = {
    "create-lu": Shape("s:", "1"),
    "import-lu": Shape("", "1"),
    "delete-lu": Shape("k", "1"),
    "modify-lu": Shape("s:", "1", "s"),
    "list-lu": Shape("", "0"),
}


def sbdadm(system: System, argv: list[str]) -> Answer:
    """What the command says; *system* is changed."""
    answer = Answer("sbdadm")
    call = understand(argv, SHAPES, answer)
    if call is not None:
        try:
            _do(system, call, answer)
        except sbd.Refused as refused:
            answer.complain(refused.text, refused.rc)
    return answer


def _do(system: System, call: Call, answer: Answer) -> None:
    operand = call.operands[0] if call.operands else ""
    if call.name == "create-lu":
        guid = sbd.register(system, operand, {}, call.value("s"))
        answer.say("Created the following LU:")
        _table(system, [guid], answer)
    elif call.name == "import-lu":
        guid = sbd.bring_back(system, operand)
        answer.say("Imported the following LU:")
        _table(system, [guid], answer)
    elif call.name == "delete-lu":
        _delete(system, operand, "k" in call.options, answer)
    elif call.name == "modify-lu":
        by_path = [guid for guid, unit in system.units.items() if unit.path == operand]
        sbd.modify(system, by_path[0] if by_path else operand.lower(), {}, call.value("s"))
    elif system.units:
        answer.say(f"\nFound {len(system.units)} LU(s)")
        _table(system, sorted(system.units), answer)


def _delete(system: System, operand: str, keep_views: bool, answer: Answer) -> None:
    if not views.is_guid(operand):
        answer.complain(f"{operand}: must be 32 hexadecimal digits long")
    else:
        sbd.unload(system, operand.lower(), keep_views)


def _table(system: System, guids: list[str], answer: Answer) -> None:
    answer.say("\n\t      GUID                    DATA SIZE           SOURCE")
    answer.say("--------------------------------  -------------------  ----------------")
    for guid in guids:
        unit = system.units[guid]
        answer.say(f"{guid}  {unit.size:<19}  {unit.path}")
