# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why the data of a victim must not be discarded now."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .judge import CONNECTED, DISCONNECTED, SPLIT, UNRELATED
from .model import Current, Side, Verdict, Wanted
from .snapshot import snapshot_refusals
from .words import amount

_Refusals = t.Iterator[Refusal]


def refusals(current: Current, wanted: Wanted, verdict: Verdict) -> _Refusals:
    """Every reason, from what both sides are to each other to the room for a snapshot."""
    victim, survivor = current.side(wanted.victim), current.other(wanted.victim)
    if verdict.kind != SPLIT:
        yield _no_split_brain(wanted.resource, verdict, (victim, survivor))
        return
    yield from _victim(victim, survivor, wanted)
    yield from _survivor(survivor, wanted)
    if verdict.traced:
        yield from _policies(victim, survivor)
    yield from snapshot_refusals(current, wanted, verdict.traced)


def _no_split_brain(resource: str, verdict: Verdict, sides: tuple[Side, Side]) -> Refusal:
    names = " and ".join(sorted(side.node for side in sides))
    if verdict.kind == DISCONNECTED:
        what = f"the other copy then gets what {verdict.ahead} has" if verdict.ahead else "nothing differs"
        reason = f"{resource} has no split brain: {names} are merely disconnected"
        return Refusal(
            reason, f"'drbdadm adjust {resource}' on both connects them, or the start of the cluster; {what}"
        )
    if verdict.kind == UNRELATED:
        reason = f"the copies of {resource} on {names} have no generation in common: it is no split brain"
        return Refusal(reason, "decide whose data stay, and fill the other node anew, as after the loss of its disks")
    if verdict.kind == CONNECTED:
        return Refusal(f"{names} are connected, but {resource} is not whole", f"see 'drbdadm status {resource}'")
    silent = " and ".join(sorted(side.node for side in sides if not _readable(side))) or names
    return Refusal(f"nobody can tell what {silent} has of {resource}", "bring DRBD and its disk up there first")


def _readable(side: Side) -> bool:
    return bool(side.parts) and all(part.generations for part in side.parts)


def _victim(victim: Side, survivor: Side, wanted: Wanted) -> _Refusals:
    if not wanted.discard:
        reason = f"{victim.node} has changed {amount(victim.changed)} since the split, which would be discarded"
        yield Refusal(reason, "discard_data_of_victim=true if that is meant")
    if victim.role == "Primary":
        yield Refusal(
            f"{victim.node} is Primary: its data are in use",
            f"stop what uses them and demote it, or let {survivor.node} be the victim",
        )
    elif victim.node in wanted.active_on:
        reason = f"the cluster has parts of the service active on {victim.node}"
        yield Refusal(reason, f"stop them, or let {survivor.node} be the victim")
    if not victim.up:
        yield Refusal(f"{wanted.resource} is down on {victim.node}", f"drbdadm up {wanted.resource}")
    elif any(part.disk_state in ("Diskless", "Failed") for part in victim.parts):
        yield Refusal(f"{victim.node} has lost its disk", f"drbdadm attach {wanted.resource}")


def _survivor(survivor: Side, wanted: Wanted) -> _Refusals:
    if not survivor.up:
        yield Refusal(f"{wanted.resource} is down on {survivor.node}", f"drbdadm up {wanted.resource}")
        return
    bad = sorted({part.disk_state for part in survivor.parts} - {"UpToDate", "Consistent"})
    if bad:
        yield Refusal(
            f"the data of {survivor.node}, which shall stay, are {', '.join(bad)}", "let the other one be the victim"
        )


def _policies(victim: Side, survivor: Side) -> _Refusals:
    """DRBD's own rules come before the word of the operator: seen on 8.4.11."""
    policies = dict(survivor.policies)
    zero, one = policies.get("after-sb-0pri", "disconnect"), policies.get("after-sb-1pri", "disconnect")
    way_out = f"start the service on {survivor.node} (or 'drbdadm primary' there) until they are connected"
    if survivor.role == "Primary":
        if one not in ("disconnect", "discard-secondary"):
            yield Refusal(f"after-sb-1pri={one} may decide for {victim.node}", "set it to disconnect first")
    elif zero == "discard-zero-changes":
        if victim.changed != 0 and survivor.changed == 0:
            reason = (
                f"{survivor.node} has changed nothing since the split, and neither node is Primary: "
                f"after-sb-0pri={zero} would keep the data of {victim.node}"
            )
            yield Refusal(reason, way_out)
    elif zero != "disconnect":
        yield Refusal(f"after-sb-0pri={zero} may decide for {victim.node} while neither node is Primary", way_out)
