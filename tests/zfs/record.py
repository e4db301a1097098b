# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down what the real zfs says in all sessions of the fixture: ``make zfs-record``.

Only what differs in more than examples is replaced, so that a change of the fixture shows a change of reality.
"""

from __future__ import annotations

import pathlib
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / ".collections"), str(TOP), str(TOP / "tests" / "simulators")]

from ansible_collections.quorate.ha_storage.tests.unit.simulators.zfs import transcripts  # noqa: E402
from ansible_collections.quorate.ha_storage.tests.zfs.guest import image  # noqa: E402
from ansible_collections.quorate.ha_storage.tests.zfs.site import Site  # noqa: E402
from ansible_collections.quorate.ha_storage.tests.zfs.terminal import played  # noqa: E402


def recorded(site, lines):
    """The lines of a session with what is said today."""
    found = []
    commands = transcripts.commands(lines)
    for (line, before), said in zip(commands, played(site, [line[2:] for line, _before in commands])):
        found.append(line)
        if line.startswith("%"):
            if said[-1] != "rc=0":
                raise SystemExit(f"{line}: {said}")
        else:
            found += before if transcripts.plain(before) == transcripts.plain(said) else said
    return found


def main():
    """Rewrites the fixture."""
    found = image.ensure(lambda text: sys.stderr.write(text + "\n"))
    with tempfile.TemporaryDirectory(prefix="zfs-") as folder:
        site = Site(found, pathlib.Path(folder))
        try:
            told = {name: recorded(site, lines) for name, lines in transcripts.sessions().items()}
            version = site["ss1"].out("zfs", "version")
        finally:
            site.remove()
    text = "".join(f"== {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in told.items())
    transcripts.FIXTURE.write_text(text)
    sys.stderr.write(f"{version}\n")


if __name__ == "__main__":
    main()
