# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of an array: one line, which may hold several commands -> what it answers."""

from __future__ import annotations

import dataclasses
import shlex

from . import editing, texts
from .engine import tick
from .orders import Declined, obey
from .pair import Group, Pair

PARTS = ("targets", "links", "groups")
SINGLE = {"startrcopygroup": "start", "stoprcopygroup": "stop", "syncrcopy": "sync"}
TURNS = ("reverse", "failover", "recover", "restore", "switchover")
CHANGES = ("creatercopygroup", "removercopygroup", "admitrcopyvv", "dismissrcopyvv")
FLAGS = {
    "startrcopygroup": set(),
    "stoprcopygroup": {"-f"},
    "syncrcopy": {"-w"},
    "setrcopygroup": {"-f", "-waittask", "-stopgroups", "-local", "-natural", "-current"},
}


@dataclasses.dataclass
class Answer:
    """What a command says. *broken*: the connection ends without any of that. *seconds*: the time that it takes."""

    rc: int = 0
    stdout: str = ""
    stderr: str = ""
    broken: str = ""
    seconds: int = 0


def run(pair: Pair, side: int, line: str) -> Answer:
    """The answer of one array to *line*, as a session of its own."""
    answer, settings, before = Answer(), {"csvtable": False, "nohdtot": False}, pair.now
    for command in (part.strip() for part in line.split(";")):
        words = shlex.split(command)
        if not words or words == ["exit"]:
            continue
        if words[0] == "setclienv":
            settings[words[1]] = words[2] == "1"
            continue
        said = _one(pair, side, words, settings)
        answer.stdout, answer.stderr = answer.stdout + said.stdout, answer.stderr + said.stderr
        answer.rc, answer.broken = said.rc or answer.rc, said.broken or answer.broken
    answer.seconds = pair.now - before
    return answer


def _one(pair: Pair, side: int, words: list[str], settings: dict[str, bool]) -> Answer:
    writes = words[0] != "showrcopy"
    fault = pair.fault(writes)
    if fault == "busy":
        return Answer(1, "", "Too many local CLI connections.\n", "busy")
    pair.log.append((side, " ".join(words)))
    if fault in ("lost", "expired"):
        return Answer(255, broken="lost")
    try:
        said = _write(pair, side, words, fault) if writes else _show(pair, side, words[1:], settings)
    except Declined as declined:
        said = _declined(pair, declined.text)
    if fault == "garbage":
        return Answer(0, "#\x00%GARBAGE, Started, Primary\n")
    return dataclasses.replace(said, broken=fault) if fault in ("dropped", "hang") else said


def _declined(pair: Pair, text: str) -> Answer:
    if pair.personality.stderr:
        return Answer(1, "", f"Error: {text}\n")
    return Answer(0, f"Error: {text}\n", "")  # with or without a return code (2.3)


def _show(pair: Pair, side: int, words: list[str], settings: dict[str, bool]) -> Answer:
    settings = {**settings}
    for flag in [word for word in words if word.startswith("-")]:
        if flag not in ("-csvtable", "-nohdtot") or not pair.personality.flags:
            return _declined(pair, f"invalid option {flag}")
        settings[flag[1:]] = True
    names = [word for word in words if not word.startswith("-")]
    parts = [names.pop(0)] if names and names[0] in PARTS else list(PARTS)
    groups = [pair.find(side, name) for name in names] if names else list(pair.groups.values())
    known = [group for group in groups if group is not None]
    text = texts.showrcopy(pair, side, parts, known, settings["csvtable"], not settings["nohdtot"])
    missing = [name for name, group in zip(names, groups) if group is None]
    if not missing:
        return Answer(0, text)
    # Live: the headings on stdout, the error on stderr, and return code 0.
    error = f"Error: group matching {missing[0]} does not exist on the system\n"
    return Answer(0, text, error) if pair.personality.stderr else Answer(0, text + error)


def _write(pair: Pair, side: int, words: list[str], fault: str) -> Answer:
    command, *rest = words
    if command in CHANGES or rest[:1] in (["period"], ["pol"]):
        return Answer(0, editing.edit(pair, side, command, rest))
    order = SINGLE.get(command, "")
    if command == "setrcopygroup" and rest and rest[0] in TURNS:
        order = rest.pop(0)
    flags = {word for word in rest if word.startswith("-")}
    names = [word for word in rest if not word.startswith("-")]
    if not order or flags - FLAGS[command] or len(names) != 1:
        raise Declined(400, 0, f"invalid command {' '.join(words)}")
    group = pair.find(side, names[0])
    if group is None:
        raise Declined(404, 187, f"group matching {names[0]} does not exist on the system")
    if fault == "failed":
        raise Declined(500, 0, f"task for {order} failed")
    number = obey(pair, order, side, group, flags)
    return _done(pair, order, names[0], number, group if "-w" in flags else None)


def _done(pair: Pair, order: str, name: str, number: int, awaited: Group | None) -> Answer:
    """The words of success (2.3)."""
    if awaited is not None:
        while awaited.transfer is not None and pair.joined:
            tick(pair, 1)
        if any(volume.sync != "Synced" for volume in awaited.sides[0].volumes):
            raise Declined(500, 0, f"synchronization of group {name} failed")
        return Answer(0, f"Completed synchronization for group {name}\n")
    if not number:
        return Answer()
    return Answer(
        0,
        f"setrcopygroup for {order} {name}\n{order} started with tasks: {number}\n"
        f"Waiting for tasks to complete\nTask {number} done\n",
    )
