# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""DRBD's fence-peer and unfence-peer handlers, one process for each call.

``drbd-handler fence-peer`` and ``drbd-handler unfence-peer``, as DRBD calls them; ``drbd-handler fence-peer --dry-run
--resource NAME`` says what DRBD would be told if the peer were lost now, changes nothing, and ends with that code.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import sys
import syslog
import time
import typing as t

from .._core.errors import HaStorageError
from .._core.lock import exclusive
from .._core.runner import run
from .._core.streams import open_standard_streams
from .model import FROZEN, Decision, Disks
from .parse import NoClone
from .plan import DEADLINE, deadline, decide, may_unfence
from .system import Node

# So much earlier than the deadline the last look begins: its commands need time, too.
_LAST_LOOK = 2.0
# A node under load may not get an answer for some seconds. DRBD asks only once, and what is not settled then stays
# frozen until the peer is back; but a monitor that meets frozen I/O has 40 s.
_PATIENCE = 28.0
_PAUSE = 0.5
_LOCKS = "/run/lock/drbd"


def fence(node: Node, given: float | None, begun: float) -> Decision:
    """What to tell DRBD; the constraint stands where the decision is for one.

    Such a decision counts only after another look with the constraint in place. That the peer still answers then says
    that it has the constraint, too: the cluster delivers its messages everywhere in one order.
    """
    reason = "no look at the cluster succeeded"
    node.end = begun + (given or _PATIENCE)
    while time.monotonic() < node.end:
        try:
            sight = node.look()
            limit = given or deadline(sight)
            decision = decide(sight, late=time.monotonic() > begun + limit - _LAST_LOOK)
            if decision.code is not None and (not decision.constraint or sight.cluster.owner == node.name):
                return decision
            reason = decision.reason
            if decision.constraint:
                node.place(sight.cluster)
                continue
        except NoClone as error:
            return Decision(FROZEN, str(error))
        except HaStorageError as error:
            reason = str(error)
        time.sleep(_PAUSE)
    return Decision(FROZEN, f"nothing was settled in time: {reason}")


def unfence(node: Node) -> str:
    """Why the constraint is still there; empty where there is none."""
    while time.monotonic() < node.end:
        cluster = node.cluster()
        if not cluster.owner:
            return ""
        reason = may_unfence(node.disks(), cluster, node.name)
        if reason:
            return reason
        node.remove(cluster)
    return "the cluster's configuration changed under each attempt"


def main(argv: t.Sequence[str] | None = None, environment: t.Mapping[str, str] | None = None) -> int:
    """The exit code of the handler that *argv* names."""
    argv, environment = argv or sys.argv, os.environ if environment is None else environment
    begun = time.monotonic()
    open_standard_streams()
    given = _arguments(argv)
    syslog.openlog("quorate-drbd-handler", syslog.LOG_PID, syslog.LOG_DAEMON)
    resource = given.resource or environment.get("DRBD_RESOURCE", "")
    try:
        node = Node(resource, _peer(environment), _minors(resource, environment), given.deadline or DEADLINE)
        if given.dry_run:
            return _foretell(node, given.deadline)
        with _alone(resource, node.end):
            return _fence(node, given.deadline, begun) if given.verb == "fence-peer" else _unfence(node, begun)
    except (HaStorageError, OSError) as error:
        return _tell(f"{given.verb} {resource}", f"failed: {error}", FROZEN, begun)


def _fence(node: Node, given: float | None, begun: float) -> int:
    decision = fence(node, given, begun)
    code = FROZEN if decision.code is None else decision.code
    if node.disks().peer_up_to_date:
        # Connected again meanwhile. DRBD does not heed the code then; a constraint would keep the peer from serving.
        unfence(node)
    words = "with the constraint" if decision.constraint else "without a constraint"
    return _tell(f"fence-peer {node.resource}", f"exit code {code} {words}: {decision.reason}", code, begun)


def _unfence(node: Node, begun: float) -> int:
    before = node.cluster().owner
    reason = unfence(node) if before else ""
    if reason:
        return _tell(f"unfence-peer {node.resource}", f"the constraint stays: {reason}", 1, begun)
    if before:
        _tell(f"unfence-peer {node.resource}", "the constraint is gone", 0, begun)
    return 0


def _foretell(node: Node, given: float | None) -> int:
    sight = node.look()
    sight = dataclasses.replace(sight, disks=_cut_off(sight.disks))
    limit = given or deadline(sight)
    now, last = decide(sight), decide(sight, late=True)
    words = "with the constraint" if last.constraint else "without a constraint"
    when = "at once" if now.code is not None else f"after at most {limit:g} s of waiting"
    sys.stdout.write(f"exit code {last.code} {words}, {when}: {last.reason}\n")
    return FROZEN if last.code is None else last.code


def _cut_off(disks: Disks) -> Disks:
    return dataclasses.replace(disks, peer=tuple("DUnknown" for _each in disks.peer))


def _tell(subject: str, message: str, code: int, begun: float) -> int:
    priority = syslog.LOG_NOTICE if code in (0, 4, 7) else syslog.LOG_WARNING
    line = f"{subject}: {message} ({time.monotonic() - begun:.2f} s)"
    syslog.syslog(priority, line)
    if sys.stderr:
        sys.stderr.write(line + "\n")
    return code


def _peer(environment: t.Mapping[str, str]) -> str:
    """DRBD's name for the peer, which is the cluster's; empty where DRBD did not call."""
    names = (environment.get("DRBD_PEERS") or environment.get("DRBD_PEER", "")).split()
    return names[0] if len(names) == 1 else ""


def _minors(resource: str, environment: t.Mapping[str, str]) -> list[int]:
    if not resource:
        raise HaStorageError("neither DRBD_RESOURCE nor --resource names the resource")
    words = environment.get("DRBD_MINOR") or run(["drbdadm", "sh-minor", resource], timeout=5).stdout
    return [int(word) for word in words.split() if word.isdigit()]


@contextlib.contextmanager
def _alone(resource: str, end: float) -> t.Iterator[None]:
    """No other handler of the resource is at work on this node; DRBD's own scripts take the same lock."""
    os.makedirs(_LOCKS, mode=0o700, exist_ok=True)
    path = os.path.join(_LOCKS, "fence." + resource.replace("/", "_"))
    what = "the lock that another handler of the resource holds"
    with exclusive(path, what=what, timeout=end - time.monotonic()):
        yield


def _arguments(argv: t.Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drbd-handler", description="Tells DRBD what became of its peer.")
    parser.add_argument("verb", choices=("fence-peer", "unfence-peer"))
    parser.add_argument("--resource", metavar="NAME", help="instead of DRBD_RESOURCE")
    parser.add_argument("--deadline", type=float, metavar="SECONDS", help="by default what the cluster's fencing needs")
    parser.add_argument("--dry-run", action="store_true", help="say what DRBD would be told if the peer were lost now")
    given = parser.parse_args(argv[1:])
    if given.dry_run and given.verb != "fence-peer":
        parser.error("--dry-run is for fence-peer")
    return given
