# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole target, served from its saved file in one pass: the part of the cluster agent that knows LIO."""

from __future__ import annotations

import dataclasses
import os
import time
import typing as t

from .._core import ocf
from .._core.converge import bring
from .._core.errors import Unparsable
from .model import Config, Wanted
from .parse import saved_config
from .plan import plan
from .ready import faults, nothing, unkept
from .state import Live
from .system import LioSystem, exclusive

# LVM makes the nodes in /dev itself, but udev may still be busy with an earlier stop.
DEVICE_WAIT = 10.0
LOCK_WAIT = 15.0


def saved_target(path: str, iqn: str, reservations: str = "") -> Wanted:
    """What the saved file at *path* asks for. Raises Failure, also where it describes another target than *iqn*."""
    try:
        with open(path, encoding="utf-8") as stream:
            config = saved_config(stream.read(), path)
    except OSError as error:
        raise ocf.Failure(f"cannot read {path}: {error.strerror}", ocf.ERR_INSTALLED) from None
    except Unparsable as error:
        raise ocf.Failure(str(error), ocf.ERR_CONFIGURED) from None
    if config.target.iqn != iqn:
        raise ocf.Failure(f"{path} describes {config.target.iqn}, not {iqn}", ocf.ERR_CONFIGURED)
    return Wanted(iqn, config, take_luns_away=True, reservations=reservations)


def start(wanted: Wanted) -> int:
    """The target is there, complete and enabled; how many operations that took."""
    _await_devices(wanted)
    with exclusive(timeout=LOCK_WAIT):
        return len(bring(LioSystem(wanted), wanted, plan, check_mode=False).plan.operations)


def remove(iqn: str) -> None:
    """Nothing of the target exists. Can hang in the kernel for good: a child has to do it."""
    gone = Wanted(iqn, None, take_luns_away=True)
    bring(LioSystem(gone), gone, plan, check_mode=False)


def exists(iqn: str) -> bool:
    """Whether anything of the target exists, be it a backstore that was left behind."""
    return not nothing(_live(Wanted(iqn, None)), iqn)


def lacks(wanted: Wanted) -> list[str]:
    """What initiators lack of the target."""
    found = _faults(wanted)
    if not found:
        return []
    # A change by Ansible may be under way: look again when it is over.
    with exclusive(timeout=LOCK_WAIT):
        return _faults(wanted)


def reload(wanted: Wanted) -> None:
    """The running target is as the saved file describes it. Raises Refused where initiators would lose something."""
    gentle = dataclasses.replace(wanted, take_luns_away=False)
    with exclusive(timeout=LOCK_WAIT):
        bring(LioSystem(gentle), gentle, plan, check_mode=False, allow_disturbing=False)


def _live(wanted: Wanted) -> Live:
    return LioSystem(wanted).read().live


def _faults(wanted: Wanted) -> list[str]:
    live = _live(wanted)
    return faults(live, t.cast(Config, wanted.config)) + unkept(live, wanted)


def _await_devices(wanted: Wanted) -> None:
    end = time.monotonic() + DEVICE_WAIT
    for device in [lun.device for lun in wanted.config.target.luns] if wanted.config else []:
        while not os.path.exists(device):
            if time.monotonic() > end:
                raise ocf.Failure(f"{device} does not exist")
            time.sleep(0.02)
