# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe on files: it writes round in its slots, outlives errors, measures pauses, and finds every lost write."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time

import pytest

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
SCRIPT = PROJECT / "roles" / "iscsi_initiator" / "files" / "io_probe.py"
RUN = b"0123456789abcdef"


@pytest.fixture(scope="module")
def probe():
    spec = importlib.util.spec_from_file_location("io_probe", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def disk(tmp_path):
    file = tmp_path / "disk"
    file.write_bytes(bytes(1 << 20))
    return file


def run(tmp_path, *words):
    done = subprocess.run(
        [sys.executable, SCRIPT, "--ledger", tmp_path / "ledger", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def overwrite(disk, slot, block):
    with disk.open("r+b") as stream:
        stream.seek(slot * 4096)
        stream.write(block)


def test_a_block_says_which_write_it_is(probe):
    block = probe.make_block(RUN, 7)
    assert len(block) == 4096
    assert probe.block_number(block, RUN) == 7
    torn = block[:2048] + probe.make_block(RUN, 8)[2048:]
    for other in (torn, bytes(4096), probe.make_block(b"f" * 16, 7)):
        assert probe.block_number(other, RUN) is None


def test_it_writes_until_told_to_end_and_verifies(tmp_path, disk):
    (tmp_path / "end").touch()
    code, found = run(tmp_path, "--seconds", "0.6", "--interval", "0.001", "--destroys-data-on", disk)
    assert code == 0
    writes = found["devices"][str(disk)]["done"]
    assert writes > 0
    assert found["errors"] == 0
    assert 0 < found["longest_gap_seconds"] < 20
    code, checked = run(tmp_path, "--verify")
    assert (code, checked["lost"], checked["corrupt"]) == (0, 0, 0)
    assert checked["devices"][str(disk)]["acknowledged"] == writes
    begun = time.monotonic()
    run(tmp_path, "--until", tmp_path / "end", "--seconds", "50", "--destroys-data-on", disk)
    assert time.monotonic() - begun < 40


def test_lost_corrupt_and_later_blocks(tmp_path, probe, disk):
    ledger = probe.Ledger(str(tmp_path / "ledger"), RUN)
    for number in range(300):
        overwrite(disk, number % 256, probe.make_block(RUN, number))
        ledger.acknowledge(str(disk), number)
    assert probe.verify(str(tmp_path / "ledger"))["lost"] == 0
    overwrite(disk, 300 % 256, probe.make_block(RUN, 300))  # written, but never acknowledged: no fault
    for slot in (10, 11):
        overwrite(disk, slot, probe.make_block(RUN, slot))  # holds 10 although 266 was acknowledged, and so on
    overwrite(disk, 200, bytes(4096))
    found = probe.verify(str(tmp_path / "ledger"))
    assert (found["lost"], found["corrupt"]) == (2, 1)
    assert run(tmp_path, "--verify")[0] == 1


def test_an_incomplete_last_line_does_not_count(tmp_path, probe):
    (tmp_path / "ledger").write_text(f"run\t{RUN.hex()}\n/dev/a\t1\t0.1\n/dev/a\t2")
    assert probe.read_ledger(str(tmp_path / "ledger")) == (RUN, {"/dev/a": 1})


def writing(probe, monkeypatch, tmp_path, disk, pwrite, seconds=0.5):
    monkeypatch.setattr(probe.os, "pwrite", pwrite)
    stop = threading.Event()
    writer = probe.Writer(str(disk), stop, 0.001, RUN, probe.Ledger(str(tmp_path / "ledger"), RUN))
    writer.start()
    time.sleep(seconds)
    stop.set()
    writer.join(5)
    return writer


def test_it_goes_on_after_errors_with_the_same_number(probe, monkeypatch, tmp_path, disk):
    real, faults = os.pwrite, [OSError(errno.EIO, "gone"), OSError(errno.ENXIO, "gone")]

    def pwrite(descriptor, block, offset):
        if offset == 3 * 4096 and faults:
            raise faults.pop()
        return real(descriptor, block, offset)

    writer = writing(probe, monkeypatch, tmp_path, disk, pwrite)
    result = writer.result()
    assert result["errors"] == 2
    assert [(error["errno"], error["number"]) for error in result["first_errors"]] == [("ENXIO", 3), ("EIO", 3)]
    assert result["done"] > 3
    assert result["longest_gap_seconds"] >= 0.2
    assert probe.verify(str(tmp_path / "ledger"))["lost"] == 0


def test_a_short_write_is_not_acknowledged(probe, monkeypatch, tmp_path, disk):
    writer = writing(probe, monkeypatch, tmp_path, disk, lambda *given: 512, seconds=0.2)
    assert writer.done == 0
    assert probe.read_ledger(str(tmp_path / "ledger"))[1] == {}


def test_a_write_that_hangs_counts_as_a_pause(probe, monkeypatch, tmp_path, disk):
    release = threading.Event()
    monkeypatch.setattr(probe.os, "pwrite", lambda *given: release.wait(10) and 4096)
    stop = threading.Event()
    writer = probe.Writer(str(disk), stop, 0.001, RUN, probe.Ledger(str(tmp_path / "ledger"), RUN))
    writer.start()
    time.sleep(0.3)
    result = writer.result()
    stop.set()
    release.set()
    writer.join(5)
    assert result["done"] == 0
    assert result["longest_gap_seconds"] >= 0.3


def test_reading_takes_whole_disks_in_order_and_changes_nothing(tmp_path, probe):
    for name in ("lun-10", "lun-2", "lun-0", "lun-0-part1", "lun-1"):
        (tmp_path / name).write_bytes(bytes(8192))
    pattern = str(tmp_path / "lun-*")
    assert [os.path.basename(name) for name in probe.disks([pattern])] == ["lun-0", "lun-1", "lun-2", "lun-10"]
    code, found = run(tmp_path, "--seconds", "0.3", "--at-most", "2", "--read", pattern, "--connect", "127.0.0.1:1")
    assert code == 0 and [os.path.basename(name) for name in found["devices"]] == ["lun-0", "lun-1"]
    assert found["errors"] == 0 and all(each["done"] > 0 for each in found["devices"].values())
    assert (tmp_path / "lun-0").read_bytes() == bytes(8192) and not (tmp_path / "ledger").exists()


def test_without_a_disk_it_connects_and_a_refusal_is_a_pause(tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{listener.getsockname()[1]}"
        words = ("--seconds", "0.4", "--read", str(tmp_path / "none-*"), "--connect", where)
        _code, refused = run(tmp_path, *words)
        listener.listen()
        _code, accepted = run(tmp_path, *words)
    assert refused["devices"][where]["done"] == 0 < accepted["devices"][where]["done"]
    assert refused["errors"] == accepted["errors"] == 0
    assert refused["longest_gap_seconds"] >= 0.3 > accepted["longest_gap_seconds"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--seconds", "1"],
        ["--seconds", "1", "--read", "/dev/a", "--destroys-data-on", "/dev/a"],
        ["--destroys-data-on", "/nowhere"],
        ["--verify", "--destroys-data-on", "/nowhere"],
    ],
)
def test_unclear_orders_write_nothing(tmp_path, words):
    code, said = run(tmp_path, *words)
    assert code == 2
    assert "usage:" in said
    assert not (tmp_path / "ledger").exists()
