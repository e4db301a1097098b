# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reasons to reboot, on Debian and on EL."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._node.reboot import newest_kernel, reboot_reasons

DEBIAN = ["/boot/vmlinuz-6.12.9-amd64", "/boot/vmlinuz-6.12.107+deb13-amd64", "/boot/vmlinuz-6.12.48+deb13-amd64"]
EL = [
    "/boot/vmlinuz-0-rescue-1b2c",
    "/boot/vmlinuz-5.14.0-503.el9.x86_64",
    "/boot/vmlinuz-5.14.0-503.11.1.el9_5.x86_64",
    "/boot/vmlinuz-5.14.0-70.el9.x86_64",
]


@pytest.mark.parametrize(
    ("images", "running", "newest"),
    [
        (DEBIAN, "6.12.9-amd64", "6.12.107+deb13-amd64"),
        (EL, "5.14.0-70.el9.x86_64", "5.14.0-503.11.1.el9_5.x86_64"),
        (["/boot/vmlinuz-6.12.9-amd64"], "7.2.7", "7.2.7"),
        ([], "7.2.7", "7.2.7"),
    ],
)
def test_the_newest_kernel_comes_unless_kernels_come_from_elsewhere(images, running, newest):
    assert newest_kernel(images, running) == newest


def reasons(mode="auto", required=False, needs=None, running="6.12.107+deb13-amd64", driver=("", "")):
    return reboot_reasons(mode, required, needs, running, DEBIAN, driver)


def test_none():
    assert reasons() == reasons(needs=0) == reasons(needs=2) == reasons(driver=("abc", "abc")) == []
    assert reasons(driver=("", "abc")) == reasons(driver=("abc", "")) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"required": True}, "/run/reboot-required is there"),
        ({"needs": 1}, "needs-restarting says so"),
        ({"running": "6.12.48+deb13-amd64"}, "the kernel 6.12.107+deb13-amd64 is installed, 6.12.48+deb13-amd64 runs"),
        ({"driver": ("abc", "abd")}, "another module of DRBD is installed than runs"),
    ],
)
def test_each(change, reason):
    assert reasons(**change) == [reason]
    assert reasons("never", **change) == []
    assert reasons("always", **change) == ["patch_reboot is always"]
