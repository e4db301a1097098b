# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps -> command lines."""

from __future__ import annotations

import functools
import shlex
import typing as t

from .model import SOURCE, TARGET, End, Wanted
from .parse import COLUMNS, POOL_PROPERTIES, PROPERTIES
from .steps import (
    Abort,
    Assign,
    Clone,
    Destroy,
    Flags,
    Hold,
    Mark,
    Release,
    Remove,
    Resume,
    Rollback,
    Send,
    Step,
    Take,
    Unmark,
)

Argv = t.Tuple[str, ...]
# A receive can be resumed, and mounts nothing.
_RECEIVE = ("zfs", "receive", "-s", "-u")


class Command(t.NamedTuple):
    """A command line and where it runs; with *into*, its output goes to that one at the target."""

    side: str
    argv: Argv
    into: Argv = ()


def over(end: End, argv: t.Sequence[str]) -> Argv:
    """*argv* as it is run from here: ssh hands one line to the shell of the other side, so each word is quoted."""
    words = (*end.prefix, *argv)
    return (*end.ssh, " ".join(map(shlex.quote, words))) if end.ssh else words


def line(command: Command, wanted: Wanted) -> str:
    """A command as one would type it here."""
    first = over(wanted.source if command.side == SOURCE else wanted.target, command.argv)
    both = (first, over(wanted.target, command.into)) if command.into else (first,)
    return " | ".join(" ".join(map(shlex.quote, argv)) for argv in both)


def get_properties(names: t.Sequence[str], more: t.Iterable[str] = ()) -> Argv:
    """Properties of data sets, with where they come from."""
    return ("zfs", "get", "-Hp", "-o", "name,property,value,source", ",".join((*PROPERTIES, *more)), *names)


def list_snapshots(names: t.Sequence[str]) -> Argv:
    """Snapshots and bookmarks of data sets, without those of their children."""
    return ("zfs", "list", "-Hp", "-d", "1", "-t", "snapshot,bookmark", "-o", ",".join(COLUMNS), *names)


def list_holds(snapshots: t.Sequence[str]) -> Argv:
    """The tags of held snapshots."""
    return ("zfs", "holds", "-H", *snapshots)


def get_pools(names: t.Sequence[str]) -> Argv:
    """Health and features of pools."""
    return ("zpool", "get", "-Hp", "-o", "name,property,value", ",".join(POOL_PROPERTIES), *names)


def tell_token(token: str) -> Argv:
    """What a resume token stands for, to be asked at the source."""
    return ("zfs", "send", "-nvP", "-t", token)


def get_guid(dataset: str, snapshot: str) -> Argv:
    """The guid of one snapshot."""
    return ("zfs", "get", "-Hp", "-o", "value", "guid", f"{dataset}@{snapshot}")


@functools.singledispatch
def commands(step: Step) -> tuple[Command, ...]:
    """The commands of one step, in order."""
    raise TypeError(f"not a step: {type(step).__name__}")


@commands.register(Take)
def _take(step: Take) -> tuple[Command, ...]:
    names = (f"{dataset}@{step.snapshot}" for dataset in step.datasets)
    return (Command(SOURCE, ("zfs", "snapshot", *_options(step.properties), *names)),)


@commands.register(Send)
def _send(step: Send) -> tuple[Command, ...]:
    base = ("-i", step.base) if step.base else ()
    argv = ("zfs", "send", *_words(step.flags), *base, f"{step.source}@{step.snapshot}")
    return (Command(SOURCE, argv, (*_RECEIVE, *_options(step.properties), step.target)),)


@commands.register(Resume)
def _resume(step: Resume) -> tuple[Command, ...]:
    return (Command(SOURCE, ("zfs", "send", "-t", step.token), (*_RECEIVE, step.target)),)


@commands.register(Abort)
def _abort(step: Abort) -> tuple[Command, ...]:
    return (Command(step.side, ("zfs", "receive", "-A", step.dataset)),)


@commands.register(Rollback)
def _rollback(step: Rollback) -> tuple[Command, ...]:
    # Newest first and one by one: `rollback -r` would also take what nobody has seen yet.
    gone = (Command(TARGET, ("zfs", "destroy", _exactly(step.target, name))) for name in reversed(step.losing))
    return (*gone, Command(TARGET, ("zfs", "rollback", f"{step.target}@{step.snapshot}")))


@commands.register(Assign)
def _assign(step: Assign) -> tuple[Command, ...]:
    return (Command(step.side, ("zfs", "set", f"{step.name}={step.value}", step.dataset)),)


@commands.register(Hold)
def _hold(step: Hold) -> tuple[Command, ...]:
    return (Command(step.side, ("zfs", "hold", step.tag, f"{step.dataset}@{step.snapshot}")),)


@commands.register(Release)
def _release(step: Release) -> tuple[Command, ...]:
    return (Command(step.side, ("zfs", "release", step.tag, f"{step.dataset}@{step.snapshot}")),)


@commands.register(Mark)
def _mark(step: Mark) -> tuple[Command, ...]:
    names = (f"{step.source}@{step.snapshot}", f"{step.source}#{step.bookmark}")
    return (Command(SOURCE, ("zfs", "bookmark", *names)),)


@commands.register(Unmark)
def _unmark(step: Unmark) -> tuple[Command, ...]:
    return (Command(SOURCE, ("zfs", "destroy", f"{step.source}#{step.bookmark}")),)


@commands.register(Destroy)
def _destroy(step: Destroy) -> tuple[Command, ...]:
    return (Command(step.side, ("zfs", "destroy", _exactly(step.dataset, step.snapshot))),)


@commands.register(Clone)
def _clone(step: Clone) -> tuple[Command, ...]:
    argv = ("zfs", "clone", *_options(step.properties), f"{step.dataset}@{step.snapshot}", step.clone)
    return (Command(SOURCE, argv),)


@commands.register(Remove)
def _remove(step: Remove) -> tuple[Command, ...]:
    # Without -r and -R: what depends on it has to stop it.
    return (Command(SOURCE, ("zfs", "destroy", step.clone)),)


def _exactly(dataset: str, snapshot: str) -> str:
    """One snapshot. ``a,b`` and ``a%b`` would mean several; no snapshot is called so."""
    if not snapshot or set(",%@") & set(snapshot):
        raise ValueError(f"'{snapshot}' is not the name of one snapshot")
    return f"{dataset}@{snapshot}"


def _options(properties: t.Iterable[tuple[str, str]]) -> t.Iterator[str]:
    for name, value in properties:
        yield from ("-o", f"{name}={value}")


def _words(flags: Flags) -> tuple[str, ...]:
    """A raw stream has blocks as they are on disk, large and compressed."""
    if flags.raw:
        return ("-w",)
    return tuple(word for word, wanted in (("-L", flags.large), ("-c", flags.compressed)) if wanted)
