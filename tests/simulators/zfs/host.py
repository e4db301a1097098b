# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated host as a whole: it runs a command line, and lets acts go wrong on demand."""

from __future__ import annotations

import typing as t

from . import datasets, listing, receiving, sending
from .options import Call, understand
from .state import Answer, Failed, Pool, System

Act = t.Callable[[System, Call, Answer], None]
# By subcommand, its options as for getopt, and what it does.
_READING: dict[str, tuple[str, Act]] = {
    "get": ("Hpro:t:", listing.get),
    "list": ("Hprd:t:o:s:", listing.list_),
    "holds": ("Hr", listing.holds),
}
_CHANGING: dict[str, tuple[str, Act]] = {
    "create": ("psV:b:o:", datasets.create),
    "snapshot": ("o:", datasets.take),
    "bookmark": ("", datasets.bookmark),
    "hold": ("", datasets.hold),
    "release": ("", datasets.release),
    "destroy": ("rd", datasets.destroy),
    "rollback": ("", datasets.rollback),
    "clone": ("o:", datasets.clone),
    "rename": ("", datasets.rename),
    "set": ("", datasets.assign),
    "inherit": ("", datasets.inherit),
    "load-key": ("L:", lambda system, call, answer: datasets.key(system, call, True)),
    "unload-key": ("", lambda system, call, answer: datasets.key(system, call, False)),
    "allow": ("ldu:", datasets.allow),
    "send": ("nvPwLcepi:I:Rt:", sending.send),
}
_RECEIVE = "AFsuo:x:v"
KINDS = ("error", "silent", "late", "cut")


def run(system: System, argv: t.Sequence[str], data: bytes = b"") -> Answer:
    """What *argv* says, with *data* on its standard input; *system* is changed, unless a fault prevents it.

    Kinds of faults -- ``error``: nothing happens, and it is said; ``silent``: nothing happens, exit code 0, no word;
    ``late``: it happens, and yet an error is said; ``cut``: of a stream, only half goes or comes.
    """
    answer = Answer()
    system.log.append(list(argv))
    if system.panic:
        answer.rc, answer.stderr = 134, "the kernel has crashed\n"
        return answer
    fault = _fault(system, argv)
    try:
        if fault in ("error", "silent"):
            if fault == "error":
                raise Failed(f"{argv[0]}: unknown error")
            return answer
        _run(system, argv, _half(data) if fault == "cut" and argv[1] in ("receive", "recv") else data, answer)
        if fault in ("late", "cut"):
            answer.stdout = _half(answer.stdout) if fault == "cut" else answer.stdout
            raise Failed(f"{argv[0]}: unknown error")
    except Failed as failed:
        answer.rc = failed.rc
        answer.stderr += failed.text + "\n" if failed.text else ""
    return answer


def acts(argv: t.Sequence[str]) -> bool:
    """Whether a command is meant to change something, or to send."""
    verb = argv[1] if len(argv) > 1 else ""
    telling = verb == "send" and any(word.startswith("-") and "n" in word for word in argv[2:3])
    return verb not in (*_READING, "") and not telling


def pipe(system: System, line: str) -> tuple[Answer, Answer]:
    """What both commands of ``first | second`` say, the second with the output of the first."""
    first, second = (command.split() for command in line.split("|"))
    sent = run(system, first)
    return sent, run(system, second, sent.stdout)


def write(system: System, name: str, **places: str) -> None:
    """Somebody writes to a data set."""
    system.datasets[name].content.update(places)


def with_pools(*names: str, **values: t.Any) -> System:
    """A host with empty pools."""
    system = System(**values)
    for name in names:
        run(system, ["zpool", "create", name, "disk"])
    system.acts = 0
    return system


def play(system: System, *lines: str) -> None:
    """Runs command *lines*, each of which must succeed."""
    for line in lines:
        answer = run(system, line.split())
        if answer.rc:
            raise AssertionError(f"{line}: {answer.rc} {answer.stderr}")


def _fault(system: System, argv: t.Sequence[str]) -> str:
    if not acts(argv):
        return ""
    system.acts += 1
    return next((each.kind for each in system.faults if each.at == system.acts), "")


def _half(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[: max(len(lines) // 2, 1)])


def _run(system: System, argv: t.Sequence[str], data: bytes, answer: Answer) -> None:
    if argv[0] == "zpool":
        _zpool(system, argv, answer)
        return
    verb = argv[1] if len(argv) > 1 else ""
    if verb in ("receive", "recv"):
        receiving.receive(system, understand(list(argv[2:]), _RECEIVE), data, answer)
        return
    table = {**_READING, **_CHANGING}
    if verb not in table:
        raise Failed(f"unrecognized command '{verb}'\nusage:", 2)
    shape, act = table[verb]
    act(system, understand(list(argv[2:]), shape), answer)


def _zpool(system: System, argv: t.Sequence[str], answer: Answer) -> None:
    if argv[1] == "get":
        listing.pool_get(system, understand(list(argv[2:]), "Hpo:"), answer)
    elif argv[1] == "create":
        call = understand(list(argv[2:]), "O:o:")
        name = call.operands[0]
        system.pools[name] = Pool()
        datasets.create(system, Call({}, [name]), answer)
    elif list(argv[1:]) == ["list", "-H", "-o", "name"]:
        for name in sorted(system.pools):
            answer.say(name)
    else:
        raise Failed(f"unrecognized command '{argv[1]}'\nusage:", 2)
