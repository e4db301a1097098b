# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of a host with ZFS: ``front.py NAME ARGUMENT...`` (see bin/ and README.md)."""

from __future__ import annotations

import fcntl
import json
import os
import pathlib
import shlex
import sys
import typing as t

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from zfs import host, state


def main() -> int:
    """Runs one command on the host in the file ``ZFS_SIMULATOR``; ssh goes to the one in ``ZFS_SIMULATOR.HOST``."""
    name, *words = sys.argv[1:]
    answer = answer_of(pathlib.Path(os.environ["ZFS_SIMULATOR"]), name, words, sys.stdin.buffer.read)
    try:
        sys.stdout.buffer.write(answer.stdout)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    sys.stderr.write(answer.stderr)
    return answer.rc


def answer_of(path: pathlib.Path, name: str, words: list[str], read: t.Callable[[], bytes]) -> state.Answer:
    """What a command says on the host in the file *path*; *read* gives its standard input."""
    if name == "ssh":
        *options, line = words
        path = path.with_name(f"{path.name}.{options[-1]}").resolve()
        if path.with_name(path.name + ".down").exists():
            return state.Answer(255, b"", f"ssh: connect to host {options[-1]} port 22: No route to host\n")
        name, *words = shlex.split(line)
    # What is received may be on its way for long, and its sender needs the host, too.
    data = read() if words[:1] in (["receive"], ["recv"]) and "-A" not in words else b""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system = state.load(json.loads(path.read_text())) if path.exists() else state.System()
        answer = host.run(system, [name, *words], data)
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_text(json.dumps(state.dump(system), indent=1))
        unfinished.replace(path)
    return answer


if __name__ == "__main__":
    sys.exit(main())
