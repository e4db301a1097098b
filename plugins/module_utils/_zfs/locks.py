# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where runs for the same target keep each other out."""

from __future__ import annotations

import os
import re

from .model import Wanted

_LOCKS = ("/run/lock", "/var/run")


def lock_files(folder: str | None, wanted: Wanted) -> list[str]:
    """The lock of each target, in one order for everybody; names that look alike share one."""
    folder = folder or next(each for each in _LOCKS if os.path.isdir(each) or each == _LOCKS[-1])
    where = wanted.target.ssh[-1] if wanted.target.ssh else ""
    names = {re.sub(r"[^A-Za-z0-9_.-]", "-", f"quorate-zfs-{where}-{target}") for _source, target in wanted.pairs}
    return [os.path.join(folder, name) for name in sorted(names)]
