# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two commands, the output of the first being the input of the second, and nothing of either goes unnoticed.

A shell's pipeline has the exit code of its last command alone. Here both count; the bytes are counted and can be
slowed down, and a pipe through which nothing goes any more comes to an end.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import tempfile
import time
import typing as t

from .errors import CommandFailed, CommandTimedOut
from .runner import located

_CHUNK = 1 << 20
# F_SETPIPE_SZ of Linux; Python has it since 3.10.
_SET_PIPE_SIZE, _USUAL_PIPE_SIZE = 1031, 1 << 16
# Seconds.
_SHORTEST_NAP, _LONGEST_NAP = 0.0005, 0.02
# A process that ignores SIGTERM, or hangs in the kernel, is killed and then left behind.
_GRACE = 5.0

Progress = t.Callable[[int], None]
# Takes what there is from one pipe to another one, once there is room, and says how much.
_Carrier = t.Callable[[int, int, t.Callable[[], None]], int]


class Piper(t.Protocol):
    """Runs both commands and returns the number of bytes that went through.

    rate -- bytes in a second at the most; 0 for no limit
    stall -- seconds in which at least one byte has to go through, or one of the commands to end
    progress -- is told the number of bytes, again and again
    """

    def __call__(
        self,
        first: t.Sequence[str],
        second: t.Sequence[str],
        *,
        rate: int = 0,
        stall: float = 3600,
        progress: Progress = lambda count: None,
    ) -> int:
        """The number of bytes."""


def pipe(
    first: t.Sequence[str],
    second: t.Sequence[str],
    *,
    rate: int = 0,
    stall: float = 3600,
    progress: Progress = lambda count: None,
) -> int:
    """The bytes that went from *first* to *second*; see Piper. Raises ToolMissing, CommandTimedOut, CommandFailed."""
    with contextlib.ExitStack() as stack:
        producer = stack.enter_context(_Process(first, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE))
        consumer = stack.enter_context(_Process(second, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL))
        source, sink = t.cast(t.IO[bytes], producer.process.stdout), t.cast(t.IO[bytes], consumer.process.stdin)
        count = _pump(source, sink, first, rate, stall, progress)
        # A producer whose consumer is gone has to learn it.
        source.close()
        with contextlib.suppress(BrokenPipeError):
            sink.close()
        # The consumer has the word: when it gave up, the producer can only fail, too.
        for each in (consumer, producer):
            each.wait(stall)
        _judge(producer, consumer)
        return count


class _Process:
    """A process whose complaints are kept in a file, so that it never waits for a reader of them."""

    def __init__(self, argv: t.Sequence[str], stdin: int, stdout: int) -> None:
        self.argv = argv
        words, environment = located(argv)
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 (this object is its context manager)
        self.process = subprocess.Popen(words, stdin=stdin, stdout=stdout, stderr=self.said, env=environment, bufsize=0)

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_error: object) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(_GRACE)
        self.said.close()

    def wait(self, seconds: float) -> None:
        """The process has ended. Raises CommandTimedOut."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired as expired:
            raise CommandTimedOut(self.argv, seconds) from expired

    def complaint(self) -> CommandFailed | None:
        """The error of a process that has failed."""
        if not self.process.returncode:
            return None
        self.said.seek(0)
        # An error's text shows one line, and what zfs says goes over several.
        said = " ".join(self.said.read().decode("utf-8", "replace").split())
        return CommandFailed(self.argv, self.process.returncode, "", said)


def _pump(
    source: t.IO[bytes],
    sink: t.IO[bytes],
    argv: t.Sequence[str],
    rate: int,
    stall: float,
    progress: Progress,
) -> int:
    """Carries bytes until *source* ends or *sink* takes no more; returns how many."""
    room = min(_widened(source), _widened(sink))
    os.set_blocking(sink.fileno(), False)
    count, begin, nap = 0, time.monotonic(), 0.0
    most = min(_CHUNK, max(rate // 10, 1)) if rate else _CHUNK
    carry = (_splicer if hasattr(os, "splice") else _copier)(most)

    def await_(readable: list[t.IO[bytes]], writable: list[t.IO[bytes]]) -> None:
        if not any(select.select(readable, writable, [], stall)):
            raise CommandTimedOut(argv, stall)

    while True:
        await_([source], [])
        try:
            done = carry(source.fileno(), sink.fileno(), lambda: await_([], [sink]))
        except BrokenPipeError:
            return count
        if not done:
            return count
        count += done
        progress(count)
        nap = _next_nap(nap, done, room)
        time.sleep(max(begin + count / rate - time.monotonic(), 0) if rate else nap)


def _next_nap(nap: float, done: int, room: int) -> float:
    """Seconds until a pipe is half full, found by trying: to look at each block takes longer than to carry it."""
    if done < room // 2:
        return min(max(2 * nap, _SHORTEST_NAP), _LONGEST_NAP)
    return nap / 2 if nap > _SHORTEST_NAP else 0.0


def _splicer(most: int) -> _Carrier:
    """The kernel hands pages from one pipe to the other; Linux, and Python since 3.10.

    In an emulated machine of one processor, copies took a fifth of the time of a replication from disk to disk.
    """

    def splice(source: int, sink: int, await_room: t.Callable[[], None]) -> int:
        while True:
            await_room()
            with contextlib.suppress(BlockingIOError):
                return os.splice(source, sink, most, flags=os.SPLICE_F_NONBLOCK)

    return splice


def _copier(most: int) -> _Carrier:
    """Through the memory of this process."""
    # One buffer for all: to make a new one each time takes longer than to fill it.
    buffer = memoryview(bytearray(most))

    def copy(source: int, sink: int, await_room: t.Callable[[], None]) -> int:
        count = os.readv(source, [buffer])
        data = buffer[:count]
        while data:
            await_room()
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(sink, data) :]
        return count

    return copy


def _widened(stream: t.IO[bytes]) -> int:
    """What a pipe holds, made more if possible: one that holds more has to be looked at less often.

    Linux alone can do that, and not everybody may.
    """
    try:
        return fcntl.fcntl(stream.fileno(), _SET_PIPE_SIZE, _CHUNK)
    except OSError:
        return _USUAL_PIPE_SIZE


def _judge(producer: _Process, consumer: _Process) -> None:
    """Raises CommandFailed where either has failed; the consumer's error has what the producer said, too."""
    first, second = producer.complaint(), consumer.complaint()
    cut_off = first is not None and first.rc in (-signal.SIGPIPE, 128 + signal.SIGPIPE)
    if second is not None:
        if first is not None and not cut_off:
            raise CommandFailed(consumer.argv, second.rc, "", f"{second.stderr} (and {first})") from first
        raise second
    if first is not None:
        raise first
