# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster agent ``ocf:quorate:target``: a whole target, started from its saved file in one pass."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
import typing as t

from .._core import ocf
from .._core.converge import bring
from .._core.errors import HaStorageError, Unparsable
from .model import Config, Wanted
from .parse import saved_config
from .plan import plan
from .ready import faults, nothing
from .state import Live
from .system import LioSystem, exclusive

Values = t.Mapping[str, str]
# The volume group was activated just before, and udev may still be making its links.
DEVICE_WAIT = 10.0
LOCK_WAIT = 15.0


def start(values: Values) -> int:
    """The target is there, complete and enabled; after a failure nothing of it is."""
    wanted = _wanted(values)
    begun = time.monotonic()
    try:
        _await_devices(wanted)
        with exclusive(timeout=LOCK_WAIT):
            outcome = bring(LioSystem(wanted), wanted, plan, check_mode=False)
    except (HaStorageError, OSError) as error:
        _remove(values)
        raise ocf.Failure(f"start failed, nothing is left of {values['iqn']}: {error}") from None
    ocf.log(f"started {values['iqn']}: {len(outcome.plan.operations)} operations, {time.monotonic() - begun:.2f} s")
    return ocf.SUCCESS


def stop(values: Values) -> int:
    """Nothing of the target exists, or the action failed in time for fencing to follow."""
    begun = time.monotonic()
    _remove(values)
    ocf.log(f"stopped {values['iqn']}: {time.monotonic() - begun:.2f} s")
    return ocf.SUCCESS


def monitor(values: Values) -> int:
    """Running, not running, or failed when something that initiators need is missing."""
    try:
        wanted = _wanted(values)
    except ocf.Failure:
        # A probe may come before the file.
        if nothing(_live(Wanted(values["iqn"], None)), values["iqn"]):
            return ocf.NOT_RUNNING
        raise
    live = _live(wanted)
    if nothing(live, wanted.iqn):
        return ocf.NOT_RUNNING
    if _faults(live, wanted):
        # A change by Ansible may be under way: look again when it is over.
        with exclusive(timeout=LOCK_WAIT):
            found = _faults(_live(wanted), wanted)
        if found:
            raise ocf.Failure(f"{wanted.iqn} is incomplete: " + "; ".join(found[:5]))
    return ocf.SUCCESS


def validate(values: Values) -> int:
    """The saved file describes the target."""
    _wanted(values)
    return ocf.SUCCESS


def reload(values: Values) -> int:
    """The running target is as the saved file describes it, unless initiators would lose something."""
    wanted = dataclasses.replace(_wanted(values), take_luns_away=False)
    with exclusive(timeout=LOCK_WAIT):
        bring(LioSystem(wanted), wanted, plan, check_mode=False, allow_disturbing=False)
    return ocf.SUCCESS


def _config(values: Values) -> Config:
    try:
        with open(values["config"], encoding="utf-8") as stream:
            config = saved_config(stream.read(), values["config"])
    except OSError as error:
        raise ocf.Failure(f"cannot read {values['config']}: {error.strerror}", ocf.ERR_INSTALLED) from None
    except Unparsable as error:
        raise ocf.Failure(str(error), ocf.ERR_CONFIGURED) from None
    if config.target.iqn != values["iqn"]:
        raise ocf.Failure(f"{values['config']} describes {config.target.iqn}, not {values['iqn']}", ocf.ERR_CONFIGURED)
    return config


def _wanted(values: Values) -> Wanted:
    return Wanted(values["iqn"], _config(values), take_luns_away=True)


def _live(wanted: Wanted) -> Live:
    return LioSystem(wanted).read().live


def _faults(live: Live, wanted: Wanted) -> list[str]:
    return faults(live, wanted.config) if wanted.config else []


def _await_devices(wanted: Wanted) -> None:
    devices = [lun.device for lun in wanted.config.target.luns] if wanted.config else []
    end = time.monotonic() + DEVICE_WAIT
    for device in devices:
        while not os.path.exists(device):
            if time.monotonic() > end:
                raise ocf.Failure(f"{device} does not exist")
            time.sleep(0.05)


def _remove(values: Values) -> None:
    gone = Wanted(values["iqn"], None, take_luns_away=True)
    ocf.bounded(lambda: _bring_down(gone), ocf.deadline(values, os.environ))


def _bring_down(gone: Wanted) -> None:
    bring(LioSystem(gone), gone, plan, check_mode=False)


AGENT = ocf.Agent(
    name="target",
    version="0.1",
    text="A whole LIO iSCSI target. Started from a saved file in one pass, with all its LUNs before it is enabled; "
    "fails the monitor when a LUN, portal, ACL or mapping is missing.",
    parameters=(
        ocf.Parameter("config", "Path of the saved file, as the Ansible module lio_target writes it.", unique=True),
        ocf.Parameter("iqn", "Name of the target. Must be the one in the saved file.", unique=True),
        ocf.Parameter(
            "stop_deadline",
            "Seconds after which a stop has failed. Must be less than the timeout of the stop action. "
            "A stop can hang in the kernel when the storage below does not answer; fencing must follow then.",
            "integer",
            "20",
            reloadable=True,
        ),
    ),
    actions={
        "start": ocf.Action(start, 60),
        "stop": ocf.Action(stop, 60),
        "monitor": ocf.Action(monitor, 30, 10),
        "reload-agent": ocf.Action(reload, 60),
        "validate-all": ocf.Action(validate, 10),
    },
)


def main() -> int:
    """Runs the agent."""
    return ocf.main(AGENT, sys.argv, os.environ)
