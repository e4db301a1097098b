# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest of the fixtures, and a simulated host with it."""

from __future__ import annotations

import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from comstar import host
from comstar.state import ISCSITGT, System

TEXT = (
    next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures/iscsitgt/export.xml"
).read_text()
STORES = (("/dev/zvol/rdsk/sp1", "/dev/zvol/rdsk/rp1"),)


def with_service(text=TEXT) -> System:
    """A host on which the daemon has this configuration."""
    return System(services={ISCSITGT: "online"}, manifests={ISCSITGT: text})


def runner(system: System):
    """A runner on the simulated host."""

    def run(argv, *, stdin="", timeout=30, ok=(0,)):
        answer = host.run(system, argv)
        if answer.rc not in ok:
            raise CommandFailed(argv, answer.rc, answer.stdout, answer.stderr)
        return Result(answer.rc, answer.stdout, answer.stderr)

    return run
