# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions with zfs in a text file, and a terminal at the simulated host to play them at."""

from __future__ import annotations

import pathlib
import re
import shlex

from zfs import host

FIXTURE = (
    next(each for each in pathlib.Path(__file__).parents if each.name == "unit")
    / "fixtures"
    / "zfs"
    / "transcripts.txt"
)
TOKEN = re.compile(r"1-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+")
# Numbers that differ from run to run; a tag or a state is no number.
EXAMPLES = (
    (TOKEN, "<TOKEN>"),
    (re.compile(r"\w{3} \w{3} [ \d]\d \d\d:\d\d \d{4}"), "<DATE>"),
    (re.compile(r"(?<=\t)\d+|\b\d{2,}\b"), "<N>"),
)


def sessions():
    """The lines of each session, by its name."""
    name, *rest = re.split(r"^== (.*)\n", FIXTURE.read_text(), flags=re.MULTILINE)
    assert not name
    return {name: lines.splitlines() for name, lines in zip(rest[::2], rest[1::2])}


def commands(lines):
    """(command, what it said) of each command of a session."""
    found = []
    for line in lines:
        if line.startswith(("% ", "$ ")):
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return found


class Shell:
    """As much of a shell as the sessions need."""

    def __init__(self):
        self.system, self.said, self.rc, self.token, self.written = host.with_pools("src", "dst"), [], 0, "", 0

    def run(self, line):
        """What the terminal shows of a line."""
        self.said = []
        for each in line.split(";"):
            data = b""
            for words in (shlex.split(command) for command in each.split("|")):
                data = self.command(words, data)
            self.said += data.decode().splitlines()
        self.token = next(iter(TOKEN.findall("\n".join(self.said))), self.token)
        return [*self.said, f"rc={self.rc}"]

    def command(self, words, data):
        self.rc = 0
        if words[0] in ("zfs", "zpool"):
            answer = host.run(self.system, [word.replace("<TOKEN>", self.token) for word in words], data)
            self.said += answer.stderr.splitlines()
            self.rc = answer.rc
            return answer.stdout
        if words[0] == "dd":
            _of, volume, name = next(word for word in words if word.startswith("of=")).partition("/dev/zvol/")
            self.written += 1
            # What is in files of a file system is not simulated.
            if volume:
                host.write(self.system, name, **{f"{self.written}-{place}": "new" for place in range(8)})
            return b""
        others = {
            "sync": b"",
            "cat": b"",
            "echo": " ".join(words[1:]).encode() + b"\n",
            "head": b"\n".join(data.split(b"\n")[:4]) + b"\n",
            "wc": f"{len(data)}\n".encode(),
        }
        return others[words[0]]


def plain(lines):
    """Lines without what is an example only, and what stands in the way of an act, which comes in any order, sorted."""
    text = "\n".join(lines)
    for pattern, word in EXAMPLES:
        text = pattern.sub(word, text)
    found = text.splitlines()
    begin = next((number for number, line in enumerate(found, 1) if line.startswith("use '-")), len(found))
    return found[:begin] + sorted(found[begin:])
