# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from what is to what shall be.

What is saved is at any moment a part of what the kernel has: additions are made first and saved then, removals are
saved first and made then. So a monitor that compares the two never sees a LUN missing because of a running change,
and a node that takes over never starts a target with less than its initiators knew.
"""

from __future__ import annotations

import json
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from . import grow, reservation, shrink, view
from .actions import Forget, Prepare, Save
from .model import Config, Wanted
from .render import saveconfig, saved_text
from .state import Live, State

SAVED_MODE = 0o600


def plan(current: State, desired: Wanted) -> Plan:
    """What makes *current* as *desired*; empty when it is."""
    before, after = view.both(current, desired)
    if desired.config is None:
        return Plan(
            before, after, (*_forget(current, desired), *_remove(current.live, desired)), _kept(current, desired)
        )
    if not reconciles(current.live, desired):
        return Plan(before, after, tuple(_save(current, desired)))
    live = current.live
    prepare = () if live.ready else (Operation("load the kernel's target modules", Prepare()),)
    rest, cleared = shrink.clear(live, desired.config.target)
    added = grow.operations(rest, desired.config)
    removed = shrink.surplus(rest, desired.config.target)
    refusals = [*shrink.foreign(live, desired), *reservation.homeless(live, desired)]
    if not desired.take_luns_away:
        refusals += shrink.in_use(live, desired.config.target)
    kept = reservation.operations(live, desired)
    forgotten = reservation.forgotten(rest, desired.config.target)
    operations = (*prepare, *kept, *cleared, *added, *_save(current, desired), *removed, *forgotten)
    return Plan(before, after, operations, tuple(refusals))


def reconciles(live: Live, desired: Wanted) -> bool:
    """Whether the kernel is to be brought to the description, too."""
    return desired.live == "always" or (desired.live == "if_present" and live.target is not None)


def _save(current: State, desired: Wanted) -> t.Iterator[Operation]:
    if not desired.saved or desired.config is None:
        return
    if current.saved.mode != SAVED_MODE or not _says(current.saved.text, desired.config):
        yield Operation(f"save {desired.saved}", Save(desired.saved, saved_text(desired.config)))


def _says(text: str | None, config: Config) -> bool:
    """Whether a saved *text* is that of *config*; cheaper than rendering it."""
    try:
        return text is not None and json.loads(text) == saveconfig(config)
    except ValueError:
        return False


def _forget(current: State, desired: Wanted) -> t.Iterator[Operation]:
    if desired.saved and current.saved.text is not None:
        yield Operation(f"remove {desired.saved}", Forget(desired.saved))


def _remove(live: Live, desired: Wanted) -> t.Iterator[Operation]:
    if desired.live != "never":
        yield from shrink.everything(live, desired.iqn)


def _kept(current: State, desired: Wanted) -> tuple[Refusal, ...]:
    """Why the target must stay."""
    if desired.live == "never":
        return ()
    refusals = list(shrink.foreign(current.live, desired))
    if not desired.take_luns_away:
        refusals += shrink.in_use(current.live, None)
    return tuple(refusals)
