# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays that are spoken to in words: by the InForm ``cli`` program, and what ssh and the proxy share with it."""

from __future__ import annotations

import time
import typing as t

from .._core.errors import CommandTimedOut, HaStorageError, ToolMissing, Unparsable
from .._core.runner import Result, Runner, run
from . import answers
from .answers import Busy, Kind, Outcome, Silent
from .model import Group, Side
from .parse import Report, parse_showrcopy
from .render import READS, Order, arguments
from .times import clock_of

Params = t.Mapping[str, t.Any]
ANY_CODE = range(-255, 256)  # every return code is looked at, none is an error by itself
_TRIES, _PAUSE = 9, 1.0


class WordTransport:
    """What speaking in words has in common; the subclass says a line and returns what it heard."""

    kind = ""

    def __init__(self, array: Params, sleep: t.Callable[[float], None] = time.sleep) -> None:
        self.array, self.name, self.sleep = array, str(array["name"]), sleep
        self.clock = clock_of(array["timezone"])

    def say(self, line: str, seconds: float) -> Result:
        """The answer to *line*.

        Raises Silent or Busy where nothing was carried out, CommandTimedOut or ConnectionError where it may have been.
        """
        raise AssertionError(f"nobody says '{line}' within {seconds} s")

    def close(self) -> None:
        """Nothing stays open."""

    def shown(self, step: Order) -> str:
        """The command, as it is told in check mode."""
        return " ".join(arguments(step))

    def read(self, group: str) -> Side:
        """What the array tells of *group*. Raises Silent, Unparsable, HaStorageError."""
        report = Report()
        absent = False
        for asked, line in self.questions(group):
            heard = self._patiently(line)
            wrong = answers.read_error(heard.rc, heard.stdout, heard.stderr)
            if wrong:
                raise HaStorageError(f"{self.name}: {line}: {wrong}", array=self.name)
            absent = absent or answers.says_absent(heard.stdout, heard.stderr)
            text = "\n".join(line for line in heard.stdout.split("\n") if not line.startswith("Error"))
            part = parse_showrcopy(text, self.clock, asked)
            report = Report(report.targets + part.targets, report.links + part.links, report.groups + part.groups)
        return Side(self.name, self._only(report.groups, group, absent), report.targets, report.links)

    def questions(self, group: str) -> list[tuple[str, str]]:
        """(part, line) of what is asked."""
        return [(line.split()[1], line.format(group=group)) for line in READS]

    def _only(self, groups: tuple[Group, ...], name: str, absent: bool) -> Group | None:
        found = [group for group in groups if group.name == name]
        if len(found) > 1:
            raise HaStorageError(f"{self.name}: {name} replicates to several arrays, which is not supported")
        if not found and not absent:
            raise Unparsable(f"showrcopy of {self.name}", name, "neither the group nor that it does not exist")
        return found[0] if found else None

    def _patiently(self, line: str) -> Result:
        """The answer to a question. That the connection broke, or that none came, is silence."""
        try:
            return self._once_there_is_place(line, self.array["command_timeout"])
        except (CommandTimedOut, ConnectionError) as error:
            raise Silent(f"{self.name}: {error}", array=self.name) from error

    def act(self, step: Order, seconds: float) -> Outcome:
        """Sends *step*, once. Raises Silent where it was certainly not sent."""
        try:
            heard = self._once_there_is_place(self.shown(step), seconds)
        except (CommandTimedOut, ConnectionError) as error:
            return Outcome(Kind.UNCERTAIN, str(error))
        return answers.of_command(heard.rc, heard.stdout, heard.stderr)

    def _once_there_is_place(self, line: str, seconds: float) -> Result:
        """The answer to *line*; as long as the array has no place for the connection, nothing is sent."""
        for _try in range(_TRIES):
            try:
                return self.say(line, seconds)
            except Busy:
                self.sleep(_PAUSE)
        return self.say(line, seconds)


class CliTransport(WordTransport):
    """The InForm program ``cli``, with a password file."""

    kind = "cli"

    def __init__(self, array: Params, runner: Runner = run, sleep: t.Callable[[float], None] = time.sleep) -> None:
        super().__init__(array, sleep)
        self.run = runner

    def say(self, line: str, seconds: float) -> Result:
        """See WordTransport. How ``cli`` says that it cannot connect is [unverified]: such an error is no silence."""
        password_file, program = self.array["password_file"], self.array["cli_path"]
        argv = ("env", f"TPDPWFILE={password_file}", program, "-sys", self.name, "-csvtable", *line.split())
        try:
            heard = self.run(argv, timeout=seconds, ok=ANY_CODE)
        except ToolMissing as missing:
            raise HaStorageError(str(missing)) from missing
        if answers.is_busy(heard.stdout, heard.stderr):
            raise Busy(f"{self.name}: {(heard.stdout + heard.stderr).strip()}")
        return heard
