# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The containers' image is in the engine: the lab's tree of packages, imported without a registry. Prints its name.

Usage: image.py podman|docker. CONTAINER_RELEASE=12 takes Debian 12 instead of 13.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from lab.lib import apt, host, image
from lab.lib.sources import mirror
from lab.lib.state import Lab

RELEASE, KIND = os.environ.get("CONTAINER_RELEASE", "13"), "warm"
REPOSITORY = f"localhost/quorate-node-{RELEASE}"


def say(text: str) -> None:
    """Progress, beside the result."""
    print(text, file=sys.stderr, flush=True)


def tree() -> pathlib.Path:
    """The tree of packages as a tar file, in the lab's cache."""
    lab = Lab()
    with lab.lock(lab.cache, "builds images"):
        host.require(building=True)
        return image.bootstrap(
            lab.cache, RELEASE, KIND, mirror(apt.host_sources(), os.environ.get("LAB_MIRROR", "")), say
        )


def main(engine: str) -> None:
    """The image of just these packages is there, and no older one."""
    name = f"{REPOSITORY}:{image.digest(*image.packages(RELEASE, KIND))}"
    listed = [engine, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", f"reference={REPOSITORY}"]
    present = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
    if name in present:
        print("already there")
    else:
        subprocess.run([engine, "import", str(tree()), name], stdout=subprocess.DEVNULL, check=True)
        for old in present:
            subprocess.run([engine, "image", "rm", old], stdout=subprocess.DEVNULL, check=True)
    print(name)


if __name__ == "__main__":
    main(sys.argv[1])
