# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All I/O of COMSTAR: its commands, svcs, zfs for what a volume says of itself, and the file with a secret."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import typing as t

from .._core.errors import CommandFailed, HaStorageError, NotConverged, NotThereYet, Unparsable
from .._core.plan import Operation
from .._core.runner import Runner, run
from .._illumos.smf import service_state
from . import parse, parse_itadm, ready
from .metadata import LENGTH, OFFSET, PROPERTY, decode, decode_property
from .model import ISCSI_TARGET, STMF, Backing, Chap, Iscsi, Metadata, Port, State, Unit, View, named
from .names import plain_path, zvol
from .render import SECRET_FILE, turn
from .steps import Run, Series

READ_TIMEOUT, CHANGE_TIMEOUT = 60, 120


class ComstarSystem:
    """The System of all COMSTAR modules. *folder* holds a secret for the moment in which itadm reads it."""

    def __init__(self, wanted: t.Any = None, folder: str | None = None, runner: Runner = run) -> None:
        self.wanted, self.folder, self.run = wanted, folder, runner
        self.known = State()
        self.written: set[str] = set()

    def read(self) -> State:
        """Everything that concerns what is wanted.

        Raises ToolMissing, Unparsable, and NotThereYet where something is missing that is needed.
        """
        self.known = self._state()
        missing = ready.missing(self.known, self.wanted) if self.wanted is not None else []
        if missing:
            raise NotThereYet("; ".join(missing))
        return self.known

    def absent(self) -> State:
        """What was read, with what is missing as if it were there."""
        return ready.assumed(self.known, self.wanted)

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, CommandTimedOut."""
        step = operation.action
        if isinstance(step, Series):
            self._series(step)
        else:
            self._run(step)

    def _run(self, step: Run) -> None:
        if not step.secret:
            self._change(step.argv)
            return
        descriptor, path = tempfile.mkstemp(dir=self.folder, prefix=".quorate-")
        try:
            # mkstemp gives 0600; itadm cuts off one newline at the end.
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(step.secret + "\n")
            self._change(tuple(path if part == SECRET_FILE else part for part in step.argv))
        finally:
            os.unlink(path)
        self.written.add(step.owner)

    def _series(self, step: Series) -> None:
        try:
            if step.offline:
                self._change(turn("target", step.offline, False))
            for argv in step.steps:
                self._change(argv)
        finally:
            if step.offline:
                self._change(turn("target", step.offline, True))
        port = named(self._ports(), step.offline)
        if port and port.status == "Offline":
            raise NotConverged(f"{step.offline} was taken off line for a moment, and is not on line again")

    def _change(self, argv: t.Sequence[str]) -> None:
        try:
            self.run(argv, timeout=CHANGE_TIMEOUT)
        except CommandFailed as failed:
            # The reason stands first: itadm ends with a number, a usage error with the usage.
            said = (failed.stderr.strip() or failed.stdout.strip()).splitlines()[:1]
            raise CommandFailed(argv, failed.rc, "", "".join(said)) from failed

    def _ask(self, *argv: str) -> str:
        return self.run(argv, timeout=READ_TIMEOUT).stdout

    def _state(self) -> State:
        services = {fmri: service_state(self.run, fmri) for fmri in (STMF, ISCSI_TARGET)}
        if services[STMF] != "online":
            return State(services)
        needed = ready.needs_units(self.wanted)
        units = self._units() if needed else ()
        iscsi = ready.needs_iscsi(self.wanted) and services[ISCSI_TARGET] == "online"
        return State(
            services=services,
            units=units,
            host_groups=parse.parse_host_groups(self._ask("stmfadm", "list-hg", "-v")) if needed else (),
            target_groups=parse.parse_target_groups(self._ask("stmfadm", "list-tg", "-v")) if needed else (),
            ports=self._ports() if ready.needs_ports(self.wanted) else (),
            iscsi=self._iscsi() if iscsi else None,
            backing=self._backing(units),
        )

    def _ports(self) -> tuple[Port, ...]:
        return parse.parse_ports(self._list_or_nothing(("stmfadm", "list-target", "-v"), ""))

    def _units(self) -> tuple[Unit, ...]:
        text = self._ask("stmfadm", "list-lu", "-v")
        counts, units = parse.view_counts(text), parse.parse_units(text)
        # Early builds tell the path only here.
        unclear = any(unit.registered and unit.provider == "sbd" and not unit.path for unit in units)
        sources = parse.parse_sources(self._ask("sbdadm", "list-lu")) if unclear else {}
        return tuple(self._unit(unit, counts[unit.guid], sources) for unit in units)

    def _unit(self, unit: Unit, count: int | None, sources: t.Mapping[str, tuple[int, str]]) -> Unit:
        size, path = sources.get(unit.guid, (unit.size, unit.path))
        unit = dataclasses.replace(unit, size=unit.size or size, path=plain_path(unit.path or path))
        views = self._views(unit.guid, count) if ready.needs_views(self.wanted, unit) else ()
        return dataclasses.replace(unit, views=views)

    def _views(self, guid: str, announced: int | None) -> tuple[View, ...]:
        if announced == 0:
            return ()
        views = parse.parse_views(self._list_or_nothing(("stmfadm", "list-view", "-l", guid), "no views found"))
        if announced is not None and announced != len(views):
            raise Unparsable("stmfadm list-view", guid, f"{announced} views are announced, {len(views)} listed")
        return views

    def _list_or_nothing(self, argv: t.Sequence[str], nothing: str) -> str:
        """The output of a list command that ends with 1, and says *nothing*, where there is nothing to list."""
        result = self.run(argv, timeout=READ_TIMEOUT, ok=(0, 1))
        said = result.stdout + result.stderr
        if result.rc and not (nothing in said if nothing else not said):
            raise CommandFailed(argv, result.rc, result.stdout, result.stderr)
        return "" if result.rc else result.stdout

    def _iscsi(self) -> Iscsi:
        targets = parse_itadm.parse_targets(self._ask("itadm", "list-target", "-pv"))
        initiators = parse_itadm.parse_initiators(self._ask("itadm", "list-initiator", "-p"))
        return Iscsi(
            tuple(dataclasses.replace(each, chap=self._marked(each.name, each.chap)) for each in targets),
            parse_itadm.parse_portal_groups(self._ask("itadm", "list-tpg", "-pv")),
            tuple(dataclasses.replace(each, chap=self._marked(each.iqn, each.chap)) for each in initiators),
        )

    def _marked(self, owner: str, chap: Chap) -> Chap:
        """A secret that this run wrote is known to be right, for as long as there is one."""
        written = owner in self.written and chap.secret == "set"
        return dataclasses.replace(chap, secret="written") if written else chap

    def _backing(self, units: t.Sequence[Unit]) -> Backing | None:
        path = ready.volume_to_read(self.wanted, units)
        name = zvol(path)
        if not name:
            return self._on_disk(path, 0) if path else None
        argv = ("zfs", "get", "-H", "-p", "-o", "property,value", f"volsize,{PROPERTY}", name)
        result = self.run(argv, timeout=READ_TIMEOUT, ok=(0, 1))
        if result.rc and "does not exist" in result.stderr:
            return Backing(path, exists=False)
        if result.rc:
            raise CommandFailed(argv, result.rc, result.stdout, result.stderr)
        size, hidden = parse.parse_volume(result.stdout)
        if hidden:
            return Backing(path, True, size, decode_property(hidden))
        found = self._on_disk(path, size)
        return found if found.exists else Backing(path, size > 0, size)

    def _on_disk(self, path: str, size: int) -> Backing:
        """Files, disks, and volumes of early builds carry the metadata themselves."""
        try:
            with open(path, "rb") as stream:
                stream.seek(OFFSET)
                metadata: Metadata | None = decode(stream.read(LENGTH), OFFSET)
                size = size or stream.seek(0, os.SEEK_END)
        except FileNotFoundError:
            return Backing(path, exists=False)
        except OSError as error:
            raise HaStorageError(f"{path} cannot be read: {error.strerror}", path=path) from error
        return Backing(path, True, size, metadata)
