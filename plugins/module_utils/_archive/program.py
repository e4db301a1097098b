# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What timers run, ``keep`` and ``keep --full``, and what people do: ``days``, ``table`` and ``plot``."""

from __future__ import annotations

import argparse
import sys
import time
import typing as t

from .._core.errors import HaStorageError
from .._core.files import Files
from .draw import draw
from .kernel import counters, everything
from .series import BY, QUANTITIES, Rates, rates
from .store import Archive, day_of, is_day

FOLDER = "/var/lib/quorate/lio-archive"
KEEP_DAYS = 365


def main(argv: t.Sequence[str] | None = None, files: Files | None = None) -> int:
    """The exit code."""
    given = parser().parse_args((sys.argv if argv is None else argv)[1:])
    archive = Archive(given.folder)
    try:
        if given.verb == "keep":
            _keep(archive, given, files or Files())
        elif given.verb == "days":
            sys.stdout.writelines(f"{day}\n" for day in archive.days())
        else:
            _show(archive, given)
    except (HaStorageError, OSError) as error:
        sys.stderr.write(f"lio-archive: {error}\n")
        return 1
    return 0


def _keep(archive: Archive, given: argparse.Namespace, files: Files) -> None:
    now = time.time()
    values: t.Mapping[str, t.Any] = everything(files) if given.full else counters(files)
    # On the standby node there is nothing of a target.
    if values:
        archive.keep("full" if given.full else "statistics", now, values)
    if given.full:
        archive.pack(day_of(now))
        archive.expire(day_of(now), given.days)


def _show(archive: Archive, given: argparse.Namespace) -> None:
    found = rates(archive.records(given.day), given.quantity, given.by, given.target)
    if not found:
        known = ", ".join(archive.days()) or "none"
        raise HaStorageError(f"nothing of that on {given.day}; there are these days: {known}")
    if given.verb == "table":
        sys.stdout.writelines(f"{line}\n" for line in _table(found))
    else:
        unit = "Commands per second" if given.quantity == "commands" else "Bytes per second"
        draw(found, given.day, f"LIO: {given.quantity} by {given.by}, {given.day} UTC", unit, given.output)


def _table(found: Rates) -> t.Iterator[str]:
    """Columns with a tab in between: the time (UTC), and one for each name."""
    yield "\t".join(("time", *found))
    for row in zip(*found.values()):
        clock = time.strftime("%H:%M:%S", time.gmtime(row[0][0]))
        yield "\t".join((clock, *("" if value is None else f"{value:.1f}" for _at, value in row)))


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(prog="lio-archive", description="Statistics of LIO, kept.")
    whole.add_argument("--folder", default=FOLDER, help="where the archive is")
    verbs = whole.add_subparsers(dest="verb", required=True)
    keep = verbs.add_parser("keep", help="keeps the counters")
    keep.add_argument("--full", action="store_true", help="everything instead, and removes what is old")
    keep.add_argument("--days", type=int, default=KEEP_DAYS, help="how many days are kept")
    verbs.add_parser("days", help="the days that there is something of")
    for verb, text in (("table", "rates as a table"), ("plot", "rates as a picture")):
        show = verbs.add_parser(verb, help=text)
        show.add_argument("day", type=_day, help="such as 2026-11-23, in UTC")
        show.add_argument("--quantity", choices=sorted(QUANTITIES), default="read")
        show.add_argument("--by", choices=BY, default="target")
        show.add_argument("--target", default="", help="only this one: an IQN, or how it ends")
        if verb == "plot":
            show.add_argument("--output", required=True, help="a file that ends with .png or .svg")
    return whole


def _day(text: str) -> str:
    if not is_day(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no day such as 2026-11-23")
    return text
