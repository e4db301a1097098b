# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The process that shows the nodes' kernels what they have overlooked.

A user-mode kernel (seen with 7.2.7) hears of its files by one edge-triggered epoll. It keeps what epoll says in one
array (arch/um/os-Linux/irq.c), and an interrupt within another one fills that anew: what was not looked at yet is lost.
For a network that lasts until the next frame comes. A disk whose answer is lost is silent for ever, and so is the node.

To set a file's events once more, as they are, makes epoll tell of it again. Epoll knows a file by its number, too, so
the node's file needs the same number here: hence a process of its own, which keeps what it opens at high numbers.
"""

import array
import contextlib
import ctypes
import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

from lab.lib.proc import read_pid

LIBC = ctypes.CDLL(None, use_errno=True)
PIDFD_GETFD = 438
EPOLL_CTL_MOD = 3
#: Files that are opened here, other than those with a node's number.
HIGH = 500
#: Seconds between two looks. What two of them find unread was overlooked, or the node is busy, and no harm is done.
INTERVAL = 0.25

WATCH = re.compile(r"^tfd:\s*(\d+) events:\s*([0-9a-f]+) data:\s*([0-9a-f]+)", re.MULTILINE)

#: (process, number of the epoll, number of the file) -> bytes to be read.
Unread = Dict[Tuple[int, int, int], int]


class Watch(NamedTuple):
    """A file in an epoll: its number, the events that are waited for, and what the owner wants to be told with them."""

    number: int
    events: int
    data: int


def watches(text: str) -> List[Watch]:
    """The files that an epoll waits for to be read, by /proc/PID/fdinfo (proc(5)); the standard ones do not count."""
    found = [Watch(int(number), int(events, 16), int(data, 16)) for number, events, data in WATCH.findall(text)]
    return [watch for watch in found if watch.number > 2 and watch.events & select.EPOLLIN]


def look(pid: int, before: Unread) -> Unread:
    """What the process has not read; it is told again of what it had not read *before* either. OSError: it is gone."""
    found: Unread = {}
    with _opened(os.pidfd_open(pid)) as process:
        for epoll in _epolls(pid):
            for watch in watches(Path(f"/proc/{pid}/fdinfo/{epoll}").read_text(encoding="ascii")):
                with _opened(_file_of(process, watch.number)) as file:
                    key, size = (pid, epoll, watch.number), _unread(file)
                    if size:
                        found[key] = size
                    if size and before.get(key) == size:
                        _remind(process, epoll, watch, file)
                        os.kill(pid, signal.SIGIO)
    return found


def _epolls(pid: int) -> List[int]:
    """The numbers of its epolls."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if os.readlink(entry) == "anon_inode:[eventpoll]":
                found.append(int(entry.name))
    return found


@contextlib.contextmanager
def _opened(number: int) -> Iterator[int]:
    """The file at a high number meanwhile."""
    high = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, HIGH)
    os.close(number)
    try:
        yield high
    finally:
        os.close(high)


def _file_of(process: int, number: int) -> int:
    """A duplicate of the process's file (pidfd_getfd(2), Linux 5.6)."""
    done = int(LIBC.syscall(PIDFD_GETFD, process, number, 0))
    if done < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return done


def _unread(file: int) -> int:
    size = array.array("i", [0])
    try:
        fcntl.ioctl(file, termios.FIONREAD, size)
    except OSError:
        return 0
    return size[0]


def _remind(process: int, epoll: int, watch: Watch, file: int) -> None:
    """The epoll tells of the file once more."""
    event = struct.pack("=IQ", watch.events, watch.data)
    with _opened(_file_of(process, epoll)) as into:
        os.dup2(file, watch.number)
        try:
            # The owner may have taken the file out meanwhile; then there is nothing to tell.
            LIBC.epoll_ctl(into, EPOLL_CTL_MOD, watch.number, event)
        finally:
            os.close(watch.number)


def main(nodes: str, parent: str) -> int:
    """Shows the nodes, whose folder is *nodes*, what they overlook, as long as the process *parent* is its parent."""
    before: Unread = {}
    while os.getppid() == int(parent):
        found: Unread = {}
        for file in Path(nodes).glob("*/pid"):
            pid = read_pid(file)
            with contextlib.suppress(OSError):
                found.update(look(pid, before) if pid else {})
        before = found
        time.sleep(INTERVAL)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
