# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A command of COMSTAR on a host whose volumes are those of the simulated ZFS: ``illumos.py NAME ARGUMENT...``."""

from __future__ import annotations

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from comstar import front
from comstar import state as comstar
from zfs import state as zfs

UNIT = "stmf_sbd_lu"


def main() -> int:
    """Volumes and their hidden property go there, the command is run, and the property comes back."""
    volumes = pathlib.Path(os.environ["ZFS_SIMULATOR"])
    path = volumes.with_name(volumes.name + ".comstar")
    of_zfs = zfs.load(json.loads(volumes.read_text()))
    of_comstar = comstar.load(json.loads(path.read_text()))
    of_comstar.datasets = {}
    for name, each in of_zfs.datasets.items():
        unit = each.properties.get(UNIT, zfs.Value()).local
        of_comstar.datasets[name] = comstar.Dataset(each.volsize, {UNIT: unit} if unit else {})
    path.write_text(json.dumps(comstar.dump(of_comstar)))
    answer = front.answer_of(path, sys.argv[1:])
    for name, each in comstar.load(json.loads(path.read_text())).datasets.items():
        if each.properties.get(UNIT):
            of_zfs.datasets[name].properties.setdefault(UNIT, zfs.Value()).local = each.properties[UNIT]
    volumes.write_text(json.dumps(zfs.dump(of_zfs)))
    sys.stdout.write(answer.stdout)
    sys.stderr.write(answer.stderr)
    return answer.rc


if __name__ == "__main__":
    sys.exit(main())
