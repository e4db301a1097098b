# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A planned move of a service with N LUNs, by our agents and then by the stock ones, on the same nodes in one run.

    python bench/switchover.py LUNS

Ours is the longest pause that the initiator noticed in any move. The baseline is the shortest move of the stock agents,
which is less than what the initiator noticed of it. BENCH_LIMIT: seconds after which a start or move of theirs is given
up, and counts with just so many seconds (default 600).
"""

from __future__ import annotations

import json
import os
import sys
import typing as t

from pair import CLONE, DRBD, NAME, Noticed, Pair, under_writes
from steps import Step, summary
from stock import Stock

OURS, STOCK = 5, 2
LIMIT = float(os.environ.get("BENCH_LIMIT", "600"))
IDS = {"name": NAME, "id": NAME, "clone": CLONE, "drbd": DRBD, "resource": NAME}


class Move(t.NamedTuple):
    """A move: *seconds* until it was complete (None: given up), what the initiator noticed, and the agents' actions."""

    seconds: float | None
    noticed: Noticed
    steps: list[Step]


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def move(pair: Pair, how: t.Callable[[], float | None]) -> Move:
    """One move under writes; *how* returns its seconds."""
    since = pair.log_sizes()
    seconds, noticed = under_writes(pair, how)
    say(f"  moved in {'more than the limit' if seconds is None else f'{seconds:.1f} s'}: {noticed}")
    return Move(seconds, noticed, pair.steps(since))


def by_ours(pair: Pair) -> list[Move]:
    """Moves there and back by our agents."""
    say("  moves by our agents")
    return [move(pair, lambda: pair.module("service_switchover", IDS)["seconds"]) for _way in range(OURS)]


def by_stock(pair: Pair) -> tuple[float | None, list[Move]]:
    """The seconds of the first start by the stock agents, and moves there and back; fewer where the limit ends it."""
    say("  moves by the stock agents")
    stock, moves = Stock(pair), []
    started = seconds = stock.take_over(LIMIT)
    while seconds is not None and len(moves) < STOCK:
        # What a session has been through in one move shall not count in the next one.
        pair.relogin()
        moves.append(move(pair, lambda: stock.move(LIMIT)))
        seconds = moves[-1].seconds
    return started, moves


def figures(moves: t.Sequence[Move]) -> str:
    """What the initiator noticed of the *moves*."""
    pauses = " / ".join(f"{each.noticed.pause:.1f}" for each in moves)
    arrivals = " / ".join("given up" if each.seconds is None else f"{each.seconds:.1f}" for each in moves)
    errors, writes = (sum(getattr(each.noticed, name) for each in moves) for name in ("errors", "writes"))
    damaged = " / ".join("?" if each.noticed.damaged is None else str(each.noticed.damaged) for each in moves)
    return (
        f"pauses {pauses} s; complete in {arrivals} s; {errors} I/O errors; "
        f"of {writes} acknowledged writes lost or changed (?: cannot be read): {damaged}"
    )


def details(who: str, moves: t.Sequence[Move]) -> dict[str, str]:
    """What is to be told of the *moves* by *who*."""
    times = "; ".join(summary([each.steps for each in moves]))
    return {f"{who}, moves under writes to every LUN": figures(moves), f"{who}, actions in the median move": times}


def result(luns: int, ours: list[Move], started: float | None, stock: list[Move], load: str) -> dict[str, t.Any]:
    """What table.py prints."""
    longest = max(each.noticed.pause for each in ours)
    complete = [each.seconds for each in stock if each.seconds is not None]
    baseline = min(complete, default=LIMIT)
    meaning = "the shortest complete move" if complete else f"not finished in {LIMIT:.0f} s, so the ratio is at least"
    detail = {
        "ours, baseline": f"the longest pause at the initiator; the stock agents: {meaning}",
        **details("ours", ours),
        "stock, first start": f"not finished in {LIMIT:.0f} s" if started is None else f"{started:.1f} s",
        **(details("stock", stock) if stock else {}),
        "load of the machine": load,
    }
    named = {
        "name": f"switchover_{luns}",
        "ours": longest,
        "baseline": baseline,
        "ratio": baseline / longest,
        "unit": "s",
    }
    return {**named, "detail": detail}


def main() -> None:
    """Prints the result."""
    luns = int(sys.argv[1])
    say(f"  starting a lab, and a site with {luns} LUNs")
    with Pair(f"bench{os.getpid()}", luns) as pair:
        pair.build()
        before = os.getloadavg()[0]
        ours = by_ours(pair)
        started, stock = by_stock(pair)
        load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} after"
        print(json.dumps(result(luns, ours, started, stock, load)))


if __name__ == "__main__":
    main()
