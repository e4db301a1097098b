# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the storage below a service answers at all; what hangs reports no error to anybody."""

from __future__ import annotations

import mmap
import os

from .._core import ocf

BLOCK = 4096


def check(device: str, seconds: float) -> None:
    """A block of *device* was read within so many seconds. Raises ocf.Failure.

    By a child, which nothing can end while the kernel waits for the disk.
    """
    try:
        ocf.bounded(lambda: read(device), seconds)
    except ocf.Failure as failure:
        raise ocf.Failure(f"{device} does not answer: a read {failure}") from None


def read(device: str) -> None:
    """The first block was read from the disk itself. Raises OSError."""
    descriptor = os.open(device, os.O_RDONLY | os.O_DIRECT)
    try:
        # O_DIRECT wants memory at the start of a page.
        with mmap.mmap(-1, BLOCK) as block:
            os.preadv(descriptor, [block], 0)
    finally:
        os.close(descriptor)
