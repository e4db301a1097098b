# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option parser that stmfadm and sbdadm share (section 3)."""

from __future__ import annotations

import dataclasses

from .answer import Answer

LONG = {
    "all": "a",
    "group-name": "g",
    "keep-views": "k",
    "lu-name": "l",
    "lun": "n",
    "lu-prop": "p",
    "file": "f",
    "size": "s",
    "target-group": "t",
    "host-group": "h",
    "verbose": "v",
}


@dataclasses.dataclass
class Call:
    """A subcommand as it was called; an option that may come again has its values in order."""

    name: str
    options: dict[str, list[str]]
    operands: list[str]

    def value(self, letter: str, default: str = "") -> str:
        """The value of an option, or *default*."""
        return self.options.get(letter, [default])[-1]


@dataclasses.dataclass(frozen=True)
class Shape:
    """What a subcommand takes. *options* as for getopt: a colon after those with a value. *operands*: 0, 1, + or *."""

    options: str = ""
    operands: str = "*"
    required: str = ""


def understand(argv: list[str], shapes: dict[str, Shape], answer: Answer) -> Call | None:
    """The call, or None with the reason in *answer*. Subcommands match in any letter case (section 3)."""
    program = answer.program
    if not argv[1:] or argv[1].lower() not in shapes:
        answer.usage(f"{program}: {argv[1] if argv[1:] else ''}: invalid subcommand")
        return None
    shape, name = shapes[argv[1].lower()], argv[1].lower()
    call = _options(Call(name, {}, []), argv[2:], shape, answer)
    if call is None:
        return None
    lacking = [letter for letter in shape.required if letter not in call.options]
    if lacking:
        answer.usage(f"{program}: Following option(s) required: " + ", ".join(f"-{letter}" for letter in lacking))
        return None
    return call if _counted(call, shape, answer) else None


def _options(call: Call, words: list[str], shape: Shape, answer: Answer) -> Call | None:
    while words and words[0].startswith("-") and words[0] != "-":
        word = words.pop(0)
        if word == "--":
            break
        letter = LONG.get(word[2:], word[2:]) if word.startswith("--") else word[1]
        rest = "" if word.startswith("--") else word[2:]
        at = shape.options.find(letter)
        if at < 0 or len(letter) != 1:
            answer.usage(f"{answer.program}: '-{letter}': invalid option")
            return None
        if shape.options[at + 1 : at + 2] != ":":
            call.options.setdefault(letter, []).append("")
            words[:0] = [f"-{rest}"] if rest else []
        elif rest or words:
            call.options.setdefault(letter, []).append(rest or words.pop(0))
        else:
            answer.usage(f"{answer.program}: '-{letter}': invalid option")
            return None
    call.operands = words
    return call


def _counted(call: Call, shape: Shape, answer: Answer) -> bool:
    where = f"{answer.program}: {call.name}"
    if shape.operands == "0" and call.operands:
        # The only usage error that goes to standard error (section 3).
        answer.stderr += f"{where} takes no operands\n"
        answer.rc = 1
    elif shape.operands in ("1", "+") and not call.operands:
        answer.usage(f"{where} requires an operand")
    elif shape.operands == "1" and len(call.operands) > 1:
        answer.usage(f"{where} accepts only a single operand")
    return answer.rc == 0
