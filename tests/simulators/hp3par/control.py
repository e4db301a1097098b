# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test does to a running pair, and asks it: breaks and repairs, writes of hosts, and who holds which writes."""

from __future__ import annotations

import typing as t

from . import interpreter
from .engine import tick
from .pair import Fault, Pair, write

Json = t.Dict[str, t.Any]


def control(pair: Pair, request: Json) -> Json:
    """The reply to one request, ``{"do": name, ...}``. Raises KeyError for one that nobody knows."""
    return _ACTIONS[request.pop("do")](pair, **request)


def _links(pair: Pair, up: list[bool]) -> Json:
    pair.links = up
    return {}


def _array(pair: Pair, side: int, **state: bool) -> Json:
    """*state*: up, answers."""
    for name, value in state.items():
        setattr(pair.arrays[side], name, value)
    return {}


def _fault(pair: Pair, kind: str, writes: bool = True) -> Json:
    pair.faults.append(Fault(kind, writes))
    return {}


def _tick(pair: Pair, seconds: int) -> Json:
    tick(pair, seconds)
    return {}


def _write(pair: Pair, side: int, group: str = "svc1") -> Json:
    return {"acknowledged": write(pair, side, pair.groups[group])}


def _state(pair: Pair, group: str = "svc1") -> Json:
    """What no array tells: the writes that both sides hold, and every command that was meant to change something."""
    sides = pair.groups[group].sides
    return {
        "roles": [side.role for side in sides],
        "statuses": [side.status for side in sides],
        "writes": [[sorted(volume.writes) for volume in side.volumes] for side in sides],
        "acknowledged": [one.number for one in pair.acknowledged],
        "changes": [f"{pair.arrays[side].name}: {line}" for side, line in pair.changes()],
        "sessions": len(pair.sessions),
    }


def _cli(pair: Pair, arguments: list[str], password_file: str) -> Json:
    """The InForm program: ``cli -sys ARRAY [-csvtable] [-nohdtot] COMMAND...``. Its own errors are [unverified]."""
    names = [array.name for array in pair.arrays]
    if not password_file or arguments[:1] != ["-sys"] or arguments[1] not in names:
        return {"rc": 1, "out": "", "err": "cli: no password file, or no such system\n"}
    side, words = names.index(arguments[1]), arguments[2:]
    if not (pair.arrays[side].up and pair.arrays[side].answers):
        return {"rc": 1, "out": "", "err": f"cli: {arguments[1]} could not be contacted\n"}
    line = ""
    while words and words[0] in ("-csvtable", "-nohdtot"):
        line += f"setclienv {words.pop(0)[1:]} 1 ; "
    answer = interpreter.run(pair, side, line + " ".join(words))
    if answer.broken:
        return {"rc": 1, "out": "", "err": "cli: connection lost\n", "seconds": answer.seconds}
    return {"rc": answer.rc, "out": answer.stdout, "err": answer.stderr, "seconds": answer.seconds}


_ACTIONS: dict[str, t.Callable[..., Json]] = {
    "links": _links,
    "array": _array,
    "fault": _fault,
    "tick": _tick,
    "write": _write,
    "state": _state,
    "cli": _cli,
}
