# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of a COMSTAR host: ``front.py NAME ARGUMENT...`` (see bin/ and README.md)."""

from __future__ import annotations

import fcntl
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from comstar import host, state
from comstar.answer import Answer


def answer_of(path: pathlib.Path, argv: list[str]) -> Answer:
    """What a command says on the host in the file *path*, one at a time."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system = state.load(json.loads(path.read_text())) if path.exists() else state.System()
        answer = host.run(system, argv)
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_text(json.dumps(state.dump(system), indent=1))
        unfinished.replace(path)
    return answer


def main() -> int:
    """Runs one command on the host in the file ``COMSTAR_SIMULATOR``."""
    answer = answer_of(pathlib.Path(os.environ["COMSTAR_SIMULATOR"]), sys.argv[1:])
    sys.stdout.write(answer.stdout)
    sys.stderr.write(answer.stderr)
    return answer.rc


if __name__ == "__main__":
    sys.exit(main())
