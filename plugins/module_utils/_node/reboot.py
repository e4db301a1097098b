# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a node has to be rebooted after an update, and whether it would come back with DRBD."""

from __future__ import annotations

import re
import typing as t

from .._core.natural import natural

# `needs-restarting -r`: 1 for yes.
_NEEDED = 1


def newest_kernel(images: t.Iterable[str], running: str) -> str:
    """The release that is booted next, by the kernel *images* in /boot; *running* where that is not one of them."""
    names = [re.sub(r"^.*/vmlinuz-", "", image) for image in images]
    installed = sorted((name for name in names if name[:1].isdigit() and "rescue" not in name), key=natural)
    # A kernel that comes from elsewhere (the network, a hypervisor) will come from there again.
    return installed[-1] if running in installed else running


def reboot_reasons(
    mode: str,
    required: bool,
    needs_restarting: int | None,
    running: str,
    images: t.Sequence[str],
    driver: t.Sequence[str],
) -> list[str]:
    """Why the node has to be rebooted; empty where it has not.

    mode -- ``always``, ``never`` or ``auto``
    required -- whether Debian's /run/reboot-required is there
    needs_restarting -- the exit code of ``needs-restarting -r``, None where there is no such tool
    running -- the release of the kernel that runs; images -- the kernels in /boot
    driver -- the version of DRBD's module that is loaded and the one on disk; either may be empty
    """
    if mode != "auto":
        return ["patch_reboot is always"] if mode == "always" else []
    newest = newest_kernel(images, running)
    loaded, on_disk = driver
    found = []
    if required:
        found.append("/run/reboot-required is there")
    if needs_restarting == _NEEDED:
        found.append("needs-restarting says so")
    if newest != running:
        found.append(f"the kernel {newest} is installed, {running} runs")
    if loaded and on_disk and loaded != on_disk:
        found.append("another module of DRBD is installed than runs")
    return found
