# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses disks all the time, and tells afterwards how long they paused and whether an acknowledged write was lost.

    python3 io_probe.py --seconds 60 --read '/dev/disk/by-path/*-iscsi-iqn.2026-11.com.example:san0-lun-*'
    python3 io_probe.py --seconds 60 --connect 10.77.30.50:3260
    python3 io_probe.py --ledger FILE --seconds 60 --destroys-data-on /dev/sda /dev/sdb
    python3 io_probe.py --ledger FILE --verify

Reading and connecting harm nothing. For writing each device has one writer of 4 KiB blocks (O_DIRECT|O_DSYNC) that go
round in the slots of its first MiB. A block says which write it is; the ledger (which must not lie on a device under
test) says so only after the device has acknowledged it. So whatever happens to the storage, every slot must afterwards
hold the number of its last line in the ledger, or a later one. Stand-alone: Python 3.8 and its standard library.
"""

from __future__ import annotations

import abc
import argparse
import errno
import glob
import hashlib
import json
import mmap
import os
import re
import socket
import struct
import threading
import time
import typing as t

BLOCK, SLOTS, DIGEST = 4096, 256, 32
HEAD = struct.Struct(">16sQ")


def make_block(run: bytes, number: int) -> bytes:
    """Block *number* of the *run* (16 bytes): head, filler and a digest over both."""
    body = HEAD.pack(run, number).ljust(BLOCK - DIGEST, struct.pack(">Q", number)[-1:])
    return body + hashlib.blake2b(body, digest_size=DIGEST).digest()


def block_number(block: bytes, run: bytes) -> int | None:
    """Which write of the *run* is in *block*; None for anything else: torn, foreign or of an earlier run."""
    number: int = HEAD.unpack_from(block)[1]
    return number if block == make_block(run, number) else None


def open_direct(path: str, flags: int) -> int:
    """A descriptor past the page cache, or through it where that is impossible (tmpfs)."""
    try:
        return os.open(path, flags | os.O_DIRECT)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        return os.open(path, flags)


class Ledger:
    """Acknowledged writes, one line each: device, number, time of day."""

    def __init__(self, path: str, run: bytes) -> None:
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        os.write(self.descriptor, f"run\t{run.hex()}\n".encode())

    def acknowledge(self, device: str, number: int) -> None:
        """The line is written as a whole, also with several writers."""
        os.write(self.descriptor, f"{device}\t{number}\t{time.time():.6f}\n".encode())


class Prober(threading.Thread, abc.ABC):
    """Uses *device* until *stop* is set; *interval* seconds lie between two attempts."""

    def __init__(self, device: str, stop: threading.Event, interval: float) -> None:
        super().__init__(name=device, daemon=True)
        self.device, self.stop, self.interval = device, stop, interval
        self.done = self.failures = 0
        self.errors: list[dict[str, t.Any]] = []
        self.last, self.longest, self.longest_at = time.monotonic(), 0.0, time.time()
        self.descriptor = -1
        self.buffer = mmap.mmap(-1, BLOCK)  # memory of whole pages, as O_DIRECT wants it

    @abc.abstractmethod
    def attempt(self) -> None:
        """One use of the device. Raises OSError."""

    def run(self) -> None:
        """One attempt after the other; one that fails is made again until it succeeds."""
        while not self.stop.is_set():
            try:
                self.attempt()
            except OSError as error:
                self.note(error)
                self.stop.wait(0.1)
                continue
            self.done += 1
            self.pause_ended()
            self.stop.wait(self.interval)
        self.pause_ended()

    def note(self, error: OSError) -> None:
        """The error counts (the first 20 in full), and the device is opened anew: it may have gone away."""
        self.failures += 1
        if self.failures <= 20:
            name = errno.errorcode.get(error.errno or 0, str(error))
            self.errors.append({"errno": name, "number": self.done, "at": time.time()})
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.descriptor = -1

    def pause_ended(self) -> None:
        """The time since the last success counts, if it is the longest so far."""
        now = time.monotonic()
        if now - self.last > self.longest:
            self.longest, self.longest_at = now - self.last, time.time() - (now - self.last)
        self.last = now

    def result(self) -> dict[str, t.Any]:
        """Figures of this device; an attempt that still hangs counts as a pause up to now."""
        if self.is_alive():
            self.pause_ended()
        gap = {"longest_gap_seconds": round(self.longest, 3), "gap_started_at": round(self.longest_at, 3)}
        return {"done": self.done, "errors": self.failures, "first_errors": self.errors, **gap}


class Writer(Prober):
    """Writes numbered blocks; a write counts once the device has acknowledged it."""

    def __init__(self, device: str, stop: threading.Event, interval: float, run: bytes, ledger: Ledger) -> None:
        super().__init__(device, stop, interval)
        self.identity, self.ledger = run, ledger

    def attempt(self) -> None:
        """The next number is in its slot, and in the ledger."""
        self.buffer[:] = make_block(self.identity, self.done)
        if self.descriptor < 0:
            self.descriptor = open_direct(self.device, os.O_WRONLY | os.O_DSYNC)
        if os.pwrite(self.descriptor, self.buffer, self.done % SLOTS * BLOCK) != BLOCK:
            raise OSError(errno.EIO, "short write")
        self.ledger.acknowledge(self.device, self.done)


class Reader(Prober):
    """Reads the first block, past every cache of the host."""

    def attempt(self) -> None:
        """The block has come."""
        if self.descriptor < 0:
            self.descriptor = open_direct(self.device, os.O_RDONLY)
        os.preadv(self.descriptor, [self.buffer], 0)


class Connector(Prober):
    """Opens a TCP connection to ``address:port``, and gives it up again."""

    def attempt(self) -> None:
        """Somebody has accepted."""
        host, port = self.device.rsplit(":", 1)
        socket.create_connection((host.strip("[]"), int(port)), timeout=0.5).close()

    def note(self, error: OSError) -> None:
        """Nobody there is a pause, and no I/O error."""


def probers(given: argparse.Namespace, run: bytes, stop: threading.Event) -> list[Prober]:
    """One for each device and address of the command line."""
    if given.destroys_data_on:
        ledger = Ledger(given.ledger, run)
        return [Writer(device, stop, given.interval, run, ledger) for device in given.destroys_data_on]
    found: list[Prober] = [Reader(device, stop, given.interval) for device in disks(given.read)[: given.at_most]]
    # Each connection costs the target a login thread and a line in its log.
    return found or [Connector(address, stop, max(given.interval, 0.1)) for address in given.connect]


def disks(patterns: t.Iterable[str]) -> list[str]:
    """The whole disks that the *patterns* name, in the order of the numbers in their names."""
    names = {name for pattern in patterns for name in glob.glob(pattern) if not re.search(r"-part[0-9]+$", name)}
    return sorted(names, key=lambda name: [int(part) if part.isdigit() else 0 for part in re.split(r"([0-9]+)", name)])


def probe(given: argparse.Namespace, ended: t.Callable[[], bool]) -> dict[str, t.Any]:
    """Uses the devices until *ended*, then gives hanging attempts their grace. The figures, by device and over all."""
    run, stop = os.urandom(16), threading.Event()
    threads = probers(given, run, stop)
    for thread in threads:
        thread.start()
    while not ended():
        time.sleep(0.05)
    stop.set()
    deadline = time.monotonic() + given.grace
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    results = {thread.device: thread.result() for thread in threads}
    longest = max((result["longest_gap_seconds"] for result in results.values()), default=None)
    return {"devices": results, "errors": sum(one.failures for one in threads), "longest_gap_seconds": longest}


def read_ledger(path: str) -> tuple[bytes, dict[str, int]]:
    """The run, and the last acknowledged number of each device. A last line without its end was never complete."""
    with open(path, encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t") for line in stream if line.endswith("\n")]
    return bytes.fromhex(rows[0][1]), {device: int(number) for device, number, _rest in rows[1:]}


def verify(path: str) -> dict[str, t.Any]:
    """Reads every slot back: *lost* ones hold an older write than acknowledged, *corrupt* ones nothing whole."""
    run, last = read_ledger(path)
    results = {device: verify_device(device, run, number) for device, number in last.items()}
    return {"devices": results, **{name: sum(one[name] for one in results.values()) for name in ("lost", "corrupt")}}


def verify_device(device: str, run: bytes, last: int) -> dict[str, int]:
    """Numbers are acknowledged in order, so the *last* one says what each slot must hold at least."""
    result = {"acknowledged": last + 1, "lost": 0, "corrupt": 0}
    buffer = mmap.mmap(-1, BLOCK)
    descriptor = open_direct(device, os.O_RDONLY)
    for number in range(max(0, last - SLOTS + 1), last + 1):
        os.preadv(descriptor, [buffer], number % SLOTS * BLOCK)
        found = block_number(buffer[:], run)
        result["corrupt"] += found is None
        result["lost"] += found is not None and found < number
    os.close(descriptor)
    return result


def arguments() -> argparse.Namespace:
    """The command line; wrong ones end the program with its usage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    option = parser.add_argument
    option("--read", nargs="+", default=[], metavar="PATTERN", help="read from these disks")
    option(
        "--connect",
        nargs="+",
        default=[],
        metavar="ADDRESS:PORT",
        help="connect there; only where --read finds no disk",
    )
    option("--at-most", type=int, default=4, metavar="N", help="read from so many disks at the most (4)")
    option("--ledger", metavar="FILE", help="where acknowledged writes are noted")
    option("--destroys-data-on", nargs="+", metavar="DEVICE", help="write to these; their first MiB is lost")
    option("--seconds", type=float, help="end after this time")
    option("--until", metavar="FILE", help="end when this file exists")
    option("--interval", type=float, default=0.01, help="seconds between two attempts (0.01)")
    option("--grace", type=float, default=30, help="seconds for what hangs at the end (30)")
    option("--verify", action="store_true", help="read back what the ledger says, and write nothing")
    given = parser.parse_args()
    if sum(map(bool, (given.destroys_data_on, given.read or given.connect, given.verify))) != 1:
        parser.error("one of --read or --connect, --destroys-data-on and --verify is needed")
    if not given.ledger and (given.destroys_data_on or given.verify):
        parser.error("--ledger is needed")
    if not given.verify and given.seconds is None and given.until is None:
        parser.error("--seconds or --until is needed, or the probe would never end")
    return given


def main() -> None:
    """Prints the figures as JSON; the exit code is 1 when something was lost or corrupt."""
    given = arguments()
    if given.verify:
        found = verify(given.ledger)
        print(json.dumps(found, indent=1))  # noqa: T201
        raise SystemExit(1 if found["lost"] or found["corrupt"] else 0)
    end = time.monotonic() + (float("inf") if given.seconds is None else given.seconds)
    found = probe(given, lambda: time.monotonic() >= end or os.path.exists(given.until or ""))
    print(json.dumps(found, indent=1), flush=True)  # noqa: T201
    os._exit(0)  # a write that hangs in the kernel would keep the interpreter waiting


if __name__ == "__main__":
    main()
