# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node and its cluster as the handler sees them, and the change of the CIB."""

from __future__ import annotations

import os
import time
import typing as t

from .._core.errors import HaStorageError
from .._core.files import Files
from .._core.runner import Result, Runner, run
from .._pacemaker.quorum import parse_quorum
from .._pacemaker.tree import Element, read_xml, write_xml
from . import render
from .model import Cluster, Disks, Peer, Sight
from .parse import answered, parse_cluster, parse_disks

# Exit code of cibadmin (crm_exit_t): the CIB is not the one any more that the patch is for.
_OLD = 103
# A cluster manager answers within milliseconds, unless its node or the membership is in trouble.
_ANSWER = 2.0
# Each of the other commands is done in a fraction of a second; under load it may be better to ask again.
_LIMIT = 8.0


class Node:
    """One DRBD resource, from the node that the handler runs on.

    seconds -- from now on, no command lasts longer than what is left of them
    """

    def __init__(self, resource: str, peer: str, minors: t.Sequence[int], seconds: float, runner: Runner = run) -> None:
        self.resource, self.peer, self.minors = resource, peer, tuple(minors)
        self.files, self.name = Files(), os.uname().nodename
        self.end = time.monotonic() + seconds
        self._run = runner
        self._cib = Element("cib")

    def _command(self, *argv: str, stdin: str = "", ok: t.Container[int] = (0,), limit: float = _LIMIT) -> Result:
        """What a command says; see Runner."""
        left = max(0.1, self.end - time.monotonic())
        return self._run(argv, stdin=stdin, timeout=min(limit, left), ok=ok)

    def disks(self) -> Disks:
        """The volumes' states.

        Not from drbdsetup: while DRBD waits for its handler within a promotion, it answers nobody.
        """
        return parse_disks(self.files.read_text("/proc/drbd") or "", self.minors)

    def cluster(self) -> Cluster:
        """The CIB as it is here; a patch is for exactly this one."""
        self._cib = read_xml(self._command("cibadmin", "--query", "--local").stdout, "cibadmin --query")
        return parse_cluster(self._cib, self.resource, self.name, self.peer)

    def look(self) -> Sight:
        """Everything that a decision rests on. Raises HaStorageError where the cluster does not tell."""
        cluster = self.cluster()
        # 2: no quorum.
        quorum = parse_quorum(self._command("corosync-quorumtool", "-s", ok=(0, 1, 2)).stdout)
        answers = cluster.state is Peer.MEMBER and self._answers(cluster.peer)
        return Sight(self.name, self.disks(), quorum, cluster, answers)

    def place(self, cluster: Cluster) -> bool:
        """Whether the constraint is in the CIB that *cluster* was read from, which was still the newest."""
        return self._swap(render.placing(self._cib, render.constraint(self.resource, cluster.clone, self.name)))

    def remove(self, cluster: Cluster) -> bool:
        """Whether the constraint is gone from the CIB that *cluster* was read from, which was still the newest."""
        return self._swap(render.removing(self._cib, render.constraint_id(self.resource, cluster.clone)))

    def _answers(self, peer: str) -> bool:
        """Whether the peer's cluster manager answers: the CIB knows of a loss only seconds later."""
        try:
            said = self._command("crmadmin", "--timeout", f"{_ANSWER:g}s", "--status", peer, limit=_ANSWER + 1)
        except HaStorageError:
            return False
        return answered(said.stdout)

    def _swap(self, patch: Element) -> bool:
        argv = ("cibadmin", "--patch", "--sync-call", "--xml-pipe")
        # While a DC is being elected nobody answers, however long it is waited for.
        return self._command(*argv, stdin=write_xml(patch), ok=(0, _OLD), limit=_ANSWER + 1).rc == 0
