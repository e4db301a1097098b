# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an array's answer to a command means; the state that is read afterwards has the last word."""

from __future__ import annotations

import dataclasses
import enum
import re

from .._core.errors import HaStorageError

# Errors come on either stream, with and without a return code.
_ERROR = re.compile(r"^Error\b|Error:|does not exist|[Ii]nvalid|failed|refused|cannot|isn't started", re.MULTILINE)
_READ_ERROR = re.compile(r"^Error\b|Error:", re.MULTILINE)
LATER = ("currently being promoted", "could be retried later")
_ABSENT = "does not exist"
# The array had no place for the connection: nothing was carried out (the two phrases that OpenSVC retries at; the
# second one only from ssh's first exchange, for later it can follow a command that was carried out).
_BUSY = ("Too many local CLI connections.", "kex_exchange_identification: Connection closed by remote host")
# ssh could not connect, or lost the connection.
_SILENT = (
    "Connection refused",
    "Connection timed out",
    "No route to host",
    "Network is unreachable",
    "kex_exchange_identification",
    "timed out during banner exchange",
)
_BROKEN = ("closed by remote host", "Connection reset by", "Broken pipe", "send disconnect", "Timeout, server")


class Kind(enum.Enum):
    """done, declined (certainly nothing happened), later (declined for the moment), uncertain."""

    DONE = "done"
    DECLINED = "declined"
    LATER = "later"
    UNCERTAIN = "uncertain"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a command ended, and what was said."""

    kind: Kind
    text: str = ""


class Silent(HaStorageError):
    """The management of an array does not answer. Nothing was sent that could change something."""


class Busy(Silent):
    """The array has no place for another connection at the moment."""


def of_command(rc: int, stdout: str, stderr: str) -> Outcome:
    """The outcome of a command that has ended."""
    text = "\n".join(part.strip() for part in (stdout, stderr) if part.strip())
    if any(phrase in text for phrase in LATER):
        return Outcome(Kind.LATER, text)
    return Outcome(Kind.DECLINED if rc or _ERROR.search(text) else Kind.DONE, text)


def read_error(rc: int, stdout: str, stderr: str) -> str:
    """The error in the answer to ``showrcopy``, or ''. A group that does not exist is none."""
    said = "\n".join(
        line for line in f"{stdout}\n{stderr}".splitlines() if _READ_ERROR.search(line) and _ABSENT not in line
    )
    return said or (stderr.strip() or f"return code {rc}" if rc and not says_absent(stdout, stderr) else "")


def says_absent(stdout: str, stderr: str) -> bool:
    """Whether the answer to ``showrcopy groups`` says that there is no such group."""
    return any(_READ_ERROR.search(line) and _ABSENT in line for line in f"{stdout}\n{stderr}".splitlines())


def is_busy(stdout: str, stderr: str) -> bool:
    """Whether the array had no place for the connection."""
    return any(phrase in stdout + stderr for phrase in _BUSY)


def is_silent(stderr: str) -> bool:
    """Whether ssh says that it could not connect. A wrong host key or a refused key is something else: an error."""
    return any(phrase in stderr for phrase in _SILENT)


def is_broken(stderr: str) -> bool:
    """Whether ssh says that it lost the connection, with a command perhaps under way."""
    return any(phrase in stderr for phrase in _BROKEN)
