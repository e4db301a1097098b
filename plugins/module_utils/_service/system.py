# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster and DRBD, asked and told by their own tools."""

from __future__ import annotations

import dataclasses
import datetime
import time

from .._core.errors import CommandFailed, HaStorageError
from .._core.plan import Operation, Plan
from .._core.runner import Runner, run
from .._core.wait import wait_until
from .._drbd.node import Node
from .._pacemaker.system import ask
from .model import Cluster, Move, RemovePreference, Situation, Step, Wanted
from .parse import parse_cluster
from .plan import destination, plan
from .ready import location, runs_on
from .render import preference, reference

# Exit code of Pacemaker's tools (crm_exit_t).
_NO_SUCH = 105
# Each look takes processor time from the agents, which counts on a small node.
INTERVAL = 1.0
# Of a move; the cluster notes whole seconds.
ORDER = ("stop", "demote", "promote", "start")


class NotMoved(HaStorageError):
    """The cluster has not brought the service to the node in time."""


class ServiceSystem:
    """A service of the cluster that this host is a member of.

    *previous_node* is where the service was when it was read first. After a move *begun* (s since the epoch) and
    *seconds* tell when it began and how long it took.
    """

    def __init__(self, wanted: Wanted, *, runner: Runner = run, node: Node | None = None) -> None:
        self.wanted, self.run, self.node = wanted, runner, node or Node(runner=runner)
        self.begun = time.time()
        self.seconds: float | None = None
        self.last: Situation | None = None
        self.previous_node = ""

    def absent(self) -> Situation:
        """The host without a cluster."""
        return Situation(Cluster())

    def read(self) -> Situation:
        """The cluster and the replication now. Raises ToolMissing or ClusterNotRunning."""
        found = Situation(self.cluster(), self.node.live().get(self.wanted.service.resource))
        if self.last is None:
            self.previous_node = location(found.cluster, self.wanted.service)
        self.last = found
        return found

    def plan(self, current: Situation, wanted: Wanted) -> Plan:
        """The plan; the other node is, from the first plan on, one node: a second look must not lead back."""
        if not self.wanted.to:
            self.wanted = dataclasses.replace(wanted, to=destination(current, wanted))
        return plan(current, self.wanted)

    def cluster(self) -> Cluster:
        """What the cluster tells."""
        mon = ask(self.run, "crm_mon", "--one-shot", "--inactive", "--output-as=xml")
        return parse_cluster(mon, ask(self.run, "cibadmin", "--query"))

    def apply(self, operation: Operation) -> None:
        """Carries out a Move or a RemovePreference."""
        action = operation.action
        if isinstance(action, Move):
            self.begun = time.time()
            try:
                self._prefer(action.to)
                self._await_arrival(action.to)
                self.seconds = round(time.time() - self.begun, 1)
            finally:
                self._remove(self.wanted.preference)
        elif isinstance(action, RemovePreference):
            self._remove(action.id)

    def node_now(self) -> str:
        """Where the service was when it was read last."""
        return location(self.last.cluster, self.wanted.service) if self.last else ""

    def steps(self) -> list[Step]:
        """What the cluster did for the last move, in order; empty without one."""
        if self.seconds is None or not self.last:
            return []
        found = [
            each
            for each in self.last.cluster.steps
            if each.resource in self.wanted.service.ids and each.at >= int(self.begun)
        ]
        return sorted(found, key=lambda each: (each.at, ORDER.index(each.action)))

    def _prefer(self, node: str) -> None:
        """Replaces what an interrupted run has left, for it may name another node."""
        self._remove(self.wanted.preference)
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.wanted.lifetime)
        xml = preference(self.wanted.preference, self.wanted.service.id, node, end)
        self._tell("cibadmin", "--create", "--scope", "constraints", "--xml-text", xml)

    def _await_arrival(self, node: str) -> None:
        service = self.wanted.service
        try:
            wait_until(
                self.cluster,
                lambda found: runs_on(found, service, node),
                what=f"{service.name} on {node}",
                timeout=self.wanted.timeout,
                interval=INTERVAL,
            )
        except HaStorageError as error:
            now = self.cluster()
            failures = "; ".join(str(each) for each in now.failures) or "no action has failed"
            where = location(now, service) or "no node as a whole"
            raise NotMoved(f"{error}. It is on {where} now; {failures}", node=where) from error

    def _remove(self, name: str) -> None:
        try:
            self._tell("cibadmin", "--delete", "--scope", "constraints", "--xml-text", reference(name))
        except CommandFailed as failed:
            if failed.rc != _NO_SUCH:
                raise

    def _tell(self, *argv: str) -> None:
        self.run(argv, timeout=60)
