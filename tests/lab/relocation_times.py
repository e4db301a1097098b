# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the relocation of a service took, and how much of it its host needs for the commands alone."""

from __future__ import annotations

import datetime
import typing as t


def moment(task, which):
    """When *task* began or ended."""
    return datetime.datetime.fromisoformat(task["task"]["duration"][which].replace("Z", "+00:00"))


def named(tasks, name):
    """The first task of that name that did something."""
    return next(task for task in tasks if task["task"]["name"].split(" : ")[-1] == name and task["hosts"])


def seconds(first, last):
    return (last - first).total_seconds()


class Relocation(t.NamedTuple):
    """How long it took, in seconds.

    take_over -- up to the mounted file system and the running unit
    pause -- of the service
    commands -- that the host was told in it
    """

    take_over: float
    pause: float
    commands: tuple[str, ...]


def measured(tasks):
    stop, took, start = (named(tasks, name) for name in ("Hosts stop", "Work on svc1", "Hosts start"))
    whole, pause = (seconds(moment(first, "start"), moment(start, "end")) for first in (took, stop))
    (result,) = start["hosts"].values()
    return Relocation(whole, pause, tuple(line for line in result["operations"] if not line.startswith("rescan ")))


def by_a_shell(site, host, stop, commands):
    """Seconds that the *commands* of a start take on their own, after the line *stop* has undone them."""
    site.sh(host, stop)
    timed = f"exec 3>&1; TIMEFORMAT=%R; {{ time {{ {' && '.join(commands)}; }} >/dev/null 2>&1; }} 2>&3"
    return float(site.sh(host, timed))
