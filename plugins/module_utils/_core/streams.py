# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Standard input, output and error of a program that the kernel starts."""

from __future__ import annotations

import os


def open_standard_streams() -> None:
    """The kernel starts its helpers without them; Python has no sys.stderr then, and any file may become one."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(descriptor)
