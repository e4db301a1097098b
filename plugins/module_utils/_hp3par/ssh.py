# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays that are reached by the system's ``ssh``: a key, a pinned host key, no input, a time limit."""

from __future__ import annotations

import time
import typing as t

from .._core.errors import HaStorageError, ToolMissing
from .._core.runner import Result, Runner, run
from . import answers
from .answers import Busy, Silent
from .cli import ANY_CODE, Params, WordTransport
from .render import READS

_LOST = 255  # ssh itself failed


class SshTransport(WordTransport):
    """One connection for each question and each command; all three questions go through one."""

    kind = "ssh"

    def __init__(self, array: Params, runner: Runner = run, sleep: t.Callable[[float], None] = time.sleep) -> None:
        super().__init__(array, sleep)
        self.run = runner

    def questions(self, group: str) -> list[tuple[str, str]]:
        """The titles, which are not left out, tell the answers apart."""
        commands = [line.format(group=group) for line in READS]
        if self.array["output"] == "flags":
            commands = [f"{command} -csvtable" for command in commands]
        if self.array["output"] == "setclienv":
            commands.insert(0, "setclienv csvtable 1")
        return [("groups", " ; ".join(commands))]

    def say(self, line: str, seconds: float) -> Result:
        """See WordTransport."""
        try:
            heard = self.run((*self._connection(), line), timeout=seconds, ok=ANY_CODE)
        except ToolMissing as missing:
            raise HaStorageError(str(missing)) from missing
        said = heard.stderr.strip() or f"ssh ended with return code {heard.rc}"
        if answers.is_busy(heard.stdout, heard.stderr):
            raise Busy(f"{self.name}: {said}", array=self.name)
        if heard.rc != _LOST:
            return heard
        if answers.is_silent(heard.stderr):
            raise Silent(f"{self.name}: {said}", array=self.name)
        if answers.is_broken(heard.stderr):
            raise ConnectionError(f"{self.name}: {said}")
        raise HaStorageError(f"{self.name}: {said}", array=self.name)

    def _connection(self) -> tuple[str, ...]:
        array = self.array
        options = (
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            f"UserKnownHostsFile={array['known_hosts']}",
            "GlobalKnownHostsFile=/dev/null",
            f"ConnectTimeout={array['connect_timeout']}",
            "IdentitiesOnly=yes",
        )
        words = [word for option in options for word in ("-o", option)]
        port = ("-p", str(array["port"])) if array["port"] else ()
        whom = ("-i", array["key_file"], *array["ssh_extra_args"], "-l", array["username"], array["host"])
        return ("ssh", "-T", *words, *port, *whom)
