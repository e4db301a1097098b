# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to tell DRBD that has lost its peer. The reasons are in docs/design/fencing.md."""

from __future__ import annotations

from .model import FENCED, FROZEN, OUTDATE_ME, OUTDATED, UNREACHABLE, Cluster, Decision, Disks, Peer, Sight

DEADLINE = 10.0
# Until the cluster counts the watchdog's time: token, consensus, the arbiter's vote, the scheduler.
UNTIL_NOTICED = 5.0
# For slow fence devices, and for two nodes without an arbiter, where nothing but fencing ends a freeze. A monitor that
# meets frozen I/O has 40 s.
LONGEST = 25.0


def deadline(sight: Sight) -> float:
    """Seconds within which the cluster fences a lost node that it can fence."""
    if sight.cluster.devices or sight.quorum.two_node:
        return max(LONGEST, sight.cluster.watchdog + UNTIL_NOTICED)
    return max(DEADLINE, sight.cluster.watchdog + UNTIL_NOTICED if sight.cluster.watchdog else 0)


def decide(sight: Sight, late: bool = False) -> Decision:
    """The decision by one *sight*; *late*: there is no time for another look."""
    disks, cluster = sight.disks, sight.cluster
    if not disks.here:
        return Decision(FROZEN, "DRBD has no such volumes")
    if disks.peer_up_to_date:
        return Decision(FROZEN, "the peer is connected again, and up to date")
    if cluster.owner not in ("", sight.node):
        return _of_another(disks, cluster.owner)
    if not sight.quorum.quorate:
        return _wait(late, "this node's part of the cluster has no quorum: the other part may go on")
    if cluster.state is Peer.MEMBER and sight.answers:
        return _of_member(disks, cluster)
    return _of_absent(sight, late)


def _of_another(disks: Disks, owner: str) -> Decision:
    if owner == "?":
        return Decision(FROZEN, "there is a constraint in the place of the handler's that no handler made")
    reason = f"a constraint says that only {owner} has the newest data"
    return Decision(FROZEN if disks.role == "Primary" else OUTDATE_ME, reason)


def _of_member(disks: Disks, cluster: Cluster) -> Decision:
    if not disks.consistent:
        return _of_worse(disks, f"{_peer(cluster)}, and the data of this node are not whole")
    return Decision(OUTDATED, _peer(cluster), constraint=True)


def _of_absent(sight: Sight, late: bool) -> Decision:
    disks, cluster = sight.disks, sight.cluster
    if not disks.up_to_date:
        return _of_worse(disks, f"{_peer(cluster)}, and that does not make the data of this node any better")
    if cluster.state is Peer.CLEAN:
        return Decision(FENCED, _peer(cluster), constraint=True)
    if not cluster.fencing:
        return Decision(UNREACHABLE, f"{_peer(cluster)}, and the cluster does not fence", constraint=True)
    return _of_lost(sight, late)


def _of_worse(disks: Disks, reason: str) -> Decision:
    # After "unreachable" DRBD does nothing, unless one volume is up to date: then it goes on with that one.
    return Decision(FROZEN if "UpToDate" in disks.here else UNREACHABLE, reason)


def _of_lost(sight: Sight, late: bool) -> Decision:
    reason = _peer(sight.cluster)
    if sight.cluster.state is Peer.MEMBER:
        reason = f"{sight.cluster.peer} counts as a member, but does not answer"
    if sight.quorum.two_node:
        return _wait(late, f"{reason}; it may have quorum just as this node does")
    if not late:
        return Decision(None, reason)
    return Decision(UNREACHABLE, f"{reason}, but only this node's part has quorum", constraint=True)


def _wait(late: bool, reason: str) -> Decision:
    return Decision(FROZEN if late else None, reason)


def _peer(cluster: Cluster) -> str:
    return f"{cluster.peer or 'the peer, whose name is unknown,'} is {cluster.state.value}"


def may_unfence(disks: Disks, cluster: Cluster, node: str) -> str:
    """Why the constraint of *node* must stay; empty where it may go."""
    if cluster.owner != node:
        return f"the constraint is {cluster.owner}'s, which takes it back itself"
    if not (disks.up_to_date and disks.peer_up_to_date):
        return "not every copy is up to date"
    return ""
