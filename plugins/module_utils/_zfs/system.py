# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All I/O of the subject: zfs and zpool on both sides; what is read takes a constant number of processes."""

from __future__ import annotations

import dataclasses
import time
import typing as t

from .._core.errors import CommandFailed, NotConverged
from .._core.pipe import Piper, pipe
from .._core.plan import Operation
from .._core.runner import Runner, run
from . import parse, render
from .handover import Sides
from .model import (
    IDENTITY,
    LINEAGE,
    SOURCE,
    TARGET,
    Dataset,
    End,
    Pair,
    Pool,
    Scene,
    Snapshot,
    Token,
    Wanted,
)
from .plan import as_far_as_known
from .render import Command
from .roles import CLAIM
from .steps import Resume, Send

# Seconds. A hundred thousand snapshots on slow disks take their time.
READ_TIMEOUT, CHANGE_TIMEOUT = 900, 600
# Names on one command line.
_SOME = 500
_SSH_FAILED = 255


@dataclasses.dataclass(frozen=True)
class Sent:
    """A snapshot that has gone over, and that the target has been seen to have."""

    target: str
    name: str
    guid: str
    size: int
    seconds: float


class ZfsSystem:
    """The pairs of a group on both sides.

    rate -- bytes in a second; 0 for no limit
    stall -- seconds after which a stream in which nothing moves is given up
    progress -- is told, again and again, which step has sent how many bytes
    """

    def __init__(
        self,
        wanted: Wanted,
        *,
        rate: int = 0,
        stall: float = 3600,
        runner: Runner = run,
        piper: Piper = pipe,
        progress: t.Callable[[str, int], None] = lambda what, count: None,
    ) -> None:
        self.wanted, self._rate, self._stall = wanted, rate, stall
        self._run, self._pipe, self._progress = runner, piper, progress
        self.first: Scene | None = None
        self.last = Scene(())
        self.sent: list[Sent] = []

    def read(self) -> Scene:
        """Both sides as they are. Raises ToolMissing, CommandFailed, CommandTimedOut, Unparsable."""
        sources = self.datasets(SOURCE, [source for source, _target in self.wanted.pairs])
        targets = self.datasets(TARGET, [target for _source, target in self.wanted.pairs])
        pairs = tuple(Pair(sources[source], targets[target]) for source, target in self.wanted.pairs)
        scene = Scene(pairs, {**self._pools(SOURCE, sources), **self._pools(TARGET, targets)})
        if self.first is None:
            self.first = scene
        self.last = as_far_as_known(scene, self.first, self.wanted.snapshot)
        return self.last

    def absent(self) -> Scene:
        """A host without ZFS."""
        pairs = (
            Pair(Dataset(source, exists=False), Dataset(target, exists=False)) for source, target in self.wanted.pairs
        )
        return Scene(tuple(pairs))

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, CommandTimedOut, NotConverged."""
        step = operation.action
        for command in render.commands(step):
            if command.into:
                self._send(step, command)
            else:
                self._run(self._line(command.side, command.argv), timeout=CHANGE_TIMEOUT)

    def _send(self, step: Send | Resume, command: Command) -> None:
        """A stream goes over, and the target has the snapshot: exit codes alone have been seen to lie."""
        begin = time.monotonic()
        first, second = self._line(SOURCE, command.argv), self._line(TARGET, command.into)
        size = self._pipe(
            first, second, rate=self._rate, stall=self._stall, progress=lambda count: self._progress(str(step), count)
        )
        seconds = time.monotonic() - begin
        guid = step.guid or self._guid(SOURCE, step.source, step.snapshot)
        if self._guid(TARGET, step.target, step.snapshot) != guid:
            raise NotConverged(f"{step}: both ends ended without an error, and yet the target does not have it")
        self.sent.append(Sent(step.target, step.snapshot, guid, size, round(seconds, 3)))

    def _guid(self, side: str, dataset: str, snapshot: str) -> str:
        """The guid of a snapshot; "" where there is none."""
        argv = self._line(side, render.get_guid(dataset, snapshot))
        answer = self._run(argv, timeout=READ_TIMEOUT, ok=(0, 1))
        if answer.rc:
            parse.missing_names(answer.stderr, (f"{dataset}@{snapshot}",))
        return "" if answer.rc else answer.stdout.strip()

    def datasets(self, side: str, names: t.Sequence[str]) -> dict[str, Dataset]:
        """The data sets *names*, those that do not exist among them."""
        around = {above for name in names for above in (name.partition("/")[0], _parent(name))}
        asked = sorted({*names, *around} - {""})
        answer = self._run(
            self._line(side, render.get_properties(asked, self._wanted_properties())), timeout=READ_TIMEOUT, ok=(0, 1)
        )
        missing = parse.missing_names(answer.stderr, asked) if answer.rc else set()
        values = parse.parse_properties(answer.stdout)
        present = [name for name in names if name not in missing]
        snapshots = self._snapshots(side, present)
        found = {name: Dataset(name, exists=False, parent_exists=_parent(name) not in missing) for name in names}
        for name in present:
            own = values.get(name, {})
            token = own["receive_resume_token"].value if "receive_resume_token" in own else ""
            known = self._token(side, token) if token else None
            of_it, bookmarks = snapshots.get(name, ([], []))
            found[name] = parse.to_dataset(name, own, of_it, bookmarks, known)
        return found

    def _wanted_properties(self) -> list[str]:
        named = [name for name, _value in self.wanted.options.properties]
        return [*dict.fromkeys((*named, "canmount", *IDENTITY, LINEAGE, *CLAIM))]

    def _snapshots(self, side: str, names: t.Sequence[str]) -> dict[str, tuple[list[Snapshot], list[Snapshot]]]:
        if not names:
            return {}
        text = self._run(self._line(side, render.list_snapshots(names)), timeout=READ_TIMEOUT).stdout
        found = parse.parse_snapshots(text)
        held = [f"{name}@{each.name}" for name, both in found.items() for each in both[0] if each.holds]
        tags = self._tags(side, held)
        return {name: (parse.with_tags(both[0], name, tags), both[1]) for name, both in found.items()}

    def _tags(self, side: str, held: t.Sequence[str]) -> dict[str, list[str]]:
        tags: dict[str, list[str]] = {}
        for begin in range(0, len(held), _SOME):
            argv = self._line(side, render.list_holds(held[begin : begin + _SOME]))
            tags.update(parse.parse_holds(self._run(argv, timeout=READ_TIMEOUT).stdout))
        return tags

    def _token(self, side: str, token: str) -> Token:
        """What *token* stands for. The source says it also where it cannot go on with it, with another exit code."""
        if side == SOURCE or not self.wanted.options.resume:
            return Token(token)
        argv = self._line(SOURCE, render.tell_token(token))
        answer = self._run(argv, timeout=READ_TIMEOUT, ok=range(_SSH_FAILED))
        return parse.parse_token(token, answer.stdout + answer.stderr)

    def _pools(self, side: str, datasets: t.Mapping[str, Dataset]) -> dict[tuple[str, str], Pool]:
        names = sorted({each.pool for each in datasets.values()})
        answer = self._run(self._line(side, render.get_pools(names)), timeout=READ_TIMEOUT, ok=(0, 1))
        found = parse.parse_pools(answer.stdout)
        if answer.rc and not set(names) - set(found):
            raise CommandFailed(render.get_pools(names), answer.rc, answer.stdout, answer.stderr)
        return {(side, name): pool for name, pool in found.items()}

    def _line(self, side: str, argv: t.Sequence[str]) -> tuple[str, ...]:
        end: End = self.wanted.source if side == SOURCE else self.wanted.target
        return render.over(end, argv)


class HandoverSystem:
    """One side of a group, the sources, and what the other one claims; it may be silent."""

    def __init__(self, wanted: Wanted, runner: Runner = run) -> None:
        self._zfs = ZfsSystem(wanted, runner=runner)
        self.last: tuple[Sides, ...] = ()

    def read(self) -> tuple[Sides, ...]:
        """Both sides as they are. Raises as ZfsSystem.read, but not for another host that does not answer."""
        pairs = self._zfs.wanted.pairs
        own = self._zfs.datasets(SOURCE, [source for source, _target in pairs])
        others = self._others([target for _source, target in pairs])
        self.last = tuple(Sides(own[source], others.get(target)) for source, target in pairs)
        return self.last

    def absent(self) -> tuple[Sides, ...]:
        """A host without ZFS."""
        return tuple(Sides(Dataset(source, exists=False), None) for source, _target in self._zfs.wanted.pairs)

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, CommandTimedOut."""
        self._zfs.apply(operation)

    def _others(self, names: t.Sequence[str]) -> dict[str, Dataset]:
        """The other side's data sets; {} where it does not answer."""
        try:
            return self._zfs.datasets(TARGET, names)
        except CommandFailed as error:
            if self._zfs.wanted.target.ssh and error.rc == _SSH_FAILED:
                return {}
            raise


def _parent(name: str) -> str:
    return name.rpartition("/")[0]
