# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an unplanned takeover may last at most, by the timeouts that a site has."""

from __future__ import annotations

import typing as t

from .fencing import fencing_steps

Data = t.Mapping[str, t.Any]


def takeover_budget(cluster: Data, token: float, consensus: float, vote: float, start: float, patience: float) -> Data:
    """``{seconds, fenced, steps: [{what, seconds}], text, problems}``; *fenced*: the lost node is certainly gone.

    cluster -- of an expanded site
    token, consensus, vote -- corosync's timeouts and the arbiter's sync_timeout, in milliseconds
    start -- seconds from the end of fencing until the service is up
    patience -- seconds after which an initiator gives its users an I/O error
    """
    steps = [("the loss is noticed", token / 1000), ("the other members agree on it", consensus / 1000)]
    if cluster["arbiter"]:
        steps.append(("the arbiter votes", vote / 1000))
    steps += fencing_steps(cluster["fencing"])
    fenced = sum(each for _what, each in steps)
    steps.append(("the service starts", start))
    seconds = fenced + start
    parts = ", ".join(f"{what} {each:g} s" for what, each in steps)
    return {
        "seconds": seconds,
        "fenced": fenced,
        "steps": [{"what": what, "seconds": each} for what, each in steps],
        "text": f"An unplanned takeover lasts {seconds:g} s at most ({parts}). Initiators wait {patience:g} s.",
        "problems": list(_problems(seconds, parts, patience)),
    }


def _problems(seconds: float, parts: str, patience: float) -> t.Iterator[str]:
    if seconds >= patience:
        yield (
            f"an unplanned takeover may last {seconds:g} s ({parts}), and initiators give an I/O error after "
            f"{patience:g} s: shorten the timeouts, or give the initiators more time"
        )
