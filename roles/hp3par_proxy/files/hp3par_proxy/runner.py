# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands on arrays by HP's InForm program: an argv list, no shell, no input, a time limit, one write at a time."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import signal
import typing as t

from .rules import WRITE, Config

TIMED_OUT, TOO_LONG, NOT_RUN = 124, 125, 126


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the contract replies."""

    ret: int
    out: str = ""
    err: str = ""


class Arrays:
    """The places of all arrays. They outlive a change of the configuration."""

    def __init__(self) -> None:
        self._places: dict[str, asyncio.Semaphore] = {}
        self._writers: dict[str, asyncio.Lock] = {}

    async def run(self, config: Config, array: str, command: str, kind: str) -> Answer:
        """The answer to an allowed *command*, once there is place for it."""
        place = self._places.setdefault(array, asyncio.Semaphore(config.limits.at_once))
        writer = self._writers.setdefault(array, asyncio.Lock())
        async with contextlib.AsyncExitStack() as held:
            try:
                async with asyncio.timeout(config.limits.seconds):
                    if kind == WRITE:
                        await held.enter_async_context(writer)
                    await held.enter_async_context(place)
            except TimeoutError:
                return Answer(NOT_RUN, err=f"not run: no place on {array} within {config.limits.seconds:g} s")
            return await execute(config, array, command)


async def execute(config: Config, array: str, command: str) -> Answer:
    """Runs the program, and kills it with all its children where it takes too long."""
    argv = (config.cli, "-sys", array, "-nohdtot", "-csvtable", *command.split(" "))
    environment = {"TPDPWFILE": config.arrays[array], "LC_ALL": "C"}
    environment.update({key: os.environ[key] for key in ("HOME", "PATH") if key in os.environ})
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=nothing, stdout=pipe, stderr=pipe, env=environment, start_new_session=True
        )
    except OSError as error:
        return Answer(NOT_RUN, err=f"not run: {error.strerror}")
    try:
        out, err = await asyncio.wait_for(_heard(process, config.limits.answer), config.limits.seconds)
    except TimeoutError:
        return Answer(
            TIMED_OUT, err=f"no answer within {config.limits.seconds:g} s: it may have been carried out or not"
        )
    finally:
        await _end(process)
    if out is None or err is None:
        return Answer(TOO_LONG, err=f"an answer of more than {config.limits.answer} bytes: it was carried out")
    return Answer(process.returncode or 0, out, err)


async def _heard(process: asyncio.subprocess.Process, limit: int) -> tuple[str | None, str | None]:
    """Both streams; None for one that is longer than *limit*. What is longer is read and dropped, so that it ends."""
    streams = t.cast("list[asyncio.StreamReader]", [process.stdout, process.stderr])
    out, err = await asyncio.gather(*(_drained(stream, limit) for stream in streams))
    await process.wait()
    return out, err


async def _drained(stream: asyncio.StreamReader, limit: int) -> str | None:
    data = bytearray()
    while True:
        chunk = await stream.read(65536)
        if not chunk:
            return data.decode("utf-8", "replace") if len(data) <= limit else None
        if len(data) <= limit:
            data += chunk


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
