# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal at the real zfs of a guest, for the sessions with which the simulated one is compared."""

from __future__ import annotations

import json

from .site import SMALL

# Runs in the guest: lines of JSON in, and for each what the terminal shows of it.
_PLAYER = r"""
import json, re, subprocess, sys
token, said = "", []
for line in json.load(sys.stdin):
    # Links of new volumes come late, and what is written before that goes into a plain file.
    subprocess.run(["udevadm", "settle"], check=True)
    done = subprocess.run(["sh", "-c", line.replace("<TOKEN>", token)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, timeout=120)
    found = re.findall(r"1-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+", done.stdout)
    token = found[0] if found else token
    said.append([*done.stdout.splitlines(), f"rc={done.returncode}"])
print(json.dumps(said))
"""
_READY = """
set -e
zpool create -O mountpoint=none src {0}
zpool create -O mountpoint=none dst {1}
mkdir -p /lab
printf 'correct horse\n' >/lab/key
cat >/lab/player.py
"""


def played(site, lines):
    """What the terminal of ss1 shows of each of *lines*, on empty pools src and dst."""
    guest = site["ss1"]
    site.free("ss1", *SMALL[:2])
    guest.run(_READY.format(*SMALL), stdin=_PLAYER)
    answer = guest.run("python3 /lab/player.py", stdin=json.dumps(lines), timeout=900)
    return json.loads(answer.stdout)
