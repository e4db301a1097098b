# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guests with real ZFS, for all tests of this folder together."""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
# The lab's library makes images; the simulator is what reality is compared with.
sys.path[:0] = [str(TOP), str(TOP / "tests" / "simulators")]


@pytest.fixture(scope="session")
def site(capsys_off):
    from ansible_collections.quorate.ha_storage.tests.zfs.guest import image
    from ansible_collections.quorate.ha_storage.tests.zfs.site import Site

    from lab.lib import host

    with capsys_off():
        found = image.ensure(lambda text: (sys.stderr.write(f"{text}\n"), sys.stderr.flush()))
    # Disks of guests belong into memory, if there is enough.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="zfs-", dir=host.scratch(image.cache(), 12000)))
    made = Site(found, folder)
    try:
        yield made
    finally:
        made.remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def capsys_off(pytestconfig):
    """What is said while a guest is made is for whoever waits."""
    return pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled
