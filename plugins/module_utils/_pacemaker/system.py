# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster's own tools: the only I/O of this subject."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import time
import typing as t

from .._core.converge import refuse
from .._core.plan import Operation, Plan
from .._core.runner import Runner, run
from .._core.wait import wait_until
from .errors import CibContended, CibRejected, ClusterNotRunning
from .merge import with_target_role
from .model import ABSENT, Cluster, Declaration, State
from .parse import Forecast, parse_complaints, parse_forecast, parse_state, resource_elements
from .plan import Commit, Stop, fence_devices, foreseen, plan
from .ready import is_ready, is_stopped
from .render import patch_for
from .tree import Element, read_xml, write_xml

# Exit codes of Pacemaker's tools (crm_exit_t).
_DIFFERENT, _CONFIG, _DISCONNECTED, _OLD = 1, 78, 102, 103
ATTEMPTS = 10


def ask(runner: Runner, *argv: str) -> str:
    """What a tool of the cluster says. Raises ToolMissing, CommandFailed or ClusterNotRunning."""
    result = runner(argv, timeout=30, ok=(0, _DISCONNECTED))
    if result.rc == _DISCONNECTED:
        raise ClusterNotRunning
    return result.stdout


class PacemakerSystem:
    """Reads and commits the CIB of the cluster that this host is a member of.

    wait -- seconds to wait for the cluster, for *nodes* to be online and for resources to stop; 0: do not wait
    nodes -- members that must be online before the CIB is changed
    Afterwards *last* is the cluster that was read last, *forecast* what the cluster does upon the commit, *complaints*
    what crm_verify had to say before it already.
    """

    def __init__(self, *, runner: Runner = run, wait: float = 0, nodes: t.Sequence[str] = ()) -> None:
        self.run, self.wait, self.nodes = runner, wait, tuple(nodes)
        self.interval = 1.0
        self.forecast: frozenset[Forecast] = frozenset()
        self.complaints: list[str] = []
        self.last = ABSENT

    def absent(self) -> Cluster:
        """The cluster that is not there yet."""
        return ABSENT

    def read(self) -> Cluster:
        """CIB and state. Raises ToolMissing, or ClusterNotRunning when there is no DC within the waiting time."""
        state = self._wait_for(lambda found: found.dc, "the election of a DC") if self.wait else self.state()
        self.last = self._cib(state)
        return self.last

    def _cib(self, state: State) -> Cluster:
        return Cluster(read_xml(self._ask("cibadmin", "--query"), "cibadmin --query"), state)

    def state(self) -> State:
        """What crm_mon tells."""
        return parse_state(self._ask("crm_mon", "--one-shot", "--inactive", "--output-as=xml"))

    def plan(self, current: Cluster, declared: Declaration) -> Plan:
        """The pure plan, checked by crm_verify, with what crm_simulate says about interruptions."""
        todo = plan(current, declared)
        commit = _commit_of(todo)
        if commit is None or todo.refusals or not current.live:
            return todo
        new = current.root.with_child(commit.after)
        # A CIB without resources cannot run badly, and crm_verify asks for a fence device even then.
        if resource_elements(commit.after):
            self._verify(current.root, new)
        self.forecast = self._simulate(new)
        return foreseen(todo, self._simulate(current.root), self.forecast, fence_devices(current.configuration))

    def apply(self, operation: Operation) -> None:
        """Carries out a Stop or a Commit."""
        action = operation.action
        self._wait_for(lambda found: is_ready(found, self.nodes), "all nodes online: " + ", ".join(self.nodes))
        if isinstance(action, Commit):
            self._commit(lambda current: self._planned(current, action, operation.disturbs_io))
        elif isinstance(action, Stop):
            self._commit(lambda current: with_target_role(current.configuration, action.resources, "Stopped"))
            self._wait_for(
                lambda found: is_stopped(found, action.primitives), "the stop of " + ", ".join(action.resources)
            )

    def replace(self, make: t.Callable[[Element], Element]) -> None:
        """The configuration is what *make* makes of the present one. Raises CibRejected or CibContended."""
        root = self._cib(State()).root
        self._verify(root, root.with_child(make(root.first("configuration"))))
        self._commit(lambda current: make(current.configuration))

    def _planned(self, current: Cluster, action: Commit, may_disturb: bool) -> Element:
        """The configuration to commit; planned anew, with all its refusals, when somebody changed it meanwhile."""
        if current.configuration == action.before:
            return action.after
        todo = self.plan(dataclasses.replace(current, state=self.state()), action.declared)
        refuse(todo, may_disturb)
        commit = _commit_of(todo)
        return commit.after if commit else current.configuration

    def _commit(self, make: t.Callable[[Cluster], Element]) -> None:
        """The configuration is what *make* made of exactly the CIB that it replaced.

        Every change of the status overtakes a commit too. Then the same patch is tried on the new version at once:
        a few times in any case, and on a busy cluster for the whole waiting time.
        """
        before, patch, deadline = None, Element("diff"), time.monotonic() + self.wait
        attempts = 0
        while attempts < ATTEMPTS or time.monotonic() < deadline:
            attempts += 1
            current = self._cib(State())
            if current.configuration != before:
                before = current.configuration
                after = make(current)
                if after == before:
                    return
                patch = self._patch(current.root, after)
            if self._swapped(patch_for(patch, current.root)):
                return
        raise CibContended(attempts)

    def _patch(self, root: Element, after: Element) -> Element:
        """What crm_diff finds between the configuration of *root* and *after*."""
        documents = (root.with_children([root.first("configuration")]), root.with_children([after]))
        # The XML may hold secrets: no command line, and files of mode 0600 in a folder of mode 0700.
        with tempfile.TemporaryDirectory(prefix="quorate-cib-") as folder:
            names = (os.path.join(folder, "old.xml"), os.path.join(folder, "new.xml"))
            for name, document in zip(names, documents):
                with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
                    stream.write(write_xml(document))
            argv = ["crm_diff", "--original", names[0], "--new", names[1]]
            return read_xml(self.run(argv, timeout=60, ok=(0, _DIFFERENT)).stdout, "crm_diff")

    def _swapped(self, patch: Element) -> bool:
        """Whether the CIB was still the one that *patch* is for, and now is the next."""
        argv = ["cibadmin", "--patch", "--sync-call", "--xml-pipe"]
        return self.run(argv, stdin=write_xml(patch), timeout=60, ok=(0, _OLD)).rc == 0

    def _verify(self, old: Element, new: Element) -> None:
        """Raises CibRejected for what crm_verify has against *new* and had not against *old* already."""
        complaints = self._complaints(new)
        known = self._complaints(old) if complaints else []
        if not set(complaints) <= set(known):
            raise CibRejected([line for line in complaints if line not in known])
        self.complaints = complaints

    def _complaints(self, root: Element) -> list[str]:
        argv = ["crm_verify", "--xml-pipe", "--verbose"]
        return parse_complaints(self.run(argv, stdin=write_xml(root), timeout=60, ok=(0, _CONFIG)).stderr)

    def _simulate(self, root: Element) -> frozenset[Forecast]:
        argv = ["crm_simulate", "--xml-pipe", "--simulate", "--output-as=xml"]
        return parse_forecast(self.run(argv, stdin=write_xml(root), timeout=60).stdout)

    def _ask(self, *argv: str) -> str:
        return ask(self.run, *argv)

    def _wait_for(self, ready: t.Callable[[State], bool], what: str) -> State:
        def state() -> State:
            try:
                return self.state()
            except ClusterNotRunning:
                return State()

        return wait_until(state, ready, what=what, timeout=self.wait, interval=self.interval)


def _commit_of(todo: Plan) -> Commit | None:
    actions = [operation.action for operation in todo.operations]
    return next((action for action in actions if isinstance(action, Commit)), None)
