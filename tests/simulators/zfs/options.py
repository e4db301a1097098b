# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of zfs and zpool, as getopt takes them."""

from __future__ import annotations

import dataclasses

from .state import Failed


@dataclasses.dataclass
class Call:
    """A subcommand as it was called: by letter the values of its options, in order, and its operands."""

    options: dict[str, list[str]]
    operands: list[str]

    def __contains__(self, letter: str) -> bool:
        return letter in self.options

    def value(self, letter: str, default: str = "") -> str:
        """The last value of an option."""
        return self.options.get(letter, [default])[-1]

    def pairs(self, letter: str) -> dict[str, str]:
        """The values ``name=value`` of an option."""
        return dict(each.split("=", 1) for each in self.options.get(letter, []))


def understand(words: list[str], shape: str) -> Call:
    """The call; *shape* as for getopt, a colon after letters with a value. Raises Failed."""
    call, words = Call({}, []), list(words)
    while words:
        word = words.pop(0)
        if not word.startswith("-") or word == "-":
            call.operands.append(word)
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            at = shape.find(letter)
            if at < 0:
                raise Failed(f"invalid option '{letter}'\nusage:", 2)
            if shape[at + 1 : at + 2] != ":":
                call.options.setdefault(letter, []).append("")
                continue
            if not letters and not words:
                raise Failed(f"missing argument for '{letter}' option\nusage:", 2)
            call.options.setdefault(letter, []).append(letters or words.pop(0))
            letters = ""
    return call
