# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way to run a command: an argv list, ``LC_ALL=C``, no input, a time limit, no shell.

Not ``AnsibleModule.run_command``: that has no time limit, and the cluster agents run without Ansible.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import typing as t

from .errors import CommandFailed, CommandTimedOut, ToolMissing

# LVM, DRBD and Pacemaker tools live in sbin, which an unprivileged or minimal PATH leaves out. The caller's own PATH
# comes after it.
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclasses.dataclass(frozen=True)
class Result:
    """What a command said."""

    rc: int
    stdout: str
    stderr: str


class Runner(t.Protocol):
    """Runs argv and returns what it said.

    stdin -- text to feed; secrets go this way, never on the command line
    timeout -- seconds; CommandTimedOut after that
    ok -- return codes that are not an error; CommandFailed for others
    """

    def __call__(
        self, argv: t.Sequence[str], *, stdin: str = "", timeout: float = 30, ok: t.Container[int] = (0,)
    ) -> Result:
        """The result of *argv*."""


def located(argv: t.Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """*argv* with the path of its program, and the environment to run it in. Raises ToolMissing."""
    # An empty entry would be the folder that the caller happens to be in.
    search = ":".join(entry for entry in (SEARCH_PATH, *os.environ.get("PATH", "").split(":")) if entry)
    path = shutil.which(argv[0], path=search)
    if path is None:
        raise ToolMissing(argv[0])
    return [path, *argv[1:]], dict(os.environ, LC_ALL="C", LANGUAGE="C", PATH=search)


def run(argv: t.Sequence[str], *, stdin: str = "", timeout: float = 30, ok: t.Container[int] = (0,)) -> Result:
    """The result of *argv*; see Runner. Raises ToolMissing, CommandTimedOut or CommandFailed."""
    words, environment = located(argv)
    try:
        done = subprocess.run(
            words,
            input=stdin,
            capture_output=True,
            env=environment,
            timeout=timeout,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise CommandTimedOut(argv, timeout) from expired
    if done.returncode not in ok:
        raise CommandFailed(argv, done.returncode, done.stdout, done.stderr)
    return Result(done.returncode, done.stdout, done.stderr)
