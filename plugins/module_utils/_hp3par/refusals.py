# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every reason for which a group is left alone, by name: what is seen, and the way out."""

from __future__ import annotations

import dataclasses

from .._core.errors import Refusal

_TEXTS = {
    "absent": ("{array} has no group {group}", "check name and array; hp3par_rcg_info tells what is there"),
    "absent_on_peer": ("{array} has no group {group}", "set peer_name to what the group is called there"),
    "not_partners": (
        "{group} and {peer_group} are not the two sides of one group: {difference}",
        "correct peer, peer_name or array",
    ),
    "async_mode": ("asynchronous streaming is not supported", "use the array's own tools"),
    "failsafe": (
        "the group is in Failsafe: the array keeps hosts from it",
        "find out why; then recover or restore from the side that took over, or setrcopygroup override by hand",
    ),
    "backup": ("the group is in the status Backup", "wait for it to end, or ask the vendor"),
    "both_primary": (
        "both arrays take writes for this group",
        "keep hosts off one of them; then state=recovered on the array that failed over, which discards what was"
        " written on the other one",
    ),
    "no_primary": (
        "neither array takes writes for this group",
        "an operator has to decide which copy is the right one; see the role table of HPE's troubleshooting guide",
    ),
    "mixed_roles": (
        "{role} and {peer_role} are no regular pair",
        "setrcopygroup reverse -local -natural by hand, on the side that is to change; then run again",
    ),
    "peer_unreachable": (
        "the management of the other array does not answer: {error}",
        "repair it; where that array is lost, state=failed_over with disaster=true; on a primary from which nobody can"
        " have failed over, peer_required=false",
    ),
    "target_failed": (
        "the way to the partner has failed",
        "repair the links; where the other site is lost, state=failed_over with disaster=true",
    ),
    "not_synced": (
        "the copy is not complete: {volumes}",
        "start the group from its primary side and wait until all volumes are Synced",
    ),
    "status_mismatch": (
        "the group is {status} here and {peer_status} on the other array",
        "find out why; both have to be Started or Stopped",
    ),
    "peer_may_be_ahead": (
        "the group is Stopped, and the other array may have taken writes since",
        "resync_stopped=true starts it there first and waits; it loses nothing, but overwrites the copy here, which"
        " somebody may have kept on purpose",
    ),
    "path_undecided": (
        "the array has not found out yet whether the way to its partner is ready or failed",
        "run it again in a minute",
    ),
    "last_sync_unknown": (
        "the array does not tell when it last synchronized, so that a synchronization could not be proven",
        "set the time zone of the array (timezone), or sync_before=never",
    ),
    "sync_not_proven": (
        "the synchronization has ended, but the time of the last one has not moved on: {volumes}",
        "look at the tasks of the array",
    ),
    "confirm_missing": ("{act} can lose data", "set confirm to the name of the group, {group}"),
    "disaster_not_declared": ("a disaster take-over was asked for, but no disaster declared", "set disaster=true"),
    "not_a_disaster": (
        "the way to the partner is up",
        "state=primary takes over without loss; where the other array is lost all the same, cut the links first",
    ),
    "peer_still_started": (
        "the other array answers, and the group is {status} there",
        "state=stopped on the other array, then state=primary",
    ),
    "data_loss": (
        "what was written on the other array after {last_sync} would be lost",
        "accept_data_loss=true, or a max_sync_age that allows it",
    ),
    "ambiguous_roles": (
        "auto_synchronize is set: once both arrays see each other again, they could take the other side for the one"
        " that took over, and discard what was written here",
        "setrcopygroup pol no_auto_synchronize by hand, then run it again",
    ),
    "not_failed_over": ("this array has not taken over, its role is {role}", "run it on the array that has taken over"),
    "discards_peer_changes": (
        "writes of the other array that were not replicated would be discarded",
        "discard_peer_changes=true, once it is clear that nobody needs them",
    ),
    "discards_local_changes": (
        "what was written here since the take-over would be discarded",
        "discard_local_changes=true, once it is clear that nobody needs it",
    ),
    "already_recovered": ("the other array follows this one already", "state=restored"),
    "array_swapped": (
        "the array has made this side the natural primary by itself",
        "state=primary on the other array",
    ),
    "run_on_other_array": ("only the array that has taken over can do this", "run it on the other array"),
    "not_started": ("the group is {status}", "state=started first"),
    "needs_sync_mode": ("only synchronous groups can be switched over transparently", "state=primary"),
    "needs_policies": (
        "the group lacks the policies {policies}",
        "set them, with hosts that see both arrays; or state=primary",
    ),
    "needs_cli": (
        "the WSAPI has no equivalent of '{command}'",
        "reach that array by ssh, cli or proxy",
    ),
    "settling": ("waiting for {for_}", "run it again in a minute"),
    "not_primary": ("the role of this array is {role}", "run it on the array that takes the writes"),
    "maybe_superseded": (
        "the group is Stopped, and the other array, which may have been failed over, was not asked",
        "set peer and peer_name, so that both can be compared",
    ),
    "needs_stop": (
        "the group is Started, and this needs it Stopped",
        "stop_started=true stops it; where the group stays, it is started again afterwards",
    ),
    "removal_unconfirmed": (
        "the replication of {volumes} would end for good",
        "set confirm to the name of the group, {group}; the volumes stay on both arrays",
    ),
    "immutable": ("the {what} of the group is {is_}, which is never changed", "remove the group and make it again"),
    "other_copies": (
        "volumes have other copies than described: {copies}",
        "correct the description, or dismiss them with purge_volumes first",
    ),
    "no_period": ("only periodic groups have a period", "leave period out, or set mode=periodic"),
    "needs_period": ("a periodic group has no period by itself", "set period"),
    "needs_mode": ("the group is not there, and nothing says what it shall be", "set mode"),
    "unknown_target": ("the array has no target {target}, but: {targets}", "set target to one of these"),
    "name_too_long": (
        "the name of a new group may have {longest} characters, for the other array appends its id",
        "choose a shorter one",
    ),
    "only_on_peer": (
        "the group is not here, but the other array has {group}",
        "find out why; remove it there, or correct array and name",
    ),
    "no_effect": (
        "'{command}' was sent and has had no effect",
        "it is not sent twice; look at the events and tasks of the array",
    ),
}
NAMES = frozenset(_TEXTS)


@dataclasses.dataclass(frozen=True)
class Named(Refusal):
    """A refusal that tests and callers tell by its name."""

    name: str = ""


def named(name: str, **facts: str) -> Named:
    """The refusal *name*, with what is particular about it."""
    reason, way_out = _TEXTS[name]
    return Named(reason.format(**facts), way_out.format(**facts), name)
