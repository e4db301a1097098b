# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the unpacked agents, DRBD's handler and their engine where they are run from; prints the files that change.

    python3 -I -S /run/quorate/staged/install.py /usr/lib [--check]

Each file is whole at any moment, old or new, also after a power cut: with a handler that is empty DRBD refuses every
promotion. What others need comes first, so that whoever starts in between finds it.
"""

from __future__ import annotations

import pathlib
import sys

STAGED = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(STAGED / "quorate"))

from ha_storage._core.files import Files  # noqa: E402  # pylint: disable=wrong-import-position,import-error


def order(name: pathlib.PurePath) -> tuple[bool, bool, str]:
    """Modules before what runs them, those that all others use first."""
    return name.suffix != ".py", "_core" not in name.parts, str(name)


def install(staged: pathlib.Path, goal: Files, check: bool) -> list[str]:
    """The names of the files below *goal* that differed from those of *staged*; with *check* they still do."""
    found = [each for each in staged.rglob("*") if each.is_file() and "__pycache__" not in each.parts]
    changed = []
    for name in sorted((each.relative_to(staged) for each in found), key=order):
        if str(name) == "install.py":
            continue
        text, mode = (staged / name).read_text(encoding="utf-8"), (staged / name).stat().st_mode & 0o7777
        if goal.read_bytes(str(name)) == text.encode() and goal.mode(str(name)) == mode:
            continue
        changed.append(str(name))
        if not check:
            goal.write_atomic(str(name), text, mode)
    return changed


if __name__ == "__main__":
    for line in install(STAGED, Files(sys.argv[1]), "--check" in sys.argv[2:]):
        print(line)  # noqa: T201
