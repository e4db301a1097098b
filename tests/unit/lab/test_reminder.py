# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""A process that has overlooked an event is shown it again."""

import os
import select
import subprocess
import sys

import pytest

from lab.lib import proc, reminder

FDINFO = """pos:\t0
flags:\t02
mnt_id:\t17
tfd:        1 events: 8000201b data:               10  pos:0 ino:c70612 sdev:9
tfd:       22 events: 8000001c data:         6209b780  pos:0 ino:c70612 sdev:9
tfd:        8 events: 8000201b data:         611a9720  pos:0 ino:c6f7e8 sdev:9
"""

# Hears of ten bytes and does not read them. Says "heard" then, and "reminded" when it hears of them once more.
CARELESS = """
import ctypes, select, signal, socket
ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1))  # whoever may be no parent of ours may look at our files
signal.signal(signal.SIGIO, lambda *_: None)
one, other = socket.socketpair()
epoll = select.epoll()
epoll.register(one, select.EPOLLIN | select.EPOLLET)
other.send(bytes(10))
assert epoll.poll(5) == [(one.fileno(), select.EPOLLIN)] and epoll.poll(0) == []
print("heard", flush=True)
found = epoll.poll(20)
print("reminded" if found == [(one.fileno(), select.EPOLLIN)] else found, flush=True)
input()
"""


def test_only_files_that_are_read_from_count():
    assert reminder.watches(FDINFO) == [reminder.Watch(8, 0x8000201B, 0x611A9720)]
    assert reminder.watches(FDINFO)[0].events & select.EPOLLET


@pytest.fixture
def careless(tmp_path):
    argv = [sys.executable, "-c", CARELESS]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "heard\n"
        (tmp_path / "node1").mkdir()
        proc.write_pid(tmp_path / "node1" / "pid", child.pid)
        yield child
        child.kill()


def test_a_process_is_told_of_what_it_has_overlooked(careless, tmp_path):
    argv = [sys.executable, "-m", "lab.lib.reminder", str(tmp_path), str(os.getpid())]
    with subprocess.Popen(argv, cwd=reminder.Path(__file__).parents[3]) as reminding:
        assert careless.stdout.readline() == "reminded\n"
        assert reminding.poll() is None
        reminding.kill()


def test_nothing_is_done_at_the_first_look(careless):
    found = reminder.look(careless.pid, {})
    assert list(found.values()) == [10]
    assert all(pid == careless.pid for pid, _epoll, _number in found)


def test_a_process_that_has_gone_is_an_error(careless):
    careless.kill()
    careless.wait()
    with pytest.raises(ProcessLookupError):
        reminder.look(careless.pid, {})


def test_it_ends_with_its_parent(tmp_path):
    argv = [sys.executable, "-m", "lab.lib.reminder", str(tmp_path), str(os.getppid())]
    assert subprocess.run(argv, cwd=reminder.Path(__file__).parents[3], timeout=20, check=False).returncode == 0
