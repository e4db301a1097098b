# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an unplanned takeover may last at most, by the timeouts that a site has."""

from __future__ import annotations

import re
import typing as t

from .._pacemaker.values import milliseconds

Data = t.Mapping[str, t.Any]
# Pacemaker's own limit for a fence device that says nothing else.
FENCE_DEVICE = "60s"
_ISO_8601 = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.IGNORECASE)


def takeover_budget(cluster: Data, token: float, consensus: float, vote: float, start: float, patience: float) -> Data:
    """``{seconds, steps: [{what, seconds}], text, problems}``.

    cluster -- of an expanded site
    token, consensus, vote -- corosync's timeouts and the arbiter's sync_timeout, in milliseconds
    start -- seconds from the end of fencing until the service is up
    patience -- seconds after which an initiator gives its users an I/O error
    """
    steps = [("the loss is noticed", token / 1000), ("the other members agree on it", consensus / 1000)]
    if cluster["arbiter"]:
        steps.append(("the arbiter votes", vote / 1000))
    steps += [("the lost node is fenced", fencing_seconds(cluster["fencing"])), ("the service starts", start)]
    seconds = sum(each for _what, each in steps)
    parts = ", ".join(f"{what} {each:g} s" for what, each in steps)
    return {
        "seconds": seconds,
        "steps": [{"what": what, "seconds": each} for what, each in steps],
        "text": f"An unplanned takeover lasts {seconds:g} s at most ({parts}). Initiators wait {patience:g} s.",
        "problems": list(_problems(seconds, parts, patience)),
    }


def fencing_seconds(fencing: Data) -> float:
    """How long until a lost node is certainly gone; 0 where nothing fences it."""
    if fencing["method"] == "sbd":
        return float(fencing["stonith_watchdog_timeout"])
    return max((_device_seconds(device["options"]) for device in fencing["devices"]), default=0.0)


def _device_seconds(options: t.Mapping[str, t.Any]) -> float:
    delay = max(_seconds(options.get(name, 0)) for name in ("pcmk_delay_base", "pcmk_delay_max"))
    return delay + _seconds(options.get("pcmk_reboot_timeout", FENCE_DEVICE))


def _seconds(text: t.Any) -> float:
    """A duration as Pacemaker takes it; 0 where it says something else, such as a delay for each node."""
    match = _ISO_8601.fullmatch(str(text).strip())
    if not match:
        return (milliseconds(str(text)) or 0) / 1000
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60 + seconds


def _problems(seconds: float, parts: str, patience: float) -> t.Iterator[str]:
    if seconds >= patience:
        yield (
            f"an unplanned takeover may last {seconds:g} s ({parts}), and initiators give an I/O error after "
            f"{patience:g} s: shorten the timeouts, or give the initiators more time"
        )
